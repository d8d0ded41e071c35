//! netlink-sys's socket, with buffers that are used again.

use netlink_packet_core::{NLM_F_ACK, NLM_F_DUMP, NLM_F_REQUEST, NetlinkMessage, NetlinkPayload};
use netlink_packet_generic::GenlMessage;
use netlink_packet_generic::ctrl::nlas::GenlCtrlAttrs;
use netlink_packet_generic::ctrl::{GenlCtrl, GenlCtrlCmd};
use netlink_sys::SocketAddr;

use crate::attributes::Event;
use crate::families;
use nl_bench::case::Visitor;
use nl_bench::live::{BUFFER, Dump, Intake};
use nl_bench::reference::{self, DONE, OwnedEvent};

type Controller = NetlinkMessage<GenlMessage<GenlCtrl>>;

pub(crate) struct Sync {
    socket: netlink_sys::Socket,
    port: u32,
    seq: u32,
    request: Vec<u8>,
    buffer: Vec<u8>,
}

impl Sync {
    pub(crate) fn open(protocol: i32) -> Self {
        let mut socket = netlink_sys::Socket::new(protocol as isize).unwrap();
        let port = socket.bind_auto().unwrap().port_number();
        Self { socket, port, seq: 0, request: Vec::new(), buffer: vec![0; BUFFER] }
    }

    fn push(&mut self, flags: u16, nlas: Vec<GenlCtrlAttrs>) {
        self.seq += 1;
        let genl = GenlMessage::from_payload(GenlCtrl { cmd: GenlCtrlCmd::GetFamily, nlas });
        let mut message = Controller::from(genl);
        message.header.flags = NLM_F_REQUEST | flags;
        message.header.sequence_number = self.seq;
        message.finalize();
        let start = self.request.len();
        self.request.resize(start + message.buffer_len(), 0);
        message.serialize(&mut self.request[start..]);
    }

    fn send(&mut self) {
        self.socket.send_to(&self.request, &SocketAddr::new(0, 0), 0).unwrap();
        self.request.clear();
    }

    fn receive(&mut self) -> &[u8] {
        let length = self.socket.recv(&mut &mut self.buffer[..], 0).unwrap();
        &self.buffer[..length]
    }

    fn id(&mut self, seq: u32) -> u16 {
        let message = Controller::deserialize(self.receive()).unwrap();
        assert_eq!(message.header.sequence_number, seq);
        let NetlinkPayload::InnerMessage(genl) = message.payload else {
            panic!("it is no answer");
        };
        let id = genl.payload.nlas.iter().find_map(|attribute| match attribute {
            GenlCtrlAttrs::FamilyId(id) => Some(*id),
            _ => None,
        });
        id.unwrap()
    }

    pub(crate) fn resolve(&mut self, name: &str) -> u16 {
        self.push(0, vec![GenlCtrlAttrs::FamilyName(name.to_owned())]);
        self.send();
        self.id(self.seq)
    }

    pub(crate) fn resolve_acknowledged(&mut self, name: &str) -> u16 {
        self.push(NLM_F_ACK, vec![GenlCtrlAttrs::FamilyName(name.to_owned())]);
        self.send();
        let id = self.id(self.seq);
        let message = Controller::deserialize(self.receive()).unwrap();
        assert!(matches!(message.payload, NetlinkPayload::Error(error) if error.code.is_none()));
        id
    }

    /// Several in one send; the last one's answer.
    pub(crate) fn resolve_at_once(&mut self, name: &str, count: usize) -> u16 {
        let first = self.seq + 1;
        for _ in 0..count {
            self.push(0, vec![GenlCtrlAttrs::FamilyName(name.to_owned())]);
        }
        self.send();
        (first..=self.seq).map(|seq| self.id(seq)).last().unwrap()
    }

    fn dump(&mut self) {
        self.push(NLM_F_DUMP, Vec::new());
        self.send();
    }

    pub(crate) fn families(&mut self) -> Vec<GenlCtrl> {
        self.dump();
        let mut all = Vec::new();
        loop {
            let mut datagram = self.receive();
            while !datagram.is_empty() {
                let message = Controller::deserialize(datagram).unwrap();
                let length = (message.header.length as usize).next_multiple_of(4);
                match message.payload {
                    NetlinkPayload::InnerMessage(genl) => all.push(genl.payload),
                    NetlinkPayload::Done(_) => return all,
                    other => panic!("{other:?} in a dump"),
                }
                datagram = &datagram[length..];
            }
        }
    }
}

impl Dump for Sync {
    fn visit<V: Visitor>(&mut self, new: impl Fn() -> V, mut done: impl FnMut(V)) {
        self.dump();
        loop {
            let mut datagram = self.receive();
            while let Some((kind, _, message)) = families::next_message(&mut datagram) {
                if kind == DONE {
                    return;
                }
                let mut visitor = new();
                families::tell(message, &mut visitor);
                done(visitor);
            }
        }
    }
}

impl Intake for Sync {
    fn port(&self) -> u32 {
        self.port
    }

    fn take(&mut self, count: usize, mut tell: impl FnMut(reference::Event<'_>)) {
        for _ in 0..count {
            let message = NetlinkMessage::<GenlMessage<Event>>::deserialize(self.receive());
            let NetlinkPayload::InnerMessage(genl) = message.unwrap().payload else {
                panic!("it is no event");
            };
            let OwnedEvent { ifindex, ts, state, ifname } = genl.payload.into();
            tell(reference::Event { ifindex, ts, state, ifname: &ifname });
        }
    }
}
