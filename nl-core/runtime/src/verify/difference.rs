//! What a declaration and a live family disagree about.

use std::fmt;

use super::limits::Limits;
use crate::PolicyType;
use crate::schema::{Mode, Permission};
use crate::wire::Path;

/// What a declaration and a live family disagree about, so that requests are refused, or not
/// understood as they are meant.
///
/// Where the kernel has or takes more than is declared, that is no difference.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Difference {
    /// Another version.
    Version {
        /// As declared.
        declared: u8,
        /// The family's.
        kernel: u32,
    },
    /// A header of another size before the attributes.
    Header {
        /// The operation for which it is declared.
        operation: &'static str,
        /// As declared, bytes.
        declared: usize,
        /// The family's, bytes.
        kernel: u32,
    },
    /// The family has no group of that name.
    Group {
        /// The group's name.
        group: &'static str,
    },
    /// The family can't be asked that.
    Command {
        /// The operation's name.
        operation: &'static str,
        /// Its command.
        command: u8,
    },
    /// The family has the command, but not as a dump, or as nothing but a dump.
    Mode {
        /// The operation's name.
        operation: &'static str,
        /// As declared.
        declared: Mode,
    },
    /// Others may call it.
    Permission {
        /// The operation's name.
        operation: &'static str,
        /// As declared.
        declared: Permission,
        /// As it is.
        kernel: Permission,
    },
    /// The request's policy does not have the attribute: it is refused, or passed over. Families from
    /// before strict validation may take attributes of which they don't tell.
    Attribute {
        /// Which one.
        place: Place,
        /// Its number.
        number: u16,
    },
    /// The request's policy wants something else there.
    Type {
        /// Which attribute.
        place: Place,
        /// As declared, in words.
        declared: String,
        /// What is wanted.
        kernel: PolicyType,
    },
    /// The request's policy refuses what the declaration allows.
    Tighter {
        /// Which attribute.
        place: Place,
        /// As declared.
        declared: Limits,
        /// What is taken.
        kernel: Limits,
    },
}

/// An attribute of an operation's request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The operation's name.
    pub operation: &'static str,
    /// How it is called.
    pub mode: Mode,
    /// The attribute, from the request's set on: `echo.tags.weight`. A nest that stands in several
    /// places of a request is named by the first.
    pub attribute: Path,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Version { declared, kernel } => {
                write!(f, "version: declared {declared}, the kernel has {kernel}")
            }
            Self::Header { operation, declared, kernel } => write!(
                f,
                "{operation}: declared with a header of {declared} bytes, the kernel's has {kernel}"
            ),
            Self::Group { group } => write!(f, "group {group}: the kernel has none of that name"),
            Self::Command { operation, command } => {
                write!(f, "{operation}: the kernel has no command {command}")
            }
            Self::Mode { operation, declared: Mode::Dump } => {
                write!(f, "{operation}: declared as a dump, the kernel has none")
            }
            Self::Mode { operation, .. } => {
                write!(f, "{operation}: declared as a call, the kernel has it as a dump alone")
            }
            Self::Permission { operation, declared, kernel } => {
                let (declared, kernel) = (who(*declared), who(*kernel));
                write!(f, "{operation}: declared for {declared}, the kernel has it for {kernel}")
            }
            Self::Attribute { place, number } => {
                write!(f, "{place}: the kernel's policy has no attribute {number} there")
            }
            Self::Type { place, declared, kernel } => {
                write!(f, "{place}: declared as {declared}, the kernel wants {kernel}")
            }
            Self::Tighter { place, declared, kernel } => {
                write!(f, "{place}: declared {declared}, the kernel takes {kernel}")
            }
        }
    }
}

fn who(permission: Permission) -> &'static str {
    match permission {
        Permission::Everyone => "everyone",
        Permission::Admin => "the administrator",
        Permission::NamespaceAdmin => "the network namespace's administrator",
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let dump = if self.mode == Mode::Dump { " as a dump" } else { "" };
        write!(f, "{}{dump}: {}", self.operation, self.attribute)
    }
}
