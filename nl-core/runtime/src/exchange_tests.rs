//! Scripts: datagrams in, arrivals out.

use super::*;
use crate::controller::{ID, Nlctrl};
use crate::schema::Mode;
use crate::wire::{Buffer, GenlHeader, MessageHeader, Messages};
use crate::{Attributes, Errno, Family};

#[derive(Family)]
#[nl(name = "script", version = 1, group = "g")]
enum Script {
    #[nl(request = Ask, reply = Ask)]
    Ask = 1,
    #[nl(request = Order)]
    Order = 2,
    #[nl(request = Walk, dump = Ask)]
    Walk = 3,
    #[nl(request = Wait, stream = Ask)]
    Wait = 4,
    #[nl(event = Ask, group = "g")]
    Happened = 5,
}

#[derive(Attributes, Clone, Debug)]
struct Ask {}
#[derive(Attributes)]
struct Order {}
#[derive(Attributes)]
struct Walk {}
#[derive(Attributes)]
struct Wait {}

const FAMILY: u16 = 40;

struct Run {
    exchange: Exchange,
    seq: u32,
}

impl Run {
    fn new(command: u8, ack: bool) -> Self {
        let mut exchange = Exchange::new();
        let modes = [Mode::Do, Mode::Dump, Mode::Stream];
        let operation = Script::SCHEMA.operation(command, &modes).unwrap();
        let seq = exchange.begin(FAMILY, Script::SCHEMA, operation, ack);
        Self { exchange, seq }
    }

    /// What each message of a datagram is, in short.
    fn take(&mut self, messages: &[(u16, u16, u32, &[u8])]) -> Vec<String> {
        let mut datagram = Buffer::new();
        for (kind, flags, seq, payload) in messages {
            let header = MessageHeader { len: 0, kind: *kind, flags: *flags, seq: *seq, port: 77 };
            datagram.push_with(header, 16 + payload.len(), |w| w.bytes(payload)).unwrap();
        }
        let messages = Messages::new(datagram.as_bytes()).map(Result::unwrap);
        messages.map(|message| short(&self.handle(&message))).collect()
    }

    /// What the looks for what comes mostly find is what `handle` says, and leaves the same behind.
    fn handle<'d>(&mut self, message: &Message<'d>) -> Arrival<'d> {
        let mut lean = self.exchange.clone();
        let reply = lean.next_reply(self.seq, message);
        let end = reply.is_none() && lean.only_end(self.seq, message);
        let arrival = self.exchange.handle(message);
        if let Some(found) = reply {
            assert!(
                matches!(arrival, Arrival::Answer(seq, Answer::Reply { payload, .. }) if (seq, payload) == (self.seq, found))
            );
        }
        if end {
            let Arrival::Answer(seq, answer) = &arrival else { panic!("{arrival:?}") };
            assert!(*seq == self.seq && answer.is_last() && !matches!(answer, Answer::Refused(_)));
        }
        if reply.is_some() || end {
            assert_eq!(format!("{lean:?}"), format!("{:?}", self.exchange));
        }
        arrival
    }
}

fn short(arrival: &Arrival<'_>) -> String {
    match arrival {
        Arrival::Event(_) => "event".to_owned(),
        Arrival::Overrun => "overrun".to_owned(),
        Arrival::Stray => "stray".to_owned(),
        Arrival::Answer(_, answer) => match answer {
            Answer::Reply { last, .. } => format!("reply{}", if *last { ", last" } else { "" }),
            Answer::Acknowledged { status, last, replied } => format!(
                "ack{}{}{}",
                if *replied { " after reply" } else { "" },
                if *last { ", last" } else { "" },
                status.text().map(|text| format!(": {text}")).unwrap_or_default(),
            ),
            Answer::Done { interrupted, status } => format!(
                "done{}{}",
                if *interrupted { ", interrupted" } else { "" },
                status.text().map(|text| format!(": {text}")).unwrap_or_default(),
            ),
            Answer::Refused(status) => format!("refused {}", status.errno.unwrap()),
            Answer::UnexpectedCommand(command) => format!("command {command}?"),
        },
    }
}

fn genl(command: u8) -> [u8; 4] {
    GenlHeader { command, version: 1, reserved: 0 }.emit()
}

/// An `NLMSG_ERROR`'s payload, capped.
fn status(errno: i32, tlvs: &[u8]) -> Vec<u8> {
    [&errno.wrapping_neg().to_ne_bytes()[..], &[0; 16], tlvs].concat()
}

const CAPPED: u16 = flags::CAPPED;
const TLVS: u16 = flags::CAPPED | flags::ACK_TLVS;

#[test]
fn a_reply_without_ack_is_all() {
    let mut run = Run::new(1, false);
    let seq = run.seq;
    assert_eq!(run.take(&[(FAMILY, 0, seq, &genl(1))]), ["reply, last"]);
    assert_eq!(run.take(&[(FAMILY, 0, seq, &genl(1))]), ["stray"], "it was answered");
}

#[test]
fn a_reply_and_its_ack_are_both_taken() {
    let mut run = Run::new(1, true);
    let seq = run.seq;
    let ack = status(0, &[]);
    assert_eq!(
        run.take(&[(FAMILY, 0, seq, &genl(1)), (kind::ERROR, CAPPED, seq, &ack)]),
        ["reply", "ack after reply, last"]
    );
}

#[test]
fn two_replies_before_an_ack_do_not_panic() {
    let mut run = Run::new(1, true);
    let seq = run.seq;
    let ack = status(0, &[]);
    let reply = (FAMILY, 0, seq, &genl(1)[..]);
    assert_eq!(
        run.take(&[reply, reply, (kind::ERROR, CAPPED, seq, &ack)]),
        ["reply", "reply", "ack after reply, last"]
    );
}

#[test]
fn an_ack_alone_keeps_its_warning() {
    let mut run = Run::new(2, true);
    let seq = run.seq;
    let ack = status(0, b"\x09\0\x01\0mind\0\0\0\0");
    assert_eq!(run.take(&[(kind::ERROR, TLVS, seq, &ack)]), ["ack, last: mind"]);
}

#[test]
fn a_dump_is_known_by_its_request_and_not_by_the_multi_flag() {
    let mut run = Run::new(3, false);
    let seq = run.seq;
    let item = (FAMILY, 0, seq, &genl(3)[..]);
    assert_eq!(run.take(&[item, item]), ["reply", "reply"]);
    assert!(run.exchange.dumping());
    assert_eq!(run.take(&[item]), ["reply"]);
    assert_eq!(run.take(&[(kind::DONE, flags::MULTI, seq, &[0; 4])]), ["done"]);
    assert!(!run.exchange.dumping());
}

#[test]
fn an_error_in_done_is_that_error() {
    let mut run = Run::new(3, false);
    let seq = run.seq;
    let errno = (-libc::ENOMEM).to_ne_bytes();
    assert_eq!(run.take(&[(kind::DONE, flags::MULTI, seq, &errno)]), ["refused ENOMEM"]);
}

#[test]
fn a_done_without_payload_is_an_end() {
    let mut run = Run::new(3, false);
    let seq = run.seq;
    assert_eq!(run.take(&[(kind::DONE, flags::MULTI, seq, &[])]), ["done"]);
}

#[test]
fn an_interrupted_dump_is_drained_and_then_said_so() {
    for at in 0..2 {
        let mut run = Run::new(3, false);
        let seq = run.seq;
        let intr = |here: bool| flags::MULTI | if here { flags::DUMP_INTR } else { 0 };
        let item = (FAMILY, intr(at == 0), seq, &genl(3)[..]);
        let done = (kind::DONE, intr(at == 1), seq, &[0; 4][..]);
        assert_eq!(run.take(&[item, done]), ["reply", "done, interrupted"]);
    }
}

#[test]
fn the_error_of_a_second_dump_is_not_the_first_one_s() {
    let mut run = Run::new(3, false);
    let first = run.seq;
    let busy = status(libc::EBUSY, &[]);
    let item = (FAMILY, flags::MULTI, first, &genl(3)[..]);
    let done = (kind::DONE, flags::MULTI, first, &[0; 4][..]);
    assert_eq!(
        run.take(&[item, (kind::ERROR, CAPPED, 99, &busy), item, done]),
        ["reply", "stray", "reply", "done"]
    );
}

#[test]
fn an_abandoned_dump_goes_on_to_its_end_unheard() {
    let mut run = Run::new(3, false);
    let seq = run.seq;
    run.exchange.abandon(seq);
    assert_eq!(run.take(&[(FAMILY, flags::MULTI, seq, &genl(3))]), ["stray"]);
    assert!(run.exchange.dumping());
    assert_eq!(run.take(&[(kind::DONE, flags::MULTI, seq, &[0; 4])]), ["stray"]);
    assert!(!run.exchange.dumping());
}

#[test]
fn a_stream_is_acknowledged_and_then_answers_until_done() {
    let mut run = Run::new(4, true);
    let seq = run.seq;
    let ack = status(0, &[]);
    assert_eq!(run.take(&[(kind::ERROR, CAPPED, seq, &ack)]), ["ack"]);
    let reply = (FAMILY, flags::MULTI, seq, &genl(4)[..]);
    assert_eq!(run.take(&[reply]), ["reply"]);
    assert_eq!(run.take(&[reply, (kind::DONE, flags::MULTI, seq, &[0; 4])]), ["reply", "done"]);
}

#[test]
fn a_notification_with_the_request_s_number_is_an_event() {
    let mut run = Run::new(1, false);
    let seq = run.seq;
    assert_eq!(
        run.take(&[(FAMILY, 0, seq, &genl(5)), (FAMILY, 0, seq, &genl(1))]),
        ["event", "reply, last"]
    );
    assert_eq!(run.take(&[(FAMILY, 0, 0, &genl(5))]), ["event"]);
}

#[test]
fn a_reply_of_another_command_is_an_error_of_its_own() {
    let mut run = Run::new(1, false);
    let seq = run.seq;
    assert_eq!(run.take(&[(FAMILY, 0, seq, &genl(9))]), ["command 9?"]);
}

#[test]
fn a_dump_of_another_command_goes_on_to_its_end_unheard() {
    let mut run = Run::new(3, false);
    let seq = run.seq;
    let item = (FAMILY, flags::MULTI, seq, &genl(9)[..]);
    assert_eq!(run.take(&[item, item]), ["command 9?", "stray"]);
    assert!(run.exchange.dumping());
    assert_eq!(run.take(&[(kind::DONE, flags::MULTI, seq, &[0; 4])]), ["stray"]);
    assert!(!run.exchange.dumping());
}

#[test]
fn noop_overrun_strays_and_other_families_harm_no_call() {
    let mut run = Run::new(1, false);
    let seq = run.seq;
    assert_eq!(
        run.take(&[
            (kind::NOOP, 0, seq, &[]),
            (kind::OVERRUN, 0, seq, &[]),
            (FAMILY, 0, seq.wrapping_add(1), &genl(1)),
            (FAMILY + 1, 0, seq, &genl(1)),
            (FAMILY, 0, seq, &[1]),
            (kind::ERROR, 0, seq, &[0; 3]),
            (FAMILY, 0, seq, &genl(1)),
        ]),
        ["stray", "overrun", "stray", "stray", "stray", "stray", "reply, last"]
    );
    assert_eq!(run.exchange.strays(), 5);
}

#[test]
fn extended_acks_are_found_by_the_capped_bit() {
    let sentence = b"\x08\0\x01\0why\0";
    // Capped: the attributes follow the header. Not capped: they follow the whole request.
    let capped = status(libc::EINVAL, sentence);
    let mut request = MessageHeader { len: 21, ..Default::default() }.emit().to_vec();
    request.extend([1, 1, 0, 0, 0xee, 0, 0, 0]);
    let whole = [&(-libc::EINVAL).to_ne_bytes()[..], &request, sentence].concat();
    for (flags, payload) in [(TLVS, &capped), (flags::ACK_TLVS, &whole)] {
        let message = Message {
            header: MessageHeader { flags, kind: kind::ERROR, ..Default::default() },
            payload,
        };
        let status = Status::of_error(&message).unwrap();
        assert_eq!(status.errno, Some(Errno::EINVAL));
        assert_eq!(status.text().as_deref(), Some("why"));
    }
}

#[test]
fn an_errno_survives_whatever_is_wrong_behind_it() {
    let mut run = Run::new(1, false);
    let seq = run.seq;
    // The flag without an attribute, as where an skb had no room.
    assert_eq!(
        run.take(&[(kind::ERROR, TLVS, seq, &status(libc::EINVAL, &[]))]),
        ["refused EINVAL"]
    );
    let mut run = Run::new(1, false);
    let seq = run.seq;
    assert_eq!(
        run.take(&[(kind::ERROR, TLVS, seq, &status(libc::EPERM, &[1, 0, 1, 0]))]),
        ["refused EPERM"]
    );
    let mut run = Run::new(1, false);
    let seq = run.seq;
    assert_eq!(run.take(&[(kind::ERROR, 0, seq, &(-libc::EIO).to_ne_bytes())]), ["refused EIO"]);
}

#[test]
fn a_controller_s_answer_has_another_command_than_its_request() {
    let mut exchange = Exchange::new();
    let operation = Nlctrl::SCHEMA.operation(3, &[Mode::Do]).unwrap();
    let seq = exchange.begin(ID, Nlctrl::SCHEMA, operation, false);
    let header = MessageHeader { kind: ID, seq, ..Default::default() };
    let message = Message { header, payload: &genl(1) };
    assert_eq!(short(&exchange.handle(&message)), "reply, last");
}

#[test]
fn sequence_numbers_are_never_zero_nor_in_use() {
    let operation = Script::SCHEMA.operation(1, &[Mode::Do]).unwrap();
    let mut exchange = Exchange::default();
    let begin = |exchange: &mut Exchange| exchange.begin(FAMILY, Script::SCHEMA, operation, false);
    assert_eq!(begin(&mut exchange), 1);
    exchange.last_seq = u32::MAX;
    assert_eq!(begin(&mut exchange), 2, "1 is under way");
}

#[test]
fn numbers_that_went_around_are_not_given_twice() {
    let operation = Script::SCHEMA.operation(1, &[Mode::Do]).unwrap();
    let begin = |exchange: &mut Exchange| exchange.begin(FAMILY, Script::SCHEMA, operation, false);
    for back in [0, 1] {
        let mut exchange = Exchange { last_seq: 99, ..Exchange::default() };
        assert_eq!([begin(&mut exchange), begin(&mut exchange)], [100, 101]);
        exchange.last_seq = 99 + u32::MAX / 2 + 7;
        begin(&mut exchange);
        exchange.last_seq = 100 - back;
        assert_eq!(begin(&mut exchange), 102);
    }
}
