//! `struct nlmsghdr` (`linux/netlink.h`) and `struct genlmsghdr` (`linux/genetlink.h`).

use super::native;

/// Bytes of a [`MessageHeader`].
pub const HEADER_LEN: usize = 16;
/// Bytes of a [`GenlHeader`].
pub const GENL_HEADER_LEN: usize = 4;
/// Message types below this one are netlink's own (`NLMSG_MIN_TYPE`); families' ids start here.
pub const MIN_TYPE: u16 = 0x10;

/// The values of [`MessageHeader::kind`] that are not families' ids (`NLMSG_*`).
pub mod kind {
    /// Nothing: to be passed over.
    pub const NOOP: u16 = 1;
    /// An error, or with errno 0 an acknowledgement.
    pub const ERROR: u16 = 2;
    /// The end of a dump or of another multi-part answer.
    pub const DONE: u16 = 3;
    /// Data were lost. The kernel never sends it; the user-space host does, to a slow subscriber.
    pub const OVERRUN: u16 = 4;
}

/// The values of [`MessageHeader::flags`] (`NLM_F_*`).
pub mod flags {
    /// A request; without it the kernel does nothing.
    pub const REQUEST: u16 = 0x1;
    /// Part of an answer of many messages. Some families leave it out of their dumps.
    pub const MULTI: u16 = 0x2;
    /// Asks for an acknowledgement.
    pub const ACK: u16 = 0x4;
    /// Asks for the notification which the request causes.
    pub const ECHO: u16 = 0x8;
    /// The dump was inconsistent: something changed while it was made.
    pub const DUMP_INTR: u16 = 0x10;
    /// Asks for a dump (`NLM_F_ROOT | NLM_F_MATCH`).
    pub const DUMP: u16 = 0x300;
    /// In an error: the request behind it was cut to its header.
    pub const CAPPED: u16 = 0x100;
    /// In an error or at the end of a dump: extended-ack attributes may follow.
    pub const ACK_TLVS: u16 = 0x200;
}

mod field {
    use std::ops::Range;

    pub(super) const LEN: Range<usize> = 0..4;
    pub(super) const KIND: Range<usize> = 4..6;
    pub(super) const FLAGS: Range<usize> = 6..8;
    pub(super) const SEQ: Range<usize> = 8..12;
    pub(super) const PORT: Range<usize> = 12..16;
}

/// `struct nlmsghdr`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MessageHeader {
    /// Bytes of the message, this header included, padding behind it not.
    pub len: u32,
    /// A family's id, or one of [`kind`].
    pub kind: u16,
    /// Bits of [`flags`].
    pub flags: u16,
    /// Chosen by the requester; what answers carry it back. 0 in notifications.
    pub seq: u32,
    /// The requester's port id in answers; 0 in notifications.
    pub port: u32,
}

impl MessageHeader {
    /// Reads the header; any bytes are a header.
    #[inline]
    pub fn parse(bytes: &[u8; HEADER_LEN]) -> Self {
        let word =
            |at: usize| native::u32([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
        let half = |at: usize| native::u16([bytes[at], bytes[at + 1]]);
        Self {
            len: word(field::LEN.start),
            kind: half(field::KIND.start),
            flags: half(field::FLAGS.start),
            seq: word(field::SEQ.start),
            port: word(field::PORT.start),
        }
    }

    /// The header as it goes over the wire.
    #[inline]
    pub fn emit(&self) -> [u8; HEADER_LEN] {
        let mut bytes = [0; HEADER_LEN];
        bytes[field::LEN].copy_from_slice(&native::Native::to_native(self.len));
        bytes[field::KIND].copy_from_slice(&native::Native::to_native(self.kind));
        bytes[field::FLAGS].copy_from_slice(&native::Native::to_native(self.flags));
        bytes[field::SEQ].copy_from_slice(&native::Native::to_native(self.seq));
        bytes[field::PORT].copy_from_slice(&native::Native::to_native(self.port));
        bytes
    }
}

/// `struct genlmsghdr`; its last two bytes are reserved and 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GenlHeader {
    /// What is asked, answered or announced; numbers are the family's own.
    pub command: u8,
    /// The family's version. The kernel does not look at it.
    pub version: u8,
    /// 0; the kernel refuses anything else where it checks.
    pub reserved: u16,
}

impl GenlHeader {
    /// Reads the header; any bytes are a header.
    #[inline]
    pub fn parse(bytes: [u8; GENL_HEADER_LEN]) -> Self {
        let [command, version, low, high] = bytes;
        Self { command, version, reserved: native::u16([low, high]) }
    }

    /// The header as it goes over the wire.
    #[inline]
    pub fn emit(self) -> [u8; GENL_HEADER_LEN] {
        let [low, high] = native::Native::to_native(self.reserved);
        [self.command, self.version, low, high]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_laid_out_as_the_kernel_lays_it_out() {
        assert_eq!(HEADER_LEN, size_of::<libc::nlmsghdr>());
        assert_eq!(field::KIND.start, std::mem::offset_of!(libc::nlmsghdr, nlmsg_type));
        assert_eq!(field::FLAGS.start, std::mem::offset_of!(libc::nlmsghdr, nlmsg_flags));
        assert_eq!(field::SEQ.start, std::mem::offset_of!(libc::nlmsghdr, nlmsg_seq));
        assert_eq!(field::PORT.start, std::mem::offset_of!(libc::nlmsghdr, nlmsg_pid));
        assert_eq!(GENL_HEADER_LEN, size_of::<libc::genlmsghdr>());
    }

    #[test]
    fn a_header_survives_the_round_trip() {
        let header =
            MessageHeader { len: 20, kind: 35, flags: 5, seq: 0x0102_0304, port: u32::MAX };
        assert_eq!(MessageHeader::parse(&header.emit()), header);
        let genl = GenlHeader { command: 200, version: 1, reserved: 0x0a0b };
        assert_eq!(GenlHeader::parse(genl.emit()), genl);
    }
}
