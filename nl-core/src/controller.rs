//! The controller, family `nlctrl`: which families there are, under which ids.
//!
//! It is declared with this crate's own derives (`linux/genetlink.h`), and called like any family.

use crate::connection::Connection;
use crate::error::Error;
use crate::{Attributes, Decode, Encode, Family, List, Options};

/// The controller's id, which is fixed (`GENL_ID_CTRL`), and that of its group `notify`.
pub const ID: u16 = 0x10;

/// The controller's family.
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
    /// A family got another multicast group.
    #[nl(event = FamilyAttrs<'_>, group = "notify")]
    NewMcastGrp = 7,
    /// A family lost a multicast group.
    #[nl(event = FamilyAttrs<'_>, group = "notify")]
    DelMcastGrp = 8,
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

/// A family, owned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FamilyInfo {
    /// The id under which it is known now.
    pub id: u16,
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: u32,
    /// Bytes of the family's own header behind the generic one.
    pub header_size: u32,
    /// The greatest attribute number; 0 where each operation has its own.
    pub max_attribute: u32,
    /// What it can be asked.
    pub operations: Vec<OperationInfo>,
    /// Its multicast groups.
    pub groups: Vec<GroupInfo>,
}

/// A multicast group of a family, owned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupInfo {
    /// Its name.
    pub name: String,
    /// Its number, which may be above 32.
    pub id: u32,
}

impl TryFrom<FamilyAttrs<'_>> for FamilyInfo {
    type Error = crate::wire::DecodeError;

    fn try_from(family: FamilyAttrs<'_>) -> Result<Self, Self::Error> {
        let group = |group: GroupAttrs<'_>| GroupInfo { name: group.name.to_owned(), id: group.id };
        let operations = family.operations.map(|list| list.to_vec()).transpose();
        let groups = family.groups.map(|list| list.to_vec_of(group)).transpose();
        let in_set = |error: Self::Error| error.in_set(FamilyAttrs::SCHEMA);
        Ok(Self {
            id: family.id,
            name: family.name.to_owned(),
            version: family.version.unwrap_or(0),
            header_size: family.header_size.unwrap_or(0),
            max_attribute: family.max_attribute.unwrap_or(0),
            operations: operations.map_err(in_set)?.unwrap_or_default(),
            groups: groups.map_err(in_set)?.unwrap_or_default(),
        })
    }
}

/// A connection to the kernel's controller.
///
/// ```
/// let mut controller = nl_core::controller::Controller::open()?;
/// let nlctrl = controller.family("nlctrl")?.expect("the kernel has it always");
/// assert_eq!(nlctrl.id, nl_core::controller::ID);
/// # Ok::<(), nl_core::Error>(())
/// ```
#[derive(Debug)]
pub struct Controller {
    connection: Connection<Nlctrl>,
}

impl Controller {
    /// Opens a connection to the kernel's controller. Needs no privilege.
    pub fn open() -> Result<Self, Error> {
        Self::open_with(Options::new().transport(crate::Transport::Kernel))
    }

    /// Opens a connection to a controller: the kernel's, or with [`Transport::UserAt`] a host's.
    ///
    /// [`Transport::UserAt`]: crate::Transport::UserAt
    pub fn open_with(options: Options) -> Result<Self, Error> {
        Ok(Self { connection: Connection::to_controller(options)? })
    }

    /// The family of that name, `None` where there is none. The kernel loads a module which has it.
    pub fn family(&mut self, name: &str) -> Result<Option<FamilyInfo>, Error> {
        match self.connection.call(&GetFamily { id: None, name: Some(name) }) {
            Ok(family) => Ok(Some(owned(family)?)),
            Err(Error::Refused(refused)) if refused.errno == crate::Errno::ENOENT => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// All families that are registered now.
    pub fn families(&mut self) -> Result<Vec<FamilyInfo>, Error> {
        let mut dump = self.connection.dump(&GetFamilies {})?;
        let mut families = Vec::new();
        while let Some(family) = dump.next()? {
            families.push(owned(family)?);
        }
        Ok(families)
    }
}

pub(crate) fn owned(family: FamilyAttrs<'_>) -> Result<FamilyInfo, Error> {
    FamilyInfo::try_from(family).map_err(|what| {
        Error::Decode(crate::Operated { family: "nlctrl", operation: "GetFamily", what })
    })
}

/// What a client needs of [`FamilyAttrs`]: nothing but the id is read.
pub(crate) struct ResolvedId(pub(crate) u16);

impl Decode<'_> for ResolvedId {
    #[inline]
    fn decode_at(
        attributes: &[u8],
        depth: crate::wire::Depth,
    ) -> Result<Self, crate::wire::DecodeError> {
        #[derive(Attributes)]
        #[nl(set = "family")]
        struct Id {
            #[nl(1)]
            id: u16,
        }
        Id::decode_at(attributes, depth).map(|family| Self(family.id))
    }
}
