//! Datagrams: messages, and what an exchange makes of them.

use nl_core::Family;
use nl_core::controller::{self, Nlctrl};
use nl_core::exchange::{Answer, Arrival, Exchange};
use nl_core::schema::{FamilySchema, Mode, Operation};
use nl_core::wire::{GENL_HEADER_LEN, HEADER_LEN, Message, Messages, align};
use nl_family_demo::Demo;

/// The id under which the demo family is known.
pub const DEMO_ID: u16 = 0x1c;

/// Every message lies in the datagram, behind the one before it, and an error is the last that
/// comes. Every message is something to an exchange, which answers only who waits.
pub fn check(bytes: &[u8]) {
    let mut waiting = Waiting::new();
    let mut messages = Messages::new(bytes);
    let mut end = 0;
    while let Some(message) = messages.next() {
        let message = match message {
            Ok(message) => message,
            Err(error) => {
                assert!(!error.to_string().is_empty());
                assert_eq!((messages.remaining(), messages.next()), (0, None), "after an error");
                return;
            }
        };
        let start = end;
        let at = message.payload.as_ptr().addr() - bytes.as_ptr().addr();
        assert_eq!(at, start + HEADER_LEN, "the payload follows the header");
        assert_eq!(message.header.len as usize, HEADER_LEN + message.payload.len());
        assert_eq!(message.header.emit(), bytes[start..at], "the header is as it came");
        assert!(at + message.payload.len() <= bytes.len(), "it lies within");
        end = start + align(message.header.len as usize);
        assert_eq!(messages.remaining(), bytes.len().saturating_sub(end));
        if let Some((genl, attributes)) = message.genl() {
            assert_eq!(genl.emit(), message.payload[..GENL_HEADER_LEN]);
            assert_eq!(attributes.len() + GENL_HEADER_LEN, message.payload.len());
        }
        waiting.handle(&message);
    }
    assert_eq!(messages.next(), None, "the end stays the end");
}

/// An exchange and the requests that wait for an answer.
struct Waiting {
    exchange: Exchange,
    open: Vec<u32>,
    handled: u64,
}

impl Waiting {
    /// One request of each mode, with and without an ACK, then two of which nobody waits any more.
    fn new() -> Self {
        let mut exchange = Exchange::new();
        let demo = |mode| operation(Demo::SCHEMA, mode);
        let requests = [
            (controller::ID, Nlctrl::SCHEMA, operation(Nlctrl::SCHEMA, Mode::Do), false),
            (DEMO_ID, Demo::SCHEMA, demo(Mode::Do), true),
            (controller::ID, Nlctrl::SCHEMA, operation(Nlctrl::SCHEMA, Mode::Dump), false),
            (DEMO_ID, Demo::SCHEMA, demo(Mode::Stream), true),
            (DEMO_ID, Demo::SCHEMA, demo(Mode::Do), true),
            (DEMO_ID, Demo::SCHEMA, demo(Mode::Dump), true),
        ];
        let mut open: Vec<u32> = requests
            .into_iter()
            .map(|(id, schema, operation, ack)| exchange.begin(id, schema, operation, ack))
            .collect();
        open.drain(4..).for_each(|seq| exchange.abandon(seq));
        Self { exchange, open, handled: 0 }
    }

    fn handle(&mut self, message: &Message<'_>) {
        self.handled += 1;
        let arrival = self.exchange.handle(message);
        assert!(!format!("{arrival:?}").is_empty());
        match arrival {
            Arrival::Answer(seq, answer) => {
                assert_eq!(seq, message.header.seq);
                assert!(self.open.contains(&seq), "somebody waits for an answer");
                check_answer(&answer, message);
                if answer.is_last() {
                    self.open.retain(|open| *open != seq);
                }
            }
            Arrival::Event(event) => assert_eq!(event, *message),
            Arrival::Overrun | Arrival::Stray => {}
        }
        assert!(self.exchange.strays() <= self.handled);
        let dumps = self.open.contains(&3);
        assert!(self.exchange.dumping() || !dumps, "a dump is under way until its end");
    }
}

fn operation(schema: &'static FamilySchema, mode: Mode) -> &'static Operation {
    schema.operations.iter().find(|operation| operation.mode == mode).expect("the family has one")
}

fn check_answer(answer: &Answer<'_>, message: &Message<'_>) {
    match answer {
        Answer::Reply { payload, .. } => {
            assert_eq!(*payload, &message.payload[GENL_HEADER_LEN..]);
        }
        Answer::Acknowledged { status, .. } => assert_eq!(status.errno, None),
        Answer::Refused(status) => {
            let errno = status.errno.expect("a refusal has an errno");
            assert!(!errno.to_string().is_empty());
            assert!(status.text().is_none_or(|text| text.len() <= 3 * message.payload.len()));
        }
        Answer::Done { .. } | Answer::UnexpectedCommand(_) => {}
    }
}
