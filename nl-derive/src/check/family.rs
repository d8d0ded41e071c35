//! The rules of a family.

use super::twice;
use crate::diag::Diag;
use crate::lower::{const_name, same_spelling};
use crate::model::{Family, Mode};

/// `GENL_NAMSIZ - 1` of `linux/genetlink.h`.
const NAME_MAX: usize = 15;

pub(crate) fn family(family: &Family, diag: &mut Diag) {
    family_name(family, diag);
    group_name(family, diag);
    version_out_of_range(family, diag);
    group_twice(family, diag);
    command_out_of_range(family, diag);
    command_twice(family, diag);
    mode_twice(family, diag);
    request_of_two_commands(family, diag);
    event_without_group(family, diag);
    event_to_unknown_group(family, diag);
    event_with_permission(family, diag);
    event_with_reply_command(family, diag);
    event_called_unknown(family, diag);
    reply_command_without_reply(family, diag);
}

fn family_name(family: &Family, diag: &mut Diag) {
    // One that is missing has been reported.
    if family.named && !is_name(&family.name) {
        diag.at(
            family.name_span,
            "a family's name has 1 to 15 bytes, none of them NUL (GENL_NAMSIZ)",
        );
    }
}

fn group_name(family: &Family, diag: &mut Diag) {
    for group in family.groups.iter().filter(|group| !is_name(&group.name)) {
        diag.at(group.span, "a group's name has 1 to 15 bytes, none of them NUL (GENL_NAMSIZ)");
    }
}

fn is_name(name: &str) -> bool {
    (1..=NAME_MAX).contains(&name.len()) && !name.contains('\0')
}

fn version_out_of_range(family: &Family, diag: &mut Diag) {
    if !(0..=255).contains(&family.version.value) {
        diag.at(family.version.span, "a version is a u8");
    }
}

fn group_twice(family: &Family, diag: &mut Diag) {
    for (position, group) in family.groups.iter().enumerate() {
        let constant = const_name(&group.name);
        let mut earlier = family.groups[..position].iter();
        match earlier.find(|earlier| const_name(&earlier.name) == constant) {
            Some(earlier) if earlier.name == group.name => {
                diag.at(group.span, format_args!("group \"{}\" is declared twice", group.name));
            }
            Some(earlier) => {
                let both =
                    format!("{constant} is the constant of group \"{}\" already", earlier.name);
                diag.at(group.span, both);
            }
            None => {}
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

fn event_with_reply_command(family: &Family, diag: &mut Diag) {
    for operation in &family.operations {
        if let (Mode::Event { .. }, Some(number)) = (&operation.mode, operation.reply_command) {
            diag.at(number.span, "nothing answers an event, so it has no `reply_command`");
        }
    }
}

fn event_called_unknown(family: &Family, diag: &mut Diag) {
    for operation in &family.operations {
        if matches!(operation.mode, Mode::Event { .. }) && operation.variant == "Unknown" {
            let cure =
                "`Unknown` is the variant of events that are not declared: choose another name";
            diag.at(operation.variant.span(), cure);
        }
    }
}

fn reply_command_without_reply(family: &Family, diag: &mut Diag) {
    for operation in &family.operations {
        if let (Mode::Do { reply: None, .. }, Some(number)) =
            (&operation.mode, operation.reply_command)
        {
            diag.at(
                number.span,
                "an ACK alone answers this request: add `reply`, or leave this out",
            );
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
