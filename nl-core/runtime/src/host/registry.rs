//! The controller that every host has: its family, and the controller itself.

use super::core::{Core, FIRST_GROUP};
use super::{Context, Page, Refusal};
use crate::controller::{
    self, FamilyAttrs, GetFamilies, GetFamily, GetPolicy, GroupAttrs, Nlctrl, NlctrlHandler,
    OperationInfo, Policies, PolicyPart, op_flags,
};
use crate::schema::{FamilySchema, Mode, Operation, Permission};
use crate::{Errno, Family, Keyed, List};

/// Serves `nlctrl`: the host's family, and the controller itself.
#[derive(Debug)]
pub(super) struct Registry {
    family: Entry,
    controller: Entry,
}

/// A family with its operations and groups as the controller lists them.
#[derive(Debug)]
struct Entry {
    id: u16,
    schema: &'static FamilySchema,
    operations: Vec<OperationInfo>,
    groups: Vec<GroupAttrs<'static>>,
}

impl Registry {
    pub(super) fn new(core: &Core) -> Self {
        Self {
            family: Entry::new(core.family, FIRST_GROUP, core.schema),
            controller: Entry::new(controller::ID, controller::ID.into(), Nlctrl::SCHEMA),
        }
    }

    /// The family of that name, or else of that id.
    fn find(&self, id: Option<u16>, name: Option<&str>) -> Result<&Entry, Refusal> {
        if id.is_none() && name.is_none() {
            return Err(Refusal::new(Errno::EINVAL));
        }
        let wanted = |entry: &&Entry| match name {
            Some(name) => entry.schema.name == name,
            None => id == Some(entry.id),
        };
        let found = [&self.controller, &self.family].into_iter().find(wanted);
        found.ok_or(Refusal::new(Errno::ENOENT))
    }
}

impl NlctrlHandler for Registry {
    fn get_family<'r>(
        &'r mut self,
        request: GetFamily<'r>,
        _: &mut Context<'_, Nlctrl>,
    ) -> Result<FamilyAttrs<'r>, Refusal> {
        self.find(request.id, request.name).map(Entry::attrs)
    }

    fn get_family_dump(
        &mut self,
        _: GetFamilies,
        page: &mut Page<'_, GetFamilies>,
    ) -> Result<(), Refusal> {
        let all = [&self.controller, &self.family].into_iter().zip(1..);
        let rest = all.filter(|(_, next)| *next > page.cursor()).collect::<Vec<_>>();
        for (entry, next) in rest {
            if !page.push(&entry.attrs(), next)? {
                break;
            }
        }
        Ok(())
    }

    fn get_policy(
        &mut self,
        request: GetPolicy<'_>,
        page: &mut Page<'_, GetPolicy<'static>>,
    ) -> Result<(), Refusal> {
        let entry = self.find(request.id, request.name)?;
        let mut policies = Policies::declared(entry.schema);
        if let Some(command) = request.command {
            policies.only(command);
            if policies.operations.is_empty() {
                return Err(Refusal::new(Errno::ENOENT));
            }
        }
        if policies.operations.is_empty() {
            return Err(Refusal::new(Errno::ENODATA));
        }
        entry.tell(&policies, page)
    }
}

impl Entry {
    fn new(id: u16, first_group: u32, schema: &'static FamilySchema) -> Self {
        let mut operations: Vec<OperationInfo> = Vec::new();
        for operation in schema.operations.iter().filter(|o| o.mode != Mode::Event) {
            let (command, flags) = (operation.command.into(), op_flags(operation));
            match operations.iter_mut().find(|other| other.command == command) {
                Some(other) => other.flags |= flags,
                None => operations.push(OperationInfo { command, flags }),
            }
        }
        let groups = schema.groups.iter().zip(first_group..);
        let groups = groups.map(|(group, id)| GroupAttrs { name: group.name, id }).collect();
        Self { id, schema, operations, groups }
    }

    /// The family's header: the one that its requests are declared with.
    fn header_size(&self) -> u32 {
        let requests = self.schema.operations.iter().filter_map(|operation| operation.request);
        let header = requests.map(|request| request.header).max().unwrap_or(0);
        u32::try_from(header).unwrap_or(u32::MAX)
    }

    /// A message for each operation, then one for each attribute of each policy.
    fn tell(
        &self,
        policies: &Policies,
        page: &mut Page<'_, GetPolicy<'static>>,
    ) -> Result<(), Refusal> {
        let nobody = PolicyPart { family: Some(self.id), policies: None, operations: None };
        let mut next = 0;
        let mut push = |part: &PolicyPart<'_>| {
            next += 1;
            // What was told in an earlier page is counted, and not told again.
            if next > page.cursor() { page.push(part, next) } else { Ok(true) }
        };
        for (command, policy) in &policies.operations {
            let operation = [(number(*command)?, *policy)];
            let operations = Some(Keyed::new(&operation));
            if !push(&PolicyPart { operations, ..nobody.clone() })? {
                return Ok(());
            }
        }
        for (index, policy) in &policies.policies {
            for (attribute, row) in &policy.attributes {
                let rows = [(*attribute, row.clone())];
                let policy = [(number(*index)?, Keyed::new(&rows))];
                let policies = Some(Keyed::new(&policy));
                if !push(&PolicyPart { policies, ..nobody.clone() })? {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn attrs(&self) -> FamilyAttrs<'_> {
        FamilyAttrs {
            id: self.id,
            name: self.schema.name,
            version: Some(self.schema.version.into()),
            header_size: Some(self.header_size()),
            max_attribute: Some(0),
            operations: (!self.operations.is_empty()).then(|| List::new(&self.operations)),
            groups: (!self.groups.is_empty()).then(|| List::new(&self.groups)),
        }
    }
}

/// A number that goes where an attribute has its own.
fn number(index: u32) -> Result<u16, Refusal> {
    u16::try_from(index).map_err(|_| Refusal::new(Errno::EMSGSIZE))
}

fn op_flags(operation: &Operation) -> u32 {
    let mode = if operation.mode == Mode::Dump { op_flags::DUMP } else { op_flags::DO };
    let permission = match operation.permission {
        Permission::Everyone => 0,
        Permission::Admin => op_flags::ADMIN,
        Permission::NamespaceAdmin => op_flags::NAMESPACE_ADMIN,
    };
    mode | permission | op_flags::HAS_POLICY
}
