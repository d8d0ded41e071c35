//! The kinds of attributes that `Everything` has not, owned and borrowed: the other numbers in a byte
//! order of their own, C strings, sequences, and values whose types other crates make.

#![expect(missing_docs, reason = "the fields are named after their kinds")]

use std::ffi::{CStr, CString};

use nl_core::wire::Attr;
use nl_core::{Attributes, Be, Bits, Le, OwnedAttr, Pod, PodRef, Repeated, Sequence};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

use crate::everything::Inner;

/// The other kinds, owned.
#[derive(Attributes, Clone, Debug, PartialEq)]
#[nl(set = "others")]
pub struct Others {
    /// A C struct before the attributes.
    #[nl(header)]
    pub header: Pod<Times>,
    /// Values whose types other crates make.
    #[nl(1, mask = 0xff)]
    pub bits: Bits<Features>,
    #[nl(2)]
    pub more_bits: Vec<Bits<Features>>,
    #[nl(3)]
    pub times: Option<Pod<Times>>,
    /// Numbers in a byte order of their own.
    #[nl(4)]
    pub le64: Option<Le<u64>>,
    #[nl(5)]
    pub be_s16: Option<Be<i16>>,
    #[nl(6)]
    pub be_s32: Option<Be<i32>>,
    #[nl(7)]
    pub be_s64: Option<Be<i64>>,
    #[nl(8)]
    pub le_s16: Option<Le<i16>>,
    #[nl(9)]
    pub le_s32: Option<Le<i32>>,
    #[nl(10)]
    pub le_s64: Option<Le<i64>>,
    /// Strings that need not be UTF-8.
    #[nl(11)]
    pub c_string: Option<CString>,
    #[nl(12)]
    pub c_strings: Vec<CString>,
    /// A nest whose order matters.
    #[nl(13)]
    pub steps: Option<Sequence<Step>>,
    /// What is not declared.
    #[nl(rest)]
    pub rest: Vec<OwnedAttr>,
}

/// The other kinds, of which some borrow. A sequence is a list that is its own.
#[derive(Attributes, Clone, Debug, PartialEq)]
#[nl(set = "others")]
pub struct OthersRef<'a> {
    #[nl(header)]
    pub header: PodRef<'a, Times>,
    #[nl(1, mask = 0xff)]
    pub bits: Bits<Features>,
    #[nl(2)]
    pub more_bits: Repeated<'a, Bits<Features>>,
    #[nl(3)]
    pub times: Option<PodRef<'a, Times>>,
    #[nl(11)]
    pub c_string: Option<&'a CStr>,
    #[nl(12)]
    pub c_strings: Repeated<'a, &'a CStr>,
    #[nl(13)]
    pub steps: Option<Sequence<Step>>,
    /// What is not declared.
    #[nl(rest)]
    pub rest: Vec<Attr<'a>>,
}

/// One attribute of a sequence.
#[derive(Attributes, Clone, Debug, PartialEq)]
#[nl(set = "step")]
pub enum Step {
    #[nl(1)]
    Wait(u32),
    #[nl(2)]
    Say(CString),
    #[nl(3)]
    Stop,
    #[nl(4)]
    Inner(Inner),
    #[nl(other)]
    Other(OwnedAttr),
}

bitflags::bitflags! {
    /// Two of 32 bits have names.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Features: u32 {
        const REDIRECT = 1;
        const TRANSMIT = 2;
    }
}

/// A C struct.
#[derive(
    FromBytes, IntoBytes, Immutable, KnownLayout, Unaligned, Clone, Copy, Debug, PartialEq,
)]
#[repr(C)]
pub struct Times {
    pub user: [u8; 8],
    pub cpu: u8,
    pub pad: [u8; 3],
}
