//! The derives of `nl-core`: [`Attributes`], [`SubMessage`], [`Value`] and [`Family`].
//!
//! All of them take `#[nl(crate = PATH)]` on the type, where nl-core is not at `::nl_core`: it was
//! renamed in Cargo.toml, or another crate re-exports it.
//!
//! Each runs through the same stages, one file each, in this order: the options of `#[nl(…)]`
//! (`attrs`) become a `model` by a walk over the input (`lower`), which is checked as a whole
//! (`check`) and turned into tokens (`expand`), which cannot fail. All mistakes of a declaration
//! are reported at once, each at its place.

#![forbid(unsafe_code)]

mod attrs;
#[cfg(test)]
mod bootstrap;
mod check;
mod diag;
mod expand;
#[cfg(test)]
mod golden;
mod lower;
mod model;
mod paths;
mod symbol;

use proc_macro2::TokenStream;
use syn::{Data, DeriveInput, parse_macro_input};

use diag::Diag;

/// Derives an attribute set from a struct: `Encode`, `Decode`, and `Value`, which makes it a nest.
///
/// On the struct: `#[nl(set = "name")]`, the set's name in the protocol (the type's in snake case
/// where it is left out), and `crate = PATH`, where nl-core is not at `::nl_core`.
///
/// On each field: `#[nl(NUMBER)]`, and behind it any of `min`, `max` (numbers), `mask` (bits),
/// `min_len`, `max_len`, `exact_len` (bytes; a string's NUL is not counted), and `default = VALUE`,
/// what a field is whose attribute is not there. `zero` lets the number be 0, as a few families of old
/// have it. The field's type decides the rest: see `nl_core::Field`. Three fields are special:
/// - `#[nl(NUMBER, selector = FIELD)]` is a sub-message, whose format that field selects,
/// - `#[nl(header)]` is the family's own header before the attributes: a value of fixed size, which
///   is a multiple of 4 bytes,
/// - `#[nl(rest)]` keeps the attributes that no other field takes: see `nl_core::Rest`.
///
/// Derived from an enum, a value is one attribute or one message at a time:
/// - `#[nl(NUMBER)] Name(T)`, or `Name` for a flag: one attribute, see `nl_core::Attribute`,
/// - `#[nl(command = NUMBER)] Name(T)`: one message, see `nl_core::MessageSet`,
///
/// and `#[nl(other)] Name(Attr<'a>)` or `Name(UnknownEvent<'a>)` is for what is not declared.
#[proc_macro_derive(Attributes, attributes(nl))]
pub fn derive_attributes(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    attributes(&parse_macro_input!(input as DeriveInput)).into()
}

/// Derives an attribute's payload from a field-less enum with `#[repr(u8)]` or another integer, or
/// from a struct around another value.
///
/// One variant of the enum is `#[nl(other)] Name(u8)`: it keeps the numbers that have no name. With
/// `#[nl(uint)]` (and `#[repr(u64)]`) or `#[nl(sint)]` (and `#[repr(i64)]`) on the enum, a number takes 4
/// bytes, or 8 where it must.
#[proc_macro_derive(Value, attributes(nl))]
pub fn derive_value(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    value(&parse_macro_input!(input as DeriveInput)).into()
}

/// Derives a sub-message from an enum of its formats: `#[nl("selector")] Name(T)` or
/// `#[nl(NUMBER)] Name(T)` for each, and `#[nl(other)] Name(Attr<'a>)` or `Name(OwnedAttr)`, which
/// keeps what comes in formats that are not declared, flag bits and all. Its number does not count:
/// what is written has the field's.
#[proc_macro_derive(SubMessage, attributes(nl))]
pub fn derive_sub_message(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    sub_message(&parse_macro_input!(input as DeriveInput)).into()
}

/// Derives a family from an enum of its commands.
///
/// On the enum: `#[nl(name = "…", version = 1, group = "…", group = "…")]`.
///
/// On each variant, whose discriminant is the command, one or more of
/// - `#[nl(request = T, reply = U)]`: answered by one message; without `reply` by an ACK alone,
/// - `#[nl(request = T, dump = U)]`: answered by a dump of `U`,
/// - `#[nl(request = T, stream = U)]`: answered by an ACK, then by `U`s until `NLMSG_DONE`,
/// - `#[nl(event = T, group = "…")]`: announced to a group,
///
/// and with a request `admin` or `ns_admin`, who may call it, and `reply_command = N`, the command
/// of the answers where it is another one. Types that borrow are written with `<'_>`.
///
/// Beside the traits come a constant for each group, an enum of the family's events named
/// `…Event`, and with the feature `host`, for those who serve the family from user space, a trait
/// `…Handler` with a method for each operation.
#[proc_macro_derive(Family, attributes(nl))]
pub fn derive_family(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    family(&parse_macro_input!(input as DeriveInput)).into()
}

fn attributes(input: &DeriveInput) -> TokenStream {
    let mut diag = Diag::new();
    if let Data::Enum(data) = &input.data {
        let model = lower::choice(input, data, &mut diag);
        check::choice(&model, &mut diag);
        return match diag.finish() {
            Ok(()) => expand::choice(&model),
            Err(errors) => expand::choice_fallback(&model, &errors),
        };
    }
    let model = lower::set(input, &mut diag);
    check::set(&model, &mut diag);
    match diag.finish() {
        Ok(()) => expand::set(&model),
        Err(errors) => expand::set_fallback(&model, &errors),
    }
}

fn value(input: &DeriveInput) -> TokenStream {
    let mut diag = Diag::new();
    let model = lower::value(input, &mut diag);
    check::value(&model, &mut diag);
    match diag.finish() {
        Ok(()) => expand::value(&model),
        Err(errors) => expand::value_fallback(&model, &errors),
    }
}

fn sub_message(input: &DeriveInput) -> TokenStream {
    let mut diag = Diag::new();
    let model = lower::sub_message(input, &mut diag);
    check::sub_message(&model, &mut diag);
    match diag.finish() {
        Ok(()) => expand::sub_message(&model),
        Err(errors) => expand::sub_message_fallback(&model, &errors),
    }
}

fn family(input: &DeriveInput) -> TokenStream {
    let mut diag = Diag::new();
    let model = lower::family(input, &mut diag);
    check::family(&model, &mut diag);
    match diag.finish() {
        Ok(()) => expand::family(&model),
        Err(errors) => expand::family_fallback(&model, &errors),
    }
}
