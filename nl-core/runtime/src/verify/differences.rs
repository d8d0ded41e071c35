//! A declaration beside the live family.

use super::attributes::compare;
use super::{Difference, Policies};
use crate::controller::{FamilyInfo, OperationInfo, op_flags};
use crate::schema::{FamilySchema, Mode, Operation, Permission, SetSchema};

/// Everything in which a declaration differs from a family and its policies, in the order of the
/// declaration.
///
/// Replies and events have no policies, so nothing is said of them, nor of what an attribute means.
pub fn differences(
    schema: &'static FamilySchema,
    family: &FamilyInfo,
    policies: &Policies,
) -> Vec<Difference> {
    let mut found = Vec::new();
    if u32::from(schema.version) != family.version {
        found.push(Difference::Version { declared: schema.version, kernel: family.version });
    }
    let groups = schema.groups.iter().map(|group| group.name);
    let missing = groups.filter(|group| family.group(group).is_none());
    found.extend(missing.map(|group| Difference::Group { group }));
    for operation in schema.operations.iter().filter(|o| o.mode != Mode::Event) {
        of_operation(schema, operation, family, policies, &mut found);
    }
    found
}

fn of_operation(
    schema: &FamilySchema,
    operation: &'static Operation,
    family: &FamilyInfo,
    policies: &Policies,
    found: &mut Vec<Difference>,
) {
    // Whether a command is there, and who may call it, is one question for all of its modes.
    let mut asked = schema.operations.iter().filter(|o| o.mode != Mode::Event);
    let first = asked.find(|o| o.command == operation.command);
    let is_first = first.is_some_and(|first| first.mode == operation.mode);
    let Some(&live) = family.operation(operation.command) else {
        if is_first {
            let Operation { name: operation, command, .. } = *operation;
            found.push(Difference::Command { operation, command });
        }
        return;
    };
    if is_first {
        found.extend(permission(schema, operation, live));
    }
    found.extend(header(operation, family));
    if !has_mode(operation.mode, live) {
        found.push(Difference::Mode { operation: operation.name, declared: operation.mode });
    } else if let Some(index) = policies.index(operation.command, operation.mode) {
        compare(operation, policies, index, found);
    }
}

fn has_mode(mode: Mode, live: OperationInfo) -> bool {
    let wanted = if mode == Mode::Dump { op_flags::DUMP } else { op_flags::DO };
    live.flags & wanted != 0
}

/// A command has one set of flags for all of its modes, so the declaration's modes are taken
/// together.
fn permission(
    schema: &FamilySchema,
    operation: &Operation,
    live: OperationInfo,
) -> Option<Difference> {
    let modes = schema.operations.iter().filter(|o| o.command == operation.command);
    let of_modes: Vec<Permission> = modes.map(|operation| operation.permission).collect();
    let strictest = [Permission::Admin, Permission::NamespaceAdmin];
    let declared = strictest.into_iter().find(|permission| of_modes.contains(permission));
    let (declared, kernel) = (declared.unwrap_or(Permission::Everyone), live.permission());
    let operation = operation.name;
    (declared != kernel).then_some(Difference::Permission { operation, declared, kernel })
}

fn header(operation: &Operation, family: &FamilyInfo) -> Option<Difference> {
    let declared = operation.request.unwrap_or(&SetSchema::EMPTY).header;
    let kernel = family.header_size;
    let same = u32::try_from(declared) == Ok(kernel);
    (!same).then_some(Difference::Header { operation: operation.name, declared, kernel })
}
