//! The families and sets that this crate itself needs.
//!
//! They are declared in `declared`, beside `src`, with the derives as everywhere else, and kept here
//! as the derives expand them: this crate is built while these are.

#![allow(clippy::all, clippy::pedantic, reason = "which are silent about what a derive expands to")]

#[rustfmt::skip]
pub(crate) mod ext_ack;
#[rustfmt::skip]
pub(crate) mod membership;
#[rustfmt::skip]
pub(crate) mod nlctrl;
#[rustfmt::skip]
pub(crate) mod policy;
