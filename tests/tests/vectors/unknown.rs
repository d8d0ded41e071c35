//! What nobody knows: it breaks nothing, and is kept where the type asks for it.

use nl_core::controller::FamilyAttrs;
use nl_core::wire::{Attr, NESTED, NET_BYTEORDER};
use nl_core::{Attributes, Decode, MessageSet, UnknownEvent};

use super::exchange::{encode, exchange};
use super::mistakes::{Inner, Numbers, attr};

#[derive(nl_core::Value, Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Mode {
    Slow = 1,
    #[nl(other)]
    Other(u8),
}

#[derive(Attributes, Debug, PartialEq)]
struct Kept<'a> {
    #[nl(1)]
    mode: Mode,
    #[nl(rest)]
    rest: Vec<Attr<'a>>,
}

#[test]
fn a_number_or_an_attribute_that_nobody_knows() {
    let unknown = [attr(77, &[1]), attr(0, &[]), attr(0x3fff | NESTED, &[2; 5])].concat();
    let bytes = [attr(1, &[200]), unknown].concat();
    let kept = Kept::decode(&bytes).unwrap();
    assert_eq!((kept.mode, kept.rest.len()), (Mode::Other(200), 3));
    assert_eq!(encode(&kept), bytes);
    let passed_over = [attr(1, &[1, 0]), bytes[8..].to_vec()].concat();
    assert_eq!(Numbers::decode(&passed_over).unwrap().half, 1);
    assert_eq!(Kept::decode(&attr(1, &[1])).unwrap().mode, Mode::Slow);
}

#[test]
fn a_command_that_nobody_knows() {
    #[derive(Attributes, Debug, PartialEq)]
    enum Events<'a> {
        #[nl(command = 1)]
        Inner(Inner),
        #[nl(other)]
        Unknown(UnknownEvent<'a>),
    }
    #[derive(Attributes, Debug, PartialEq)]
    enum Narrow {
        #[nl(command = 1)]
        Inner(Inner),
    }
    let bytes = attr(1, &[7]);
    let event = Events::Unknown(UnknownEvent::new(9, &bytes));
    assert_eq!(Events::read(9, &bytes).unwrap(), Some(event));
    assert_eq!(Narrow::read(9, &bytes).unwrap(), None);
    assert_eq!(Narrow::read(1, &bytes).unwrap(), Some(Narrow::Inner(Inner { a: 7 })));
}

#[test]
fn nested_and_net_byteorder_on_one_attribute() {
    let both = NESTED | NET_BYTEORDER;
    let bytes = [attr(1, &[1]), attr(9 | both, &[1, 2, 3])].concat();
    let kept = Kept::decode(&bytes).unwrap();
    assert_eq!(kept.rest, [Attr { raw_type: 9 | both, payload: &[1, 2, 3] }]);
    assert_eq!(encode(&kept), bytes);
    // On a declared attribute they change nothing, whatever it is.
    let flagged = [attr(1 | both, &[1, 0]), attr(5 | both, &attr(1 | both, &[7]))].concat();
    let numbers = Numbers { half: 1, nest: Some(Inner { a: 7 }), ..Numbers::default() };
    assert_eq!(Numbers::decode(&flagged).unwrap(), numbers);
}

#[test]
fn a_controller_s_reply_with_nested_and_with_a_new_attribute() {
    let exchange = exchange!("nlctrl_get_thermal");
    let reply = exchange.reply(1);
    let family = FamilyAttrs::decode(reply).unwrap();
    // Encoded here, its lists have the NESTED that the kernel left out.
    let mut later = encode(&family);
    assert_ne!(later, reply);
    later.extend(attr(0xc8 | NESTED, &[1, 2, 3]));
    assert_eq!(FamilyAttrs::decode(&later).unwrap(), family);
}
