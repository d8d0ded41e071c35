//! The demo family `nl_demo`: echo, broadcast, and a file that is sent to the kernel, kept there and
//! delivered to a receiver.
//!
//! [`family`] declares it once; `kmod/` serves it in the kernel, [`Server`] from user space.

pub mod family;
mod server;

pub use family::Demo;
pub use server::{Limits, Server};
