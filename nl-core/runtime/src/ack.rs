//! `NLMSG_ERROR` and `NLMSG_DONE`: acknowledgements, refusals, and their extended acks.

use crate::declared::ext_ack::ExtAck;
use crate::wire::{HEADER_LEN, Message, MessageHeader, align, flags, native};
use crate::{Decode, Errno};

impl ExtAck<'_> {
    /// The sentence as text, without its NUL; bytes that are no UTF-8 are replaced.
    pub fn text(&self) -> Option<String> {
        let message = self.message?;
        let message = message.strip_suffix(&[0]).unwrap_or(message);
        Some(String::from_utf8_lossy(message).into_owned())
    }

    /// Whether it says nothing.
    #[inline]
    pub fn is_empty(&self) -> bool {
        *self == ExtAck::default()
    }
}

/// What an `NLMSG_ERROR` or `NLMSG_DONE` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Status<'d> {
    /// `None` for success.
    pub errno: Option<Errno>,
    /// The attributes of the extended ack, as they came.
    tlvs: &'d [u8],
}

impl<'d> Status<'d> {
    /// Reads an `NLMSG_ERROR`: an errno, the request's header, the request where it is not capped,
    /// and attributes. Those are found by the message's own flags, whatever the socket asked for.
    ///
    /// `None` where it is too short to say anything.
    pub fn of_error(message: &Message<'d>) -> Option<Self> {
        let (errno, rest) = message.payload.split_first_chunk::<4>()?;
        Some(Self::behind(*errno, message.header.flags, rest))
    }

    /// Of an `NLMSG_ERROR` whose errno was taken off.
    pub(crate) fn behind(errno: [u8; 4], header_flags: u16, rest: &'d [u8]) -> Self {
        let request = rest.first_chunk::<HEADER_LEN>();
        let tlvs = request.map_or(rest.len(), |request| {
            if header_flags & flags::CAPPED != 0 {
                HEADER_LEN
            } else {
                let length = MessageHeader::parse(request).len as usize;
                align(length.clamp(HEADER_LEN, rest.len()))
            }
        });
        Self::new(errno, header_flags, rest.get(tlvs..))
    }

    /// Reads an `NLMSG_DONE`: an errno, which some families leave out, and attributes.
    pub fn of_done(message: &Message<'d>) -> Self {
        match message.payload.split_first_chunk::<4>() {
            Some((errno, rest)) => Self::new(*errno, message.header.flags, Some(rest)),
            None => Self { errno: None, tlvs: &[] },
        }
    }

    pub(crate) fn new(errno: [u8; 4], header_flags: u16, tlvs: Option<&'d [u8]>) -> Self {
        let errno = native::u32(errno).cast_signed();
        let errno = (errno != 0).then(|| Errno(errno.saturating_neg()));
        // The flag may stand where no attribute had room.
        let tlvs = tlvs.filter(|_| header_flags & flags::ACK_TLVS != 0);
        Self::from_tlvs(errno, tlvs.unwrap_or_default())
    }

    pub(crate) fn from_tlvs(errno: Option<Errno>, tlvs: &'d [u8]) -> Self {
        Self { errno, tlvs }
    }

    /// What came with it; empty where nothing did. One that does not decode is as good as none, since
    /// it must not hide the errno.
    pub fn ack(&self) -> ExtAck<'d> {
        ExtAck::decode(self.tlvs).unwrap_or_default()
    }

    /// The sentence that came with it.
    pub fn text(&self) -> Option<String> {
        if self.tlvs.is_empty() { None } else { self.ack().text() }
    }

    /// The extended ack's attributes, as they came.
    pub(crate) fn tlvs(&self) -> &'d [u8] {
        self.tlvs
    }
}
