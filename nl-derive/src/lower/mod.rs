//! The one walk over the input: syntax in, model out.

mod choice;
mod family;
mod set;
mod sub_message;
mod value;

use syn::spanned::Spanned;
use syn::{Attribute, Expr, ExprLit, ExprUnary, Ident, Lit, Meta, Type, UnOp, Variant};

pub(crate) use choice::choice;
pub(crate) use family::family;
pub(crate) use set::set;
pub(crate) use sub_message::sub_message;
pub(crate) use value::value;

use crate::diag::Diag;
use crate::model::Number;

/// The number of a variant: its discriminant, or one more than the last.
pub(super) fn discriminant(variant: &Variant, next: i128, diag: &mut Diag) -> Number {
    let written = variant.discriminant.as_ref().and_then(|(_, expr)| number(expr, diag));
    written.unwrap_or(Number { value: next, span: variant.ident.span() })
}

/// A literal number, which rules across fields can compare.
pub(super) fn number(expr: &Expr, diag: &mut Diag) -> Option<Number> {
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

pub(super) fn repr(attributes: &[Attribute]) -> Option<Ident> {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("repr"))
        .find_map(|attribute| attribute.parse_args::<Ident>().ok())
}

/// The doc comment, lines joined, without the space behind `///`.
pub(super) fn doc(attributes: &[Attribute]) -> String {
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
