//! How a switchboard reads its socket, and how it comes to know that there is something to read.

use std::future::poll_fn;
use std::io;
use std::pin::pin;
use std::sync::{Arc, Weak};
use std::task::{Context, Poll, Wake, Waker, ready};

use ::tokio::task::unconstrained;

use super::arrivals::wake;
use super::state::State;
use super::switchboard::Switchboard;
use crate::socket::timed_out;
use crate::trace;

/// The waker that the runtime is given for a switchboard's socket. It wakes no task: it has the
/// switchboard read.
pub(super) struct Herald(Weak<Switchboard>);

impl Herald {
    pub(super) fn waker(board: &Weak<Switchboard>) -> Waker {
        Waker::from(Arc::new(Self(Weak::clone(board))))
    }
}

impl Wake for Herald {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if let Some(board) = self.0.upgrade() {
            board.heard();
        }
    }
}

impl Switchboard {
    /// Receives a datagram and hands out what is in it.
    pub(super) fn read(&self, state: &mut State) -> io::Result<()> {
        let received = self.fd.get_ref().try_receive_one(&mut state.datagram);
        let raced = std::mem::take(&mut state.line.raced);
        match received {
            // A stranger's.
            Ok(None) => Ok(()),
            Ok(Some(received)) => {
                let bytes = state.datagram.get(..received.length).unwrap_or_default();
                trace::received(self.schema, self.family(), bytes);
                state.hand_out(received.length);
                Ok(())
            }
            Err(error) if timed_out(&error) => self.nothing_came(state),
            Err(error) if error.raw_os_error() == Some(libc::ENOBUFS) => {
                state.line.lost = true;
                Ok(())
            }
            // `netlink_recvmsg` goes on with a dump that it finds under way, and if that came to its
            // end within the `sendmsg` of another thread meanwhile, leaves this error behind, once.
            Err(error) if error.raw_os_error() == Some(libc::EINVAL) && !raced => {
                state.line.raced = true;
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// There was nothing to read: the runtime is to call once there is.
    fn nothing_came(&self, state: &mut State) -> io::Result<()> {
        if !state.line.is_watched {
            match self.watch() {
                // It said so before the look above, or since.
                Poll::Ready(ready) => return ready,
                Poll::Pending => state.line.is_watched = true,
            }
        }
        state.line.is_quiet = true;
        state.flight.nothing_came();
        if state.line.lost {
            state.tell_of_loss();
        }
        Ok(())
    }

    /// Has the runtime call the herald when there is something to receive; unless it says that there
    /// is, which it does once.
    fn watch(&self) -> Poll<io::Result<()>> {
        // It is no task's turn that this takes.
        let ready = pin!(unconstrained(poll_fn(|cx| {
            let ready = ready!(self.fd.poll_read_ready(cx));
            Poll::Ready(ready.map(|mut ready| ready.clear_ready()))
        })));
        ready.poll(&mut Context::from_waker(&self.herald))
    }

    /// The runtime says that there is something to receive.
    fn heard(&self) {
        let mut state = self.lock();
        (state.line.is_watched, state.line.is_quiet) = (false, false);
        wake(self.serve(state));
    }
}
