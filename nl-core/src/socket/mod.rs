//! Netlink sockets: to the kernel, to a user-space host, and the host's own.
//!
//! A socket is bound before it does anything else: one that is not gets no multicast from the
//! kernel, without an error. It takes datagrams from its peer alone, and counts the others.

mod sys;

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::time::{Duration, Instant};

/// The process behind a datagram, as the kernel knows it (`struct ucred`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// Its process id, 0 where it is not visible from here.
    pub pid: i32,
    /// Its effective user id.
    pub uid: u32,
    /// Its effective group id.
    pub gid: u32,
}

/// Who may send to a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Peer {
    /// This port id; the kernel's is 0.
    One(u32),
    /// Everybody; their credentials tell them apart.
    Anyone,
}

/// A datagram that arrived.
#[derive(Clone, Copy, Debug)]
pub struct Datagram {
    /// Its length, bytes; above that of the buffer where it was cut.
    pub length: usize,
    /// The sender's port id.
    pub sender: u32,
    /// The sender's process, where the socket asks for it.
    pub credentials: Option<Credentials>,
}

/// How long to wait, for one or several datagrams together.
#[derive(Clone, Copy, Debug)]
pub struct Deadline {
    limit: Option<Duration>,
    until: Option<Instant>,
    started: bool,
}

impl Deadline {
    /// That long from now on; for ever where it is `None`.
    pub fn after(limit: Option<Duration>) -> Self {
        let until = limit.and_then(|limit| Instant::now().checked_add(limit));
        Self { limit, until, started: false }
    }

    /// What is left of it; `None` for ever.
    pub fn remaining(&self) -> Option<Duration> {
        self.until.map(|until| until.saturating_duration_since(Instant::now()))
    }
}

/// A netlink socket.
#[derive(Debug)]
pub struct Socket {
    fd: OwnedFd,
    port: u32,
    peer: Peer,
    /// What `SO_RCVTIMEO` and `SO_SNDTIMEO` are set to.
    timeout: Option<Duration>,
    foreign: u64,
}

impl Socket {
    /// A socket to the kernel's generic netlink.
    pub fn kernel() -> io::Result<Self> {
        Self::open(libc::NETLINK_GENERIC, 0, Peer::One(0))
    }

    /// A socket to the user-space host at that port id.
    pub fn to_host(host: u32) -> io::Result<Self> {
        Self::open(libc::NETLINK_USERSOCK, 0, Peer::One(host))
    }

    /// A host's socket, bound to that port id. It takes datagrams from everybody and gets their
    /// senders' credentials.
    pub fn serve(port: u32) -> io::Result<Self> {
        let socket = Self::open(libc::NETLINK_USERSOCK, port, Peer::Anyone)?;
        sys::set_option(socket.fd.as_fd(), libc::SOL_SOCKET, libc::SO_PASSCRED, 1i32)?;
        Ok(socket)
    }

    fn open(protocol: i32, port: u32, peer: Peer) -> io::Result<Self> {
        let fd = sys::socket(protocol)?;
        for option in [libc::NETLINK_EXT_ACK, libc::NETLINK_CAP_ACK] {
            sys::set_option(fd.as_fd(), libc::SOL_NETLINK, option, 1i32)?;
        }
        sys::bind(fd.as_fd(), port)?;
        let port = sys::port(fd.as_fd())?;
        Ok(Self { fd, port, peer, timeout: None, foreign: 0 })
    }

    /// The port id that the socket is bound to.
    pub fn port(&self) -> u32 {
        self.port
    }

    /// How many datagrams of others than the peer were dropped.
    pub fn foreign(&self) -> u64 {
        self.foreign
    }

    /// Joins a multicast group of the kernel, by its number.
    pub fn join(&self, group: u32) -> io::Result<()> {
        sys::set_option(self.fd.as_fd(), libc::SOL_NETLINK, libc::NETLINK_ADD_MEMBERSHIP, group)
    }

    /// Leaves a multicast group of the kernel.
    pub fn leave(&self, group: u32) -> io::Result<()> {
        sys::set_option(self.fd.as_fd(), libc::SOL_NETLINK, libc::NETLINK_DROP_MEMBERSHIP, group)
    }

    /// Asks for another size of the receive buffer, bytes; the kernel doubles it and has a limit
    /// (`net.core.rmem_max`).
    pub fn set_receive_buffer(&self, bytes: u32) -> io::Result<()> {
        let bytes = i32::try_from(bytes).unwrap_or(i32::MAX);
        sys::set_option(self.fd.as_fd(), libc::SOL_SOCKET, libc::SO_RCVBUF, bytes)
    }

    /// Sends to the peer, waiting for room until the deadline of the last [`Socket::limit`].
    pub fn send(&self, bytes: &[u8]) -> io::Result<()> {
        let Peer::One(peer) = self.peer else {
            return Err(io::ErrorKind::AddrNotAvailable.into());
        };
        again_if_interrupted(|| sys::send(self.fd.as_fd(), bytes, peer, 0))
    }

    /// Sends to that port id, without waiting for room there.
    pub fn send_to(&self, port: u32, bytes: &[u8]) -> io::Result<()> {
        again_if_interrupted(|| sys::send(self.fd.as_fd(), bytes, port, libc::MSG_DONTWAIT))
    }

    /// Sets how long one send or receive may wait. A system call only where it changes.
    pub fn limit(&mut self, timeout: Option<Duration>) -> io::Result<()> {
        if self.timeout != timeout {
            let time = sys::timeval(timeout);
            sys::set_option(self.fd.as_fd(), libc::SOL_SOCKET, libc::SO_RCVTIMEO, time)?;
            sys::set_option(self.fd.as_fd(), libc::SOL_SOCKET, libc::SO_SNDTIMEO, time)?;
            self.timeout = timeout;
        }
        Ok(())
    }

    /// Receives a datagram of the peer. `ErrorKind::WouldBlock` where the deadline passed.
    pub fn receive(&mut self, buffer: &mut [u8], deadline: &mut Deadline) -> io::Result<Datagram> {
        loop {
            // The first wait is the kernel's own; after a datagram that was not meant, or a signal,
            // what is left is waited for apart.
            if std::mem::replace(&mut deadline.started, true) {
                if deadline.until.is_some() && !self.readable(deadline.remaining())? {
                    return Err(io::ErrorKind::WouldBlock.into());
                }
            } else {
                self.limit(deadline.limit)?;
            }
            match sys::receive(self.fd.as_fd(), buffer) {
                Ok(received) if self.is_peer(received.sender) => {
                    return Ok(Datagram {
                        length: received.length,
                        sender: received.sender,
                        credentials: received.credentials,
                    });
                }
                Ok(_) => self.foreign += 1,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    fn is_peer(&self, sender: u32) -> bool {
        match self.peer {
            Peer::One(peer) => sender == peer,
            Peer::Anyone => true,
        }
    }

    /// Waits until there is something to receive; whether there is.
    pub fn readable(&self, timeout: Option<Duration>) -> io::Result<bool> {
        Ok(sys::poll([self.fd.as_fd()], timeout)?[0])
    }

    /// Waits until there is something to receive here or on the other descriptor.
    pub fn readable_or(
        &self,
        other: BorrowedFd<'_>,
        timeout: Option<Duration>,
    ) -> io::Result<(bool, bool)> {
        let [this, other] = sys::poll([self.fd.as_fd(), other], timeout)?;
        Ok((this, other))
    }
}

impl AsFd for Socket {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }
}

fn again_if_interrupted(mut call: impl FnMut() -> io::Result<()>) -> io::Result<()> {
    loop {
        match call() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}

/// The user that this process acts as.
pub(crate) fn effective_uid() -> u32 {
    sys::effective_uid()
}

/// Whether a receive failed only because the time was up.
pub(crate) fn timed_out(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::WouldBlock
}
