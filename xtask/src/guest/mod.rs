//! What runs inside a virtual machine, and what it says.

pub(crate) mod console;
pub(crate) mod initramfs;
pub(crate) mod machine;
pub(crate) mod module;
pub(crate) mod plan;
pub(crate) mod programs;
