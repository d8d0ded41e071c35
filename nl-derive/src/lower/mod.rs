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
use crate::symbol;

/// The number of a variant: its discriminant, or one more than the last.
pub(super) fn discriminant(variant: &Variant, next: i128, diag: &mut Diag) -> Number {
    let written = variant.discriminant.as_ref().and_then(|(_, expr)| number(expr, diag));
    written.unwrap_or(Number { value: next, span: variant.ident.span() })
}

/// A literal number, which rules across fields can compare.
pub(super) fn number(expr: &Expr, diag: &mut Diag) -> Option<Number> {
    let span = expr.span();
    let value = literal(expr);
    if value.is_none() {
        diag.at(span, "expected a literal number");
    }
    value.map(|value| Number { value, span })
}

/// The value of a literal number, which a macro may have put into a group.
pub(crate) fn literal(expr: &Expr) -> Option<i128> {
    match expr {
        Expr::Lit(ExprLit { lit: Lit::Int(int), .. }) => int.base10_parse().ok(),
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => {
            literal(expr).map(|value: i128| -value)
        }
        Expr::Group(group) => literal(&group.expr),
        Expr::Paren(paren) => literal(&paren.expr),
        _ => None,
    }
}

/// Options say nothing on a field that has no name: they are those of what it is a field of.
pub(super) fn options_within(fields: &syn::Fields, diag: &mut Diag) {
    let attributes = fields.iter().flat_map(|field| &field.attrs);
    for attribute in attributes.filter(|attribute| attribute.path().is_ident(symbol::NL)) {
        let cure = "#[nl(…)] stands on the attribute, not on the type that it wraps";
        diag.at(attribute.span(), cure);
    }
}

pub(super) fn repr(attributes: &[Attribute]) -> Option<Ident> {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("repr"))
        .find_map(|attribute| attribute.parse_args::<Ident>().ok())
}

/// The doc comment, lines joined, without the space behind `///`.
pub(super) fn doc(attributes: &[Attribute]) -> String {
    let texts = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    });
    let lines: Vec<String> = texts.flat_map(|text| lines(&text)).collect();
    lines.join("\n").trim().to_owned()
}

/// The lines of one comment; those of a block lose the stars in front.
fn lines(text: &str) -> Vec<String> {
    if !text.contains('\n') {
        return vec![text.strip_prefix(' ').unwrap_or(text).trim_end().to_owned()];
    }
    let starred = |line: &str| line.is_empty() || line.starts_with('*');
    let all_starred = text.lines().skip(1).all(|line| starred(line.trim()));
    let plain = |line: &str| {
        let line = line.trim();
        let line = if all_starred { line.strip_prefix('*').unwrap_or(line) } else { line };
        line.trim().to_owned()
    };
    text.lines().map(plain).collect()
}

/// `EchoRequest` → `echo_request`, `GetURL` → `get_url`, `HTTPProxy` → `http_proxy`.
pub(crate) fn snake_case(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut snake = String::new();
    for (position, letter) in letters.iter().enumerate() {
        let before = position.checked_sub(1).and_then(|before| letters.get(before));
        let behind = letters.get(position + 1);
        let begins = letter.is_uppercase()
            && before.is_some_and(|before| {
                !before.is_uppercase() || behind.is_some_and(|behind| behind.is_lowercase())
            });
        if begins && !snake.ends_with('_') {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

/// `MESSAGES` for a group "messages".
pub(crate) fn const_name(group: &str) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' };
    let name: String = group.chars().map(letter).collect();
    match name.chars().find(|letter| *letter != '_') {
        Some(_) if !name.starts_with(|first: char| first.is_ascii_digit()) => name,
        Some(_) => format!("_{name}"),
        None => format!("GROUP{name}"),
    }
}

/// Whether two types are spelled the same.
pub(crate) fn same_spelling(a: &Type, b: &Type) -> bool {
    let spell = |ty: &Type| quote::quote!(#ty).to_string();
    spell(a) == spell(b)
}

#[cfg(test)]
mod tests {
    use super::snake_case;

    #[test]
    fn a_word_begins_where_one_would_read_it() {
        let names = ["EchoRequest", "GetURL", "HTTPProxy", "A", "Ipv4Address", "Is_Odd", "X2Y"];
        let snakes = names.map(snake_case);
        assert_eq!(
            snakes,
            ["echo_request", "get_url", "http_proxy", "a", "ipv4_address", "is_odd", "x2_y"]
        );
    }
}
