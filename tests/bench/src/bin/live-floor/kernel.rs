//! The kernel's controller.

use nl_bench::case::Visitor;
use nl_bench::live::{BUFFER, CONTROLLER, DUMP, Dump, GET_FAMILY};
use nl_bench::reference::{ACK, Family, REQUEST};
use nl_bench::socket::{GENERIC, Socket};

use crate::decode::{Bad, exactly, next_attribute, next_message, some_families};

pub(crate) struct Kernel {
    socket: Socket,
    seq: u32,
    request: Vec<u8>,
    buffer: Vec<u8>,
}

impl Kernel {
    pub(crate) fn open() -> Self {
        let socket = Socket::open(GENERIC, 0).unwrap();
        Self { socket, seq: 0, request: Vec::new(), buffer: vec![0; BUFFER] }
    }

    /// Puts a request behind those that are there: its size first, then one pass.
    #[inline]
    fn push(&mut self, flags: u16, name: Option<&str>) {
        self.seq += 1;
        let room = name.map_or(0, |name| 4 + (name.len() + 1).next_multiple_of(4));
        let start = self.request.len();
        self.request.resize(start + 20 + room, 0);
        let message = &mut self.request[start..];
        let length = message.len() as u32;
        message[..4].copy_from_slice(&length.to_ne_bytes());
        message[4..6].copy_from_slice(&CONTROLLER.to_ne_bytes());
        message[6..8].copy_from_slice(&(REQUEST | flags).to_ne_bytes());
        message[8..12].copy_from_slice(&self.seq.to_ne_bytes());
        message[16..20].copy_from_slice(&[GET_FAMILY, 2, 0, 0]);
        if let Some(name) = name {
            message[20..22].copy_from_slice(&(5 + name.len() as u16).to_ne_bytes());
            message[22..24].copy_from_slice(&2_u16.to_ne_bytes());
            message[24..24 + name.len()].copy_from_slice(name.as_bytes());
        }
    }

    #[inline]
    fn ask(&mut self, flags: u16, name: Option<&str>) {
        self.request.clear();
        self.push(flags, name);
        self.socket.send(&self.request).unwrap();
    }

    /// The id in the answer to the request of that number.
    #[inline]
    fn id(&mut self, seq: u32) -> Result<u16, Bad> {
        let mut datagram = self.socket.receive(&mut self.buffer).unwrap();
        let answered = u32::from_ne_bytes(exactly(datagram.get(8..12).ok_or(Bad)?)?);
        let (kind, message) = next_message(&mut datagram)?.ok_or(Bad)?;
        let (genl, mut attributes) = message.split_first_chunk::<4>().ok_or(Bad)?;
        if answered != seq || kind != CONTROLLER || genl[0] != NEW_FAMILY {
            return Err(Bad);
        }
        while let Some((number, payload)) = next_attribute(&mut attributes)? {
            if number == 1 {
                return exactly(payload).map(u16::from_ne_bytes);
            }
        }
        Err(Bad)
    }

    #[inline]
    pub(crate) fn resolve(&mut self, name: &str) -> Result<u16, Bad> {
        self.ask(0, Some(name));
        self.id(self.seq)
    }

    #[inline]
    pub(crate) fn resolve_acknowledged(&mut self, name: &str) -> Result<u16, Bad> {
        self.ask(ACK, Some(name));
        let id = self.id(self.seq)?;
        let mut datagram = self.socket.receive(&mut self.buffer).unwrap();
        let answered = u32::from_ne_bytes(exactly(datagram.get(8..12).ok_or(Bad)?)?);
        match next_message(&mut datagram)? {
            Some((ERROR, [0, 0, 0, 0, ..])) if answered == self.seq => Ok(id),
            _ => Err(Bad),
        }
    }

    /// Several in one send; the last one's answer.
    #[inline]
    pub(crate) fn resolve_at_once(&mut self, name: &str, count: usize) -> Result<u16, Bad> {
        self.request.clear();
        let first = self.seq + 1;
        for _ in 0..count {
            self.push(0, Some(name));
        }
        self.socket.send(&self.request).unwrap();
        let mut id = Err(Bad);
        for seq in first..=self.seq {
            id = Ok(self.id(seq)?);
        }
        id
    }

    pub(crate) fn families(&mut self) -> Vec<Family> {
        let mut all = Vec::new();
        self.visit(Family::default, |family| all.push(family));
        all
    }
}

impl Dump for Kernel {
    #[inline]
    fn visit<V: Visitor>(&mut self, new: impl Fn() -> V, mut done: impl FnMut(V)) {
        self.ask(DUMP, None);
        loop {
            let datagram = self.socket.receive(&mut self.buffer).unwrap();
            if some_families(datagram, &new, &mut done).unwrap() {
                return;
            }
        }
    }
}

/// `CTRL_CMD_NEWFAMILY`.
const NEW_FAMILY: u8 = 1;
/// `NLMSG_ERROR`.
const ERROR: u16 = 2;
