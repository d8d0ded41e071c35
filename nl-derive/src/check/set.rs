//! The rules of a set.

use proc_macro2::Span;
use syn::Expr;
use syn::spanned::Spanned;

use super::{TYPE_MASK, number_zero, twice};
use crate::diag::Diag;
use crate::model::{Field, Number, Role, Set};

pub(crate) fn set(set: &Set, diag: &mut Diag) {
    attribute_number_zero(set, diag);
    attribute_number_with_flag_bits(set, diag);
    attribute_number_twice(set, diag);
    selector_that_is_no_field(set, diag);
    two_headers_or_rests(set, diag);
    for field in &set.fields {
        bounds_that_exclude_all(field, diag);
        exact_length_beside_another(field, diag);
        default_out_of_bounds(field, diag);
    }
}

fn attribute_number_zero(set: &Set, diag: &mut Diag) {
    for field in &set.fields {
        if let Some(number) = field.number {
            number_zero(number, field.zero, diag);
        }
    }
}

fn attribute_number_with_flag_bits(set: &Set, diag: &mut Diag) {
    for number in numbers(set).filter(|number| number.value > TYPE_MASK) {
        let cure = "attribute numbers end at 16383; the bits above are NLA_F_NESTED and NLA_F_NET_BYTEORDER, \
                    which are set as the type needs them";
        diag.at(number.span, cure);
    }
}

fn attribute_number_twice(set: &Set, diag: &mut Diag) {
    let named = set.fields.iter().filter_map(|f| Some((f.number?, f.ident.to_string())));
    twice(named, "attribute number", diag);
}

fn selector_that_is_no_field(set: &Set, diag: &mut Diag) {
    for field in &set.fields {
        let Role::SubMessage { selector } = &field.role else {
            continue;
        };
        let plain = |other: &&Field| matches!(other.role, Role::Attribute { .. });
        if !set.fields.iter().filter(plain).any(|other| other.ident == *selector) {
            let message =
                format!("no attribute `{selector}` selects the format of `{}`", field.ident);
            diag.at(selector.span(), message);
        }
    }
}

fn two_headers_or_rests(set: &Set, diag: &mut Diag) {
    let (mut headers, mut rests) = (0, 0);
    for field in &set.fields {
        let (count, span, what) = match field.role {
            Role::Header(span) => (&mut headers, span, "header"),
            Role::Rest(span) => (&mut rests, span, "field for the rest"),
            _ => continue,
        };
        *count += 1;
        if *count > 1 {
            diag.at(span, format_args!("a set has one {what} at most"));
        }
    }
}

fn numbers(set: &Set) -> impl Iterator<Item = Number> {
    set.fields.iter().filter_map(|field| field.number)
}

fn bounds_that_exclude_all(field: &Field, diag: &mut Diag) {
    let bounds = &field.bounds;
    for (low, high, words) in [
        (&bounds.min, &bounds.max, "min` is above `max"),
        (&bounds.min_len, &bounds.max_len, "min_len` is above `max_len"),
    ] {
        if let (Some((low, span)), Some((high, _))) =
            (literal(low.as_ref()), literal(high.as_ref()))
            && low > high
        {
            diag.at(span, format_args!("`{words}`: no value of `{}` is allowed", field.ident));
        }
    }
}

fn default_out_of_bounds(field: &Field, diag: &mut Diag) {
    let Role::Attribute { default: Some(default) } = &field.role else {
        return;
    };
    let Some((value, span)) = verbatim(default) else {
        return;
    };
    let bound = |expr: &Option<Expr>| literal(expr.as_ref()).map(|(bound, _)| bound);
    let (min, max) = (bound(&field.bounds.min), bound(&field.bounds.max));
    if min.is_some_and(|min| value < min) || max.is_some_and(|max| value > max) {
        diag.at(span, format_args!("what `{}` is by default is out of its bounds", field.ident));
    }
}

/// The value of a default that is a literal number; a default is kept as it is written.
fn verbatim(default: &Expr) -> Option<(i128, Span)> {
    let literal = syn::parse2::<Expr>(quote::quote!(#default)).ok()?;
    crate::lower::literal(&literal).map(|value| (value, literal.span()))
}

fn exact_length_beside_another(field: &Field, diag: &mut Diag) {
    let bounds = &field.bounds;
    if bounds.exact_len.is_some() && (bounds.min_len.is_some() || bounds.max_len.is_some()) {
        diag.at(
            field.ident.span(),
            "`exact_len` is both bounds: leave `min_len` and `max_len` out",
        );
    }
}

fn literal(expr: Option<&Expr>) -> Option<(i128, Span)> {
    let expr = expr?;
    crate::lower::literal(expr).map(|value| (value, expr.span()))
}
