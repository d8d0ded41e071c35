//! Types with derived codecs, which read whatever comes.

use std::ffi::CString;
use std::fmt::Debug;

use nl_core::controller::FamilyAttrs;
use nl_core::policy;
use nl_core::schema::{self, SetSchema};
use nl_core::wire::{Attrs, DecodeError, EncodeErrorKind, MAX_PAYLOAD, Writer};
use nl_core::{Decode, Encode, ExtAck};
use nl_family_demo::family;
use nl_tests::everything::{Borrowed, Everything, Tree};
use nl_tests::others::{Others, OthersRef, Step};

/// What decodes is written, unless a stated reason forbids it, and then reads and writes the same.
///
/// The same bytes read the same at an odd address.
pub fn check(bytes: &[u8]) {
    let moved = [&[0xa5], bytes].concat();
    let moved = &moved[1..];
    let everything = check_everything(bytes, moved);
    check_borrowed(bytes, moved, everything.as_ref());
    check_family(bytes, moved);
    macro_rules! check_owned {
        ($($set:ty)*) => {$(
            let here = <$set>::decode(bytes);
            assert_eq!(comparable(bytes, here.clone()), comparable(moved, <$set>::decode(moved)));
            if let Some(again) = here.ok().and_then(|set| encode(&set, bytes).map(|b| (set, b))) {
                let (set, again) = again;
                let second = <$set>::decode(&again).expect("what was written reads");
                assert_eq!(second, set);
                assert_eq!(encode(&second, bytes).expect("it was written before"), again);
            }
        )*};
    }
    check_owned!(Tree ExtAck<'_> family::Echo<'_> Others OthersRef<'_>);
    check_others(bytes);
    if let Ok(ack) = ExtAck::decode(bytes) {
        assert!(ack.text().is_none_or(|text| text.len() <= 3 * bytes.len()));
    }
}

fn check_everything(bytes: &[u8], moved: &[u8]) -> Option<Everything> {
    let here = comparable(bytes, Everything::decode(bytes));
    assert_eq!(here, comparable(moved, Everything::decode(moved)), "at an odd address");
    let everything = here.ok()?;
    if let Some(again) = encode(&everything, bytes) {
        let second = Everything::decode(&again).expect("what was written reads");
        assert_eq!(second, everything);
        assert_eq!(encode(&second, bytes).expect("it was written before"), again);
        let texts = [&everything.string, &everything.unterminated.0];
        assert!(texts.iter().all(|text| !text.contains('\0')), "a NUL ends a string");
        let known = schema::refuse_unknown(Everything::SCHEMA, &again);
        assert_eq!(known.is_ok(), everything.rest.is_empty(), "{known:?}");
        // `NLA_STRING` wants a byte, and an empty string that goes without its NUL has none.
        if everything.rest.is_empty() && !everything.unterminated.0.is_empty() {
            check_valid(Everything::SCHEMA, &again);
        }
    }
    Some(everything)
}

/// What was encoded, all of which is declared, is valid but for nests that are deeper than the
/// kernel's.
fn check_valid(set: &'static SetSchema, bytes: &[u8]) {
    if let Err(violation) = policy::validate(set, bytes) {
        let message = violation.message.unwrap_or_default();
        assert_eq!(message, "allowed policy recursion depth exceeded", "{violation:?}");
    }
}

fn check_borrowed(bytes: &[u8], moved: &[u8], everything: Option<&Everything>) {
    let here = comparable(bytes, Borrowed::decode(bytes).map(|set| lists(&set, bytes)));
    let there = comparable(moved, Borrowed::decode(moved).map(|set| lists(&set, moved)));
    assert_eq!(here, there, "at an odd address");
    let Ok(borrowed) = Borrowed::decode(bytes) else {
        assert!(everything.is_none(), "what borrows reads whatever its owned twin does");
        return;
    };
    assert!(!format!("{borrowed:?}").is_empty());
    if let Some(everything) = everything {
        check_twins(&borrowed, everything);
    }
    let Some(again) = encode(&borrowed, bytes) else {
        return;
    };
    let second = Borrowed::decode(&again).expect("what was written reads");
    let kinds = |set| lists(set, &[]);
    assert_eq!(kinds(&second), kinds(&borrowed));
    assert_eq!((second.string, &second.rest), (borrowed.string, &borrowed.rest));
    assert_eq!(second.unterminated, borrowed.unterminated);
    assert_eq!((second.binary, second.unspec), (borrowed.binary, borrowed.unspec));
    assert_eq!(encode(&second, bytes).expect("it was written before"), again);
    if let Some(everything) = everything {
        assert_eq!(Everything::decode(&again).as_ref(), Ok(everything), "nothing is lost");
    }
}

/// The lists of both, which the owned one has decoded, hold the same.
fn check_twins(borrowed: &Borrowed<'_>, everything: &Everything) {
    assert_eq!(borrowed.string, everything.string);
    assert_eq!(borrowed.packed.iter().collect::<Vec<_>>(), everything.packed.0);
    assert_eq!(all(borrowed.numbers.iter()), Ok(everything.numbers.clone()));
    assert_eq!(all(borrowed.nests.iter()), Ok(everything.nests.clone()));
    assert_eq!(all(borrowed.array_of_nests.iter()), Ok(everything.array_of_nests.0.clone()));
    let scalars = all(borrowed.array_of_scalars.iter());
    assert_eq!(scalars, Ok(everything.array_of_scalars.0.clone()));
    let mut outer = everything.keyed.0.iter();
    for element in &borrowed.keyed {
        let (number, inner) = element.expect("its twin has read it");
        let (expected, elements) = outer.next().expect("its twin has as many");
        assert_eq!((number, all(inner.iter())), (*expected, Ok(elements.0.clone())));
    }
    assert!(outer.next().is_none());
}

fn all<T>(list: impl Iterator<Item = Result<T, DecodeError>>) -> Result<Vec<T>, DecodeError> {
    list.collect()
}

/// What the lazy lists hold, read to their ends.
fn lists(set: &Borrowed<'_>, bytes: &[u8]) -> Vec<Vec<String>> {
    let keyed = set
        .keyed
        .iter()
        .map(|element| element.map(|(number, inner)| (number, shown(inner.iter(), bytes))));
    vec![
        shown(set.packed.iter().map(Ok), bytes),
        shown(set.numbers.iter(), bytes),
        shown(set.nests.iter(), bytes),
        shown(set.array_of_nests.iter(), bytes),
        shown(set.array_of_scalars.iter(), bytes),
        shown(keyed, bytes),
    ]
}

/// A list as text, whose errors do not depend on where the bytes lie. An error ends it.
fn shown<T: Debug>(
    mut list: impl Iterator<Item = Result<T, DecodeError>>,
    bytes: &[u8],
) -> Vec<String> {
    let mut items = Vec::new();
    while let Some(item) = list.next() {
        let failed = item.is_err();
        items.push(match item {
            Ok(item) => format!("{item:?}"),
            Err(error) => {
                let error = placed(bytes, error);
                format!("{} {}", error.path(), error.kind())
            }
        });
        assert!(!failed || list.next().is_none(), "after an error");
    }
    assert!(list.next().is_none(), "the end stays the end");
    items
}

fn check_family(bytes: &[u8], moved: &[u8]) {
    let read = |bytes| {
        FamilyAttrs::decode(bytes).map(|family| {
            let operations = family.operations.map(|list| shown(list.iter(), bytes));
            let groups = family.groups.map(|list| shown(list.iter(), bytes));
            (family.id, family.name.to_owned(), family.version, operations, groups)
        })
    };
    let here = comparable(bytes, read(bytes));
    assert_eq!(here, comparable(moved, read(moved)), "at an odd address");
    let Ok(family) = FamilyAttrs::decode(bytes) else {
        return;
    };
    if let Some(again) = encode(&family, bytes) {
        assert_eq!(comparable(&again, read(&again)), here);
        let second = FamilyAttrs::decode(&again).expect("what was written reads");
        assert_eq!(encode(&second, bytes).expect("it was written before"), again);
    }
}

/// Bits, structs and C strings are the same in place as copied, a bit without a name is there, and
/// what was encoded is valid.
fn check_others(bytes: &[u8]) {
    let (Ok(owned), borrowed) = (Others::decode(bytes), OthersRef::decode(bytes)) else {
        return;
    };
    let borrowed = borrowed.expect("what borrows reads whatever its owned twin does");
    assert_eq!((borrowed.header.0, borrowed.bits), (&owned.header.0, owned.bits));
    assert_eq!(borrowed.times.map(|times| *times.0), owned.times.map(|times| times.0));
    assert_eq!(all(borrowed.more_bits.iter()).as_ref(), Ok(&owned.more_bits));
    assert_eq!(borrowed.c_string, owned.c_string.as_deref());
    let texts = all(borrowed.c_strings.iter()).expect("its twin has read them");
    assert!(texts.into_iter().eq(owned.c_strings.iter().map(CString::as_c_str)));
    assert_eq!(borrowed.steps, owned.steps);
    let attributes = Attrs::new(&bytes[Others::SCHEMA.header..]).flatten();
    let bits = attributes.filter(|attr| attr.number() == 1).last().map(|attr| attr.payload);
    assert_eq!(bits, Some(&owned.bits.0.bits().to_ne_bytes()[..]));
    if let Some(again) = encode(&borrowed, bytes) {
        assert_eq!(Others::decode(&again).as_ref(), Ok(&owned), "nothing is lost");
    }
    let mut steps = owned.steps.iter().flat_map(|steps| &steps.0);
    let known = owned.rest.is_empty() && !steps.any(|step| matches!(step, Step::Other(_)));
    if let Some(again) = encode(&owned, bytes).filter(|_| known) {
        check_valid(Others::SCHEMA, &again);
    }
}

/// An error with its offset in place of an address.
fn comparable<T>(bytes: &[u8], result: Result<T, DecodeError>) -> Result<T, DecodeError> {
    result.map_err(|error| placed(bytes, error))
}

fn placed(bytes: &[u8], error: DecodeError) -> DecodeError {
    let error = error.in_message(bytes, 0);
    assert!(bytes.is_empty() || error.offset() <= Some(bytes.len()), "{error} of {}", bytes.len());
    assert!(!error.to_string().is_empty());
    error
}

/// Encodes into memory full of 0xa5. `None` where a bound or an inner NUL forbids it, or where an
/// attribute that was full already has grown: by padding, a NUL, or both.
fn encode<E: Encode>(set: &E, from: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = vec![0xa5; set.size()];
    let mut writer = Writer::new(&mut bytes);
    match set.emit(&mut writer) {
        Ok(()) => {
            assert_eq!(writer.written(), set.size(), "size and emit agree");
            Some(bytes)
        }
        Err(error) => {
            let stated = match error.kind() {
                EncodeErrorKind::InnerNul { .. }
                | EncodeErrorKind::LengthBound { .. }
                | EncodeErrorKind::RangeBound { .. }
                | EncodeErrorKind::MaskBound { .. } => true,
                EncodeErrorKind::TooLong { .. } => from.len() > MAX_PAYLOAD / 2,
                _ => false,
            };
            assert!(stated, "{error}");
            None
        }
    }
}
