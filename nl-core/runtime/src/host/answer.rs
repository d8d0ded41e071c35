//! `NLMSG_ERROR` and `NLMSG_DONE` as the kernel makes them.

use super::Refusal;
use crate::Encode;
use crate::Errno;
use crate::ExtAck;
use crate::policy::Violation;
use crate::schema::SetSchema;
use crate::wire::native::Native;
use crate::wire::{ATTRS_AT, Attrs, Buffer, HEADER_LEN, MessageHeader, align, flags, kind};

/// What a request failed with, and where in it.
pub(super) struct Failure<'r> {
    pub(super) refusal: &'r Refusal,
    /// The request's attributes and their set, to find the one to blame.
    pub(super) request: &'r [u8],
    pub(super) set: Option<&'static SetSchema>,
}

/// An acknowledgement, with a warning if there is one.
pub(super) fn ack(
    buffer: &mut Buffer,
    port: u32,
    request: &MessageHeader,
    warning: Option<&'static str>,
) {
    let sentence = warning.map(terminated);
    let ack = ExtAck { message: sentence.as_deref(), ..ExtAck::default() };
    status(buffer, port, request, Errno(0), &ack);
}

/// A refusal.
pub(super) fn error(
    buffer: &mut Buffer,
    port: u32,
    request: &MessageHeader,
    failure: &Failure<'_>,
) {
    let sentence = failure.sentence();
    status(buffer, port, request, failure.refusal.errno, &failure.ack(&sentence));
}

/// An `NLMSG_ERROR`. Requests are always capped.
fn status(buffer: &mut Buffer, port: u32, request: &MessageHeader, errno: Errno, ack: &ExtAck<'_>) {
    let tlvs = if ack.is_empty() { 0 } else { flags::ACK_TLVS };
    let header = MessageHeader {
        len: 0,
        kind: kind::ERROR,
        flags: flags::CAPPED | tlvs,
        seq: request.seq,
        port,
    };
    let size = HEADER_LEN + 4 + HEADER_LEN + ack.size();
    let pushed = buffer.push_with(header, size, |writer| {
        writer.put(errno.0.wrapping_neg().to_native())?;
        writer.put(request.emit())?;
        ack.emit(writer)
    });
    // An extended ack is made of what fits: 80 bytes of text, numbers, and one policy.
    debug_assert!(pushed.is_ok());
}

/// The end of a dump or of several replies; the sentence of a refusal, which is all of it that the
/// kernel says there.
pub(super) fn done(buffer: &mut Buffer, header: MessageHeader, refusal: Option<&Refusal>) {
    let errno = refusal.map_or(0, |refusal| refusal.errno.0.wrapping_neg());
    let sentence = refusal.and_then(|refusal| refusal.message).map(terminated).unwrap_or_default();
    let ack =
        ExtAck { message: (!sentence.is_empty()).then_some(&sentence[..]), ..ExtAck::default() };
    let tlvs = if ack.is_empty() { 0 } else { flags::ACK_TLVS };
    let header = MessageHeader { kind: kind::DONE, flags: header.flags | tlvs, ..header };
    let pushed = buffer.push_with(header, HEADER_LEN + 4 + ack.size(), |writer| {
        writer.put(errno.to_native())?;
        ack.emit(writer)
    });
    debug_assert!(pushed.is_ok());
}

/// A sentence with its NUL.
fn terminated(sentence: &str) -> Vec<u8> {
    [sentence.as_bytes(), &[0]].concat()
}

impl Failure<'_> {
    fn violation(&self) -> Option<&Violation> {
        self.refusal.violation.as_deref()
    }

    /// The sentence with its NUL.
    fn sentence(&self) -> Vec<u8> {
        let message = self.refusal.message.or_else(|| self.violation()?.message);
        message.map(terminated).unwrap_or_default()
    }

    fn ack<'s>(&self, sentence: &'s [u8]) -> ExtAck<'s> {
        let violation = self.violation();
        let from_header = |offset: usize| u32::try_from(offset + ATTRS_AT).ok();
        let blamed = self.refusal.attribute.and_then(|name| self.find(name));
        ExtAck {
            message: (!sentence.is_empty()).then_some(sentence),
            offset: violation.and_then(|v| v.offset).or(blamed).and_then(from_header),
            cookie: None,
            policy: violation.and_then(|v| v.policy.as_deref().cloned()),
            missing: violation.and_then(|v| v.missing).map(u32::from),
            missing_nest: violation.and_then(|v| v.missing_nest).and_then(from_header),
        }
    }

    /// Where the attribute of that name starts; the last, where it stands twice.
    fn find(&self, name: &str) -> Option<usize> {
        let set = self.set?;
        let number = set.attributes.iter().find(|a| a.name == name)?.number;
        let mut offset = set.header;
        let mut found = None;
        let attributes = self.request.get(set.header..).unwrap_or_default();
        for attr in Attrs::new(attributes).map_while(Result::ok) {
            if attr.number() == number {
                found = Some(offset);
            }
            offset += 4 + align(attr.payload.len());
        }
        found
    }
}
