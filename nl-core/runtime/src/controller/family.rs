//! A family as the controller knows it, owned.

use super::{FamilyAttrs, GroupAttrs, OperationInfo};
use crate::Encode;
use crate::schema::Permission;
use crate::wire::DecodeError;

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

impl FamilyInfo {
    /// The operation of that command.
    pub fn operation(&self, command: u8) -> Option<&OperationInfo> {
        self.operations.iter().find(|operation| operation.command == u32::from(command))
    }

    /// The group of that name.
    pub fn group(&self, name: &str) -> Option<&GroupInfo> {
        self.groups.iter().find(|group| group.name == name)
    }
}

impl OperationInfo {
    /// Who may call it.
    pub const fn permission(&self) -> Permission {
        if self.flags & super::op_flags::ADMIN != 0 {
            Permission::Admin
        } else if self.flags & super::op_flags::NAMESPACE_ADMIN != 0 {
            Permission::NamespaceAdmin
        } else {
            Permission::Everyone
        }
    }
}

impl TryFrom<FamilyAttrs<'_>> for FamilyInfo {
    type Error = DecodeError;

    #[inline]
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
