//! What came for a request, kept until somebody looks at it.

use std::ops::Range;

use crate::ack::Status;
use crate::ask::{Ask, Outcome};
use crate::error::{Error, Who};
use crate::exchange::Answer;

/// Parts of an answer, with their bytes: those of one request, or of several.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    bytes: Vec<u8>,
}

/// A part of an answer. Ranges are of the bytes that [`Kept`] has.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Part {
    Reply(Range<usize>),
    Acknowledged {
        status: KeptStatus,
        last: bool,
    },
    Done {
        status: KeptStatus,
        interrupted: bool,
    },
    UnexpectedCommand(u8),
    Refused(KeptStatus),
    /// Answers were lost, and this one may be among them.
    Lost,
    /// It came, in a datagram that does not hold together.
    Broken(crate::wire::DatagramError),
    /// It came, in a datagram of so many bytes, more than there was room for.
    TooLarge(usize),
}

/// What an ACK or a refusal says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct KeptStatus {
    errno: Option<crate::Errno>,
    tlvs: Range<usize>,
}

impl Kept {
    /// Forgets the bytes and keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
    }

    /// How many bytes there are.
    #[cfg(feature = "tokio")]
    pub(crate) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// The attributes of a reply.
    pub(crate) fn get(&self, reply: Range<usize>) -> &[u8] {
        self.bytes.get(reply).unwrap_or_default()
    }

    /// Keeps a part of an answer.
    pub(crate) fn keep(&mut self, answer: &Answer<'_>) -> Part {
        match answer {
            Answer::Reply { payload, .. } => Part::Reply(self.bytes(payload)),
            Answer::Acknowledged { status, last, .. } => {
                Part::Acknowledged { status: self.status(status), last: *last }
            }
            Answer::Done { status, interrupted } => {
                Part::Done { status: self.status(status), interrupted: *interrupted }
            }
            Answer::Refused(status) => Part::Refused(self.status(status)),
            Answer::UnexpectedCommand(command) => Part::UnexpectedCommand(*command),
        }
    }

    fn status(&mut self, status: &Status<'_>) -> KeptStatus {
        KeptStatus { errno: status.errno, tlvs: self.bytes(status.tlvs()) }
    }

    fn bytes(&mut self, bytes: &[u8]) -> Range<usize> {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(bytes);
        start..self.bytes.len()
    }

    /// What a part means to whoever waits for it; `request` is the message that was sent.
    pub(crate) fn outcome(
        &self,
        part: Part,
        ask: Ask,
        who: Who,
        request: &[u8],
    ) -> Result<Outcome<Range<usize>>, Error> {
        let status = |kept: KeptStatus| Status::from_tlvs(kept.errno, self.get(kept.tlvs));
        match part {
            Part::Reply(reply) => Ok(Outcome::Reply(reply)),
            Part::Acknowledged { status: kept, last } => {
                Ok(Outcome::Acknowledged { warning: status(kept).text(), last })
            }
            Part::Done { status: kept, interrupted } => {
                Ok(Outcome::Done { warning: status(kept).text(), interrupted })
            }
            Part::UnexpectedCommand(command) => Err(ask.unexpected(command)),
            Part::Refused(kept) => Err(ask.refused(&status(kept), who, request)),
            Part::Lost => Err(ask.overrun()),
            Part::Broken(what) => Err(ask.broken(what)),
            Part::TooLarge(length) => Err(ask.too_large(length)),
        }
    }
}
