//! A host that answers what a test wants: too much, too late, broken, or nothing.

use std::io::Write;
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::thread::JoinHandle;

use nl_core::controller::{self, FamilyAttrs, GroupAttrs};
use nl_core::socket::Socket;
use nl_core::wire::{Buffer, GenlHeader, MessageHeader, Messages, flags, kind};
use nl_core::{Array, Encode, Family, Options, Transport};
use nl_family_demo::Demo;

use crate::{TIMEOUT, own_port};

/// The id under which a puppet serves the demo family.
pub const FAMILY: u16 = 0x40;

/// A host whose answers are a test's. What the controller is asked it answers by itself.
pub struct Puppet {
    port: u32,
    socket: Arc<Socket>,
    stop: UnixStream,
    thread: Option<JoinHandle<()>>,
}

/// A request that came to a puppet.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'d> {
    /// The port id that it came from.
    pub sender: u32,
    /// Its header.
    pub header: MessageHeader,
    /// Its command.
    pub command: u8,
    /// The whole message.
    pub bytes: &'d [u8],
}

impl Puppet {
    /// A puppet which sends, for each request, the datagrams that `play` makes.
    pub fn new(mut play: impl FnMut(&Asked<'_>) -> Vec<Vec<u8>> + Send + 'static) -> Self {
        Self::all(move |asked| match asked.header.kind {
            controller::ID => vec![asked.family(FAMILY)],
            FAMILY => play(asked),
            _ => Vec::new(),
        })
    }

    /// The same, but what the controller is asked is the test's to answer as well.
    pub fn all(play: impl FnMut(&Asked<'_>) -> Vec<Vec<u8>> + Send + 'static) -> Self {
        let port = own_port();
        let socket = Arc::new(Socket::serve(port).expect("a socket"));
        let (stop, stopped) = UnixStream::pair().expect("a pair");
        let theirs = Arc::clone(&socket);
        let thread = std::thread::spawn(move || serve(&theirs, &stopped, play));
        Self { port, socket, stop, thread: Some(thread) }
    }

    /// How it is reached.
    pub fn options(&self) -> Options {
        Options::new().transport(Transport::UserAt(self.port)).timeout(Some(TIMEOUT))
    }

    /// Its port id.
    pub const fn port(&self) -> u32 {
        self.port
    }

    /// Its socket.
    pub fn socket(&self) -> &Socket {
        &self.socket
    }

    /// Sends a datagram that nobody has asked for.
    pub fn send(&self, port: u32, datagram: &[u8]) {
        self.socket.send_to(port, datagram).expect("sent");
    }
}

impl Drop for Puppet {
    fn drop(&mut self) {
        let _ = self.stop.write(&[1]);
        let ended = self.thread.take().map(JoinHandle::join);
        // A play that fails its assertions fails the test.
        if let (Some(Err(_)), false) = (ended, std::thread::panicking()) {
            panic!("the play failed");
        }
    }
}

fn serve(socket: &Socket, stop: &UnixStream, mut play: impl FnMut(&Asked<'_>) -> Vec<Vec<u8>>) {
    let mut buffer = vec![0; 1 << 20];
    loop {
        if socket.readable_or(stop.as_fd(), None).expect("poll").1 {
            return;
        }
        let Ok(received) = socket.try_receive(&mut buffer) else { continue };
        for message in Messages::new(&buffer[..received.length]) {
            let message = message.expect("a client's request is whole");
            // Whether somebody is there is asked with a message that has nothing in it.
            let Some((genl, _)) = message.genl() else { continue };
            let bytes = [&message.header.emit(), message.payload].concat();
            let (sender, header) = (received.sender, message.header);
            let asked = Asked { sender, header, command: genl.command, bytes: &bytes };
            for answer in play(&asked) {
                // The client may be gone.
                let _ = socket.send_to(sender, &answer);
            }
        }
    }
}

/// The groups of a family as the controller tells them.
#[derive(nl_core::Attributes)]
struct Groups<'a> {
    #[nl(7)]
    groups: Array<GroupAttrs<'a>, 1>,
}

impl Asked<'_> {
    /// The controller's answer to who asks for the demo family, which has this id.
    pub fn family(&self, id: u16) -> Vec<u8> {
        let groups = (60..).zip(Demo::SCHEMA.groups);
        let groups = groups.map(|(id, group)| GroupAttrs { name: group.name, id });
        let groups = Array(groups.collect::<Vec<_>>());
        let groups = nl_core::to_attributes(&Groups { groups }).expect("groups");
        let about = FamilyAttrs {
            id,
            name: Demo::SCHEMA.name,
            version: None,
            header_size: None,
            max_attribute: None,
            operations: None,
            groups: None,
        };
        let about = nl_core::to_attributes(&about).expect("a family");
        let genl = GenlHeader { command: 1, version: 2, reserved: 0 }.emit();
        self.message(controller::ID, 0, &[&genl[..], &about, &groups].concat())
    }

    /// A message with the request's sequence number, padded so that another one may follow.
    pub fn message(&self, kind: u16, flags: u16, payload: &[u8]) -> Vec<u8> {
        message(kind, flags, self.header.seq, payload)
    }

    /// A reply.
    pub fn reply<E: Encode>(&self, command: u8, attributes: &E) -> Vec<u8> {
        self.part(0, command, attributes)
    }

    /// A part of several, with these flags.
    pub fn part<E: Encode>(&self, flags: u16, command: u8, attributes: &E) -> Vec<u8> {
        generic(FAMILY, flags, self.header.seq, command, attributes)
    }

    /// The ACK.
    pub fn ack(&self) -> Vec<u8> {
        self.status(0, &[])
    }

    /// A capped `NLMSG_ERROR` with these attributes; errno 0 is an ACK.
    pub fn status(&self, errno: i32, tlvs: &[u8]) -> Vec<u8> {
        let flags = flags::CAPPED | if tlvs.is_empty() { 0 } else { flags::ACK_TLVS };
        let payload = [&(-errno).to_ne_bytes()[..], &self.header.emit(), tlvs].concat();
        self.message(kind::ERROR, flags, &payload)
    }

    /// An `NLMSG_DONE`.
    pub fn done(&self, flags: u16, errno: i32) -> Vec<u8> {
        self.message(kind::DONE, flags::MULTI | flags, &(-errno).to_ne_bytes())
    }
}

/// A message, padded so that another one may follow.
pub fn message(kind: u16, flags: u16, seq: u32, payload: &[u8]) -> Vec<u8> {
    let mut buffer = Buffer::new();
    let header = MessageHeader { kind, flags, seq, ..Default::default() };
    buffer.push_with(header, 16 + payload.len(), |writer| writer.bytes(payload)).expect("fits");
    let mut bytes = buffer.as_bytes().to_vec();
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    bytes
}

/// A generic netlink message.
pub fn generic<E: Encode>(kind: u16, flags: u16, seq: u32, command: u8, attributes: &E) -> Vec<u8> {
    let genl = GenlHeader { command, version: 1, reserved: 0 }.emit();
    let attributes = nl_core::to_attributes(attributes).expect("it encodes");
    message(kind, flags, seq, &[&genl[..], &attributes].concat())
}

/// An attribute, padded so that another one may follow.
pub fn attribute(number: u16, payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(payload.len() + 4).expect("short");
    let mut bytes = [&length.to_ne_bytes()[..], &number.to_ne_bytes(), payload].concat();
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    bytes
}
