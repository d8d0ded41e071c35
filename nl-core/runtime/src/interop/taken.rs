//! What a payload of a kind is made of: a number, or text.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::hex;
use crate::Mac;
use crate::schema::{Hint, Kind, Scalar};
use crate::wire::native;

/// A payload that is to be read.
#[derive(Clone, Copy)]
pub(super) struct Payload {
    pub(super) kind: Kind,
}

impl Payload {
    pub(super) fn words(self) -> &'static str {
        match self.kind {
            Kind::Flag | Kind::Pad => "true or false",
            Kind::Enum(..) => "a name of the enum, or a number that fits",
            Kind::Flags(..) => "names of flags with | in between, or a number that fits",
            Kind::String | Kind::Unterminated => "a string without a NUL",
            Kind::Fixed(_, Hint::Ipv4 | Hint::Ipv6) | Kind::Ip => "an IP address",
            Kind::Fixed(_, Hint::Mac) => "a MAC address",
            Kind::Packed(_) | Kind::Array(_) => "a list",
            Kind::Keyed(_) => "a list of pairs",
            Kind::Nest(set) if set().ordered => "a list of maps of one field",
            Kind::Nest(_) => "a map of fields",
            Kind::Bitfield32 => "value and selector",
            Kind::SubMessage(..) => "a format's name with what it holds, or bytes in hex",
            kind if kind.number_range().is_some() => "a number that fits",
            _ => "bytes in hex, two digits each",
        }
    }

    /// The number, where it fits.
    pub(super) fn number(self, number: i128) -> Option<Vec<u8>> {
        let (least, greatest) = self.kind.number_range()?;
        if !(least..=greatest).contains(&number) {
            return None;
        }
        let native = |scalar: Scalar| {
            let bytes = number.to_le_bytes();
            let mut bytes = bytes.get(..scalar.len())?.to_vec();
            if native::BIG_ENDIAN {
                bytes.reverse();
            }
            Some(bytes)
        };
        match self.kind {
            Kind::Uint => native(Scalar::Uint.fixed_for(number)),
            Kind::Sint => native(Scalar::Sint.fixed_for(number)),
            Kind::BigEndian(scalar) => {
                let bytes = number.to_be_bytes();
                bytes.get(bytes.len() - scalar.len()..).map(<[u8]>::to_vec)
            }
            Kind::LittleEndian(scalar) => {
                number.to_le_bytes().get(..scalar.len()).map(<[u8]>::to_vec)
            }
            Kind::Int(scalar) | Kind::Enum(scalar, _) | Kind::Flags(scalar, _) => {
                native(scalar.fixed_for(number))
            }
            _ => None,
        }
    }

    pub(super) fn text(self, text: &str) -> Option<Vec<u8>> {
        match self.kind {
            Kind::Enum(_, names) => {
                self.number(names.values.iter().find(|named| named.name == text)?.value)
            }
            Kind::Flags(_, names) => self.number(flags(&names(), text)?),
            Kind::String if !text.contains('\0') => Some([text.as_bytes(), &[0]].concat()),
            Kind::Unterminated if !text.contains('\0') => Some(text.into()),
            Kind::Fixed(_, Hint::Ipv4) => Some(text.parse::<Ipv4Addr>().ok()?.octets().into()),
            Kind::Fixed(_, Hint::Ipv6) => Some(text.parse::<Ipv6Addr>().ok()?.octets().into()),
            Kind::Ip => match text.parse().ok()? {
                std::net::IpAddr::V4(address) => Some(address.octets().into()),
                std::net::IpAddr::V6(address) => Some(address.octets().into()),
            },
            Kind::Fixed(_, Hint::Mac) => Some(text.parse::<Mac>().ok()?.0.into()),
            Kind::Fixed(length, _) => hex::parse(text).filter(|bytes| bytes.len() == length),
            Kind::Binary | Kind::Unspec | Kind::SubMessage(..) => hex::parse(text),
            _ => None,
        }
    }
}

/// The bits of `A | B | 0x8`.
fn flags(names: &[(&'static str, u64)], text: &str) -> Option<i128> {
    let mut number = 0;
    for word in text.split('|').map(str::trim).filter(|word| !word.is_empty()) {
        number |= match word.strip_prefix("0x") {
            Some(digits) => u64::from_str_radix(digits, 16).ok()?,
            None => names.iter().find(|(name, _)| *name == word)?.1,
        };
    }
    Some(number.into())
}
