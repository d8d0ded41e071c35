//! A family: an enum of its commands.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Fields, Variant};

use super::{discriminant, doc, number};
use crate::attrs::Options;
use crate::diag::Diag;
use crate::model::{Family, Group, Mode, Number, Operation, Permission};
use crate::symbol::{self, Place};

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
        named: name.is_some(),
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
        let broken = options.broken;
        let Some(mode) = mode(&mut options, broken, diag) else {
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

fn mode(options: &mut Options, broken: bool, diag: &mut Diag) -> Option<Mode> {
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
        _ if broken => None,
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
