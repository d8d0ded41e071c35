//! A set: a struct of attributes.

use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Fields, Ident};

use super::{doc, number, snake_case};
use crate::attrs::{NUMBER, Options};
use crate::diag::Diag;
use crate::model::{Bounds, Field, Number, Role, Set};
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
    let (mut number, mut zero, mut what) = (None, None, "an attribute");
    let mut limits = Bounds::default();
    match role {
        Role::Header(_) => what = "a family's header",
        Role::Rest(_) => what = "what keeps the other attributes",
        Role::Attribute { .. } | Role::SubMessage { .. } => {
            number = attribute_number(&ident, &mut options, diag);
            zero = options.flag(symbol::ZERO, diag);
            limits = bounds(&mut options, diag);
        }
    }
    options.done(what, diag);
    let (ty, doc) = (field.ty.clone(), doc(&field.attrs));
    Field { ident, ty, number, zero, bounds: limits, role, doc }
}

fn attribute_number(ident: &Ident, options: &mut Options, diag: &mut Diag) -> Option<Number> {
    if !options.has(NUMBER) {
        if !options.broken {
            diag.at(options.span, format_args!("`{ident}` has no number: write #[nl(NUMBER)]"));
        }
        return None;
    }
    options.expr(NUMBER, diag).and_then(|expr| number(&expr, diag))
}

fn role(options: &mut Options, diag: &mut Diag) -> Role {
    if options.has(symbol::HEADER) {
        return Role::Header(options.flag(symbol::HEADER, diag).unwrap_or(options.span));
    }
    if options.has(symbol::REST) {
        return Role::Rest(options.flag(symbol::REST, diag).unwrap_or(options.span));
    }
    let Some(selector) = options.ident(symbol::SELECTOR, diag) else {
        return Role::Attribute { default: options.expr(symbol::DEFAULT, diag) };
    };
    if let Some(default) = options.take(symbol::DEFAULT, diag) {
        diag.at(default.span, "a sub-message has no default");
    }
    Role::SubMessage { selector }
}

pub(super) fn bounds(options: &mut Options, diag: &mut Diag) -> Bounds {
    Bounds {
        min: options.expr(symbol::MIN, diag),
        max: options.expr(symbol::MAX, diag),
        min_len: options.expr(symbol::MIN_LEN, diag),
        max_len: options.expr(symbol::MAX_LEN, diag),
        exact_len: options.expr(symbol::EXACT_LEN, diag),
        mask: options.expr(symbol::MASK, diag),
    }
}
