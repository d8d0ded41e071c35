//! `min`, `max` and `mask` when encoding, of each kind that takes them.

use nl_core::schema::Bounds;
use nl_core::wire::{EncodeErrorKind, MAX_PAYLOAD};
use nl_core::{
    Attributes, Be, Bitfield32, Bits, Encode, Le, Repeated, Sint, Uint, Value, to_attributes,
};
use nl_tests::others::Features;

use super::values::everything;

/// Numbers below 0, and one above.
#[derive(Value, Clone, Copy, Debug, PartialEq)]
#[repr(i16)]
enum Named {
    Three = 3,
    #[nl(other)]
    Other(i16),
}

/// In a type of its own.
#[derive(Value, Clone, Copy, Debug, PartialEq)]
struct Port(Be<u16>);

bitflags::bitflags! {
    #[derive(Clone, Copy, Debug, PartialEq)]
    struct Wide: u64 {
        const HIGHEST = 1 << 63;
    }
}

fn features(number: u8) -> Bits<Features> {
    Bits(Features::from_bits_retain(number.into()))
}

/// What is wrong with the only value of a set, and where.
#[track_caller]
fn refused(set: &impl Encode) -> (EncodeErrorKind, String) {
    let error = to_attributes(set).unwrap_err();
    (error.kind().clone(), error.path().to_string())
}

fn range(value: i128, min: i128, max: i128) -> EncodeErrorKind {
    EncodeErrorKind::RangeBound { value, min, max }
}

/// For each type, a value made of a small number: both limits are allowed, the number before and the
/// number behind are not.
macro_rules! in_range {
    ($min:literal..=$max:literal: $($type:ty, $of:expr;)*) => {$({
        #[derive(Attributes)]
        struct Set {
            #[nl(1, min = $min, max = $max)]
            number: $type,
        }
        let set = |number| Set { number: $of(number) };
        for good in [$min, $max] {
            assert!(to_attributes(&set(good)).is_ok(), "{good} as {}", stringify!($type));
        }
        for bad in [$min - 1, $max + 1] {
            let expected = (range(bad.into(), $min, $max), "Set.number".to_owned());
            assert_eq!(refused(&set(bad)), expected, "{}", stringify!($type));
        }
    })*};
}

#[test]
fn an_unsigned_number_is_refused_below_min_and_above_max() {
    in_range! { 2..=7:
        u8, |n: u8| n;
        u16, |n: u8| n.into();
        u32, |n: u8| n.into();
        u64, |n: u8| n.into();
        Uint, |n: u8| Uint(n.into());
        Be<u16>, |n: u8| Be(n.into());
        Be<u32>, |n: u8| Be(n.into());
        Be<u64>, |n: u8| Be(n.into());
        Le<u16>, |n: u8| Le(n.into());
        Le<u32>, |n: u8| Le(n.into());
        Le<u64>, |n: u8| Le(n.into());
        Port, |n: u8| Port(Be(n.into()));
        Bits<Features>, features;
    }
}

#[test]
fn a_signed_number_is_refused_below_min_and_above_max() {
    in_range! { -3..=2:
        i8, |n: i8| n;
        i16, |n: i8| n.into();
        i32, |n: i8| n.into();
        i64, |n: i8| n.into();
        Sint, |n: i8| Sint(n.into());
        Be<i16>, |n: i8| Be(n.into());
        Be<i32>, |n: i8| Be(n.into());
        Be<i64>, |n: i8| Be(n.into());
        Le<i16>, |n: i8| Le(n.into());
        Le<i32>, |n: i8| Le(n.into());
        Le<i64>, |n: i8| Le(n.into());
        Named, |n: i8| if n == 3 { Named::Three } else { Named::Other(n.into()) };
    }
}

#[test]
fn a_range_holds_wherever_a_number_sits() {
    #[derive(Attributes)]
    struct Absent {
        #[nl(1, min = 2)]
        none: Option<u32>,
        #[nl(2, min = 2, default = 9)]
        defaulted: u32,
    }
    in_range! { 2..=7:
        Option<u32>, |n: u8| Some(u32::from(n));
        Box<u32>, |n: u8| Box::new(u32::from(n));
        Option<Box<Le<u16>>>, |n: u8| Some(Box::new(Le(n.into())));
    }
    assert_eq!(to_attributes(&Absent { none: None, defaulted: 2 }).unwrap().len(), 8);
    let low = Absent { none: None, defaulted: 1 };
    assert_eq!(refused(&low), (range(1, 2, i128::MAX), "Absent.defaulted".to_owned()));
}

#[test]
fn a_range_holds_for_each_of_several_and_the_error_says_which() {
    #[derive(Attributes, Default)]
    struct Several<'a> {
        #[nl(1, max = 7)]
        vec: Vec<u16>,
        #[nl(2, max = 7)]
        repeated: Repeated<'a, Sint>,
        #[nl(3, mask = 3)]
        bits: Vec<Bits<Features>>,
    }
    let set = Several { vec: vec![7, 0, 8], ..Several::default() };
    assert_eq!(refused(&set), (range(8, i128::MIN, 7), "Several.vec[2]".to_owned()));
    let repeated = Repeated::new(&[Sint(-1), Sint(8)]);
    let set = Several { repeated, ..Several::default() };
    assert_eq!(refused(&set), (range(8, i128::MIN, 7), "Several.repeated[1]".to_owned()));
    let set = Several { bits: vec![features(3), features(4)], ..Several::default() };
    let mask = EncodeErrorKind::MaskBound { value: 4, mask: 3 };
    assert_eq!(refused(&set), (mask, "Several.bits[1]".to_owned()));
}

/// For each type, a number that one bound refuses: it is named in the error as what it is.
macro_rules! at_the_end {
    ($($type:ty, $bound:ident = $limit:literal, $value:expr, $number:expr;)*) => {$({
        #[derive(Attributes)]
        struct Set {
            #[nl(1, $bound = $limit)]
            number: $type,
        }
        let EncodeErrorKind::RangeBound { value, .. } = refused(&Set { number: $value }).0 else {
            panic!("{} is refused for its size", stringify!($type));
        };
        assert_eq!(value, i128::from($number), "{}", stringify!($type));
    })*};
}

#[test]
fn the_greatest_and_the_least_numbers_are_compared_as_what_they_are() {
    at_the_end! {
        u64, max = 0xffff_ffff_ffff_fffe, u64::MAX, u64::MAX;
        Uint, max = 0xffff_ffff_ffff_fffe, Uint(u64::MAX), u64::MAX;
        Be<u64>, max = 0xffff_ffff_ffff_fffe, Be(u64::MAX), u64::MAX;
        Le<u64>, max = 0xffff_ffff_ffff_fffe, Le(u64::MAX), u64::MAX;
        Bits<Wide>, max = 0xffff_ffff_ffff_fffe, Bits(Wide::from_bits_retain(u64::MAX)), u64::MAX;
        i64, min = -0x7fff_ffff_ffff_ffff, i64::MIN, i64::MIN;
        Sint, min = -0x7fff_ffff_ffff_ffff, Sint(i64::MIN), i64::MIN;
        Be<i64>, min = -0x7fff_ffff_ffff_ffff, Be(i64::MIN), i64::MIN;
        Le<i64>, min = -0x7fff_ffff_ffff_ffff, Le(i64::MIN), i64::MIN;
        i8, min = -127, i8::MIN, i8::MIN;
        u8, min = 1, 0, 0u8;
    }
}

/// For each type, a value made of bits: those of the mask are allowed, others are not.
macro_rules! masked {
    ($($type:ty, $of:expr;)*) => {$({
        #[derive(Attributes)]
        struct Set {
            #[nl(1, mask = 0b101)]
            bits: $type,
        }
        let set = |bits: u8| Set { bits: $of(bits) };
        for good in [0, 0b1, 0b101] {
            assert!(to_attributes(&set(good)).is_ok(), "{good} as {}", stringify!($type));
        }
        for bad in [0b10, 0b1101] {
            let mask = EncodeErrorKind::MaskBound { value: bad.into(), mask: 0b101 };
            let expected = (mask, "Set.bits".to_owned());
            assert_eq!(refused(&set(bad)), expected, "{}", stringify!($type));
        }
    })*};
}

#[test]
fn a_bit_outside_of_the_mask_is_refused() {
    masked! {
        u8, |n| n;
        u16, u16::from;
        u32, u32::from;
        u64, u64::from;
        Uint, |n: u8| Uint(n.into());
        Be<u32>, |n: u8| Be(n.into());
        Le<u64>, |n: u8| Le(n.into());
        Port, |n: u8| Port(Be(n.into()));
        Bits<Features>, features;
        Bitfield32, |n: u8| Bitfield32 { value: 0, selector: n.into() };
        Option<Box<Bits<Features>>>, |n| Some(Box::new(features(n)));
    }
}

#[test]
fn a_bit_that_is_set_and_not_selected_is_refused() {
    let bitfield = Bitfield32 { value: 0b100, selector: 0b11 };
    let set = nl_tests::everything::Everything { bitfield, ..everything() };
    let mask = EncodeErrorKind::MaskBound { value: 0b100, mask: 0b11 };
    assert_eq!(refused(&set), (mask, "Everything.bitfield".to_owned()));
}

#[test]
fn a_bound_may_be_a_constant_or_computed() {
    const LEAST: u8 = 2;
    const EVEN: u64 = !1;
    #[derive(Attributes)]
    struct Set {
        #[nl(1, min = LEAST, max = 3 * LEAST + 1)]
        number: u32,
        #[nl(2, mask = EVEN & 0xffff, max = 9)]
        bits: Option<u32>,
    }
    let bounds: Vec<_> = Set::SCHEMA.attributes.iter().map(|a| a.bounds).collect();
    let range = Bounds { min: Some(2), max: Some(7), ..Bounds::NONE };
    let mask = Bounds { max: Some(9), mask: Some(0xfffe), ..Bounds::NONE };
    assert_eq!(bounds, [range, mask]);
    assert!(to_attributes(&Set { number: 7, bits: Some(8) }).is_ok());
    assert!(to_attributes(&Set { number: 8, bits: None }).is_err());
    // Both a mask and a range: each refuses.
    assert!(to_attributes(&Set { number: 7, bits: Some(1) }).is_err());
    assert!(to_attributes(&Set { number: 7, bits: Some(10) }).is_err());
}

#[test]
fn an_error_says_what_is_allowed_in_words() {
    let error = |kind| nl_core::wire::EncodeError::new(kind).kind().to_string();
    let number = |min, max| EncodeErrorKind::RangeBound { value: 1, min, max };
    assert_eq!(error(number(2, 7)), "1 where 2..=7 is allowed");
    assert_eq!(error(number(2, i128::MAX)), "1 where at least 2 is needed");
    assert_eq!(error(number(i128::MIN, 0)), "1 where at most 0 is allowed");
    let length = |min, max| EncodeErrorKind::LengthBound { length: 1, min, max };
    assert_eq!(error(length(2, 7)), "1 bytes where 2..=7 are allowed");
    assert_eq!(error(length(2, usize::MAX)), "1 bytes where at least 2 are needed");
    assert_eq!(error(length(0, 0)), "1 bytes where at most 0 are allowed");
    let mask = EncodeErrorKind::MaskBound { value: 2, mask: 0x11 };
    assert_eq!(error(mask), "0x2 where only the bits 0x11 are allowed");
    assert_eq!(
        error(EncodeErrorKind::TooLong { length: 65532 }),
        format!("65532 bytes where an attribute holds at most {MAX_PAYLOAD}")
    );
}
