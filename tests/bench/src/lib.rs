//! What the programs that are measured share: the values and bytes of each workload, its check, and
//! the ways of running it.
//!
//! Each implementation is a program of its own (`src/bin`), so that what one links cannot change
//! what the compiler makes of another. The driver (`src/main.rs`) builds and runs them.

mod allocations;
pub mod case;
pub mod live;
mod program;
pub mod reference;
mod runner;
pub mod socket;
pub mod workload;

pub use program::{Case, How, program};
pub use runner::Runner;
