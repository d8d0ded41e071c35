//! A sub-message: an enum of its formats.

use syn::{Data, DeriveInput};

use super::choice::{only_field, other_variant};
use super::{doc, number};
use crate::attrs::{NUMBER, Options, TEXT};
use crate::diag::Diag;
use crate::model::{Format, Selector, SubMessage};
use crate::symbol::{self, Place};

pub(crate) fn sub_message(input: &DeriveInput, diag: &mut Diag) -> SubMessage {
    let mut options = Options::merged(&input.attrs, input.ident.span(), Place::SubMessage, diag);
    let mut model = SubMessage {
        krate: options.path(symbol::CRATE, diag),
        ident: input.ident.clone(),
        generics: input.generics.clone(),
        doc: doc(&input.attrs),
        is_enum: matches!(input.data, Data::Enum(_)),
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
            options.done("what keeps the other formats", diag);
            model.others.extend(other_variant(variant, span, diag));
        } else {
            model.formats.extend(format(variant, options, diag));
        }
    }
    model
}

fn format(variant: &syn::Variant, mut options: Options, diag: &mut Diag) -> Option<Format> {
    let text = options.text(TEXT, diag).map(|text| (text.span(), Selector::Text(text.value())));
    let selected = text.or_else(|| {
        let number = options.expr(NUMBER, diag).and_then(|expr| number(&expr, diag));
        number.map(|number| (number.span, Selector::Number(number.value)))
    });
    let Some((span, selector)) = selected else {
        if !options.broken {
            let cure = "a format has the value that selects it: #[nl(\"…\")] or #[nl(NUMBER)]";
            diag.at(options.span, cure);
        }
        return None;
    };
    options.done("a format that a text selects", diag);
    Some(Format {
        ident: variant.ident.clone(),
        ty: only_field(&variant.fields, variant, diag)?,
        selector,
        span,
        doc: doc(&variant.attrs),
    })
}
