//! What comes with an acknowledgement or a refusal (`linux/netlink.h`).

use crate::PolicyInfo;

/// An extended ack (`enum nlmsgerr_attrs` of `linux/netlink.h`).
#[derive(Attributes, Clone, Debug, Default, PartialEq)]
#[nl(set = "extended_ack")]
pub struct ExtAck<'a> {
    /// A sentence. On success it is a warning.
    #[nl(1)]
    pub message: Option<&'a [u8]>,
    /// Where the refused attribute starts, bytes from the request's header on.
    #[nl(2)]
    pub offset: Option<u32>,
    /// Whatever the family wants to say on success.
    #[nl(3)]
    pub cookie: Option<&'a [u8]>,
    /// The policy that refused.
    #[nl(4)]
    pub policy: Option<PolicyInfo>,
    /// The number of an attribute that is missing.
    #[nl(5)]
    pub missing: Option<u32>,
    /// Where the nest starts that misses it; at the top level where this is not there.
    #[nl(6)]
    pub missing_nest: Option<u32>,
}
