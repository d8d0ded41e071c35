//! How connections and subscriptions are opened.

use std::time::Duration;

use crate::Transport;
use crate::socket::Namespace;

/// How a connection or subscription is opened.
#[derive(Clone, Debug)]
#[non_exhaustive]
#[expect(clippy::struct_excessive_bools, reason = "switches, each independent of the others")]
pub struct Options {
    /// Where the family is looked for.
    pub transport: Transport,
    /// How long a call may take with all that belongs to it (to send the request, to receive its
    /// answer, to find a family that has moved and ask once more), a batch as a whole, and the wait for
    /// a dump's or stream's next part; `None` for ever.
    pub timeout: Option<Duration>,
    /// How often a dump that turned out inconsistent is asked for again, where its items are
    /// collected. Items that are handed out one at a time can't be taken back.
    pub retries: u32,
    /// Whether an answer with an attribute that the declaration does not have is an error
    /// ([`DecodeErrorKind::Unknown`](crate::wire::DecodeErrorKind::Unknown)); else it is passed over,
    /// or kept where the type asks for it.
    pub refuse_unknown: bool,
    /// The network namespace; `None` for that of the thread which opens the socket.
    pub namespace: Option<Namespace>,
    /// The port id of the socket; `None` lets the kernel choose one. A subscription's socket and a
    /// connection's can't have the same.
    pub port: Option<u32>,
    /// What is asked for as receive buffer of the socket, bytes; `None` leaves the system's default,
    /// which a batch enlarges where its answers want more, as do many awaited calls at once.
    /// Beyond the system's limit (`net.core.rmem_max`) it takes `CAP_NET_ADMIN`; without, one
    /// gets the limit.
    pub receive_buffer: Option<u32>,
    /// The room for a datagram, bytes. 512 KiB by default: more than a program without privileges can
    /// send (`SO_SNDBUF` ends at twice `net.core.wmem_max`, which is 208 KiB unless somebody sets
    /// it), while the kernel fills 32 KiB in a dump, and seldom more than a page in another answer. At
    /// least 64 KiB. Memory that nothing is received into stays untouched.
    ///
    /// A datagram that is larger still can't be kept: the kernel has cut it when its length is known,
    /// and to look before each receive would cost every call a system call more. It is reported
    /// ([`Error::TooLarge`](crate::Error::TooLarge)), the buffer grows so that its like has room, and a
    /// dump that is collected is asked for once more. What was called is not called again by itself:
    /// only the caller knows whether that does harm.
    ///
    /// A subscription has 4 MiB at first: 64 KiB for each of the datagrams that it receives at once. The
    /// kernel's events seldom take more than a page. A host may send up to 208 KiB: its first event of
    /// more than 64 KiB is lost, told as [`Error::TooLarge`](crate::Error::TooLarge), and its like has
    /// room from then on.
    pub buffer: usize,
    /// Whether events of every network namespace with an id here are listened to
    /// (`NETLINK_LISTEN_ALL_NSID`), which takes `CAP_NET_BROADCAST`.
    pub all_namespaces: bool,
    /// Whose datagrams are taken.
    pub senders: Senders,
    /// Whether refusals come with their extended ack (`NETLINK_EXT_ACK`).
    pub extended_acks: bool,
    /// Whether refusals come without the request (`NETLINK_CAP_ACK`), which nobody here looks at.
    pub capped_acks: bool,
    /// Whether dump requests are checked strictly (`NETLINK_GET_STRICT_CHK`). Generic netlink
    /// decides by operation, so that kernels so far do not look at it.
    pub strict: bool,
}

/// Whose datagrams a socket takes; others are dropped, and counted
/// ([`Connection::foreign`](crate::Connection::foreign)).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Senders {
    /// Those of the kernel, or of the host that serves the family.
    #[default]
    Peer,
    /// Everybody's. Any process may send to a socket of its own user, so this is for tests, and for
    /// families whose events another process sends on.
    Anyone,
}

impl Options {
    /// [`Transport::Auto`], 10 seconds for each answer, 3 retries, the peer's datagrams alone.
    pub const fn new() -> Self {
        Self {
            transport: Transport::Auto,
            timeout: Some(Duration::from_secs(10)),
            retries: 3,
            refuse_unknown: false,
            namespace: None,
            port: None,
            receive_buffer: None,
            buffer: Self::BUFFER,
            all_namespaces: false,
            senders: Senders::Peer,
            extended_acks: true,
            capped_acks: true,
            strict: true,
        }
    }

    /// For a socket beside the one that these are meant for, on which only a question is asked.
    pub(crate) fn beside(&self) -> Self {
        Self {
            port: None,
            receive_buffer: None,
            all_namespaces: false,
            refuse_unknown: false,
            ..self.clone()
        }
    }

    const BUFFER: usize = 512 * 1024;
    /// Twice what the kernel fills in a dump.
    pub(crate) const LEAST_BUFFER: usize = 64 * 1024;

    /// The room for a datagram, bytes.
    pub(crate) fn room(&self) -> usize {
        self.buffer.max(Self::LEAST_BUFFER)
    }
}

/// A method for each field, to be chained.
macro_rules! setters {
    ($($(#[$doc:meta])* $name:ident($argument:ident: $type:ty) = $value:expr;)*) => {
        impl Options {
            $(
                $(#[$doc])*
                #[must_use]
                pub fn $name(mut self, $argument: $type) -> Self {
                    self.$name = $value;
                    self
                }
            )*
        }
    };
}

setters! {
    /// Looks for the family there.
    transport(transport: Transport) = transport;
    /// Waits that long for each answer; for ever with `None`.
    timeout(timeout: Option<Duration>) = timeout;
    /// Asks again for an inconsistent dump so many times.
    retries(times: u32) = times;
    /// Makes an attribute that the declaration does not have an error.
    refuse_unknown(refuse: bool) = refuse;
    /// Opens sockets in that network namespace.
    namespace(namespace: Namespace) = Some(namespace);
    /// Binds the socket to that port id.
    port(port: u32) = Some(port);
    /// Asks for a receive buffer of that many bytes in the socket.
    receive_buffer(bytes: u32) = Some(bytes);
    /// Has room for datagrams of that many bytes.
    buffer(bytes: usize) = bytes;
    /// Listens to every network namespace with an id here.
    all_namespaces(all: bool) = all;
    /// Takes datagrams of those alone.
    senders(senders: Senders) = senders;
    /// Asks for extended acks, or not.
    extended_acks(ask: bool) = ask;
    /// Asks for capped acks, or not.
    capped_acks(ask: bool) = ask;
    /// Asks for strict checks of dump requests, or not.
    strict(ask: bool) = ask;
}

impl Default for Options {
    fn default() -> Self {
        Self::new()
    }
}
