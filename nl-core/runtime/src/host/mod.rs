//! A family served from user space, as the kernel would, over real `NETLINK_USERSOCK` sockets.
//!
//! It needs neither root nor a module, so a protocol can be designed, shown and tested before its
//! kernel side exists. Framing, ACKs, extended acks, dumps and groups are as in the kernel; requests
//! are validated by the declaration's own [`policy`](crate::policy); who may call an `admin`
//! operation is decided by the caller's credentials: root, or whoever runs the host.
//!
//! What differs: the kernel lets only the administrator join groups of `NETLINK_USERSOCK`, so the
//! host keeps the list of members and sends to each. Who does not read loses events, and answers beyond
//! a few hundred, and gets an `NLMSG_OVERRUN` where the kernel would say `ENOBUFS`.
//!
//! ```
//! use nl_core::host::{Context, Host, Refusal};
//! use nl_core::{Attributes, Connection, Family, Options, Transport};
//!
//! #[derive(Family)]
//! #[nl(name = "doubler", version = 1)]
//! pub enum Doubler {
//!     /// Doubles a number.
//!     #[nl(request = Single, reply = Double)]
//!     Twice = 1,
//! }
//! #[derive(Attributes)]
//! pub struct Single { #[nl(1, max = 1000)] number: u32 }
//! #[derive(Attributes)]
//! pub struct Double { #[nl(1)] number: u32 }
//!
//! struct Server;
//! impl DoublerHandler for Server {
//!     fn twice(&mut self, request: Single, _: &mut Context<'_, Doubler>) -> Result<Double, Refusal> {
//!         Ok(Double { number: request.number * 2 })
//!     }
//! }
//!
//! let host = Host::bind(Server.service())?.spawn();
//! let options = Options::new().transport(Transport::User);
//! let mut doubler = Connection::<Doubler>::open_with(options)?;
//! assert_eq!(doubler.call(&Single { number: 21 })?.number, 42);
//! host.stop()?;
//! # Ok::<(), nl_core::Error>(())
//! ```

mod answer;
mod context;
pub(crate) mod control;
mod core;
mod dispatch;
mod page;
mod refusal;
mod registry;

use std::io::{self, Read, Write};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

pub use context::{Caller, Context, Replies, Service, request};
pub use page::{Page, RawPage};
pub use refusal::Refusal;

use self::core::Core;
use crate::error::Error;
use crate::socket::{Deadline, Socket};
use crate::{Family, Transport};

/// The largest request that is taken, bytes; a netlink socket sends no more by default.
const REQUEST_MAX: usize = 256 * 1024;

/// A family that is about to be served.
#[derive(Debug)]
pub struct Host<S: Service> {
    service: S,
    core: Core,
    stop: UnixStream,
    stopper: UnixStream,
}

impl<S: Service> Host<S> {
    /// Binds to the port id where clients of that family look for it. The family can be called from
    /// now on, and is answered once the host runs.
    ///
    /// # Errors
    /// [`Error::Io`] with `AddrInUse` where the family is served already.
    pub fn bind(service: S) -> Result<Self, Error> {
        Self::bind_at(service, Transport::default_port(S::Family::SCHEMA.name))
    }

    /// Binds to that port id, for clients with [`Transport::UserAt`].
    pub fn bind_at(service: S, port: u32) -> Result<Self, Error> {
        let socket = Socket::serve(port).map_err(|error| Error::Io("bind", error))?;
        let pair = UnixStream::pair().and_then(|(stop, stopper)| {
            // Nobody waits for the host to read this: one byte says all.
            stopper.set_nonblocking(true)?;
            Ok((stop, stopper))
        });
        let (stop, stopper) = pair.map_err(|error| Error::Io("socketpair", error))?;
        Ok(Self { service, core: Core::new(socket, S::Family::SCHEMA), stop, stopper })
    }

    /// The port id that it is bound to.
    pub fn port(&self) -> u32 {
        self.core.socket.port()
    }

    /// What stops the host from elsewhere: another thread, a signal handler.
    pub fn stopper(&self) -> Result<Stopper, Error> {
        let stopper = self.stopper.try_clone().map_err(|error| Error::Io("dup", error))?;
        Ok(Stopper { stopper })
    }

    /// Serves on a thread of its own.
    pub fn spawn(self) -> HostThread
    where
        S: Send + 'static,
    {
        let port = self.port();
        let stopper = self.stopper();
        let thread = std::thread::spawn(move || self.run());
        HostThread { port, stopper, thread: Some(thread) }
    }

    /// Serves until it is stopped. Callers whose replies are still due are told that it ends.
    ///
    /// # Errors
    /// Where the socket fails. A bad request is answered, and no error here.
    pub fn run(mut self) -> Result<(), Error> {
        let mut buffer = vec![0; REQUEST_MAX];
        self.service.start(&mut Context::new(&mut self.core, None));
        loop {
            let wait = self.core.due_in(Instant::now());
            let ready = self.core.socket.readable_or(self.stop.as_fd(), wait);
            let (readable, stopped) = ready.map_err(|error| Error::Io("poll", error))?;
            if stopped {
                // The byte is all that there is to read; the socket closes with the host.
                let _ = self.stop.read(&mut [0]);
                self.core.cancel_streams();
                return Ok(());
            }
            if readable {
                self.receive(&mut buffer)?;
            }
            while let Some(token) = self.core.due(Instant::now()) {
                self.service.wake(token, &mut Context::new(&mut self.core, None));
            }
            self.core.flush();
            dispatch::continue_dumps(&mut self.service, &mut self.core);
        }
    }

    fn receive(&mut self, buffer: &mut [u8]) -> Result<(), Error> {
        let mut deadline = Deadline::after(Some(Duration::ZERO));
        let received = match self.core.socket.receive(buffer, &mut deadline) {
            Ok(received) => received,
            // Requests were lost with the queue full; their callers have deadlines.
            Err(error) if error.raw_os_error() == Some(libc::ENOBUFS) => return Ok(()),
            Err(error) if crate::socket::timed_out(&error) => return Ok(()),
            Err(error) => return Err(Error::Io("recvmsg", error)),
        };
        let (Some(credentials), Some(datagram)) =
            (received.ancillary.credentials, buffer.get(..received.length))
        else {
            return Ok(());
        };
        let caller = Caller { port: received.sender, credentials };
        dispatch::datagram(&mut self.service, &mut self.core, caller, datagram);
        Ok(())
    }
}

/// Stops a host.
#[derive(Debug)]
pub struct Stopper {
    stopper: UnixStream,
}

impl Stopper {
    /// Tells the host to stop. Stopping one that has stopped is no error.
    pub fn stop(&self) {
        // It fails only where the host is gone or was told already.
        let _ = (&self.stopper).write(&[1]);
    }
}

/// A host that runs on a thread of its own. Dropping it stops it.
#[derive(Debug)]
pub struct HostThread {
    port: u32,
    stopper: Result<Stopper, Error>,
    thread: Option<JoinHandle<Result<(), Error>>>,
}

impl HostThread {
    /// The port id that it is bound to.
    pub fn port(&self) -> u32 {
        self.port
    }

    /// The transport that leads to it.
    pub fn transport(&self) -> Transport {
        Transport::UserAt(self.port)
    }

    /// Stops the host and waits until it has.
    ///
    /// # Errors
    /// What [`Host::run`] ended with.
    pub fn stop(mut self) -> Result<(), Error> {
        self.join()
    }

    fn join(&mut self) -> Result<(), Error> {
        let Some(thread) = self.thread.take() else {
            return Ok(());
        };
        if let Ok(stopper) = &self.stopper {
            stopper.stop();
        }
        let panicked = || Error::Io("the host's thread", io::Error::other("it panicked"));
        thread.join().unwrap_or_else(|_| Err(panicked()))
    }
}

impl Drop for HostThread {
    fn drop(&mut self) {
        // Whoever wants to know how it ended calls `stop`.
        let _ = self.join();
    }
}
