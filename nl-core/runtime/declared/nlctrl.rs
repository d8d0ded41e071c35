//! The family `nlctrl` (`linux/genetlink.h`).

use crate::{Keyed, List, PolicyInfo};

/// The controller's id, which is fixed (`GENL_ID_CTRL`), and that of its group `notify`.
pub const ID: u16 = 0x10;

/// The controller's family.
///
/// A family that comes is a [`Nlctrl::NewFamily`] and then a [`Nlctrl::NewMcastGrp`] for each of its
/// groups; one that goes a [`Nlctrl::DelMcastGrp`] for each, and then a [`Nlctrl::DelFamily`].
#[derive(Family, Clone, Copy, Debug, PartialEq, Eq)]
#[nl(name = "nlctrl", version = 2, group = "notify")]
pub enum Nlctrl {
    /// A family was registered.
    #[nl(event = FamilyAttrs<'_>, group = "notify")]
    NewFamily = 1,
    /// A family was unregistered.
    #[nl(event = FamilyAttrs<'_>, group = "notify")]
    DelFamily = 2,
    /// A family by name or id, or all of them. Asking by name loads a module which has it.
    #[nl(request = GetFamily<'_>, reply = FamilyAttrs<'_>, reply_command = 1)]
    #[nl(request = GetFamilies, dump = FamilyAttrs<'_>, reply_command = 1)]
    GetFamily = 3,
    /// A family got another multicast group, the only one that is listed.
    #[nl(event = FamilyAttrs<'_>, group = "notify")]
    NewMcastGrp = 7,
    /// A family lost a multicast group, the only one that is listed.
    #[nl(event = FamilyAttrs<'_>, group = "notify")]
    DelMcastGrp = 8,
    /// What the attributes of a family's requests must be.
    #[nl(request = GetPolicy<'_>, dump = PolicyPart<'_>)]
    GetPolicy = 10,
}

/// Asks for one family, by id or by name.
#[derive(Attributes, Clone, Copy, Debug, Default, PartialEq)]
#[nl(set = "family")]
pub struct GetFamily<'a> {
    /// The family's id.
    #[nl(1)]
    pub id: Option<u16>,
    /// The family's name; it wins over the id.
    #[nl(2, max_len = 15)]
    pub name: Option<&'a str>,
}

/// Asks for all families.
#[derive(Attributes, Clone, Copy, Debug, Default, PartialEq)]
#[nl(set = "family")]
pub struct GetFamilies {}

/// A family as the controller describes it.
#[derive(Attributes, Clone, Debug, PartialEq)]
#[nl(set = "family")]
pub struct FamilyAttrs<'a> {
    /// The id under which it is known now; another one after the next load of its module.
    #[nl(1)]
    pub id: u16,
    /// Its name.
    #[nl(2)]
    pub name: &'a str,
    /// Its version.
    #[nl(3)]
    pub version: Option<u32>,
    /// Bytes of the family's own header behind the generic one.
    #[nl(4)]
    pub header_size: Option<u32>,
    /// The greatest attribute number; 0 where each operation has its own.
    #[nl(5)]
    pub max_attribute: Option<u32>,
    /// What it can be asked.
    #[nl(6)]
    pub operations: Option<List<'a, OperationInfo, 1>>,
    /// Its multicast groups.
    #[nl(7)]
    pub groups: Option<List<'a, GroupAttrs<'a>, 1>>,
}

/// An operation of a family.
#[derive(Attributes, Clone, Copy, Debug, PartialEq, Eq)]
#[nl(set = "operation")]
pub struct OperationInfo {
    /// The command.
    #[nl(1)]
    pub command: u32,
    /// Bits of [`op_flags`].
    #[nl(2)]
    pub flags: u32,
}

/// The bits of [`OperationInfo::flags`].
pub mod op_flags {
    /// Wants `CAP_NET_ADMIN` in the initial user namespace.
    pub const ADMIN: u32 = 0x01;
    /// Can be called.
    pub const DO: u32 = 0x02;
    /// Can be dumped.
    pub const DUMP: u32 = 0x04;
    /// Has a policy.
    pub const HAS_POLICY: u32 = 0x08;
    /// Wants `CAP_NET_ADMIN` in the network namespace's user namespace.
    pub const NAMESPACE_ADMIN: u32 = 0x10;
}

/// A multicast group of a family, borrowed.
#[derive(Attributes, Clone, Copy, Debug, PartialEq, Eq)]
#[nl(set = "group")]
pub struct GroupAttrs<'a> {
    /// Its name.
    #[nl(1)]
    pub name: &'a str,
    /// Its number, which may be above 32.
    #[nl(2)]
    pub id: u32,
}

/// Asks for the policies of a family, by id or by name, or for those of one of its operations.
#[derive(Attributes, Clone, Copy, Debug, Default, PartialEq)]
#[nl(set = "policy")]
pub struct GetPolicy<'a> {
    /// The family's id.
    #[nl(1)]
    pub id: Option<u16>,
    /// The family's name; it wins over the id.
    #[nl(2, max_len = 15)]
    pub name: Option<&'a str>,
    /// The operation's command; without it all operations are meant.
    #[nl(10)]
    pub command: Option<u32>,
}

/// A message of a policy dump: an operation, or one attribute of a policy.
#[derive(Attributes, Clone, Debug, PartialEq)]
#[nl(set = "policy")]
pub struct PolicyPart<'a> {
    /// The family's id.
    #[nl(1)]
    pub family: Option<u16>,
    /// Attributes by number, by the index of their policy. It means something in this dump alone.
    #[nl(8)]
    pub policies: Option<Keyed<'a, Keyed<'a, PolicyInfo>>>,
    /// Operations by command. Many kernels since Linux 6.2 say 0 for one that can be dumped alone.
    #[nl(9)]
    pub operations: Option<Keyed<'a, OperationPolicy>>,
}

/// The policies of an operation, by their indexes.
#[derive(Attributes, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[nl(set = "operation_policy")]
pub struct OperationPolicy {
    /// Of the request that is called.
    #[nl(1)]
    pub call: Option<u32>,
    /// Of the request for a dump.
    #[nl(2)]
    pub dump: Option<u32>,
}

/// What a client needs of [`FamilyAttrs`]: nothing but the id is read.
#[derive(Attributes, Clone, Copy, Debug)]
#[nl(set = "family")]
pub(crate) struct ResolvedId {
    /// The id under which it is known now.
    #[nl(1)]
    pub(crate) id: u16,
}
