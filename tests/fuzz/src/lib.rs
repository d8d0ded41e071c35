//! What must hold for any bytes: one module for each fuzz target, with a `check` that panics where
//! it does not.
//!
//! The fuzz targets run the checks on bytes that libFuzzer finds, and `tests/tests/corpus.rs` runs
//! them on what it has found.

#![expect(clippy::missing_panics_doc, reason = "what is checked fails by panicking")]

pub mod attributes;
pub mod datagram;
pub mod derived;
pub mod pack;
pub mod seeds;
