//! neli's socket handle, and the plain socket below it.

use std::io::Cursor;

use neli::consts::nl::NlmF;
use neli::consts::socket::{Msg, NlFamily};
use neli::genl::Genlmsghdr;
use neli::nl::{NlPayload, Nlmsghdr};
use neli::socket::NlSocket;
use neli::socket::synchronous::NlSocketHandle;
use neli::types::NlBuffer;
use neli::utils::Groups;
use neli::{FromBytes, ToBytes};

use crate::decode;
use crate::family::{Command, EventAttr};
use crate::request::{Answer, Genl, id, request};
use nl_bench::case::Visitor;
use nl_bench::live::{BUFFER, Dump, Intake};
use nl_bench::reference::{DONE, Event, FAMILY, Family};

pub(crate) struct Handle {
    socket: NlSocketHandle,
    seq: u32,
}

impl Handle {
    pub(crate) fn open(protocol: NlFamily) -> Self {
        let socket = NlSocketHandle::connect(protocol, None, Groups::empty()).unwrap();
        Self { socket, seq: 0 }
    }

    fn ask(&mut self, flags: NlmF, name: Option<&str>) {
        self.seq += 1;
        self.socket.send(&request(self.seq, flags, name)).unwrap();
    }

    fn answer(&self) -> Answer {
        let (mut answers, _) = self.socket.recv::<u16, Genl>().unwrap();
        answers.next().unwrap().unwrap()
    }

    pub(crate) fn resolve(&mut self, name: &str) -> u16 {
        self.ask(NlmF::empty(), Some(name));
        id(&self.answer(), self.seq)
    }

    pub(crate) fn resolve_acknowledged(&mut self, name: &str) -> u16 {
        self.ask(NlmF::ACK, Some(name));
        let id = id(&self.answer(), self.seq);
        assert!(matches!(self.answer().nl_payload(), NlPayload::Ack(_)));
        id
    }

    pub(crate) fn families(&mut self) -> Vec<Family> {
        let mut all = Vec::new();
        self.visit(Family::default, |family| all.push(family));
        all
    }
}

impl Dump for Handle {
    fn visit<V: Visitor>(&mut self, new: impl Fn() -> V, mut done: impl FnMut(V)) {
        self.ask(NlmF::DUMP, None);
        loop {
            let (answers, _) = self.socket.recv::<u16, Genl>().unwrap();
            for answer in answers.map(Result::unwrap) {
                if *answer.nl_type() == DONE {
                    return;
                }
                let mut visitor = new();
                decode::family(answer.get_payload().unwrap(), &mut visitor);
                done(visitor);
            }
        }
    }
}

impl Intake for Handle {
    fn port(&self) -> u32 {
        self.socket.pid()
    }

    fn take(&mut self, count: usize, mut tell: impl FnMut(Event<'_>)) {
        for _ in 0..count {
            let received = self.socket.recv::<u16, Genlmsghdr<Command, EventAttr>>();
            for message in received.unwrap().0.map(Result::unwrap) {
                let genl = message.get_payload().unwrap();
                assert!(*message.nl_type() == FAMILY && *genl.cmd() == Command::Event);
                tell(decode::event(genl));
            }
        }
    }
}

/// Several requests in one send, which the handle does not have, but its parts do.
pub(crate) struct Batch {
    socket: NlSocket,
    seq: u32,
    request: Vec<u8>,
    buffer: Vec<u8>,
}

impl Batch {
    pub(crate) fn open() -> Self {
        let socket = NlSocket::connect(NlFamily::Generic, None, Groups::empty()).unwrap();
        Self { socket, seq: 0, request: Vec::new(), buffer: vec![0; BUFFER] }
    }

    /// The last one's answer.
    pub(crate) fn resolve(&mut self, name: &str, count: usize) -> u16 {
        let first = self.seq + 1;
        self.seq += count as u32;
        let requests: NlBuffer<_, _> =
            (first..=self.seq).map(|seq| request(seq, NlmF::empty(), Some(name))).collect();
        self.request.clear();
        let mut cursor = Cursor::new(std::mem::take(&mut self.request));
        requests.to_bytes(&mut cursor).unwrap();
        self.request = cursor.into_inner();
        self.socket.send(&self.request, Msg::empty()).unwrap();
        (first..=self.seq).map(|seq| self.id(seq)).last().unwrap()
    }

    fn id(&mut self, seq: u32) -> u16 {
        let (length, _) = self.socket.recv(&mut self.buffer, Msg::empty()).unwrap();
        let answer = Nlmsghdr::from_bytes(&mut Cursor::new(&self.buffer[..length])).unwrap();
        id(&answer, seq)
    }
}
