//! Where a family is looked for, and how a connection waits.

use std::time::Duration;

use crate::error::Who;

/// Where a family is looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Transport {
    /// In the kernel where it is registered there, else at a user-space host.
    #[default]
    Auto,
    /// In the kernel.
    Kernel,
    /// At the user-space host at [`Transport::default_port`] of the family.
    User,
    /// At the user-space host at this port id.
    UserAt(u32),
}

impl Transport {
    /// The port id at which a family's host is found unless another one is asked for.
    ///
    /// Made from the name (FNV-1a, 28 bits) and put where neither process ids (below 2²²) nor
    /// the port ids lie that the kernel hands out (above 2³¹).
    pub const fn default_port(family: &str) -> u32 {
        let bytes = family.as_bytes();
        let mut hash: u32 = 0x811c_9dc5;
        let mut at = 0;
        while at < bytes.len() {
            hash = (hash ^ bytes[at] as u32).wrapping_mul(0x0100_0193);
            at += 1;
        }
        0x6000_0000 | (hash & 0x0fff_ffff)
    }

    pub(crate) fn kernel(self) -> bool {
        matches!(self, Self::Auto | Self::Kernel)
    }

    pub(crate) fn host(self, family: &str) -> Option<u32> {
        match self {
            Self::Kernel => None,
            Self::Auto | Self::User => Some(Self::default_port(family)),
            Self::UserAt(port) => Some(port),
        }
    }

    pub(crate) fn tried(self) -> &'static [Who] {
        match self {
            Self::Auto => &[Who::Kernel, Who::Host],
            Self::Kernel => &[Who::Kernel],
            Self::User | Self::UserAt(_) => &[Who::Host],
        }
    }
}

/// How a connection or subscription is opened.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Options {
    /// Where the family is looked for.
    pub transport: Transport,
    /// How long a call, or the wait for a dump's or stream's next part, may take; `None` for ever.
    pub timeout: Option<Duration>,
    /// The size of the buffer that datagrams are read into, bytes. At least 32 KiB, the most that
    /// the kernel fills in a dump.
    pub buffer: usize,
    /// Whether an answer with an attribute that the declaration does not have is an error
    /// ([`DecodeErrorKind::Unknown`](crate::wire::DecodeErrorKind::Unknown)); else it is passed over,
    /// or kept where the type asks for it.
    pub refuse_unknown: bool,
    /// What is asked for as `SO_RCVBUF`, bytes; `None` leaves the system's default.
    pub receive_buffer: Option<u32>,
}

impl Options {
    /// [`Transport::Auto`], and 10 seconds for each answer.
    pub const fn new() -> Self {
        Self {
            transport: Transport::Auto,
            timeout: Some(Duration::from_secs(10)),
            buffer: 32 * 1024,
            refuse_unknown: false,
            receive_buffer: None,
        }
    }

    /// Looks for the family there.
    #[must_use]
    pub const fn transport(mut self, transport: Transport) -> Self {
        self.transport = transport;
        self
    }

    /// Waits that long for each answer; for ever with `None`.
    #[must_use]
    pub const fn timeout(mut self, timeout: Option<Duration>) -> Self {
        self.timeout = timeout;
        self
    }

    /// Reads datagrams into a buffer of that many bytes.
    #[must_use]
    pub const fn buffer(mut self, bytes: usize) -> Self {
        self.buffer = bytes;
        self
    }

    /// Makes an attribute that the declaration does not have an error.
    #[must_use]
    pub const fn refuse_unknown(mut self, refuse: bool) -> Self {
        self.refuse_unknown = refuse;
        self
    }

    /// Asks for a receive buffer of that many bytes in the socket.
    #[must_use]
    pub const fn receive_buffer(mut self, bytes: u32) -> Self {
        self.receive_buffer = Some(bytes);
        self
    }
}

impl Default for Options {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_default_port_is_neither_a_process_id_nor_one_of_the_kernel_s() {
        for name in ["nl_demo", "", "pulse", "0123456789abcde"] {
            let port = Transport::default_port(name);
            assert!((0x6000_0000..0x7000_0000).contains(&port), "{name}: {port:#x}");
        }
        assert_ne!(Transport::default_port("a"), Transport::default_port("b"));
    }
}
