//! A set: a struct of attributes.

use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Fields, Ident};

use super::{doc, number, snake_case};
use crate::attrs::{NUMBER, Options};
use crate::diag::Diag;
use crate::model::{Bounds, Field, Role, Set};
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
