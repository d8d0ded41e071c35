//! The messages of one datagram.

use std::fmt;

use super::attr::behind_padded;
use super::{ATTRS_AT, GENL_HEADER_LEN, GenlHeader, HEADER_LEN, MessageHeader};

/// One message of a datagram: its header and what follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message<'d> {
    /// The message's header.
    pub header: MessageHeader,
    /// What follows the header, padding not included.
    pub payload: &'d [u8],
}

impl<'d> Message<'d> {
    /// Reads the payload as a generic netlink message: its header, and the bytes behind it, which are
    /// what [`Decode::decode`](crate::Decode::decode) takes: the attributes, with the family's own
    /// header before them if it has one. `None` where the payload is too short.
    #[inline]
    pub fn genl(&self) -> Option<(GenlHeader, &'d [u8])> {
        let (header, attrs) = self.payload.split_first_chunk::<GENL_HEADER_LEN>()?;
        Some((GenlHeader::parse(*header), attrs))
    }

    /// Where the attributes start, counted from the message's first byte, bytes.
    pub const ATTRS_AT: usize = ATTRS_AT;
}

/// The messages of a datagram, found by their aligned lengths.
#[derive(Clone, Debug)]
pub struct Messages<'d> {
    rest: &'d [u8],
}

impl<'d> Messages<'d> {
    /// Starts at the datagram's first byte.
    #[inline]
    pub fn new(datagram: &'d [u8]) -> Self {
        Self { rest: datagram }
    }

    /// How many bytes of the datagram were not looked at yet.
    #[inline]
    pub fn remaining(&self) -> usize {
        self.rest.len()
    }
}

impl<'d> Iterator for Messages<'d> {
    type Item = Result<Message<'d>, DatagramError>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let bytes = std::mem::take(&mut self.rest);
        let Some((head, behind)) = bytes.split_first_chunk::<HEADER_LEN>() else {
            return (!bytes.is_empty())
                .then_some(Err(DatagramError { declared: None, available: bytes.len() }));
        };
        let header = MessageHeader::parse(head);
        let declared = header.len as usize;
        // A length below the header's wraps to one that there never is.
        let Some(payload) = behind.get(..declared.wrapping_sub(HEADER_LEN)) else {
            return Some(Err(DatagramError { declared: Some(header.len), available: bytes.len() }));
        };
        self.rest = behind_padded(bytes, declared);
        Some(Ok(Message { header, payload }))
    }
}

impl std::iter::FusedIterator for Messages<'_> {}

/// A datagram that does not hold together; what came before the fault is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DatagramError {
    /// The length that the message's header says, where there was a whole header.
    pub declared: Option<u32>,
    /// The bytes that there were.
    pub available: usize,
}

impl fmt::Display for DatagramError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.declared {
            Some(declared) => write!(
                f,
                "a message says that it has {declared} bytes where {} remain and a header takes {HEADER_LEN}",
                self.available
            ),
            None => write!(
                f,
                "{} bytes remain where a message header takes {HEADER_LEN}",
                self.available
            ),
        }
    }
}

impl std::error::Error for DatagramError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(len: u32, seq: u32, payload: &[u8]) -> Vec<u8> {
        let mut bytes = MessageHeader { len, kind: 35, seq, ..Default::default() }.emit().to_vec();
        bytes.extend_from_slice(payload);
        bytes
    }

    #[test]
    fn messages_are_found_by_aligned_length() {
        let mut datagram = message(17, 1, &[9, 0xa5, 0xa5, 0xa5]);
        datagram.extend(message(16, 2, &[]));
        let found: Vec<_> = Messages::new(&datagram).map(Result::unwrap).collect();
        assert_eq!(found.iter().map(|m| m.header.seq).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(found[0].payload, [9]);
    }

    #[test]
    fn a_last_message_may_be_unpadded() {
        let datagram = message(17, 1, &[9]);
        assert_eq!(Messages::new(&datagram).count(), 1);
    }

    #[test]
    fn bad_lengths_give_one_error_and_then_nothing() {
        for len in [0, 1, 15, 21, u32::MAX] {
            let datagram = message(len, 1, &[0; 4]);
            let mut messages = Messages::new(&datagram);
            assert!(messages.next().unwrap().is_err(), "length {len}");
            assert!(messages.next().is_none(), "length {len}");
        }
        assert!(Messages::new(&[0; 15]).next().unwrap().is_err());
        assert!(Messages::new(&[]).next().is_none());
    }
}
