//! The same on the tokio runtime: connections whose calls are awaited, and subscriptions.
//!
//! A [`Connection`] is a handle. Clones share its socket, so that many tasks can have calls in flight
//! at once, each on a handle of its own. There is no task and no thread in the background: whichever
//! task is polled reads for all that wait, and where none is, the runtime's own watch over the socket
//! does. The kernel answers while a request is sent, so that most calls are done without waiting at all.
//!
//! Every future here is [`Send`], and can be dropped at any time: an answer that nobody waits for any
//! more is passed over when it comes. What was asked for may happen all the same, once the request was
//! sent. They must be polled inside of a runtime with I/O and time enabled. A future that is held
//! without being polled keeps no other one waiting.
//!
//! No more requests are under way on a socket than it has room for answers: what is more than that
//! waits its turn, within its deadline. One's own requests cause no [`Error::Overrun`](crate::Error) then, unless there is not even room for one.
//!
//! ```
//! use nl_core::controller::{GetFamily, Nlctrl};
//! use nl_core::tokio::Connection;
//! use nl_core::{Options, Transport};
//!
//! # ::tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
//! let options = Options::new().transport(Transport::Kernel);
//! let mut nlctrl = Connection::<Nlctrl>::open_with(options).await?;
//! let mut other = nlctrl.clone();
//! let (by_name, by_id) = ::tokio::join!(
//!     async { nlctrl.call(&GetFamily { id: None, name: Some("nlctrl") }).await.map(|f| f.id) },
//!     async { other.call(&GetFamily { id: Some(16), name: None }).await.map(|f| f.id) },
//! );
//! assert_eq!(by_name?, by_id?);
//! # Ok::<(), nl_core::Error>(())
//! # }).unwrap();
//! ```

mod arrivals;
mod asked;
mod batch;
mod connection;
mod controller;
mod dump;
mod events;
mod flight;
mod herald;
mod link;
mod port;
mod replies;
mod resolve;
mod service;
mod slot;
mod state;
mod subscription;
mod switchboard;
#[cfg(feature = "verify")]
mod verify;

pub use batch::Batch;
pub use connection::Connection;
pub use controller::Controller;
pub use dump::Items;
pub use events::Events;
pub use replies::{CallReplies, Replies};
pub use subscription::Subscription;
