//! Attributes whose format another attribute selects.

use nl_core::schema::{Show, locate, refuse_unknown};
use nl_core::wire::{Attr, Attrs, DecodeErrorKind, EncodeErrorKind, NESTED, NET_BYTEORDER};
use nl_core::{Attributes, Decode, Encode, OwnedAttr, SubMessage, to_attributes};
use nl_tests::everything::{Data, Inner, Named};

#[derive(Attributes, Clone, Debug, PartialEq)]
#[nl(set = "link")]
struct Link {
    #[nl(1)]
    kind: Option<String>,
    #[nl(2, selector = kind)]
    data: Option<Data>,
}

fn link(kind: &str, data: Data) -> Link {
    Link { kind: Some(kind.to_owned()), data: Some(data) }
}

/// In a format that is not declared: so many flag bits, and these attributes.
fn kept(flags: u16, payload: Vec<u8>) -> Data {
    Data::Other(OwnedAttr { raw_type: flags + 2, payload })
}

fn inner() -> Inner {
    Inner { a: 9, b: false }
}

#[test]
fn a_sub_message_goes_by_its_selector() {
    let none = Link { kind: None, data: None };
    let unselected = Link { kind: None, data: Some(kept(0, vec![5])) };
    let known = [link("inner", Data::Inner(inner())), link("number", Data::Number(5))];
    for link in known.into_iter().chain([link("new", kept(0, vec![5])), none, unselected]) {
        let bytes = to_attributes(&link).unwrap();
        assert_eq!(Link::decode(&bytes).unwrap(), link);
    }
}

#[test]
fn a_selector_that_names_another_format_is_refused() {
    // What is kept of an unknown format is none of a known one.
    for data in [Data::Inner(inner()), kept(0, vec![5])] {
        let error = to_attributes(&link("number", data)).unwrap_err();
        assert_eq!(error.kind(), &EncodeErrorKind::Selector);
        assert_eq!(error.path().to_string(), "Link.data");
    }
}

#[test]
fn a_format_that_is_not_declared_keeps_its_flag_bits() {
    for flags in [0, NESTED, NET_BYTEORDER, NESTED | NET_BYTEORDER] {
        let payload = to_attributes(&inner()).unwrap();
        let link = link("new", kept(flags, payload.clone()));
        let bytes = to_attributes(&link).unwrap();
        let last = Attrs::new(&bytes).flatten().last().unwrap();
        assert_eq!(last, Attr { raw_type: flags + 2, payload: &payload });
        assert_eq!(Link::decode(&bytes).unwrap(), link);
    }
    // Its number is the field's, whatever the value says.
    let elsewhere = Data::Other(OwnedAttr { raw_type: NESTED + 9, payload: vec![] });
    let bytes = to_attributes(&link("new", elsewhere)).unwrap();
    assert_eq!(Attrs::new(&bytes).flatten().last().unwrap().raw_type, NESTED + 2);
}

/// A link of a format that is not declared, or is once `kind` is written over it: with an attribute
/// that the format does not have.
fn with_unknown(kind: [u8; 5]) -> Vec<u8> {
    let payload = [to_attributes(&inner()).unwrap(), vec![4, 0, 7, 0]].concat();
    let mut bytes = to_attributes(&link("outer", kept(NESTED, payload))).unwrap();
    bytes[4..9].copy_from_slice(&kind);
    bytes
}

#[test]
fn what_is_unknown_in_a_sub_message_is_refused() {
    let refused = |bytes: &[u8]| {
        let refused = refuse_unknown(Link::SCHEMA, bytes);
        refused.map_err(|error| (error.path().to_string(), error.kind().clone()))
    };
    let unknown = DecodeErrorKind::Unknown { number: 7 };
    assert_eq!(refused(&with_unknown(*b"inner")), Err(("Link.data".to_owned(), unknown.clone())));
    assert_eq!(refused(&with_unknown(*b"outer")), Ok(()), "nothing is known of `outer`");
    let bytes = with_unknown(*b"inner");
    let (kind, data) = bytes.split_at(12);
    assert_eq!(refused(data), Ok(()), "nothing is known without a selector");
    let turned = [data, kind].concat();
    assert_eq!(refused(&turned), Err(("Link.data".to_owned(), unknown)), "the order is nothing");
}

#[test]
fn an_offset_in_a_sub_message_is_named() {
    let at = |kind, offset| {
        let path = locate(Link::SCHEMA, &with_unknown(kind), offset);
        path.map(|path| path.to_string())
    };
    assert_eq!(at(*b"inner", 12).as_deref(), Some("link.data"));
    assert_eq!(at(*b"inner", 16).as_deref(), Some("link.data.a"));
    assert_eq!(at(*b"inner", 24).as_deref(), Some("link.data.#7"));
    assert_eq!(at(*b"outer", 16), None);
}

#[test]
fn a_sub_message_is_shown_in_the_format_that_is_selected() {
    let shown = |link: &Link| {
        Show { set: Link::SCHEMA, attributes: &to_attributes(link).unwrap() }.to_string()
    };
    let known = link("inner", Data::Inner(Inner { a: 6, b: true }));
    assert_eq!(shown(&known), "{kind: \"inner\", data: {a: 6, b: true}}");
    assert_eq!(shown(&link("number", Data::Number(5))), "{kind: \"number\", data: 5}");
    assert_eq!(shown(&link("new", kept(0, vec![5]))), "{kind: \"new\", data: 0x05}");
}

#[test]
fn a_number_selects_a_format_as_well() {
    #[derive(Attributes, Debug, PartialEq)]
    struct Chosen {
        // It stands before what selects it.
        #[nl(1, selector = by)]
        data: ByNumber,
        #[nl(2)]
        by: Named,
    }
    #[derive(SubMessage, Debug, PartialEq)]
    enum ByNumber {
        #[nl(1)]
        Inner(Inner),
        #[nl(other)]
        Other(OwnedAttr),
    }
    let shown = |chosen: &Chosen| {
        let bytes = to_attributes(chosen).unwrap();
        assert_eq!(&Chosen::decode(&bytes).unwrap(), chosen);
        Show { set: Chosen::SCHEMA, attributes: &bytes }.to_string()
    };
    let known = Chosen { data: ByNumber::Inner(inner()), by: Named::Plus };
    assert_eq!(shown(&known), "{data: {a: 9}, by: Plus}");
    let kept = OwnedAttr { raw_type: 1, payload: vec![1, 2] };
    let unknown = Chosen { data: ByNumber::Other(kept), by: Named::Other(2) };
    assert_eq!(shown(&unknown), "{data: 0x0102, by: 2}");
}
