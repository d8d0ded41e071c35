//! Declarations of what ethtool was asked and what it said, in the kernel's order.

use nl_core::{Attributes, Packed, Repeated};

/// `ETHTOOL_A_HEADER_*`.
#[derive(Attributes, Clone, Debug, Default, PartialEq)]
pub(crate) struct Header<'a> {
    #[nl(1)]
    pub(crate) dev_index: Option<u32>,
    #[nl(2)]
    pub(crate) dev_name: Option<&'a str>,
    #[nl(3)]
    pub(crate) flags: Option<u32>,
}

/// Any request of ethtool that names a device, or none.
#[derive(Attributes, Clone, Debug, Default, PartialEq)]
pub(crate) struct Ask<'a> {
    #[nl(1)]
    pub(crate) header: Header<'a>,
}

/// `ETHTOOL_A_LINKSTATE_*`.
#[derive(Attributes, Clone, Debug, PartialEq)]
pub(crate) struct Linkstate<'a> {
    #[nl(1)]
    pub(crate) header: Header<'a>,
    #[nl(2)]
    pub(crate) link: Option<u8>,
}

/// `ETHTOOL_A_LINKMODES_*`.
#[derive(Attributes, Clone, Debug, PartialEq)]
pub(crate) struct Linkmodes<'a> {
    #[nl(1)]
    pub(crate) header: Header<'a>,
    #[nl(2)]
    pub(crate) autoneg: Option<u8>,
    #[nl(3)]
    pub(crate) ours: Bitset<'a>,
    #[nl(5)]
    pub(crate) speed: Option<u32>,
    #[nl(6)]
    pub(crate) duplex: Option<u8>,
    #[nl(10)]
    pub(crate) rate_matching: Option<u8>,
}

/// `ETHTOOL_A_FEATURES_*`.
#[derive(Attributes, Clone, Debug, PartialEq)]
pub(crate) struct Features<'a> {
    #[nl(1)]
    pub(crate) header: Header<'a>,
    #[nl(2)]
    pub(crate) hw: Bitset<'a>,
    #[nl(3)]
    pub(crate) wanted: Bitset<'a>,
    #[nl(4)]
    pub(crate) active: Bitset<'a>,
    #[nl(5)]
    pub(crate) nochange: Bitset<'a>,
}

/// `ETHTOOL_A_TSINFO_*`.
#[derive(Attributes, Clone, Debug, PartialEq)]
pub(crate) struct Tsinfo<'a> {
    #[nl(1)]
    pub(crate) header: Header<'a>,
    #[nl(2)]
    pub(crate) timestamping: Bitset<'a>,
}

/// `ETHTOOL_A_BITSET_*`: compact with value and mask, or with a nest for each bit.
#[derive(Attributes, Clone, Debug, Default, PartialEq)]
pub(crate) struct Bitset<'a> {
    #[nl(1)]
    pub(crate) nomask: bool,
    #[nl(2)]
    pub(crate) size: Option<u32>,
    #[nl(3)]
    pub(crate) bits: Option<Bits<'a>>,
    #[nl(4)]
    pub(crate) value: Option<Packed<'a, u32>>,
    #[nl(5)]
    pub(crate) mask: Option<Packed<'a, u32>>,
}

/// `ETHTOOL_A_BITSET_BITS_*`.
#[derive(Attributes, Clone, Debug, Default, PartialEq)]
pub(crate) struct Bits<'a> {
    #[nl(1)]
    pub(crate) bit: Repeated<'a, Bit<'a>>,
}

/// `ETHTOOL_A_BITSET_BIT_*`.
#[derive(Attributes, Clone, Debug, PartialEq)]
pub(crate) struct Bit<'a> {
    #[nl(1)]
    pub(crate) index: u32,
    #[nl(2)]
    pub(crate) name: &'a str,
    #[nl(3)]
    pub(crate) value: bool,
}

/// `ETHTOOL_A_CHANNELS_*`.
#[derive(Attributes, Clone, Debug, PartialEq)]
pub(crate) struct Channels<'a> {
    #[nl(1)]
    pub(crate) header: Header<'a>,
    #[nl(5)]
    pub(crate) combined_max: Option<u32>,
    #[nl(9)]
    pub(crate) combined_count: Option<u32>,
}

/// `ETHTOOL_A_STRSET_*`. The request has an empty header, the reply has none.
#[derive(Attributes, Clone, Debug, PartialEq)]
pub(crate) struct Strset<'a> {
    #[nl(1)]
    pub(crate) header: Option<Header<'a>>,
    #[nl(2)]
    pub(crate) stringsets: Stringsets<'a>,
}

/// `ETHTOOL_A_STRINGSETS_*`.
#[derive(Attributes, Clone, Debug, PartialEq)]
pub(crate) struct Stringsets<'a> {
    #[nl(1)]
    pub(crate) stringset: Vec<Stringset<'a>>,
}

/// `ETHTOOL_A_STRINGSET_*`.
#[derive(Attributes, Clone, Debug, Default, PartialEq)]
pub(crate) struct Stringset<'a> {
    #[nl(1)]
    pub(crate) id: u32,
    #[nl(2)]
    pub(crate) count: Option<u32>,
    #[nl(3)]
    pub(crate) strings: Option<Strings<'a>>,
}

/// `ETHTOOL_A_STRINGS_*`.
#[derive(Attributes, Clone, Debug, PartialEq)]
pub(crate) struct Strings<'a> {
    #[nl(1)]
    pub(crate) string: Vec<Text<'a>>,
}

/// `ETHTOOL_A_STRING_*`.
#[derive(Attributes, Clone, Debug, PartialEq)]
pub(crate) struct Text<'a> {
    #[nl(1)]
    pub(crate) index: u32,
    #[nl(2)]
    pub(crate) value: &'a str,
}
