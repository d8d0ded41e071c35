//! A declaration as plain `'static` data: what the derives emit beside the codec.
//!
//! The hot path never looks at it. Errors, debug printing, the user-space host and its
//! validation are functions of it.

mod bounds;
mod kind;
mod locate;
mod selected;
mod show;
mod unknown;

pub use bounds::Bounds;
pub use kind::{EnumSchema, EnumValue, Format, Hint, Kind, Scalar, Selector, SubMessageSchema};
pub use locate::{locate, missing};
#[cfg(any(feature = "serde", feature = "verify"))]
pub(crate) use selected::Selected;
pub use show::Show;
pub(crate) use show::number;
pub use unknown::refuse_unknown;

/// A family: its operations and groups.
#[derive(Clone, Copy, Debug)]
pub struct FamilySchema {
    /// The name it is resolved by; at most 15 bytes (`GENL_NAMSIZ`).
    pub name: &'static str,
    /// Sent in each request's header.
    pub version: u8,
    /// The declaration's doc comment.
    pub doc: &'static str,
    /// One entry for each command and mode.
    pub operations: &'static [Operation],
    /// The multicast groups, in the order of the declaration.
    pub groups: &'static [GroupSchema],
}

impl FamilySchema {
    /// The operation of a command in one of these modes.
    pub fn operation(&self, command: u8, modes: &[Mode]) -> Option<&'static Operation> {
        self.operations.iter().find(|o| o.command == command && modes.contains(&o.mode))
    }
}

/// A multicast group of a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroupSchema {
    /// The name it is resolved by; at most 15 bytes.
    pub name: &'static str,
}

/// What a command does in one mode.
#[derive(Clone, Copy, Debug)]
pub struct Operation {
    /// The variant's name in the declaration.
    pub name: &'static str,
    /// The command of the request, or of the event.
    pub command: u8,
    /// The command of the answers; most families use the request's.
    pub reply_command: u8,
    /// How it is called and answered.
    pub mode: Mode,
    /// Who may call it.
    pub permission: Permission,
    /// The attributes of the request; none for an event.
    pub request: Option<&'static SetSchema>,
    /// The attributes of each answer, or of the event; none where only an ACK comes.
    pub answer: Option<&'static SetSchema>,
    /// The group to which an event goes.
    pub group: Option<&'static str>,
    /// The variant's doc comment.
    pub doc: &'static str,
}

impl Operation {
    /// No operation of any family: what a declaration with a mistake has.
    #[doc(hidden)]
    pub const NONE: Self = Self {
        name: "",
        command: 0,
        reply_command: 0,
        mode: Mode::Do,
        permission: Permission::Everyone,
        request: None,
        answer: None,
        group: None,
        doc: "",
    };
}

/// How an operation is called and answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mode {
    /// A request with one reply, or with an ACK alone.
    Do,
    /// A request with an answer of many messages, which the kernel makes as they are read.
    Dump,
    /// A request with an ACK, then replies as they come about, then `NLMSG_DONE`.
    Stream,
    /// No request: a notification to a group.
    Event,
}

/// Who may call an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Permission {
    /// Everybody.
    Everyone,
    /// `GENL_ADMIN_PERM`: `CAP_NET_ADMIN` in the initial user namespace.
    Admin,
    /// `GENL_UNS_ADMIN_PERM`: `CAP_NET_ADMIN` in the network namespace's user namespace.
    NamespaceAdmin,
}

/// An attribute set.
#[derive(Clone, Copy, Debug)]
pub struct SetSchema {
    /// The set's name in the protocol; errors about what the kernel refused start with it.
    pub name: &'static str,
    /// The Rust type's name; errors about what was decoded start with it.
    pub type_name: &'static str,
    /// The type's doc comment.
    pub doc: &'static str,
    /// Bytes of the family's own header before the attributes; 0 where it has none.
    pub header: usize,
    /// In the order of the declaration.
    pub attributes: &'static [AttributeSchema],
    /// Whether it is a list rather than a set: attributes stand in an order that means something, each
    /// any number of times ([`Sequence`](crate::Sequence)).
    pub ordered: bool,
}

impl SetSchema {
    /// A set without attributes.
    pub const EMPTY: Self =
        Self { name: "none", type_name: "()", doc: "", header: 0, attributes: &[], ordered: false };

    /// The attribute of that number.
    pub fn attribute(&self, number: u16) -> Option<&'static AttributeSchema> {
        self.attributes.iter().find(|a| a.number == number)
    }

    /// The largest number of the set, 0 where it is empty: the kernel's `maxattr`.
    #[inline]
    pub fn max_attribute(&self) -> u16 {
        self.attributes.iter().map(|a| a.number).max().unwrap_or(0)
    }
}

/// An attribute of a set.
#[derive(Clone, Copy, Debug)]
pub struct AttributeSchema {
    /// The field's name in the declaration.
    pub name: &'static str,
    /// Its number on the wire, from 1.
    pub number: u16,
    /// What its payload is.
    pub kind: Kind,
    /// Whether and how often it stands in a message.
    pub presence: Presence,
    /// What of its kind is allowed.
    pub bounds: Bounds,
    /// The field's doc comment.
    pub doc: &'static str,
}

/// Whether and how often an attribute stands in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Presence {
    /// Exactly once; a message without it does not decode.
    Required,
    /// Once or not at all.
    Optional,
    /// Once or not at all, which means a value that the declaration says.
    Default,
    /// Its presence is its value.
    Flag,
    /// Any number of times.
    Repeated,
}
