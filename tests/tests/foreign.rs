//! Values whose types other crates make: flags of `bitflags`, C structs of `zerocopy`.

use nl_core::schema::Show;
use nl_core::wire::{DecodeErrorKind, EncodeErrorKind, Segment};
use nl_core::{Bits, Decode, Encode, Pod, PodRef, Repeated, to_attributes};
use nl_tests::others::{Features, Others, OthersRef, Times};

/// A bit with a name, and two without, one of them the highest.
const BITS: u32 = 0x8000_0011;

fn others() -> Others {
    let times = Times { user: [1, 2, 3, 4, 5, 6, 7, 8], cpu: 9, pad: [0; 3] };
    Others {
        header: Pod(times),
        bits: Bits(Features::from_bits_retain(0x11)),
        more_bits: vec![Bits(Features::TRANSMIT), Bits(Features::from_bits_retain(BITS))],
        times: Some(Pod(times)),
        le64: None,
        be_s16: None,
        be_s32: None,
        be_s64: None,
        le_s16: None,
        le_s32: None,
        le_s64: None,
        c_string: None,
        c_strings: Vec::new(),
        steps: None,
        rest: Vec::new(),
    }
}

#[test]
fn bits_without_a_name_survive_both_ways() {
    let bytes = to_attributes(&others()).unwrap();
    let decoded = Others::decode(&bytes).unwrap();
    assert_eq!(decoded.bits.0.bits(), 0x11);
    assert_eq!(decoded.more_bits[1].0.bits(), BITS);
    assert_eq!(to_attributes(&decoded).unwrap(), bytes);
    assert_eq!(bytes[12..20], [&[8, 0, 1, 0], &0x11u32.to_ne_bytes()[..]].concat());
}

#[test]
fn a_mask_holds_for_bits_without_a_name() {
    let wide = Others { bits: Bits(Features::from_bits_retain(0x100)), ..others() };
    let error = to_attributes(&wide).unwrap_err();
    assert_eq!(error.kind(), &EncodeErrorKind::MaskBound { value: 0x100, mask: 0xff });
    assert!(error.path().segments().eq([Segment::Field("bits")]));
}

#[test]
fn bits_without_a_name_are_shown_as_a_number() {
    let bytes = to_attributes(&others()).unwrap();
    let shown = Show { set: Others::SCHEMA, attributes: &bytes }.to_string();
    assert!(shown.contains("bits: REDIRECT|0x10, more_bits: TRANSMIT"), "{shown}");
}

#[test]
fn what_borrows_reads_and_writes_the_same_wherever_it_lies() {
    let owned = others();
    let bytes = to_attributes(&owned).unwrap();
    let moved = [&[0xa5], &bytes[..]].concat();
    for bytes in [&bytes[..], &moved[1..]] {
        let borrowed = OthersRef::decode(bytes).unwrap();
        assert_eq!(borrowed.times, Some(PodRef(&owned.header.0)));
        assert_eq!(borrowed.more_bits, Repeated::new(&owned.more_bits));
        assert_eq!(to_attributes(&borrowed).unwrap(), bytes);
    }
}

#[test]
fn a_struct_may_have_grown_and_must_not_have_shrunk() {
    let attribute = |length: u8| {
        let header = [length + 4, 0, 3, 0];
        let bits = [8, 0, 1, 0, 0, 0, 0, 0];
        [&[0; 12], &bits[..], &header, &vec![7; usize::from(length)]].concat()
    };
    let grown = Others::decode(&attribute(16)).unwrap();
    assert_eq!(grown.times, Some(Pod(Times { user: [7; 8], cpu: 7, pad: [7; 3] })));
    let error = Others::decode(&attribute(8)).unwrap_err();
    assert_eq!(
        error.kind(),
        &DecodeErrorKind::Length { needs: "a struct", expected: 12, found: 8 }
    );
    let error = OthersRef::decode(&[0; 8]).unwrap_err();
    assert_eq!(error.to_string(), "OthersRef: 8 bytes where the family's header needs 12");
}
