//! The one walk over the input: syntax in, model out.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{
    Attribute, Data, DataEnum, DataStruct, DeriveInput, Expr, ExprLit, ExprUnary, Fields, Ident,
    Lit, Meta, Type, UnOp, Variant,
};

use crate::attrs::{NUMBER, Options, TEXT};
use crate::diag::Diag;
use crate::model::{
    self, Bounds, Choice, Family, Field, Format, Group, Mode, Named, Number, Operation, Other,
    OtherVariant, Permission, Role, Selector, Set, SubMessage, Value,
};
use crate::symbol::{self, Place};

pub(crate) fn set(input: &DeriveInput, diag: &mut Diag) -> Set {
    let mut options = Options::merged(&input.attrs, input.ident.span(), Place::Set, diag);
    let name = options.text(symbol::SET, diag).map(|text| text.value());
    Set {
        krate: options.path(symbol::CRATE, diag),
        ident: input.ident.clone(),
        generics: input.generics.clone(),
        name: name.unwrap_or_else(|| snake_case(&input.ident.to_string())),
        doc: doc(&input.attrs),
        fields: fields(input, diag),
    }
}

fn fields(input: &DeriveInput, diag: &mut Diag) -> Vec<Field> {
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => fields.named.iter().map(|f| field(f, diag)).collect(),
            Fields::Unit => Vec::new(),
            Fields::Unnamed(fields) => {
                diag.at(fields.span(), "an attribute set names its attributes: use named fields");
                Vec::new()
            }
        },
        Data::Enum(_) | Data::Union(_) => {
            diag.at(input.ident.span(), "an attribute set is a struct, or an enum of attributes");
            Vec::new()
        }
    }
}

fn field(field: &syn::Field, diag: &mut Diag) -> Field {
    let ident = field.ident.clone().unwrap_or_else(|| Ident::new("_field", field.span()));
    let mut options = Options::merged(&field.attrs, ident.span(), Place::Field, diag);
    let role = role(&mut options, diag);
    let number = options.expr(NUMBER, diag).and_then(|expr| number(&expr, diag));
    match (&role, number) {
        (Role::Attribute { .. } | Role::SubMessage { .. }, None) => {
            diag.at(options.span, format_args!("`{ident}` has no number: write #[nl(NUMBER)]"));
        }
        (Role::Header(_) | Role::Rest(_), Some(number)) => {
            diag.at(number.span, "what is no attribute has no number");
        }
        _ => {}
    }
    Field {
        ident,
        ty: field.ty.clone(),
        number,
        bounds: bounds(&mut options, diag),
        role,
        doc: doc(&field.attrs),
    }
}

fn role(options: &mut Options, diag: &mut Diag) -> Role {
    let header = options.flag(symbol::HEADER, diag).map(Role::Header);
    let rest = options.flag(symbol::REST, diag).map(Role::Rest);
    let default = options.expr(symbol::DEFAULT, diag);
    let selector = options.ident(symbol::SELECTOR, diag);
    if default.is_some() && selector.is_some() {
        diag.at(options.span, "a sub-message has no default");
    }
    let attribute = match selector {
        Some(selector) => Role::SubMessage { selector },
        None => Role::Attribute { default },
    };
    header.or(rest).unwrap_or(attribute)
}

fn bounds(options: &mut Options, diag: &mut Diag) -> Bounds {
    Bounds {
        min: options.expr(symbol::MIN, diag),
        max: options.expr(symbol::MAX, diag),
        min_len: options.expr(symbol::MIN_LEN, diag),
        max_len: options.expr(symbol::MAX_LEN, diag),
        exact_len: options.expr(symbol::EXACT_LEN, diag),
        mask: options.expr(symbol::MASK, diag),
    }
}

pub(crate) fn choice(input: &DeriveInput, data: &DataEnum, diag: &mut Diag) -> Choice {
    let mut options = Options::merged(&input.attrs, input.ident.span(), Place::Set, diag);
    let name = options.text(symbol::SET, diag).map(|text| text.value());
    let mut model = Choice {
        krate: options.path(symbol::CRATE, diag),
        ident: input.ident.clone(),
        generics: input.generics.clone(),
        name: name.unwrap_or_else(|| snake_case(&input.ident.to_string())),
        doc: doc(&input.attrs),
        variants: Vec::new(),
        others: Vec::new(),
    };
    for variant in &data.variants {
        let mut options =
            Options::merged(&variant.attrs, variant.ident.span(), Place::Variant, diag);
        if let Some(span) = options.flag(symbol::OTHER, diag) {
            model.others.extend(other_variant(variant, span, diag));
        } else {
            model.variants.extend(choice_variant(variant, options, diag));
        }
    }
    model
}

fn choice_variant(
    variant: &syn::Variant,
    mut options: Options,
    diag: &mut Diag,
) -> Option<model::Variant> {
    let attribute = options.expr(NUMBER, diag);
    let command = options.expr(symbol::COMMAND, diag);
    let is_command = command.is_some();
    let ((Some(expr), None) | (None, Some(expr))) = (attribute, command) else {
        let cure =
            "a variant is an attribute, #[nl(NUMBER)], or a message, #[nl(command = NUMBER)]";
        diag.at(options.span, cure);
        return None;
    };
    let ty = match &variant.fields {
        Fields::Unit if !is_command => None,
        fields => Some(only_field(fields, variant, diag)?),
    };
    Some(model::Variant {
        ident: variant.ident.clone(),
        ty,
        number: number(&expr, diag)?,
        command: is_command,
        bounds: bounds(&mut options, diag),
        doc: doc(&variant.attrs),
    })
}

fn only_field(fields: &Fields, variant: &syn::Variant, diag: &mut Diag) -> Option<Type> {
    match fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => Some(fields.unnamed[0].ty.clone()),
        _ => {
            let cure = format!("a variant holds one value: `{}(…)`", variant.ident);
            diag.at(variant.span(), cure);
            None
        }
    }
}

fn other_variant(variant: &syn::Variant, span: Span, diag: &mut Diag) -> Option<OtherVariant> {
    let ty = only_field(&variant.fields, variant, diag)?;
    Some(OtherVariant { ident: variant.ident.clone(), ty, span })
}

pub(crate) fn sub_message(input: &DeriveInput, diag: &mut Diag) -> SubMessage {
    let mut options = Options::merged(&input.attrs, input.ident.span(), Place::Value, diag);
    let mut model = SubMessage {
        krate: options.path(symbol::CRATE, diag),
        ident: input.ident.clone(),
        generics: input.generics.clone(),
        doc: doc(&input.attrs),
        formats: Vec::new(),
        others: Vec::new(),
    };
    let Data::Enum(data) = &input.data else {
        diag.at(input.ident.span(), "a sub-message is an enum of its formats");
        return model;
    };
    for variant in &data.variants {
        let mut options =
            Options::merged(&variant.attrs, variant.ident.span(), Place::Format, diag);
        if let Some(span) = options.flag(symbol::OTHER, diag) {
            model.others.extend(other_variant(variant, span, diag));
        } else {
            model.formats.extend(format(variant, options, diag));
        }
    }
    model
}

fn format(variant: &syn::Variant, mut options: Options, diag: &mut Diag) -> Option<Format> {
    let text = options.text(TEXT, diag).map(|text| (text.span(), Selector::Text(text.value())));
    let number = options.expr(NUMBER, diag).and_then(|expr| number(&expr, diag));
    let number = number.map(|number| (number.span, Selector::Number(number.value)));
    let Some((span, selector)) = text.or(number) else {
        diag.at(
            options.span,
            "a format has the value that selects it: #[nl(\"…\")] or #[nl(NUMBER)]",
        );
        return None;
    };
    Some(Format {
        ident: variant.ident.clone(),
        ty: only_field(&variant.fields, variant, diag)?,
        selector,
        span,
        doc: doc(&variant.attrs),
    })
}

pub(crate) fn value(input: &DeriveInput, diag: &mut Diag) -> Value {
    let mut options = Options::merged(&input.attrs, input.ident.span(), Place::Value, diag);
    let mut model = Value {
        krate: options.path(symbol::CRATE, diag),
        ident: input.ident.clone(),
        repr: repr(&input.attrs),
        doc: doc(&input.attrs),
        named: Vec::new(),
        others: Vec::new(),
        inner: None,
    };
    let data = match &input.data {
        Data::Enum(data) => data,
        Data::Struct(DataStruct { fields: Fields::Unnamed(fields), .. })
            if fields.unnamed.len() == 1 =>
        {
            model.inner = Some((fields.unnamed[0].ty.clone(), input.generics.clone()));
            return model;
        }
        _ => {
            let cure = "a value is an enum of numbers with #[repr(u8)] or another integer, \
                        or a struct around one value: `struct Port(Be<u16>)`";
            diag.at(input.ident.span(), cure);
            return model;
        }
    };
    let mut next = 0;
    for variant in &data.variants {
        let mut options =
            Options::merged(&variant.attrs, variant.span(), Place::ValueVariant, diag);
        if let Some(span) = options.flag(symbol::OTHER, diag) {
            model.others.extend(other(variant, span, diag));
            continue;
        }
        if !matches!(variant.fields, Fields::Unit) {
            let cure =
                "a named number has no fields; mark the variant for unknown numbers #[nl(other)]";
            diag.at(variant.span(), cure);
            continue;
        }
        let value = discriminant(variant, next, diag);
        next = value.value + 1;
        model.named.push(Named { ident: variant.ident.clone(), value, doc: doc(&variant.attrs) });
    }
    model
}

fn other(variant: &Variant, span: Span, diag: &mut Diag) -> Option<Other> {
    match &variant.fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            Some(Other { ident: variant.ident.clone(), ty: fields.unnamed[0].ty.clone(), span })
        }
        _ => {
            diag.at(span, "the variant for unknown numbers holds the number: `Other(u8)`");
            None
        }
    }
}

pub(crate) fn family(input: &DeriveInput, diag: &mut Diag) -> Family {
    let mut options = Options::merged(&input.attrs, input.ident.span(), Place::Family, diag);
    let name = options.text(symbol::NAME, diag);
    if name.is_none() {
        diag.at(options.span, "a family has a name: write #[nl(name = \"…\")]");
    }
    let version = options.expr(symbol::VERSION, diag).and_then(|expr| number(&expr, diag));
    let groups = options.take_all(symbol::GROUP).into_iter();
    let mut model = Family {
        krate: options.path(symbol::CRATE, diag),
        vis: input.vis.clone(),
        ident: input.ident.clone(),
        name_span: name.as_ref().map_or(options.span, Spanned::span),
        name: name.map(|name| name.value()).unwrap_or_default(),
        version: version.unwrap_or(Number { value: 1, span: options.span }),
        doc: doc(&input.attrs),
        groups: groups.filter_map(|option| option.text(diag).as_ref().map(group)).collect(),
        operations: Vec::new(),
    };
    let Data::Enum(data) = &input.data else {
        diag.at(input.ident.span(), "a family is an enum of its commands");
        return model;
    };
    for variant in &data.variants {
        operations(variant, &mut model.operations, diag);
    }
    model
}

fn group(text: &syn::LitStr) -> Group {
    Group { name: text.value(), span: text.span() }
}

fn operations(variant: &Variant, operations: &mut Vec<Operation>, diag: &mut Diag) {
    if !matches!(variant.fields, Fields::Unit) {
        diag.at(
            variant.fields.span(),
            "a command has no fields; its attributes are those of its request",
        );
    }
    if variant.discriminant.is_none() {
        let cure = format!("a command has a number: write `{} = NUMBER`", variant.ident);
        diag.at(variant.ident.span(), cure);
        return;
    }
    let command = discriminant(variant, 0, diag);
    let each = Options::each(&variant.attrs, Place::Operation, diag);
    if each.is_empty() {
        let cure = "an operation says what it is: #[nl(request = …, reply = …)] or #[nl(event = …, group = …)]";
        diag.at(variant.ident.span(), cure);
    }
    for (position, mut options) in each.into_iter().enumerate() {
        let Some(mode) = mode(&mut options, diag) else {
            continue;
        };
        let reply_command = options.expr(symbol::REPLY_COMMAND, diag);
        operations.push(Operation {
            variant: variant.ident.clone(),
            command,
            first: position == 0,
            reply_command: reply_command.and_then(|expr| number(&expr, diag)),
            permission: permission(&mut options, diag),
            mode,
            doc: doc(&variant.attrs),
        });
    }
}

fn permission(options: &mut Options, diag: &mut Diag) -> Option<(Permission, Span)> {
    let admin = options.flag(symbol::ADMIN, diag).map(|span| (Permission::Admin, span));
    let namespace =
        options.flag(symbol::NS_ADMIN, diag).map(|span| (Permission::NamespaceAdmin, span));
    if let (Some(_), Some((_, span))) = (&admin, &namespace) {
        diag.at(*span, "either `admin` or `ns_admin`");
    }
    admin.or(namespace)
}

fn mode(options: &mut Options, diag: &mut Diag) -> Option<Mode> {
    let span = options.span;
    let request = options.ty(symbol::REQUEST, diag);
    let reply = options.ty(symbol::REPLY, diag);
    let dump = options.ty(symbol::DUMP, diag);
    let stream = options.ty(symbol::STREAM, diag);
    let event = options.ty(symbol::EVENT, diag);
    let group = options.text(symbol::GROUP, diag).as_ref().map(group);
    match (request, reply, dump, stream, event) {
        (Some(request), reply, None, None, None) if group.is_none() => {
            Some(Mode::Do { request, reply })
        }
        (Some(request), None, Some(item), None, None) if group.is_none() => {
            Some(Mode::Dump { request, item })
        }
        (Some(request), None, None, Some(item), None) if group.is_none() => {
            Some(Mode::Stream { request, item })
        }
        (None, None, None, None, Some(set)) => Some(Mode::Event { set, group }),
        (None, None, None, None, None) => {
            diag.at(span, "neither `request` nor `event`: say which types the command carries");
            None
        }
        _ => {
            let cure = "one of `request` alone, `request` with `reply`, `dump` or `stream`, or `event` with `group`; \
                        a command with several modes has an #[nl(…)] for each";
            diag.at(span, cure);
            None
        }
    }
}

/// The number of a variant: its discriminant, or one more than the last.
fn discriminant(variant: &Variant, next: i128, diag: &mut Diag) -> Number {
    let written = variant.discriminant.as_ref().and_then(|(_, expr)| number(expr, diag));
    written.unwrap_or(Number { value: next, span: variant.ident.span() })
}

/// A literal number, which rules across fields can compare.
fn number(expr: &Expr, diag: &mut Diag) -> Option<Number> {
    let span = expr.span();
    let value = match expr {
        Expr::Lit(ExprLit { lit: Lit::Int(int), .. }) => int.base10_parse::<i128>().ok(),
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => match &**expr {
            Expr::Lit(ExprLit { lit: Lit::Int(int), .. }) => {
                int.base10_parse::<i128>().ok().map(|value| -value)
            }
            _ => None,
        },
        _ => None,
    };
    if value.is_none() {
        diag.at(span, "expected a literal number");
    }
    value.map(|value| Number { value, span })
}

fn repr(attributes: &[Attribute]) -> Option<Ident> {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("repr"))
        .find_map(|attribute| attribute.parse_args::<Ident>().ok())
}

/// The doc comment, lines joined, without the space behind `///`.
fn doc(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    });
    let lines: Vec<String> =
        lines.map(|line| line.strip_prefix(' ').unwrap_or(&line).trim_end().to_owned()).collect();
    lines.join("\n").trim().to_owned()
}

/// `EchoRequest` → `echo_request`.
pub(crate) fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for (position, letter) in name.char_indices() {
        if letter.is_uppercase() && position > 0 {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

/// Whether two types are spelled the same.
pub(crate) fn same_spelling(a: &Type, b: &Type) -> bool {
    let spell = |ty: &Type| quote::quote!(#ty).to_string();
    spell(a) == spell(b)
}
