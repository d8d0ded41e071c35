//! The rules of a declaration, one function each; `tests/ui` has a case for each, of the same name.

use proc_macro2::Span;
use syn::{Expr, ExprLit, Lit};

use crate::diag::Diag;
use crate::lower::same_spelling;
use crate::model::{
    Choice, Family, Field, Mode, Number, OtherVariant, Role, Set, SubMessage, Value, Variant,
};

/// `NLA_TYPE_MASK` of `linux/netlink.h`: the rest of the type field are flag bits.
const TYPE_MASK: i128 = 0x3fff;
/// `GENL_NAMSIZ - 1` of `linux/genetlink.h`.
const NAME_MAX: usize = 15;

pub(crate) fn set(set: &Set, diag: &mut Diag) {
    attribute_number_zero(set, diag);
    attribute_number_with_flag_bits(set, diag);
    attribute_number_twice(set, diag);
    selector_that_is_no_field(set, diag);
    two_headers_or_rests(set, diag);
    for field in &set.fields {
        bounds_that_exclude_all(field, diag);
        exact_length_beside_another(field, diag);
    }
}

fn attribute_number_zero(set: &Set, diag: &mut Diag) {
    for number in numbers(set).filter(|number| number.value < 1) {
        diag.at(number.span, "attribute numbers start at 1; the kernel refuses 0");
    }
}

fn attribute_number_with_flag_bits(set: &Set, diag: &mut Diag) {
    for number in numbers(set).filter(|number| number.value > TYPE_MASK) {
        let cure = "attribute numbers end at 16383; the bits above are NLA_F_NESTED and NLA_F_NET_BYTEORDER, \
                    which are set as the type needs them";
        diag.at(number.span, cure);
    }
}

fn attribute_number_twice(set: &Set, diag: &mut Diag) {
    let named = set.fields.iter().filter_map(|f| Some((f.number?, f.ident.to_string())));
    twice(named, "attribute number", diag);
}

fn selector_that_is_no_field(set: &Set, diag: &mut Diag) {
    for field in &set.fields {
        let Role::SubMessage { selector } = &field.role else {
            continue;
        };
        let plain = |other: &&Field| matches!(other.role, Role::Attribute { .. });
        if !set.fields.iter().filter(plain).any(|other| other.ident == *selector) {
            let message =
                format!("no attribute `{selector}` selects the format of `{}`", field.ident);
            diag.at(selector.span(), message);
        }
    }
}

fn two_headers_or_rests(set: &Set, diag: &mut Diag) {
    let (mut headers, mut rests) = (0, 0);
    for field in &set.fields {
        let (count, span, what) = match field.role {
            Role::Header(span) => (&mut headers, span, "header"),
            Role::Rest(span) => (&mut rests, span, "field for the rest"),
            _ => continue,
        };
        *count += 1;
        if *count > 1 {
            diag.at(span, format_args!("a set has one {what} at most"));
        }
    }
}

fn numbers(set: &Set) -> impl Iterator<Item = Number> {
    set.fields.iter().filter_map(|field| field.number)
}

fn twice(numbers: impl Iterator<Item = (Number, String)>, what: &str, diag: &mut Diag) {
    let mut seen: Vec<(i128, String)> = Vec::new();
    for (number, name) in numbers {
        match seen.iter().find(|(value, _)| *value == number.value) {
            Some((value, first)) => {
                let message = format!("{what} {value} is used twice: `{first}` has it already");
                diag.at(number.span, message);
            }
            None => seen.push((number.value, name)),
        }
    }
}

fn bounds_that_exclude_all(field: &Field, diag: &mut Diag) {
    let bounds = &field.bounds;
    for (low, high, words) in [
        (&bounds.min, &bounds.max, "min` is above `max"),
        (&bounds.min_len, &bounds.max_len, "min_len` is above `max_len"),
    ] {
        if let (Some((low, span)), Some((high, _))) =
            (literal(low.as_ref()), literal(high.as_ref()))
            && low > high
        {
            diag.at(span, format_args!("`{words}`: no value of `{}` is allowed", field.ident));
        }
    }
}

fn exact_length_beside_another(field: &Field, diag: &mut Diag) {
    let bounds = &field.bounds;
    if bounds.exact_len.is_some() && (bounds.min_len.is_some() || bounds.max_len.is_some()) {
        diag.at(
            field.ident.span(),
            "`exact_len` is both bounds: leave `min_len` and `max_len` out",
        );
    }
}

fn literal(expr: Option<&Expr>) -> Option<(i128, Span)> {
    match expr? {
        Expr::Lit(ExprLit { lit: Lit::Int(int), .. }) => {
            Some((int.base10_parse().ok()?, int.span()))
        }
        _ => None,
    }
}

pub(crate) fn choice(choice: &Choice, diag: &mut Diag) {
    attributes_beside_messages(choice, diag);
    variant_number(choice, diag);
    two_other_variants(&choice.others, diag);
    let named = choice.variants.iter().map(|v| (v.number, v.ident.to_string()));
    twice(named, "number", diag);
}

fn attributes_beside_messages(choice: &Choice, diag: &mut Diag) {
    let first = choice.variants.first().map(|variant| variant.command);
    for variant in choice.variants.iter().filter(|variant| Some(variant.command) != first) {
        diag.at(
            variant.ident.span(),
            "an enum is one of attributes or one of messages, not of both",
        );
    }
}

fn variant_number(choice: &Choice, diag: &mut Diag) {
    for Variant { number, command, .. } in &choice.variants {
        match (command, number.value) {
            (true, 0..=255) | (false, 1..=TYPE_MASK) => {}
            (true, _) => diag.at(number.span, "a command is a u8: 0 to 255"),
            (false, _) => diag.at(number.span, "attribute numbers are 1 to 16383"),
        }
    }
}

fn two_other_variants(others: &[OtherVariant], diag: &mut Diag) {
    for other in others.iter().skip(1) {
        diag.at(other.span, "one variant is for what is not declared, and there is one already");
    }
}

pub(crate) fn sub_message(message: &SubMessage, diag: &mut Diag) {
    two_other_variants(&message.others, diag);
    if message.others.is_empty() {
        let cure =
            "a newer peer may select a format without a name: add `#[nl(other)] Other(Attr<'a>)`";
        diag.at(message.ident.span(), cure);
    }
    for (position, format) in message.formats.iter().enumerate() {
        if message.formats[..position].iter().any(|earlier| earlier.selector == format.selector) {
            diag.at(format.span, "two formats have the same selector");
        }
    }
}

pub(crate) fn value(value: &Value, diag: &mut Diag) {
    if value.inner.is_some() {
        return;
    }
    enum_without_repr(value, diag);
    enum_without_other(value, diag);
    enum_with_two_others(value, diag);
    enum_other_of_another_type(value, diag);
    enum_number_twice(value, diag);
}

fn enum_without_repr(value: &Value, diag: &mut Diag) {
    const INTEGERS: [&str; 8] = ["u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64"];
    let known = value.repr.as_ref().is_some_and(|repr| INTEGERS.iter().any(|int| repr == int));
    if !known {
        let cure = "its width on the wire is missing: write #[repr(u8)], or u16, u32, u64, i8 …";
        diag.at(value.ident.span(), cure);
    }
}

fn enum_without_other(value: &Value, diag: &mut Diag) {
    if value.others.is_empty() {
        let int = value.repr.as_ref().map_or_else(|| "u8".to_owned(), ToString::to_string);
        let cure = format!(
            "a newer peer may send a number without a name: add `#[nl(other)] Other({int})`"
        );
        diag.at(value.ident.span(), cure);
    }
}

fn enum_with_two_others(value: &Value, diag: &mut Diag) {
    for other in value.others.iter().skip(1) {
        diag.at(other.span, "one variant keeps the unknown numbers, and there is one already");
    }
}

fn enum_other_of_another_type(value: &Value, diag: &mut Diag) {
    let (Some(repr), Some(other)) = (&value.repr, value.others.first()) else {
        return;
    };
    let ty = &other.ty;
    if *repr != quote::quote!(#ty).to_string() {
        diag.push(syn::Error::new_spanned(
            ty,
            format!("the enum's numbers are {repr}: write `{repr}`"),
        ));
    }
}

fn enum_number_twice(value: &Value, diag: &mut Diag) {
    let named = value.named.iter().map(|named| (named.value, named.ident.to_string()));
    twice(named, "number", diag);
}

pub(crate) fn family(family: &Family, diag: &mut Diag) {
    family_name_length(family, diag);
    group_name_length(family, diag);
    version_out_of_range(family, diag);
    group_twice(family, diag);
    command_out_of_range(family, diag);
    command_twice(family, diag);
    mode_twice(family, diag);
    request_of_two_commands(family, diag);
    event_without_group(family, diag);
    event_to_unknown_group(family, diag);
    event_with_permission(family, diag);
}

fn family_name_length(family: &Family, diag: &mut Diag) {
    if family.name.len() > NAME_MAX {
        diag.at(family.name_span, "a family's name has at most 15 bytes (GENL_NAMSIZ)");
    }
}

fn group_name_length(family: &Family, diag: &mut Diag) {
    for group in family.groups.iter().filter(|group| !(1..=NAME_MAX).contains(&group.name.len())) {
        diag.at(group.span, "a group's name has 1 to 15 bytes (GENL_NAMSIZ)");
    }
}

fn version_out_of_range(family: &Family, diag: &mut Diag) {
    if !(0..=255).contains(&family.version.value) {
        diag.at(family.version.span, "a version is a u8");
    }
}

fn group_twice(family: &Family, diag: &mut Diag) {
    for (position, group) in family.groups.iter().enumerate() {
        if family.groups[..position].iter().any(|earlier| earlier.name == group.name) {
            diag.at(group.span, format_args!("group \"{}\" is declared twice", group.name));
        }
    }
}

fn command_out_of_range(family: &Family, diag: &mut Diag) {
    let commands = family.operations.iter().filter(|operation| operation.first);
    let numbers = commands.map(|operation| operation.command);
    let replies = family.operations.iter().filter_map(|operation| operation.reply_command);
    for number in numbers.chain(replies).filter(|number| !(0..=255).contains(&number.value)) {
        diag.at(number.span, "a command is a u8: 0 to 255");
    }
}

fn command_twice(family: &Family, diag: &mut Diag) {
    let commands = family.operations.iter().filter(|operation| operation.first);
    twice(commands.map(|o| (o.command, o.variant.to_string())), "command", diag);
}

fn mode_twice(family: &Family, diag: &mut Diag) {
    for (position, operation) in family.operations.iter().enumerate() {
        let kind = std::mem::discriminant(&operation.mode);
        let again = family.operations[..position].iter().any(|earlier| {
            earlier.variant == operation.variant && std::mem::discriminant(&earlier.mode) == kind
        });
        let stream_beside_do = matches!(operation.mode, Mode::Stream { .. } | Mode::Do { .. })
            && family.operations[..position].iter().any(|earlier| {
                earlier.variant == operation.variant
                    && matches!(earlier.mode, Mode::Stream { .. } | Mode::Do { .. })
            });
        if again || stream_beside_do {
            let message = format!("`{}` has two operations of the same mode", operation.variant);
            diag.at(operation.variant.span(), message);
        }
    }
}

fn request_of_two_commands(family: &Family, diag: &mut Diag) {
    for (position, operation) in family.operations.iter().enumerate() {
        let Some(request) = operation.mode.request() else {
            continue;
        };
        let earlier = family.operations[..position].iter().find(|earlier| {
            earlier.mode.request().is_some_and(|other| same_spelling(other, request))
        });
        if let Some(earlier) = earlier {
            let message = format!(
                "the request's type says which operation is meant, and this one is `{}`'s already",
                earlier.variant
            );
            diag.push(syn::Error::new_spanned(request, message));
        }
    }
}

fn event_without_group(family: &Family, diag: &mut Diag) {
    for operation in &family.operations {
        if let Mode::Event { group: None, .. } = operation.mode {
            let cure = "an event goes to a group: write #[nl(event = …, group = \"…\")]";
            diag.at(operation.variant.span(), cure);
        }
    }
}

fn event_to_unknown_group(family: &Family, diag: &mut Diag) {
    for operation in &family.operations {
        if let Mode::Event { group: Some(group), .. } = &operation.mode
            && !family.groups.iter().any(|declared| declared.name == group.name)
        {
            let message = format!(
                "the family declares no group \"{0}\": add `group = \"{0}\"` to its #[nl(…)]",
                group.name
            );
            diag.at(group.span, message);
        }
    }
}

fn event_with_permission(family: &Family, diag: &mut Diag) {
    for operation in &family.operations {
        if let (Mode::Event { .. }, Some((_, span))) = (&operation.mode, operation.permission) {
            diag.at(span, "nobody calls an event, so it needs no permission");
        }
    }
}
