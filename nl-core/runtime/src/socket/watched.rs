//! A socket that the tokio runtime watches.

#![expect(unsafe_code, reason = "tokio has this function's caller promise what the socket keeps")]

use std::io;

use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

use super::Socket;

impl Socket {
    /// Has the runtime tell when there is something to receive.
    ///
    /// # Panics
    /// Outside of a tokio runtime, or in one without I/O.
    pub(crate) fn watched(self) -> io::Result<AsyncFd<Self>> {
        // SAFETY: a socket owns one open descriptor from its making to its end, and names no other.
        Ok(unsafe { AsyncFd::register_with_interest(self, Interest::READABLE) }?)
    }
}
