//! An enum of attributes, or of messages.

use proc_macro2::Span;
use syn::{DataEnum, DeriveInput, Fields, Type};

use super::set::bounds;
use super::{doc, number, options_within, snake_case};
use crate::attrs::{NUMBER, Options};
use crate::diag::Diag;
use crate::model::{Bounds, Choice, OtherVariant, Variant};
use crate::symbol::{self, Place};

pub(crate) fn choice(input: &DeriveInput, data: &DataEnum, diag: &mut Diag) -> Choice {
    let mut options = Options::merged(&input.attrs, input.ident.span(), Place::Set, diag);
    let set = options.text(symbol::SET, diag);
    let name = set.as_ref().map(syn::LitStr::value);
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
            options.done("what keeps what is not declared", diag);
            model.others.extend(other_variant(variant, span, diag));
        } else {
            model.variants.extend(choice_variant(variant, options, diag));
        }
    }
    if model.variants.iter().any(|variant| variant.command)
        && let Some(set) = set
    {
        diag.at(set.span(), "messages are no set: each has its own, which is named at its type");
    }
    model
}

fn choice_variant(
    variant: &syn::Variant,
    mut options: Options,
    diag: &mut Diag,
) -> Option<Variant> {
    let attribute = options.expr(NUMBER, diag);
    let command = options.expr(symbol::COMMAND, diag);
    let is_command = command.is_some();
    let ((Some(expr), None) | (None, Some(expr))) = (attribute, command) else {
        let cure =
            "a variant is an attribute, #[nl(NUMBER)], or a message, #[nl(command = NUMBER)]";
        if !options.broken {
            diag.at(options.span, cure);
        }
        return None;
    };
    let ty = match &variant.fields {
        Fields::Unit if !is_command => None,
        fields => Some(only_field(fields, variant, diag)?),
    };
    let (mut zero, mut limits) = (None, Bounds::default());
    if !is_command {
        zero = options.flag(symbol::ZERO, diag);
        limits = bounds(&mut options, diag);
    }
    options.done("a message", diag);
    Some(Variant {
        ident: variant.ident.clone(),
        ty,
        number: number(&expr, diag)?,
        command: is_command,
        zero,
        bounds: limits,
        doc: doc(&variant.attrs),
    })
}

pub(super) fn only_field(fields: &Fields, variant: &syn::Variant, diag: &mut Diag) -> Option<Type> {
    options_within(fields, diag);
    match fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => Some(fields.unnamed[0].ty.clone()),
        _ => {
            let cure = format!("a variant holds one value: `{}(…)`", variant.ident);
            diag.at(variant.ident.span(), cure);
            None
        }
    }
}

pub(super) fn other_variant(
    variant: &syn::Variant,
    span: Span,
    diag: &mut Diag,
) -> Option<OtherVariant> {
    let ty = only_field(&variant.fields, variant, diag)?;
    Some(OtherVariant { ident: variant.ident.clone(), ty, span })
}
