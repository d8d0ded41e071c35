//! A file in chunks, of which the last is known as such.

use std::io::{self, Read};

/// Reads chunks of equal size, one ahead. An empty file has one chunk, which is empty.
#[derive(Debug)]
pub(super) struct Chunks<R> {
    from: R,
    size: u64,
    offset: u64,
    current: Vec<u8>,
    /// What follows `current`; `None` behind the last chunk.
    ahead: Option<Vec<u8>>,
}

/// A part of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Chunk<'a> {
    pub(super) offset: u64,
    pub(super) data: &'a [u8],
    pub(super) last: bool,
}

impl<R: Read> Chunks<R> {
    /// Starts to read; every chunk but the last has that size, bytes.
    pub(super) fn new(mut from: R, size: u32) -> io::Result<Self> {
        let size = u64::from(size);
        let ahead = Some(filled(&mut from, size, Vec::new())?);
        Ok(Self { from, size, offset: 0, current: Vec::new(), ahead })
    }

    /// The next chunk, `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<Chunk<'_>>> {
        let Some(ahead) = self.ahead.take() else {
            return Ok(None);
        };
        self.offset += self.current.len() as u64;
        let used = std::mem::replace(&mut self.current, ahead);
        let ahead = filled(&mut self.from, self.size, used)?;
        self.ahead = Some(ahead).filter(|ahead| !ahead.is_empty());
        let last = self.ahead.is_none();
        Ok(Some(Chunk { offset: self.offset, data: &self.current, last }))
    }
}

fn filled(from: &mut impl Read, size: u64, mut buffer: Vec<u8>) -> io::Result<Vec<u8>> {
    buffer.clear();
    from.take(size).read_to_end(&mut buffer)?;
    Ok(buffer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(bytes: &[u8], size: u32) -> Vec<(u64, Vec<u8>, bool)> {
        let mut chunks = Chunks::new(bytes, size).unwrap();
        let mut parts = Vec::new();
        while let Some(Chunk { offset, data, last }) = chunks.next().unwrap() {
            parts.push((offset, data.to_vec(), last));
        }
        parts
    }

    #[test]
    fn only_the_last_chunk_is_last() {
        let expected = [(0, vec![1, 2], false), (2, vec![3, 4], false), (4, vec![5], true)];
        assert_eq!(parts(&[1, 2, 3, 4, 5], 2), expected);
        assert_eq!(parts(&[1, 2], 2), [(0, vec![1, 2], true)]);
        assert_eq!(parts(&[1, 2], 9), [(0, vec![1, 2], true)]);
    }

    #[test]
    fn an_empty_file_is_one_empty_chunk() {
        assert_eq!(parts(&[], 2), [(0, vec![], true)]);
    }
}
