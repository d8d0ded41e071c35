//! The rules of an enum of numbers.

use super::twice;
use crate::diag::Diag;
use crate::model::{Value, Variable};

pub(crate) fn value(value: &Value, diag: &mut Diag) {
    variable_of_another_width(value, diag);
    if !value.is_enum {
        return;
    }
    enum_without_repr(value, diag);
    enum_without_other(value, diag);
    enum_with_two_others(value, diag);
    enum_other_of_another_type(value, diag);
    enum_number_twice(value, diag);
}

fn enum_without_repr(value: &Value, diag: &mut Diag) {
    const INTEGERS: [&str; 8] = ["u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64"];
    let known = value.repr.as_ref().is_some_and(|repr| INTEGERS.iter().any(|int| repr == int));
    if !known {
        let cure = "its width on the wire is missing: write #[repr(u8)], or u16, u32, u64, i8 …";
        diag.at(value.ident.span(), cure);
    }
}

fn variable_of_another_width(value: &Value, diag: &mut Diag) {
    let Some((variable, span)) = value.variable else {
        return;
    };
    let (word, int) = match variable {
        Variable::Uint => ("uint", "u64"),
        Variable::Sint => ("sint", "i64"),
    };
    if value.repr.as_ref().is_none_or(|repr| repr != int) {
        diag.at(span, format_args!("a `{word}` is an enum with #[repr({int})]"));
    }
}

fn enum_without_other(value: &Value, diag: &mut Diag) {
    if !value.has_other {
        let int = value.repr.as_ref().map_or_else(|| "u8".to_owned(), ToString::to_string);
        let cure = format!(
            "a newer peer may send a number without a name: add `#[nl(other)] Other({int})`"
        );
        diag.at(value.ident.span(), cure);
    }
}

fn enum_with_two_others(value: &Value, diag: &mut Diag) {
    for other in value.others.iter().skip(1) {
        diag.at(other.span, "one variant keeps the unknown numbers, and there is one already");
    }
}

fn enum_other_of_another_type(value: &Value, diag: &mut Diag) {
    let (Some(repr), Some(other)) = (&value.repr, value.others.first()) else {
        return;
    };
    let ty = &other.ty;
    if *repr != quote::quote!(#ty).to_string() {
        diag.push(syn::Error::new_spanned(
            ty,
            format!("the enum's numbers are {repr}: write `{repr}`"),
        ));
    }
}

fn enum_number_twice(value: &Value, diag: &mut Diag) {
    let named = value.named.iter().map(|named| (named.value, named.ident.to_string()));
    twice(named, "number", diag);
}
