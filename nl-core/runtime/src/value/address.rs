//! Addresses: `std::net`'s, and those of Ethernet.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use super::Value;
use super::int::wrong_length;
use crate::schema::{Hint, Kind};
use crate::wire::{DecodeError, Depth, EncodeError, Writer};

/// A MAC address, 6 bytes. Prints and parses as `02:00:00:00:00:2a`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mac(pub [u8; 6]);

impl fmt::Display for Mac {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, byte) in self.0.iter().enumerate() {
            let colon = if position > 0 { ":" } else { "" };
            write!(f, "{colon}{byte:02x}")?;
        }
        Ok(())
    }
}

impl From<[u8; 6]> for Mac {
    fn from(bytes: [u8; 6]) -> Self {
        Self(bytes)
    }
}

impl From<Mac> for [u8; 6] {
    fn from(mac: Mac) -> Self {
        mac.0
    }
}

/// The text is no MAC address: six bytes in hex with colons in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseMacError;

impl fmt::Display for ParseMacError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a MAC address is six bytes in hex with colons in between")
    }
}

impl std::error::Error for ParseMacError {}

impl FromStr for Mac {
    type Err = ParseMacError;

    #[inline]
    fn from_str(text: &str) -> Result<Self, ParseMacError> {
        let mut bytes = [0; 6];
        let mut parts = text.split(':');
        for byte in &mut bytes {
            let part = parts.next().filter(|part| matches!(part.len(), 1 | 2));
            let digits = part.filter(|part| part.bytes().all(|b| b.is_ascii_hexdigit()));
            *byte = digits.and_then(|d| u8::from_str_radix(d, 16).ok()).ok_or(ParseMacError)?;
        }
        if parts.next().is_none() { Ok(Self(bytes)) } else { Err(ParseMacError) }
    }
}

macro_rules! address {
    ($($address:ty, $length:literal, $hint:ident, $needs:literal, $octets:expr;)*) => {$(
        impl<'a> Value<'a> for $address {
            const KIND: Kind = Kind::Fixed($length, Hint::$hint);
            const SIZE: Option<usize> = Some($length);

            #[inline]
            fn size(&self) -> usize {
                $length
            }

            #[inline]
            fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
                writer.put($octets(self))
            }

            #[inline]
            fn decode_payload(payload: &'a [u8], _: Depth) -> Result<Self, DecodeError> {
                match <[u8; $length]>::try_from(payload) {
                    Ok(bytes) => Ok(<$address>::from(bytes)),
                    Err(_) => Err(wrong_length($needs, $length, payload)),
                }
            }
        }

        impl<'a> crate::Element<'a> for $address {}
    )*};
}

address! {
    Ipv4Addr, 4, Ipv4, "an IPv4 address", Ipv4Addr::octets;
    Ipv6Addr, 16, Ipv6, "an IPv6 address", Ipv6Addr::octets;
    Mac, 6, Mac, "a MAC address", |mac: &Mac| mac.0;
}

/// 4 bytes or 16, by the family that it is of.
impl<'a> Value<'a> for IpAddr {
    const KIND: Kind = Kind::Ip;

    #[inline]
    fn size(&self) -> usize {
        if self.is_ipv4() { 4 } else { 16 }
    }

    #[inline]
    fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        match self {
            Self::V4(address) => address.emit(writer),
            Self::V6(address) => address.emit(writer),
        }
    }

    #[inline]
    fn decode_payload(payload: &'a [u8], depth: Depth) -> Result<Self, DecodeError> {
        match payload.len() {
            4 => Ipv4Addr::decode_payload(payload, depth).map(Self::V4),
            16 => Ipv6Addr::decode_payload(payload, depth).map(Self::V6),
            _ => Err(wrong_length("an IP address (4 bytes or 16)", 16, payload)),
        }
    }
}

impl crate::Element<'_> for IpAddr {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mac_address_prints_as_it_parses() {
        let mac: Mac = "02:00:5e:10:0:ff".parse().unwrap();
        assert_eq!(mac, Mac([2, 0, 0x5e, 0x10, 0, 0xff]));
        assert_eq!(Mac::from(<[u8; 6]>::from(mac)), mac);
        assert_eq!(mac.to_string(), "02:00:5e:10:00:ff");
        for bad in ["", "1:2:3:4:5", "1:2:3:4:5:6:7", "1:2:3:4:5:+6", "1:2:3:4:5:100", "1:2:3:4:5:"]
        {
            assert!(bad.parse::<Mac>().is_err(), "{bad}");
        }
    }

    #[test]
    fn an_address_says_its_family_by_its_length() {
        assert_eq!(
            IpAddr::decode_payload(&[127, 0, 0, 1], Depth::TOP).unwrap(),
            IpAddr::from([127, 0, 0, 1])
        );
        assert_eq!(IpAddr::decode_payload(&[0; 16], Depth::TOP).unwrap(), IpAddr::from([0u8; 16]));
        assert!(IpAddr::decode_payload(&[0; 5], Depth::TOP).is_err());
    }
}
