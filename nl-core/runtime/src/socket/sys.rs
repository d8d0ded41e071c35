//! The system calls, one function each: the only `unsafe` of the crate.

#![expect(unsafe_code, reason = "system calls take pointers; nothing else here does")]

use std::io;
use std::os::fd::{AsRawFd, BorrowedFd, FromRawFd, OwnedFd};
use std::time::Duration;

use libc::{c_int, c_void, socklen_t};

use super::{Ancillary, Credentials, Datagram};

#[expect(clippy::cast_possible_truncation, reason = "it is 16")]
const FAMILY: libc::sa_family_t = libc::AF_NETLINK as libc::sa_family_t;

fn check(result: c_int) -> io::Result<c_int> {
    if result < 0 { Err(io::Error::last_os_error()) } else { Ok(result) }
}

#[inline]
fn check_size(result: isize) -> io::Result<usize> {
    usize::try_from(result).map_err(|_| io::Error::last_os_error())
}

#[expect(clippy::cast_possible_truncation, reason = "sizes of C structs")]
const fn length_of<T>() -> socklen_t {
    size_of::<T>() as socklen_t
}

/// `socket(AF_NETLINK, SOCK_RAW, protocol)`, closed on exec.
pub(super) fn socket(protocol: c_int) -> io::Result<OwnedFd> {
    // SAFETY: takes no pointers.
    let fd = check(unsafe {
        libc::socket(libc::AF_NETLINK, libc::SOCK_RAW | libc::SOCK_CLOEXEC, protocol)
    })?;
    // SAFETY: the descriptor is new, so nobody else owns it.
    Ok(unsafe { OwnedFd::from_raw_fd(fd) })
}

#[inline]
fn address(port: u32) -> libc::sockaddr_nl {
    // SAFETY: a plain C struct of integers, for which all zeroes are a value.
    let mut address: libc::sockaddr_nl = unsafe { std::mem::zeroed() };
    address.nl_family = FAMILY;
    address.nl_pid = port;
    address
}

/// Binds to a port id; with 0 the kernel chooses one.
pub(super) fn bind(fd: BorrowedFd<'_>, port: u32) -> io::Result<()> {
    let address = address(port);
    // SAFETY: the pointer is to a sockaddr_nl that lives through the call, the length is its own.
    check(unsafe {
        libc::bind(fd.as_raw_fd(), (&raw const address).cast(), length_of::<libc::sockaddr_nl>())
    })?;
    Ok(())
}

/// The port id that the socket is bound to.
pub(super) fn port(fd: BorrowedFd<'_>) -> io::Result<u32> {
    let mut address = address(0);
    let mut length = length_of::<libc::sockaddr_nl>();
    // SAFETY: both pointers are to values that live through the call; `length` is the room there is.
    check(unsafe {
        libc::getsockname(fd.as_raw_fd(), (&raw mut address).cast(), &raw mut length)
    })?;
    Ok(address.nl_pid)
}

/// Sets an option whose value is plain C data.
pub(super) fn set_option<T: Copy>(
    fd: BorrowedFd<'_>,
    level: c_int,
    name: c_int,
    value: T,
) -> io::Result<()> {
    // SAFETY: the pointer is to `value`, which lives through the call; the length is its own.
    check(unsafe {
        libc::setsockopt(
            fd.as_raw_fd(),
            level,
            name,
            (&raw const value).cast::<c_void>(),
            length_of::<T>(),
        )
    })?;
    Ok(())
}

/// A time for `SO_RCVTIMEO`, where zero means for ever.
pub(super) fn timeval(time: Option<Duration>) -> libc::timeval {
    let time = time.map_or(Duration::ZERO, |time| time.max(Duration::from_micros(1)));
    libc::timeval {
        tv_sec: time.as_secs().try_into().unwrap_or(libc::time_t::MAX),
        tv_usec: time.subsec_micros().into(),
    }
}

/// Sends one datagram to a port id.
#[inline]
pub(super) fn send(fd: BorrowedFd<'_>, bytes: &[u8], to: u32, flags: c_int) -> io::Result<()> {
    let address = address(to);
    // SAFETY: `bytes` and `address` live through the call, and the lengths are their own.
    check_size(unsafe {
        libc::sendto(
            fd.as_raw_fd(),
            bytes.as_ptr().cast(),
            bytes.len(),
            flags,
            (&raw const address).cast(),
            length_of::<libc::sockaddr_nl>(),
        )
    })?;
    Ok(())
}

/// Sends one datagram to the kernel, which is where a socket sends that was never connected.
#[inline]
pub(super) fn send_to_kernel(fd: BorrowedFd<'_>, bytes: &[u8]) -> io::Result<()> {
    // SAFETY: `bytes` lives through the call, and the length is its own.
    check_size(unsafe { libc::send(fd.as_raw_fd(), bytes.as_ptr().cast(), bytes.len(), 0) })?;
    Ok(())
}

/// Receives one datagram: its length, which is told even where it exceeds the buffer, and the
/// sender's port id.
#[inline]
pub(super) fn receive(
    fd: BorrowedFd<'_>,
    buffer: &mut [u8],
    flags: c_int,
) -> io::Result<(usize, u32)> {
    // SAFETY: a plain C struct of integers, for which all zeroes are a value.
    let mut address: libc::sockaddr_nl = unsafe { std::mem::zeroed() };
    let mut address_length = length_of::<libc::sockaddr_nl>();
    // SAFETY: `buffer`, `address` and `address_length` live through the call, and the lengths that
    // stand beside the first two are their own.
    let length = check_size(unsafe {
        libc::recvfrom(
            fd.as_raw_fd(),
            buffer.as_mut_ptr().cast(),
            buffer.len(),
            flags | libc::MSG_TRUNC,
            (&raw mut address).cast(),
            &raw mut address_length,
        )
    })?;
    Ok((length, address.nl_pid))
}

/// Receives one datagram with all that the socket asks to be told of it.
pub(super) fn receive_message(
    fd: BorrowedFd<'_>,
    buffer: &mut [u8],
    flags: c_int,
) -> io::Result<Datagram> {
    let mut address = address(0);
    let mut part = libc::iovec { iov_base: buffer.as_mut_ptr().cast(), iov_len: buffer.len() };
    // Room for every control message that a socket here asks for, aligned as a cmsghdr must be.
    let mut control = [0u64; 16];
    // SAFETY: a plain C struct of integers and pointers, for which all zeroes are a value.
    let mut header: libc::msghdr = unsafe { std::mem::zeroed() };
    header.msg_name = (&raw mut address).cast();
    header.msg_namelen = length_of::<libc::sockaddr_nl>();
    header.msg_iov = &raw mut part;
    header.msg_iovlen = 1;
    header.msg_control = control.as_mut_ptr().cast();
    header.msg_controllen = size_of_val(&control);
    // SAFETY: every pointer in `header` is to memory that lives through the call and is of the
    // length that stands beside it.
    let length = check_size(unsafe {
        libc::recvmsg(fd.as_raw_fd(), &raw mut header, flags | libc::MSG_TRUNC)
    })?;
    Ok(Datagram { length, sender: address.nl_pid, ancillary: ancillary(&header) })
}

/// The most datagrams of one [`receive_many`].
pub(super) const MANY: usize = 64;
/// Room for what a subscriber's socket asks to be told of a datagram.
pub(super) type Control = [u64; 8];

/// Receives datagrams, each into the next `slot` bytes of `memory`; how many. It waits for the first
/// one alone, if it waits. Their lengths are told even where they exceed the slot.
#[inline]
pub(super) fn receive_many(
    fd: BorrowedFd<'_>,
    memory: &mut [u8],
    slot: usize,
    datagrams: &mut [Datagram],
    controls: &mut [Control],
    flags: c_int,
) -> io::Result<usize> {
    let mut addresses = [address(0); MANY];
    // SAFETY: plain C structs of integers and pointers, for which all zeroes are a value.
    let mut parts: [libc::iovec; MANY] = unsafe { std::mem::zeroed() };
    // SAFETY: as above.
    let mut headers: [libc::mmsghdr; MANY] = unsafe { std::mem::zeroed() };
    let mut count = 0;
    let slots = memory.chunks_exact_mut(slot).take(datagrams.len().min(MANY));
    for (position, slot) in slots.enumerate() {
        let header = &mut headers[position].msg_hdr;
        parts[position] = libc::iovec { iov_base: slot.as_mut_ptr().cast(), iov_len: slot.len() };
        header.msg_name = (&raw mut addresses[position]).cast();
        header.msg_namelen = length_of::<libc::sockaddr_nl>();
        header.msg_iov = &raw mut parts[position];
        header.msg_iovlen = 1;
        if let Some(control) = controls.get_mut(position) {
            header.msg_control = control.as_mut_ptr().cast();
            header.msg_controllen = size_of_val(control);
        }
        count = position + 1;
    }
    #[expect(clippy::cast_possible_truncation, reason = "at most MANY")]
    // SAFETY: the first `count` headers point to memory that lives through the call and is of the
    // lengths that stand beside the pointers.
    let received = check(unsafe {
        libc::recvmmsg(
            fd.as_raw_fd(),
            headers.as_mut_ptr(),
            count as libc::c_uint,
            (flags | libc::MSG_TRUNC | libc::MSG_WAITFORONE) as _,
            std::ptr::null_mut(),
        )
    })?;
    let received = received.cast_unsigned() as usize;
    let filled = headers.iter().zip(&addresses).take(received);
    for (datagram, (header, address)) in datagrams.iter_mut().zip(filled) {
        *datagram = Datagram {
            length: header.msg_len as usize,
            sender: address.nl_pid,
            ancillary: ancillary(&header.msg_hdr),
        };
    }
    Ok(received)
}

fn ancillary(header: &libc::msghdr) -> Ancillary {
    let mut found = Ancillary::default();
    // SAFETY: `header` was filled by recvmsg and its control buffer is still alive.
    let mut next = unsafe { libc::CMSG_FIRSTHDR(header) };
    while !next.is_null() {
        // SAFETY: CMSG_FIRSTHDR and CMSG_NXTHDR return a whole cmsghdr of the buffer, or null.
        let control = unsafe { next.read_unaligned() };
        match (control.cmsg_level, control.cmsg_type) {
            (libc::SOL_SOCKET, libc::SCM_CREDENTIALS) => {
                let ucred = payload::<libc::ucred>(&control, next);
                found.credentials =
                    ucred.map(|libc::ucred { pid, uid, gid }| Credentials { pid, uid, gid });
            }
            (libc::SOL_NETLINK, libc::NETLINK_PKTINFO) => found.group = payload(&control, next),
            (libc::SOL_NETLINK, libc::NETLINK_LISTEN_ALL_NSID) => {
                found.namespace = payload(&control, next);
            }
            _ => {}
        }
        // SAFETY: as for CMSG_FIRSTHDR; `next` is a cmsghdr of this header's buffer.
        next = unsafe { libc::CMSG_NXTHDR(header, next) };
    }
    found
}

/// What a control message holds, where it is as long as that.
fn payload<T: Copy>(control: &libc::cmsghdr, at: *const libc::cmsghdr) -> Option<T> {
    if control.cmsg_len < size_of::<libc::cmsghdr>() + size_of::<T>() {
        return None;
    }
    // SAFETY: the length says that so many bytes of plain C data follow the header at `at`.
    Some(unsafe { libc::CMSG_DATA(at).cast::<T>().read_unaligned() })
}

/// The value of an option that is plain C data, of which all zeroes are a value.
pub(super) fn option<T: Copy>(fd: BorrowedFd<'_>, level: c_int, name: c_int) -> io::Result<T> {
    // SAFETY: the callers' types are integers and arrays of them.
    let mut value: T = unsafe { std::mem::zeroed() };
    let mut length = length_of::<T>();
    // SAFETY: `value` and `length` live through the call; `length` is the room that there is.
    check(unsafe {
        libc::getsockopt(
            fd.as_raw_fd(),
            level,
            name,
            (&raw mut value).cast::<c_void>(),
            &raw mut length,
        )
    })?;
    Ok(value)
}

/// Moves the calling thread into a network namespace.
pub(super) fn enter_network_namespace(namespace: BorrowedFd<'_>) -> io::Result<()> {
    // SAFETY: takes no pointers.
    check(unsafe { libc::setns(namespace.as_raw_fd(), libc::CLONE_NEWNET) })?;
    Ok(())
}

/// What [`poll`] looks at.
pub(super) fn to_poll(fd: BorrowedFd<'_>) -> libc::pollfd {
    libc::pollfd { fd: fd.as_raw_fd(), events: libc::POLLIN, revents: 0 }
}

/// Waits until one of the descriptors is readable, and says in each whether it is.
pub(super) fn poll(fds: &mut [libc::pollfd], timeout: Option<Duration>) -> io::Result<()> {
    let count = fds.len() as libc::nfds_t;
    // Rounded up, so that the time is over when poll says so.
    let milliseconds = timeout.map_or(-1, |time| {
        c_int::try_from(time.as_nanos().div_ceil(1_000_000)).unwrap_or(c_int::MAX)
    });
    // SAFETY: the pointer is to so many pollfds, which live through the call.
    match check(unsafe { libc::poll(fds.as_mut_ptr(), count, milliseconds) }) {
        Err(error) if !super::interrupted(&error) => Err(error),
        _ => Ok(()),
    }
}

/// The user that this process acts as.
#[cfg(feature = "host")]
pub(super) fn effective_uid() -> u32 {
    // SAFETY: takes nothing and cannot fail.
    unsafe { libc::geteuid() }
}
