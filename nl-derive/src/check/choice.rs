//! The rules of an enum of attributes or messages.

use super::{TYPE_MASK, number_zero, twice, two_other_variants};
use crate::diag::Diag;
use crate::model::{Choice, Variant};

pub(crate) fn choice(choice: &Choice, diag: &mut Diag) {
    attributes_beside_messages(choice, diag);
    variant_number(choice, diag);
    two_other_variants(&choice.others, diag);
    let named = choice.variants.iter().map(|v| (v.number, v.ident.to_string()));
    twice(named, "number", diag);
}

fn attributes_beside_messages(choice: &Choice, diag: &mut Diag) {
    let first = choice.variants.first().map(|variant| variant.command);
    for variant in choice.variants.iter().filter(|variant| Some(variant.command) != first) {
        diag.at(
            variant.ident.span(),
            "an enum is one of attributes or one of messages, not of both",
        );
    }
}

fn variant_number(choice: &Choice, diag: &mut Diag) {
    for Variant { number, command, zero, .. } in &choice.variants {
        match (command, number.value) {
            (true, 0..=255) => {}
            (true, _) => diag.at(number.span, "a command is a u8: 0 to 255"),
            (false, ..=TYPE_MASK) => number_zero(*number, *zero, diag),
            (false, _) => diag.at(number.span, "attribute numbers are 1 to 16383"),
        }
    }
}
