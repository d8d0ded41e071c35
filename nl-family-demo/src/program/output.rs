//! Where lines go. Each is flushed at once, since whoever reads a pipe waits for it.

use std::io::{self, Write};

use super::failure::Failure;
use super::line::Line;

/// A place for lines, which knows whether they are for people or for programs.
pub(super) struct Output {
    json: bool,
    to: Box<dyn Write + Send>,
}

impl Output {
    pub(super) fn new(json: bool, to: Box<dyn Write + Send>) -> Self {
        Self { json, to }
    }

    pub(super) fn stdout(json: bool) -> Self {
        Self::new(json, Box::new(io::stdout()))
    }

    pub(super) fn stderr(json: bool) -> Self {
        Self::new(json, Box::new(io::stderr()))
    }

    /// Prints what was asked for.
    pub(super) fn line(&mut self, line: &Line) -> Result<(), Failure> {
        let printed = if self.json {
            writeln!(self.to, "{}", line.json)
        } else {
            writeln!(self.to, "{}", line.text)
        };
        printed.and_then(|()| self.to.flush()).map_err(Failure::Output)
    }

    /// Prints what is good to know: for people on stderr, for programs among the other lines.
    pub(super) fn notice(&mut self, line: &Line) -> Result<(), Failure> {
        if self.json { self.line(line) } else { Self::stderr(false).line(line) }
    }

    /// Writes bytes as they are; the caller flushes behind the last.
    pub(super) fn bytes(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.to.write_all(bytes).map_err(Failure::Output)
    }

    pub(super) fn flush(&mut self) -> Result<(), Failure> {
        self.to.flush().map_err(Failure::Output)
    }
}
