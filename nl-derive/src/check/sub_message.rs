//! The rules of a sub-message.

use super::two_other_variants;
use crate::diag::Diag;
use crate::model::SubMessage;

pub(crate) fn sub_message(message: &SubMessage, diag: &mut Diag) {
    two_other_variants(&message.others, diag);
    sub_message_without_other(message, diag);
    selector_twice(message, diag);
}

fn sub_message_without_other(message: &SubMessage, diag: &mut Diag) {
    if message.is_enum && message.others.is_empty() {
        let cure =
            "a newer peer may select a format without a name: add `#[nl(other)] Other(Attr<'a>)`";
        diag.at(message.ident.span(), cure);
    }
}

fn selector_twice(message: &SubMessage, diag: &mut Diag) {
    for (position, format) in message.formats.iter().enumerate() {
        if message.formats[..position].iter().any(|earlier| earlier.selector == format.selector) {
            diag.at(format.span, "two formats have the same selector");
        }
    }
}
