//! Netlink sockets: to the kernel, to a user-space host, and the host's own.
//!
//! A socket is bound before it does anything else: one that is not gets no multicast from the
//! kernel, without an error. It takes datagrams from its peer alone, and counts the others.

#![expect(clippy::inline_always, reason = "measured: each call is a part of what a request costs")]

mod deadline;
mod intake;
mod namespace;
mod sys;
#[cfg(feature = "tokio")]
mod watched;

use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd, RawFd};
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

pub use self::deadline::Deadline;
use self::deadline::{NEVER, nanoseconds};
pub(crate) use self::intake::Intake;
pub use self::namespace::Namespace;
use crate::{Options, Senders};

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
    /// The kernel, whose port id is 0.
    Kernel,
    /// The host at this port id.
    Host(u32),
    /// Everybody; their credentials tell them apart.
    Anyone,
}

/// What of a send buffer no datagram takes (`netlink_sendmsg` of `net/netlink/af_netlink.c`).
const SEND_OVERHEAD: u32 = 32;
/// The kernel's port id.
const KERNEL: u32 = 0;

/// A datagram that arrived.
#[derive(Clone, Copy, Debug)]
pub struct Datagram {
    /// Its length, bytes; above that of the buffer where it was cut.
    pub length: usize,
    /// The sender's port id.
    pub sender: u32,
    /// What else the kernel says of it, where the socket asks for that.
    pub ancillary: Ancillary,
}

/// What the kernel says of a datagram beside its bytes (control messages of `recvmsg`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ancillary {
    /// The sender's process (`SCM_CREDENTIALS`), at a host's socket.
    pub credentials: Option<Credentials>,
    /// The number of the multicast group it was sent to (`NETLINK_PKTINFO`), 0 for none.
    pub group: Option<u32>,
    /// The id of the network namespace it came from, where that is not the socket's own
    /// (`NETLINK_LISTEN_ALL_NSID`).
    pub namespace: Option<i32>,
}

/// A netlink socket.
#[derive(Debug)]
pub struct Socket {
    fd: OwnedFd,
    port: u32,
    peer: Peer,
    /// The port id whose datagrams alone are taken; without it everybody's are.
    only_from: Option<u32>,
    /// Whether the kernel is asked to say more of a datagram than its sender.
    ancillary: bool,
    /// What `SO_RCVTIMEO` and `SO_SNDTIMEO` are set to, nanoseconds.
    timeout: u64,
    foreign: AtomicU64,
    /// The size of the receive buffer; 0 where that is not known yet.
    room: AtomicU32,
    /// The largest datagram that it sends, bytes; 0 where that is not known yet.
    largest: AtomicU32,
    /// Whether the receive buffer may be enlarged, because nobody has chosen its size.
    may_grow: AtomicBool,
}

impl Socket {
    /// A socket to the kernel's generic netlink.
    pub fn kernel(options: &Options) -> io::Result<Self> {
        Self::open(libc::NETLINK_GENERIC, Peer::Kernel, options)
    }

    /// A socket to the user-space host at that port id.
    pub fn to_host(host: u32, options: &Options) -> io::Result<Self> {
        Self::open(libc::NETLINK_USERSOCK, Peer::Host(host), options)
    }

    /// A host's socket, bound to that port id. It takes datagrams from everybody and gets their
    /// senders' credentials.
    #[inline]
    pub fn serve(port: u32) -> io::Result<Self> {
        let options = Options::new().port(port);
        let mut socket = Self::open(libc::NETLINK_USERSOCK, Peer::Anyone, &options)?;
        socket.switch(libc::SOL_SOCKET, libc::SO_PASSCRED)?;
        socket.ancillary = true;
        Ok(socket)
    }

    fn open(protocol: i32, peer: Peer, options: &Options) -> io::Result<Self> {
        let fd = match &options.namespace {
            Some(namespace) => namespace.run(|| sys::socket(protocol))?,
            None => sys::socket(protocol)?,
        };
        sys::bind(fd.as_fd(), options.port.unwrap_or(0))?;
        let port = sys::port(fd.as_fd())?;
        let only_from = match (peer, options.senders) {
            (Peer::Kernel, Senders::Peer) => Some(KERNEL),
            (Peer::Host(host), Senders::Peer) => Some(host),
            (Peer::Anyone, _) | (_, Senders::Anyone) => None,
        };
        let socket = Self {
            fd,
            port,
            peer,
            only_from,
            ancillary: false,
            timeout: NEVER,
            foreign: AtomicU64::new(0),
            room: AtomicU32::new(0),
            largest: AtomicU32::new(0),
            may_grow: AtomicBool::new(options.receive_buffer.is_none()),
        };
        socket.configure(options)?;
        Ok(socket)
    }

    fn configure(&self, options: &Options) -> io::Result<()> {
        if options.extended_acks {
            self.switch(libc::SOL_NETLINK, libc::NETLINK_EXT_ACK)?;
        }
        if options.capped_acks {
            self.switch(libc::SOL_NETLINK, libc::NETLINK_CAP_ACK)?;
        }
        if options.strict {
            // Younger than the others (Linux 4.20), and nothing hangs on it.
            let _ = self.switch(libc::SOL_NETLINK, libc::NETLINK_GET_STRICT_CHK);
        }
        if let Some(bytes) = options.receive_buffer {
            self.set_receive_buffer(bytes)?;
        }
        Ok(())
    }

    /// Turns an option on.
    fn switch(&self, level: i32, option: i32) -> io::Result<()> {
        sys::set_option(self.fd.as_fd(), level, option, 1i32)
    }

    /// Has the kernel say to which group a datagram was sent, and where that is asked for, listens
    /// to every network namespace with an id here.
    pub fn listen(&mut self, options: &Options) -> io::Result<()> {
        self.switch(libc::SOL_NETLINK, libc::NETLINK_PKTINFO)?;
        if options.all_namespaces {
            self.switch(libc::SOL_NETLINK, libc::NETLINK_LISTEN_ALL_NSID)?;
        }
        self.ancillary = true;
        Ok(())
    }

    /// The port id that the socket is bound to.
    pub fn port(&self) -> u32 {
        self.port
    }

    /// Whether the peer is the kernel, which takes requests at once and mostly answers at once.
    #[inline]
    pub fn is_to_kernel(&self) -> bool {
        self.peer == Peer::Kernel
    }

    /// How many datagrams of others than the peer were dropped.
    pub fn foreign(&self) -> u64 {
        self.foreign.load(Ordering::Relaxed)
    }

    /// Joins a multicast group of the kernel, by its number.
    pub fn join(&self, group: u32) -> io::Result<()> {
        sys::set_option(self.fd.as_fd(), libc::SOL_NETLINK, libc::NETLINK_ADD_MEMBERSHIP, group)
    }

    /// Leaves a multicast group of the kernel.
    pub fn leave(&self, group: u32) -> io::Result<()> {
        sys::set_option(self.fd.as_fd(), libc::SOL_NETLINK, libc::NETLINK_DROP_MEMBERSHIP, group)
    }

    /// Asks for another size of the receive buffer, bytes; the kernel doubles it. Its limit
    /// (`net.core.rmem_max`) is passed where the program may (`CAP_NET_ADMIN`), else kept to.
    pub fn set_receive_buffer(&self, bytes: u32) -> io::Result<()> {
        let bytes = i32::try_from(bytes).unwrap_or(i32::MAX);
        let fd = self.fd.as_fd();
        match sys::set_option(fd, libc::SOL_SOCKET, libc::SO_RCVBUFFORCE, bytes) {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                sys::set_option(fd, libc::SOL_SOCKET, libc::SO_RCVBUF, bytes)
            }
            result => result,
        }
    }

    /// The size of the receive buffer as the kernel counts it, bookkeeping included, bytes.
    pub fn receive_buffer(&self) -> io::Result<u32> {
        sys::option::<u32>(self.fd.as_fd(), libc::SOL_SOCKET, libc::SO_RCVBUF)
    }

    /// The size of the receive buffer, which is enlarged to what is `wanted` where nobody has chosen
    /// another one and the system allows it. Asks the kernel only where it may have changed.
    pub(crate) fn room_for(&self, wanted: u32) -> io::Result<u32> {
        let room = self.room.load(Ordering::Relaxed);
        if room >= wanted || (room > 0 && !self.may_grow.load(Ordering::Relaxed)) {
            return Ok(room);
        }
        let mut room = self.receive_buffer()?;
        if room < wanted && self.may_grow.load(Ordering::Relaxed) {
            // The kernel doubles what is asked for.
            self.set_receive_buffer(wanted / 2)?;
            room = self.receive_buffer()?;
            // It may give less than is wanted; then it will not do better the next time.
            self.may_grow.store(room >= wanted, Ordering::Relaxed);
        }
        self.room.store(room, Ordering::Relaxed);
        Ok(room)
    }

    /// The largest datagram that it sends, bytes. Asks the kernel once.
    pub(crate) fn largest(&self) -> io::Result<usize> {
        let mut largest = self.largest.load(Ordering::Relaxed);
        if largest == 0 {
            let buffer = sys::option::<u32>(self.fd.as_fd(), libc::SOL_SOCKET, libc::SO_SNDBUF)?;
            largest = buffer.saturating_sub(SEND_OVERHEAD).max(1);
            self.largest.store(largest, Ordering::Relaxed);
        }
        Ok(largest as usize)
    }

    /// How many datagrams were lost since the socket was opened, because there was no room.
    pub fn drops(&self) -> io::Result<u32> {
        let info: [u32; MEMINFO] = sys::option(self.fd.as_fd(), libc::SOL_SOCKET, SO_MEMINFO)?;
        Ok(info[MEMINFO - 1])
    }

    /// Sends to the peer, waiting for room as long as [`Socket::limit`] said last.
    #[inline]
    pub fn send(&self, bytes: &[u8]) -> io::Result<()> {
        match self.peer {
            Peer::Kernel => self.send_to_kernel(bytes),
            Peer::Host(host) => again_if_interrupted(|| sys::send(self.fd.as_fd(), bytes, host, 0)),
            Peer::Anyone => Err(io::ErrorKind::AddrNotAvailable.into()),
        }
    }

    /// Sends to the peer, waiting for room until the deadline, which begins then;
    /// `ErrorKind::WouldBlock` where it passed.
    #[inline]
    pub(crate) fn send_within(&mut self, bytes: &[u8], deadline: &mut Deadline) -> io::Result<()> {
        if self.is_to_kernel() {
            return self.send_to_kernel(bytes);
        }
        match self.try_send(bytes) {
            Err(error) if timed_out(&error) => self.send_on(bytes, deadline),
            sent => sent,
        }
    }

    /// Waits for room with what is left of the time. The kernel knows when there is some; a signal ends
    /// its wait, and begins none anew.
    #[cold]
    fn send_on(&mut self, bytes: &[u8], deadline: &mut Deadline) -> io::Result<()> {
        deadline.start();
        loop {
            let left = deadline.remaining();
            if left.is_some_and(|left| left.is_zero()) {
                return Err(io::ErrorKind::WouldBlock.into());
            }
            self.set_limit(left.map_or(NEVER, nanoseconds))?;
            let Peer::Host(host) = self.peer else { return self.try_send(bytes) };
            match sys::send(self.fd.as_fd(), bytes, host, 0) {
                Err(error) if interrupted(&error) => {}
                sent => return sent,
            }
        }
    }

    /// Sends to the kernel, which takes a request at once.
    #[inline(always)]
    pub(crate) fn send_to_kernel(&self, bytes: &[u8]) -> io::Result<()> {
        again_if_interrupted(|| sys::send_to_kernel(self.fd.as_fd(), bytes))
    }

    /// Sends to the peer; `ErrorKind::WouldBlock` where it has no room.
    pub fn try_send(&self, bytes: &[u8]) -> io::Result<()> {
        match self.peer {
            Peer::Kernel => self.send_to(KERNEL, bytes),
            Peer::Host(host) => self.send_to(host, bytes),
            Peer::Anyone => Err(io::ErrorKind::AddrNotAvailable.into()),
        }
    }

    /// Sends to that port id, without waiting for room there.
    pub fn send_to(&self, port: u32, bytes: &[u8]) -> io::Result<()> {
        again_if_interrupted(|| sys::send(self.fd.as_fd(), bytes, port, libc::MSG_DONTWAIT))
    }

    /// Sets how long one send or receive may wait. A system call only where it changes.
    pub fn limit(&mut self, timeout: Option<Duration>) -> io::Result<()> {
        self.limit_to(&Deadline::after(timeout))
    }

    #[inline]
    fn limit_to(&mut self, deadline: &Deadline) -> io::Result<()> {
        if self.timeout == deadline.limit { Ok(()) } else { self.set_limit(deadline.limit) }
    }

    #[cold]
    fn set_limit(&mut self, timeout: u64) -> io::Result<()> {
        let time = sys::timeval((timeout != NEVER).then(|| Duration::from_nanos(timeout)));
        sys::set_option(self.fd.as_fd(), libc::SOL_SOCKET, libc::SO_RCVTIMEO, time)?;
        sys::set_option(self.fd.as_fd(), libc::SOL_SOCKET, libc::SO_SNDTIMEO, time)?;
        self.timeout = timeout;
        Ok(())
    }

    /// Receives a datagram of the peer. `ErrorKind::WouldBlock` where the deadline passed.
    pub fn receive(&mut self, buffer: &mut [u8], deadline: &mut Deadline) -> io::Result<Datagram> {
        // The first wait is the kernel's own; after a datagram that was not meant, or a signal, what
        // is left is waited for apart.
        if !deadline.started {
            deadline.start();
            self.limit_to(deadline)?;
            match self.receive_one(buffer, 0) {
                Ok(Some(datagram)) => return Ok(datagram),
                Err(error) if !interrupted(&error) => return Err(error),
                Ok(None) | Err(_) => {}
            }
        } else if deadline.has_passed() {
            // The peer's own, which were not what is waited for, do not make it last longer either.
            return Err(io::ErrorKind::WouldBlock.into());
        }
        self.receive_on(buffer, deadline)
    }

    /// Receives a datagram of the peer as [`Socket::receive`] does, and says its length alone.
    #[inline]
    pub fn receive_length(
        &mut self,
        buffer: &mut [u8],
        deadline: &mut Deadline,
    ) -> io::Result<usize> {
        if deadline.started || self.ancillary {
            return self.receive(buffer, deadline).map(|datagram| datagram.length);
        }
        deadline.start();
        self.limit_to(deadline)?;
        match sys::receive(self.fd.as_fd(), buffer, 0) {
            Ok((length, sender)) if self.wants(sender) => return Ok(length),
            Ok(_) => self.pass_over(),
            Err(error) if !interrupted(&error) => return Err(error),
            Err(_) => {}
        }
        self.receive_on(buffer, deadline).map(|datagram| datagram.length)
    }

    /// Receives a datagram of the kernel, which is the peer, and says its length alone, if there is one;
    /// `ErrorKind::WouldBlock` where there is none, or somebody else's.
    #[inline(always)]
    pub fn receive_from_kernel(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match sys::receive(self.fd.as_fd(), buffer, libc::MSG_DONTWAIT) {
            Ok((length, KERNEL)) => Ok(length),
            Ok((length, sender)) if self.wants(sender) => Ok(length),
            Ok(_) => {
                self.pass_over();
                Err(io::ErrorKind::WouldBlock.into())
            }
            Err(error) if interrupted(&error) => Err(io::ErrorKind::WouldBlock.into()),
            Err(error) => Err(error),
        }
    }

    /// Receives what is there, or waits for what is left of the time.
    #[cold]
    fn receive_on(&mut self, buffer: &mut [u8], deadline: &Deadline) -> io::Result<Datagram> {
        loop {
            match self.receive_one(buffer, libc::MSG_DONTWAIT) {
                Ok(Some(datagram)) => return Ok(datagram),
                Ok(None) => {}
                Err(error) if interrupted(&error) => {}
                Err(error) if !timed_out(&error) => return Err(error),
                Err(error) => {
                    let left = deadline.remaining();
                    if left.is_some_and(|left| left.is_zero()) {
                        return Err(error);
                    }
                    self.readable(left)?;
                    continue;
                }
            }
            // Strangers who send without a pause do not make it last longer.
            if deadline.has_passed() {
                return Err(io::ErrorKind::WouldBlock.into());
            }
        }
    }

    /// Receives a datagram if there is one, `None` if it is not the peer's; `ErrorKind::WouldBlock`
    /// where there is none.
    #[cfg(feature = "tokio")]
    pub(crate) fn try_receive_one(&self, buffer: &mut [u8]) -> io::Result<Option<Datagram>> {
        match self.receive_one(buffer, libc::MSG_DONTWAIT) {
            Err(error) if interrupted(&error) => Ok(None),
            received => received,
        }
    }

    /// Receives a datagram of the peer if there is one; `ErrorKind::WouldBlock` where there is none.
    #[inline]
    pub fn try_receive(&self, buffer: &mut [u8]) -> io::Result<Datagram> {
        loop {
            match self.receive_one(buffer, libc::MSG_DONTWAIT) {
                Ok(Some(datagram)) => return Ok(datagram),
                Ok(None) => {}
                Err(error) if interrupted(&error) => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Receives one datagram; `None` for one of somebody else.
    #[inline]
    fn receive_one(&self, buffer: &mut [u8], flags: i32) -> io::Result<Option<Datagram>> {
        let fd = self.fd.as_fd();
        let datagram = if self.ancillary {
            sys::receive_message(fd, buffer, flags)?
        } else {
            let (length, sender) = sys::receive(fd, buffer, flags)?;
            Datagram { length, sender, ancillary: Ancillary::default() }
        };
        let wanted = self.wants(datagram.sender);
        if !wanted {
            self.pass_over();
        }
        Ok(wanted.then_some(datagram))
    }

    /// Whether datagrams are taken from there.
    #[inline]
    fn wants(&self, sender: u32) -> bool {
        self.only_from.is_none_or(|port| sender == port)
    }

    /// Counts a datagram of somebody else.
    #[cold]
    fn pass_over(&self) {
        self.foreign.fetch_add(1, Ordering::Relaxed);
    }

    /// Waits until there is something to receive; whether there is.
    pub fn readable(&self, timeout: Option<Duration>) -> io::Result<bool> {
        let mut fds = [sys::to_poll(self.fd.as_fd())];
        sys::poll(&mut fds, timeout)?;
        Ok(fds[0].revents != 0)
    }

    /// Waits until there is something to receive here or on the other descriptor.
    #[inline]
    pub fn readable_or(
        &self,
        other: BorrowedFd<'_>,
        timeout: Option<Duration>,
    ) -> io::Result<(bool, bool)> {
        let mut fds = [sys::to_poll(self.fd.as_fd()), sys::to_poll(other)];
        sys::poll(&mut fds, timeout)?;
        Ok((fds[0].revents != 0, fds[1].revents != 0))
    }
}

/// `SO_MEMINFO` of `asm-generic/socket.h`, which libc does not have for every architecture.
const SO_MEMINFO: i32 = 55;
/// `SK_MEMINFO_VARS` of `linux/sock_diag.h`; the last of them is `SK_MEMINFO_DROPS`.
const MEMINFO: usize = 9;

impl AsFd for Socket {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }
}

impl AsRawFd for Socket {
    fn as_raw_fd(&self) -> RawFd {
        self.fd.as_raw_fd()
    }
}

#[inline]
fn again_if_interrupted<T>(mut call: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    loop {
        match call() {
            Err(error) if interrupted(&error) => {}
            result => return result,
        }
    }
}

/// The user that this process acts as.
#[cfg(feature = "host")]
pub(crate) fn effective_uid() -> u32 {
    sys::effective_uid()
}

/// Whether a signal broke a system call off.
pub(crate) fn interrupted(error: &io::Error) -> bool {
    error.raw_os_error() == Some(libc::EINTR)
}

/// Whether a receive failed only because the time was up.
#[inline(never)]
pub(crate) fn timed_out(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::WouldBlock
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
