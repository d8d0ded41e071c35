//! Policies of live families, and what a declaration and its live family disagree about.

mod ask;
mod attributes;
mod compatible;
mod declared;
mod difference;
mod differences;
mod gather;
mod limits;
mod policies;
mod show;
#[cfg(test)]
mod tests;

#[cfg(feature = "tokio")]
pub(crate) use ask::policies;
pub use difference::{Difference, Place};
pub use differences::differences;
#[cfg(feature = "tokio")]
pub(crate) use gather::Gathering;
pub use limits::Limits;
pub use policies::{Policies, Policy};
