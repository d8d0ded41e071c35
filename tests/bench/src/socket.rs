//! A netlink socket with nothing between it and the C library: for the floor, for what the others are
//! checked against, and for who sends them events.

#![expect(unsafe_code, reason = "the C library's calls")]

use std::io;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};

use libc::{c_int, socklen_t};

/// `NETLINK_GENERIC`.
pub const GENERIC: c_int = libc::NETLINK_GENERIC;
/// `NETLINK_USERSOCK`.
pub const USERSOCK: c_int = libc::NETLINK_USERSOCK;

/// A bound socket.
#[derive(Debug)]
pub struct Socket(OwnedFd);

impl Socket {
    /// Opens one, and binds it to that port id, or to one of the kernel's choice where it is 0.
    pub fn open(protocol: c_int, port: u32) -> io::Result<Self> {
        // SAFETY: no pointers.
        let fd = unsafe { libc::socket(libc::AF_NETLINK, libc::SOCK_RAW, protocol) };
        if fd < 0 {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: the descriptor is new and nobody else's.
        let socket = Self(unsafe { OwnedFd::from_raw_fd(fd) });
        let address = address(port);
        // SAFETY: the address lives through the call, and the length is its own.
        let bound = unsafe {
            libc::bind(socket.0.as_raw_fd(), (&raw const address).cast(), ADDRESS_LENGTH)
        };
        if bound < 0 { Err(io::Error::last_os_error()) } else { Ok(socket) }
    }

    /// The port id that it is bound to.
    pub fn port(&self) -> io::Result<u32> {
        let (mut address, mut length) = (address(0), ADDRESS_LENGTH);
        let pointer = (&raw mut address).cast();
        // SAFETY: the address and its length live through the call.
        let got = unsafe { libc::getsockname(self.0.as_raw_fd(), pointer, &raw mut length) };
        if got < 0 { Err(io::Error::last_os_error()) } else { Ok(address.nl_pid) }
    }

    /// Sends to the kernel, as a socket does that is not connected.
    #[inline]
    pub fn send(&self, bytes: &[u8]) -> io::Result<()> {
        // SAFETY: the bytes live through the call, and the length is theirs.
        let sent = unsafe { libc::send(self.0.as_raw_fd(), bytes.as_ptr().cast(), bytes.len(), 0) };
        if sent < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
    }

    /// Receives a datagram; what does not fit is cut off.
    #[inline]
    pub fn receive<'b>(&self, buffer: &'b mut [u8]) -> io::Result<&'b [u8]> {
        let pointer = buffer.as_mut_ptr().cast();
        // SAFETY: the buffer lives through the call, and the length is its own.
        let length = unsafe { libc::recv(self.0.as_raw_fd(), pointer, buffer.len(), 0) };
        let length = usize::try_from(length).map_err(|_| io::Error::last_os_error())?;
        Ok(&buffer[..length])
    }

    /// The port id of whoever sent the next datagram, which is dropped.
    pub fn next_sender(&self) -> io::Result<u32> {
        let (mut address, mut length) = (address(0), ADDRESS_LENGTH);
        let pointer = (&raw mut address).cast();
        // SAFETY: the address and its length live through the call, and nothing is written elsewhere.
        let got = unsafe {
            let nowhere = std::ptr::null_mut();
            libc::recvfrom(self.0.as_raw_fd(), nowhere, 0, 0, pointer, &raw mut length)
        };
        if got < 0 { Err(io::Error::last_os_error()) } else { Ok(address.nl_pid) }
    }
}

/// Datagrams that are sent to a port id by one system call, so that a sender costs nearly nothing.
#[derive(Debug)]
pub struct Volley {
    socket: Socket,
    headers: Vec<libc::mmsghdr>,
    /// What the headers point to: parts, those parts' bytes, and the address.
    _pointed_to: (Vec<libc::iovec>, Vec<Vec<u8>>, Box<libc::sockaddr_nl>),
}

impl Volley {
    /// One from that socket to that port id.
    pub fn new(socket: Socket, port: u32, mut datagrams: Vec<Vec<u8>>) -> Self {
        let mut address = Box::new(address(port));
        let mut parts: Vec<libc::iovec> = datagrams
            .iter_mut()
            .map(|one| libc::iovec { iov_base: one.as_mut_ptr().cast(), iov_len: one.len() })
            .collect();
        let headers = parts.iter_mut().map(|part| {
            // SAFETY: a header of zeroes is one of no parts and to nobody.
            let mut header: libc::mmsghdr = unsafe { std::mem::zeroed() };
            header.msg_hdr.msg_name = (&raw mut *address).cast();
            header.msg_hdr.msg_namelen = ADDRESS_LENGTH;
            header.msg_hdr.msg_iov = part;
            header.msg_hdr.msg_iovlen = 1;
            header
        });
        let headers = headers.collect();
        Self { socket, headers, _pointed_to: (parts, datagrams, address) }
    }

    /// Sends them all.
    pub fn send(&mut self) -> io::Result<()> {
        let (pointer, count) = (self.headers.as_mut_ptr(), self.headers.len());
        // SAFETY: the headers, and all that they point to, live as long as this value, and vectors
        // and boxes stay where they are when it moves.
        let sent = unsafe { libc::sendmmsg(self.socket.0.as_raw_fd(), pointer, count as u32, 0) };
        if usize::try_from(sent).is_ok_and(|sent| sent == count) {
            return Ok(());
        }
        Err(io::Error::last_os_error())
    }
}

fn address(port: u32) -> libc::sockaddr_nl {
    // SAFETY: an address of zeroes is a valid one.
    let mut address: libc::sockaddr_nl = unsafe { std::mem::zeroed() };
    address.nl_family = libc::AF_NETLINK as u16;
    address.nl_pid = port;
    address
}

const ADDRESS_LENGTH: socklen_t = size_of::<libc::sockaddr_nl>() as socklen_t;
