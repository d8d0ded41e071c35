//! How the kernel refuses: captured answers, and the requests that earned them.

use nl_core::controller::GetFamily;
use nl_core::wire::{EncodeErrorKind, flags};
use nl_core::{Accepts, Attributes, Decode, Encode, ExtAck, to_attributes};

use super::ethtool::{Ask, Header};
use super::exchange::{Exchange, exchange, status};
use super::families::Device;

/// What a refusal says: errno, sentence, offset, what would have been accepted, number missing.
type Said = (i32, Option<String>, Option<u32>, Option<String>, Option<u32>);

fn said(exchange: &Exchange) -> Said {
    let (errno, ack) = exchange.refusal();
    let accepts = ack.policy.clone().map(|policy| Accepts::new(policy).to_string());
    assert_eq!((ack.cookie, ack.missing_nest), (None, None));
    (errno, ack.text(), ack.offset, accepts, ack.missing)
}

#[test]
fn an_unknown_name_is_an_errno_and_nothing_else() {
    let exchange = exchange!("error_unknown_name");
    exchange.sends(3, 2, &GetFamily { id: None, name: Some("no_such") });
    assert_eq!(said(&exchange), (libc::ENOENT, None, None, None, None));
}

#[test]
fn an_unknown_command_is_an_errno_and_nothing_else() {
    let exchange = exchange!("error_command");
    exchange.sends(99, 2, &());
    assert_eq!(said(&exchange), (libc::EOPNOTSUPP, None, None, None, None));
}

#[test]
fn a_name_too_long_comes_with_the_policy_that_refused() {
    #[derive(Attributes)]
    struct Unbounded<'a> {
        #[nl(2)]
        name: &'a str,
    }
    let name = "nineteen_characters";
    let exchange = exchange!("error_long_name");
    exchange.sends(3, 2, &Unbounded { name });
    let sentence = Some("Attribute failed policy validation".to_owned());
    let accepts = Some("a NUL-terminated string of at most 15 bytes".to_owned());
    assert_eq!(said(&exchange), (libc::EINVAL, sentence, Some(20), accepts, None));
    // The controller's own declaration would not have sent it.
    let error = to_attributes(&GetFamily { id: None, name: Some(name) }).unwrap_err();
    assert_eq!(error.kind(), &EncodeErrorKind::LengthBound { length: 19, min: 0, max: 15 });
}

#[derive(Attributes)]
struct Undeclared {
    #[nl(1)]
    ifindex: u32,
    #[nl(99)]
    extra: u32,
}

#[test]
fn an_unknown_attribute_is_found_by_its_offset() {
    let exchange = exchange!("error_unknown_attribute");
    exchange.sends(1, 1, &Undeclared { ifindex: 1, extra: 0 });
    let sentence = Some("Unknown attribute type".to_owned());
    assert_eq!(said(&exchange), (libc::EINVAL, sentence, Some(28), None, None));
}

#[test]
fn the_whole_request_stands_before_an_extended_ack_that_is_not_capped() {
    let exchange = exchange!("error_unknown_attribute_whole");
    exchange.sends(1, 1, &Undeclared { ifindex: 1, extra: 0 });
    let capped = exchange!("error_unknown_attribute");
    let (whole, cut) = (&exchange.messages()[0], &capped.messages()[0]);
    assert_eq!(whole.header.flags & flags::CAPPED, 0);
    assert_eq!(whole.payload.len() - cut.payload.len(), 20, "the rest of the request");
    assert_eq!(status(whole), status(cut));
}

#[test]
fn an_attribute_of_another_version_is_found_in_its_nest() {
    #[derive(Attributes)]
    struct Newer<'a> {
        #[nl(1)]
        header: NewerHeader<'a>,
    }
    #[derive(Attributes)]
    struct NewerHeader<'a> {
        #[nl(2)]
        dev_name: &'a str,
        #[nl(99)]
        extra: u32,
    }
    let exchange = exchange!("error_nested_unknown");
    exchange.sends(6, 1, &Newer { header: NewerHeader { dev_name: "lo", extra: 0 } });
    let sentence = Some("Unknown attribute type".to_owned());
    assert_eq!(said(&exchange), (libc::EINVAL, sentence, Some(32), None, None));
}

#[test]
fn a_missing_attribute_is_a_number_without_a_sentence() {
    let exchange = exchange!("error_missing_attribute");
    exchange.sends(1, 1, &Device::default());
    assert_eq!(said(&exchange), (libc::EINVAL, None, None, None, Some(1)));
}

#[test]
fn a_number_out_of_range_comes_with_the_range() {
    let exchange = exchange!("error_range");
    exchange.sends(1, 1, &Device { ifindex: Some(0), queue_ifindex: None });
    let (sentence, accepts) =
        (Some("integer out of range".to_owned()), Some("1..=4294967295".to_owned()));
    assert_eq!(said(&exchange), (libc::ERANGE, sentence, Some(20), accepts, None));
}

#[test]
fn a_nest_without_its_flag_is_refused_where_that_is_checked() {
    /// Bytes that happen to be a header's, so that they go without NESTED.
    #[derive(Attributes)]
    struct Flagless<'a> {
        #[nl(1)]
        header: &'a [u8],
    }
    let header = to_attributes(&Header { dev_name: Some("lo"), ..Header::default() }).unwrap();
    let exchange = exchange!("error_without_nested");
    exchange.sends(6, 1, &Flagless { header: &header });
    let (sentence, accepts) =
        (Some("NLA_F_NESTED is missing".to_owned()), Some("a nest".to_owned()));
    assert_eq!(said(&exchange), (libc::EINVAL, sentence, Some(20), accepts, None));
}

#[test]
fn a_sentence_or_an_offset_may_stand_alone() {
    let exchange = exchange!("error_text_only");
    exchange.sends(2, 1, &Ask { header: Header { dev_name: Some("lo"), ..Header::default() } });
    let sentence = Some("failed to retrieve link settings".to_owned());
    assert_eq!(said(&exchange), (libc::EOPNOTSUPP, sentence, None, None, None));
    let offset_only = exchange!("error_offset_only");
    assert_eq!(said(&offset_only), (libc::EOPNOTSUPP, None, Some(20), None, None));
}

#[test]
fn an_extended_ack_of_a_later_kernel_is_read_all_the_same() {
    let exchange = exchange!("error_range");
    let (_, ack) = exchange.refusal();
    let mut bytes = vec![0xa5; ack.size()];
    ack.emit(&mut nl_core::wire::Writer::new(&mut bytes)).unwrap();
    bytes.extend([8, 0, 77, 0, 1, 2, 3, 4]);
    assert_eq!(ExtAck::decode(&bytes).unwrap(), ack);
}
