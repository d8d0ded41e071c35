//! Network namespaces to open sockets in.

use std::fs::File;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::path::Path;
use std::sync::Arc;

use super::sys;

/// A network namespace. A socket stays for ever in the one that it was opened in.
///
/// ```no_run
/// use nl_core::controller::Controller;
/// use nl_core::{Namespace, Options};
///
/// let options = Options::new().namespace(Namespace::named("blue")?);
/// let families = Controller::open_with(options)?.families()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Namespace {
    fd: Arc<OwnedFd>,
}

impl Namespace {
    /// The namespace behind a file, such as `/proc/PID/ns/net`.
    ///
    /// # Errors
    /// Where the file can't be opened. Whether it is a namespace shows when a socket is opened.
    pub fn at(path: impl AsRef<Path>) -> io::Result<Self> {
        Ok(Self::from(OwnedFd::from(File::open(path)?)))
    }

    /// The namespace to which `ip netns add NAME` has given that name.
    ///
    /// # Errors
    /// As [`Namespace::at`].
    pub fn named(name: &str) -> io::Result<Self> {
        Self::at(Path::new("/run/netns").join(name))
    }

    /// Runs a function inside, on a thread of its own: a thread that has entered a namespace may not
    /// be allowed to leave it again.
    pub(super) fn run<T: Send>(
        &self,
        function: impl FnOnce() -> io::Result<T> + Send,
    ) -> io::Result<T> {
        let inside = || {
            sys::enter_network_namespace(self.fd.as_fd())?;
            function()
        };
        let panicked = |_| Err(io::Error::other("the thread in the namespace panicked"));
        std::thread::scope(|scope| scope.spawn(inside).join().unwrap_or_else(panicked))
    }
}

/// An open file of a namespace, such as one that another process sent.
impl From<OwnedFd> for Namespace {
    fn from(fd: OwnedFd) -> Self {
        Self { fd: Arc::new(fd) }
    }
}
