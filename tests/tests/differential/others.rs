//! The kinds that everything has not: random values of them, and the same attributes of the peers.
//!
//! Neither peer has flags, C structs or sequences: these are numbers, bytes and nests to them. Nor
//! have they strings that are no UTF-8, which are bytes.

use std::ffi::{CStr, CString};

use nl_core::{Be, Bits, Decode, Le, OwnedAttr, Pod, Sequence};
use nl_tests::others::{Features, Others, OthersRef, Step, Times};
use proptest::array::{uniform3, uniform8};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::neli_peer;
use super::packet_core;
use super::peer::{self, Number, Peer};
use super::values::{bytes, inner};

/// A value whose encoding exists, and whose decoding is itself again.
fn others() -> impl Strategy<Value = Others> {
    let parts = (structs(), big(), little(), c_strings(), option::of(steps()), undeclared(14));
    parts.prop_map(|(structs, big, little, (c_string, c_strings), steps, rest)| {
        let (header, bits, more_bits, times) = structs;
        let (be_s16, be_s32, be_s64) = big;
        let (le64, le_s16, le_s32, le_s64) = little;
        Others {
            header,
            bits,
            more_bits,
            times,
            le64,
            be_s16,
            be_s32,
            be_s64,
            le_s16,
            le_s32,
            le_s64,
            c_string,
            c_strings,
            steps,
            rest,
        }
    })
}

type Structs = (Pod<Times>, Bits<Features>, Vec<Bits<Features>>, Option<Pod<Times>>);

fn structs() -> impl Strategy<Value = Structs> {
    let times = || {
        let parts = (uniform8(any::<u8>()), any::<u8>(), uniform3(any::<u8>()));
        parts.prop_map(|(user, cpu, pad)| Pod(Times { user, cpu, pad }))
    };
    let bits = |most| (0..=most).prop_map(|bits| Bits(Features::from_bits_retain(bits)));
    (times(), bits(0xff), vec(bits(u32::MAX), 0..3), option::of(times()))
}

type Big = (Option<Be<i16>>, Option<Be<i32>>, Option<Be<i64>>);

fn big() -> impl Strategy<Value = Big> {
    let numbers = (any::<Option<i16>>(), any::<Option<i32>>(), any::<Option<i64>>());
    numbers.prop_map(|(s16, s32, s64)| (s16.map(Be), s32.map(Be), s64.map(Be)))
}

type Little = (Option<Le<u64>>, Option<Le<i16>>, Option<Le<i32>>, Option<Le<i64>>);

fn little() -> impl Strategy<Value = Little> {
    let signed = (any::<Option<i16>>(), any::<Option<i32>>(), any::<Option<i64>>());
    (any::<Option<u64>>(), signed)
        .prop_map(|(u64, (s16, s32, s64))| (u64.map(Le), s16.map(Le), s32.map(Le), s64.map(Le)))
}

fn c_strings() -> impl Strategy<Value = (Option<CString>, Vec<CString>)> {
    (option::of(c_string()), vec(c_string(), 0..3))
}

/// Any bytes without a NUL, which are UTF-8 or not.
fn c_string() -> impl Strategy<Value = CString> {
    let text = "[^\0]{0,12}".prop_map(String::into_bytes);
    prop_oneof![text, vec(1u8.., 0..12)].prop_map(|bytes| CString::new(bytes).unwrap())
}

fn steps() -> impl Strategy<Value = Sequence<Step>> {
    let other = undeclared(5).prop_map(|all| all.into_iter().map(Step::Other).collect());
    let one = prop_oneof![
        any::<u32>().prop_map(Step::Wait),
        c_string().prop_map(Step::Say),
        Just(Step::Stop),
        inner().prop_map(Step::Inner),
    ];
    let some = prop_oneof![3 => one.prop_map(|step| vec![step]), 1 => other];
    vec(some, 0..5).prop_map(|all: Vec<Vec<Step>>| Sequence(all.concat()))
}

/// Attributes from that number on, with one flag bit or none: packet-core has not both.
fn undeclared(first: u16) -> impl Strategy<Value = Vec<OwnedAttr>> {
    let attr = (first..0x4000, 0u16..3, bytes())
        .prop_map(|(number, flag, payload)| OwnedAttr { raw_type: number | flag << 14, payload });
    vec(attr, 0..3)
}

/// The attributes of that value, built by that crate, in the order of the declaration.
fn attributes<P: Peer>(value: &Others) -> Vec<P> {
    let bits = |kind, bits: &Bits<Features>| P::number(kind, Number::U32(bits.0.bits()));
    let mut all = vec![bits(1, &value.bits)];
    all.extend(value.more_bits.iter().map(|more| bits(2, more)));
    all.extend(value.times.iter().map(|times| P::bytes(3, &laid_out(&times.0))));
    let numbers = [
        value.le64.map(|number| Number::Le64(number.0)),
        value.be_s16.map(|number| Number::BeS16(number.0)),
        value.be_s32.map(|number| Number::BeS32(number.0)),
        value.be_s64.map(|number| Number::BeS64(number.0)),
        value.le_s16.map(|number| Number::LeS16(number.0)),
        value.le_s32.map(|number| Number::LeS32(number.0)),
        value.le_s64.map(|number| Number::LeS64(number.0)),
    ];
    let numbers = (4..).zip(numbers);
    all.extend(numbers.filter_map(|(kind, number)| Some(P::number(kind, number?))));
    all.extend(value.c_string.iter().map(|text| string(11, text)));
    all.extend(value.c_strings.iter().map(|text| string(12, text)));
    all.extend(value.steps.iter().map(|steps| P::nest(13, steps.0.iter().map(step).collect())));
    all.extend(value.rest.iter().map(|attr| P::bytes(attr.raw_type, &attr.payload)));
    all
}

/// The struct's bytes; the peers have no structs.
fn laid_out(times: &Times) -> [u8; 12] {
    let Times { user, cpu, pad } = times;
    [&user[..], &[*cpu], pad].concat().try_into().unwrap()
}

fn string<P: Peer>(kind: u16, text: &CStr) -> P {
    match text.to_str() {
        Ok(text) => P::text(kind, text),
        Err(_) => P::bytes(kind, text.to_bytes_with_nul()),
    }
}

fn step<P: Peer>(step: &Step) -> P {
    match step {
        Step::Wait(number) => P::number(1, Number::U32(*number)),
        Step::Say(text) => string(2, text),
        Step::Stop => P::bytes(3, &[]),
        Step::Inner(nest) => P::nest(4, peer::inner(nest)),
        Step::Other(attr) => P::bytes(attr.raw_type, &attr.payload),
    }
}

proptest! {
    #![proptest_config(super::config())]

    #[test]
    fn the_others_decode_to_themselves_wherever_they_lie(value in others(), odd in 1usize..4) {
        let bytes = super::encode(&value);
        prop_assert_eq!(&Others::decode(&bytes).unwrap(), &value);
        let moved = [&[0xa5; 3][..odd], &bytes[..]].concat();
        prop_assert_eq!(Others::decode(&moved[odd..]).unwrap(), value);
    }

    #[test]
    fn what_borrows_of_the_others_loses_nothing(value in others()) {
        let bytes = super::encode(&value);
        let borrowed = OthersRef::decode(&bytes).unwrap();
        let again = super::encode(&borrowed);
        prop_assert_eq!(OthersRef::decode(&again).unwrap(), borrowed);
        prop_assert_eq!(Others::decode(&again).unwrap(), value);
    }

    #[test]
    fn both_encode_the_others_the_same((header, genl) in super::headers(), value in others()) {
        let (ours, own) = (super::message(header, genl, &value), laid_out(&value.header.0));
        let theirs = packet_core::Attribute::message(header, genl, own, attributes(&value));
        prop_assert_eq!(&theirs, &ours);
        let theirs = neli_peer::Attribute::message(header, genl, own, attributes(&value));
        prop_assert_eq!(&theirs, &ours);
        prop_assert_eq!(super::decoded(&theirs), (header, genl, value));
    }
}
