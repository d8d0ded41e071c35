//! The rules of a declaration as a whole: one function for each, and in `tests/ui` one case of the same
//! name.

#[cfg(test)]
mod cases;
mod choice;
mod family;
mod set;
mod sub_message;
mod value;

use proc_macro2::Span;

use crate::diag::Diag;
use crate::model::{Number, OtherVariant};

pub(crate) use choice::choice;
pub(crate) use family::family;
pub(crate) use set::set;
pub(crate) use sub_message::sub_message;
pub(crate) use value::value;

/// `NLA_TYPE_MASK` of `linux/netlink.h`: the rest of the type field are flag bits.
const TYPE_MASK: i128 = 0x3fff;

fn twice(numbers: impl Iterator<Item = (Number, String)>, what: &str, diag: &mut Diag) {
    let mut seen: Vec<(i128, String)> = Vec::new();
    for (number, name) in numbers {
        match seen.iter().find(|(value, _)| *value == number.value) {
            Some((value, first)) => {
                let message = format!("{what} {value} is used twice: `{first}` has it already");
                diag.at(number.span, message);
            }
            None => seen.push((number.value, name)),
        }
    }
}

/// A few families of old have an attribute 0, which no policy of the kernel knows.
fn number_zero(number: Number, zero: Option<Span>, diag: &mut Diag) {
    match (number.value, zero) {
        (0, None) => {
            let cure = "attribute numbers start at 1, and the kernel's policies refuse 0; for a family that \
                        has it all the same, write #[nl(0, zero)]";
            diag.at(number.span, cure);
        }
        (1.., Some(zero)) => diag.at(zero, "`zero` is for an attribute with the number 0"),
        (..0, _) => diag.at(number.span, "attribute numbers start at 1"),
        _ => {}
    }
}

fn two_other_variants(others: &[OtherVariant], diag: &mut Diag) {
    for other in others.iter().skip(1) {
        diag.at(other.span, "one variant is for what is not declared, and there is one already");
    }
}
