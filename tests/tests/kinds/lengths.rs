//! `min_len`, `max_len` and `exact_len` when encoding, of each kind that takes them.

use std::ffi::{CStr, CString};

use nl_core::schema::Bounds;
use nl_core::wire::EncodeErrorKind;
use nl_core::{
    Attributes, Encode, Packed, PackedArray, Repeated, Unspec, Unterminated, to_attributes,
};

/// What is wrong with the length of the set's only value that is there, and where.
#[track_caller]
fn refused(set: &impl Encode) -> (EncodeErrorKind, String) {
    let error = to_attributes(set).unwrap_err();
    (error.kind().clone(), error.path().to_string())
}

fn length(length: usize, min: usize, max: usize) -> EncodeErrorKind {
    EncodeErrorKind::LengthBound { length, min, max }
}

fn text(length: usize) -> String {
    "x".repeat(length)
}

fn c_text(length: usize) -> CString {
    CString::new(text(length)).unwrap()
}

/// Owned values of so many bytes, each between two bounds and with an exact one.
macro_rules! owned {
    ($($type:ty, $step:literal, $of:expr;)*) => {$({
        #[derive(Attributes, Default)]
        struct Set {
            #[nl(1, min_len = 4, max_len = 8)]
            between: Option<$type>,
            #[nl(2, exact_len = 8)]
            exact: Option<$type>,
            #[nl(3, min_len = 4)]
            least: Option<$type>,
            #[nl(4, max_len = 8)]
            most: Option<$type>,
        }
        let between = |n: usize| Set { between: Some($of(n)), ..Set::default() };
        let exact = |n: usize| Set { exact: Some($of(n)), ..Set::default() };
        let least = |n: usize| Set { least: Some($of(n)), ..Set::default() };
        let most = |n: usize| Set { most: Some($of(n)), ..Set::default() };
        let good = [between(4), between(8), exact(8), least(4), least(64), most(0), most(8)];
        for set in good {
            assert!(to_attributes(&set).is_ok(), "{}", stringify!($type));
        }
        let (short, long) = (4 - $step, 8 + $step);
        let bad = [
            (between(short), length(short, 4, 8), "Set.between"),
            (between(long), length(long, 4, 8), "Set.between"),
            (exact(8 - $step), length(8 - $step, 8, 8), "Set.exact"),
            (exact(long), length(long, 8, 8), "Set.exact"),
            (least(short), length(short, 4, usize::MAX), "Set.least"),
            (most(long), length(long, 0, 8), "Set.most"),
        ];
        for (set, kind, path) in bad {
            assert_eq!(refused(&set), (kind, path.to_owned()), "{}", stringify!($type));
        }
    })*};
}

#[test]
fn a_text_is_measured_without_its_nul() {
    owned! {
        Unspec<Vec<u8>>, 1, |n: usize| Unspec(vec![1; n]);
        String, 1, text;
        CString, 1, c_text;
        Unterminated<String>, 1, |n| Unterminated(text(n));
        Box<String>, 1, |n| Box::new(text(n));
    }
}

#[test]
fn bytes_and_packed_numbers_are_measured_in_bytes() {
    owned! {
        Vec<u8>, 1, |n| vec![0; n];
        Box<Vec<u8>>, 1, |n| Box::new(vec![0; n]);
        PackedArray<u8>, 1, |n| PackedArray(vec![0; n]);
        PackedArray<u16>, 2, |n| PackedArray(vec![0; n / 2]);
        PackedArray<i32>, 4, |n| PackedArray(vec![0; n / 4]);
    }
}

/// One value that borrows, between two bounds.
#[derive(Attributes, Default)]
struct Borrowing<'a> {
    #[nl(1, min_len = 2, max_len = 4)]
    text: Option<&'a str>,
    #[nl(2, min_len = 2, max_len = 4)]
    c_text: Option<&'a CStr>,
    #[nl(3, min_len = 2, max_len = 4)]
    unterminated: Option<Unterminated<&'a str>>,
    #[nl(4, min_len = 2, max_len = 4)]
    bytes: Option<&'a [u8]>,
    #[nl(5, min_len = 2, max_len = 4)]
    packed: Option<Packed<'a, u16>>,
}

/// Of each field a value that is as long as the text, in bytes.
fn borrowing<'a>(text: &'a str, c_text: &'a CStr, numbers: &'a [u16]) -> [Borrowing<'a>; 5] {
    let none = Borrowing::default;
    [
        Borrowing { text: Some(text), ..none() },
        Borrowing { c_text: Some(c_text), ..none() },
        Borrowing { unterminated: Some(Unterminated(text)), ..none() },
        Borrowing { bytes: Some(text.as_bytes()), ..none() },
        Borrowing { packed: Some(Packed::new(numbers)), ..none() },
    ]
}

#[test]
fn what_borrows_is_measured_as_its_owned_twin() {
    let fields = ["text", "c_text", "unterminated", "bytes", "packed"];
    for (text, c_text, numbers) in [("ab", c"ab", &[1][..]), ("abcd", c"abcd", &[1, 2])] {
        for (set, field) in borrowing(text, c_text, numbers).iter().zip(fields) {
            assert!(to_attributes(set).is_ok(), "{field}");
        }
    }
    for (text, c_text, numbers) in [("", c"", &[][..]), ("abcdef", c"abcdef", &[1, 2, 3])] {
        for (set, field) in borrowing(text, c_text, numbers).iter().zip(fields) {
            assert_eq!(refused(set), (length(text.len(), 2, 4), format!("Borrowing.{field}")));
        }
    }
}

#[test]
fn each_of_several_is_measured_and_the_error_says_which() {
    #[derive(Attributes, Default)]
    struct Several<'a> {
        #[nl(1, max_len = 2)]
        bytes: Vec<Vec<u8>>,
        #[nl(2, exact_len = 2)]
        texts: Vec<String>,
        #[nl(3, min_len = 2)]
        borrowed: Repeated<'a, &'a [u8]>,
        #[nl(4, max_len = 2)]
        packed: Vec<PackedArray<u16>>,
    }
    let bytes = vec![vec![], vec![1, 2], vec![1, 2, 3]];
    let set = Several { bytes, ..Several::default() };
    assert_eq!(refused(&set), (length(3, 0, 2), "Several.bytes[2]".to_owned()));
    let set = Several { texts: vec![text(2), text(1)], ..Several::default() };
    assert_eq!(refused(&set), (length(1, 2, 2), "Several.texts[1]".to_owned()));
    let two = [&[1, 2, 3][..], &[1]];
    let set = Several { borrowed: Repeated::new(&two), ..Several::default() };
    assert_eq!(refused(&set), (length(1, 2, usize::MAX), "Several.borrowed[1]".to_owned()));
    let set = Several { packed: vec![PackedArray(vec![1, 2])], ..Several::default() };
    assert_eq!(refused(&set), (length(4, 0, 2), "Several.packed[0]".to_owned()));
}

#[test]
fn an_exact_length_is_both_bounds_and_may_be_a_constant() {
    const NAME: usize = 15;
    #[derive(Attributes)]
    struct Set {
        #[nl(1, exact_len = NAME - 7)]
        _exact: Vec<u8>,
        #[nl(2, max_len = NAME)]
        _name: String,
    }
    let bounds: Vec<_> = Set::SCHEMA.attributes.iter().map(|a| a.bounds).collect();
    let exact = Bounds { min_len: Some(8), max_len: Some(8), ..Bounds::NONE };
    assert_eq!(bounds, [exact, Bounds { max_len: Some(15), ..Bounds::NONE }]);
}

#[test]
fn a_bound_of_one_attribute_at_a_time_holds_too() {
    #[derive(Attributes, Debug)]
    enum Step {
        #[nl(1, exact_len = 2)]
        Bytes(Vec<u8>),
        #[nl(2, min = 3)]
        Number(u32),
    }
    let bounds: Vec<_> = Step::SCHEMA.attributes.iter().map(|a| a.bounds).collect();
    let exact = Bounds { min_len: Some(2), max_len: Some(2), ..Bounds::NONE };
    assert_eq!(bounds, [exact, Bounds { min: Some(3), ..Bounds::NONE }]);
    assert!(to_attributes(&Step::Bytes(vec![1, 2])).is_ok());
    assert_eq!(refused(&Step::Bytes(vec![1])), (length(1, 2, 2), "Step.bytes".to_owned()));
    let low = EncodeErrorKind::RangeBound { value: 2, min: 3, max: i128::MAX };
    assert_eq!(refused(&Step::Number(2)), (low, "Step.number".to_owned()));
}
