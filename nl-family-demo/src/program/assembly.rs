//! Puts the chunks of one file together, and notices what is missing.
//!
//! Ids run up by one, but for messages that were cleared, and a few that were taken back because
//! their sender could not be told. So an id that is left out means that something was lost, or is
//! not there; what is then listed shows which, by the offsets.

use std::fmt;
use std::ops::RangeInclusive;

use nl_family_demo::family::Message;

use super::line::Plain;

/// The file that is received: the first one that starts at its beginning.
#[derive(Debug, Default)]
pub(super) struct Assembly {
    /// The greatest id that was looked at, whatever file it was of.
    seen: Option<u32>,
    /// The greatest id that an event had; events come in their order.
    announced: u32,
    file: Option<File>,
}

/// A file of which the beginning was received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct File {
    pub(super) name: String,
    pub(super) bytes: u64,
    pub(super) chunks: u64,
}

/// What is to be done with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It was looked at before, or is of another file.
    Pass,
    /// It is the middle of a file whose beginning was not received.
    Middle,
    /// Its data comes next.
    Take,
    /// Its data comes next, and ends the file.
    TakeLast,
    /// There were messages before it: they must be listed first.
    Gap,
    /// Ids started over: it is another server's.
    Restarted,
}

/// Why a file cannot be completed any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Lost {
    /// Messages in between are not kept any more.
    Cleared(File),
    /// A chunk of that name does not continue the file.
    Elsewhere { file: File, offset: u32 },
    /// The family went, and with it all that it kept.
    Gone(File),
}

impl Assembly {
    /// Messages up to that id are of no interest, and none of them will be announced.
    pub(super) fn after(id: Option<u32>) -> Self {
        Self { seen: id, announced: id.unwrap_or(0), file: None }
    }

    /// The id behind which messages are to be listed.
    pub(super) fn seen(&self) -> Option<u32> {
        self.seen
    }

    /// The file as far as it was received.
    pub(super) fn into_file(self) -> Option<File> {
        self.file
    }

    /// The family went, or came back as another.
    pub(super) fn restart(&mut self) -> Result<(), Lost> {
        match std::mem::take(self).file {
            Some(file) => Err(Lost::Gone(file)),
            None => Ok(()),
        }
    }

    /// Something was lost, and everything was cleared since.
    pub(super) fn cleared(&self) -> Result<(), Lost> {
        self.file.clone().map_or(Ok(()), |file| Err(Lost::Cleared(file)))
    }

    /// A message that was announced.
    pub(super) fn announced(&mut self, message: &Message<'_>) -> Result<Verdict, Lost> {
        if message.id <= self.announced {
            return Ok(Verdict::Restarted);
        }
        self.announced = message.id;
        if self.left_out(message.id).is_some() { Ok(Verdict::Gap) } else { self.listed(message) }
    }

    /// A message that was listed, behind the last that was seen; or announced, once all before it
    /// were listed.
    pub(super) fn listed(&mut self, message: &Message<'_>) -> Result<Verdict, Lost> {
        if self.seen.is_some_and(|seen| message.id <= seen) {
            return Ok(Verdict::Pass);
        }
        let gap = self.left_out(message.id).is_some();
        self.seen = Some(message.id);
        let Some(file) = &mut self.file else {
            if message.offset != 0 {
                return Ok(Verdict::Middle);
            }
            let mut file = File { name: message.name.to_owned(), bytes: 0, chunks: 0 };
            let verdict = file.take(message);
            self.file = Some(file);
            return Ok(verdict);
        };
        match (message.name == file.name, u64::from(message.offset) == file.bytes) {
            (true, true) => Ok(file.take(message)),
            (true, false) if gap && u64::from(message.offset) > file.bytes => {
                Err(Lost::Cleared(file.clone()))
            }
            (true, false) => Err(Lost::Elsewhere { file: file.clone(), offset: message.offset }),
            (false, _) if gap => Err(Lost::Cleared(file.clone())),
            (false, _) => Ok(Verdict::Pass),
        }
    }

    /// The ids between the last that was seen and that one.
    pub(super) fn left_out(&self, id: u32) -> Option<RangeInclusive<u32>> {
        let first = self.seen?.checked_add(1)?;
        (first < id).then(|| first..=id - 1)
    }
}

impl File {
    fn take(&mut self, message: &Message<'_>) -> Verdict {
        self.bytes += message.data.len() as u64;
        self.chunks += 1;
        if message.last { Verdict::TakeLast } else { Verdict::Take }
    }
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Cleared(file) | Self::Elsewhere { file, .. } | Self::Gone(file)) = self;
        write!(f, "{} is not complete, {} bytes came: ", Plain(&file.name), file.bytes)?;
        match self {
            Self::Cleared(_) => f.write_str("messages were cleared before they were received"),
            Self::Elsewhere { offset, .. } => write!(
                f,
                "a chunk of that name starts at byte {offset}, its sender began anew or is not alone"
            ),
            Self::Gone(_) => f.write_str("nl_demo went away, and with it all that it kept"),
        }
    }
}

#[cfg(test)]
mod tests;
