//! A value: an enum of numbers, or a struct around another value.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Data, DataStruct, DeriveInput, Fields, Variant};

use super::{discriminant, doc, options_within, repr};
use crate::attrs::Options;
use crate::diag::Diag;
use crate::model::{Named, Other, Value, Variable};
use crate::symbol::{self, Place};

pub(crate) fn value(input: &DeriveInput, diag: &mut Diag) -> Value {
    let mut options = Options::merged(&input.attrs, input.ident.span(), Place::Value, diag);
    let mut model = Value {
        krate: options.path(symbol::CRATE, diag),
        ident: input.ident.clone(),
        generics: input.generics.clone(),
        repr: repr(&input.attrs),
        is_enum: matches!(input.data, Data::Enum(_)),
        doc: doc(&input.attrs),
        named: Vec::new(),
        variable: variable(&mut options, diag),
        has_other: false,
        others: Vec::new(),
        inner: None,
    };
    let data = match &input.data {
        Data::Enum(data) => data,
        Data::Struct(DataStruct { fields: Fields::Unnamed(fields), .. })
            if fields.unnamed.len() == 1 =>
        {
            options_within(&Fields::Unnamed(fields.clone()), diag);
            model.inner = Some(fields.unnamed[0].ty.clone());
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
            model.has_other = true;
            model.others.extend(other(variant, span, diag));
            continue;
        }
        if !matches!(variant.fields, Fields::Unit) {
            let cure =
                "a named number has no fields; mark the variant for unknown numbers #[nl(other)]";
            diag.at(variant.ident.span(), cure);
            continue;
        }
        let value = discriminant(variant, next, diag);
        next = value.value + 1;
        model.named.push(Named { ident: variant.ident.clone(), value, doc: doc(&variant.attrs) });
    }
    model
}

fn variable(options: &mut Options, diag: &mut Diag) -> Option<(Variable, Span)> {
    let uint = options.flag(symbol::UINT, diag).map(|span| (Variable::Uint, span));
    let sint = options.flag(symbol::SINT, diag).map(|span| (Variable::Sint, span));
    if let (Some(_), Some((_, span))) = (&uint, &sint) {
        diag.at(*span, "either `uint` or `sint`");
    }
    uint.or(sint)
}

fn other(variant: &Variant, span: Span, diag: &mut Diag) -> Option<Other> {
    options_within(&variant.fields, diag);
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
