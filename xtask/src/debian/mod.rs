//! What comes from Debian: installed tools, kernels of an own archive configuration, a newer suite's compiler.

pub(crate) mod archive;
pub(crate) mod control;
pub(crate) mod kernel;
pub(crate) mod toolchain;
pub(crate) mod tools;
pub(crate) mod tree;
