//! The policies of a family, owned.

use std::collections::{BTreeMap, BTreeSet};

use crate::controller::{OperationPolicy, PolicyPart};
use crate::schema::Mode;
use crate::wire::DecodeError;
use crate::{Encode, Keyed, PolicyInfo};

/// What the attributes of a family's requests must be, operation by operation.
///
/// Policies refer to one another by index, and may refer to themselves. Where a family has none at
/// all this is empty, which says nothing of what it takes. Its [`Display`](std::fmt::Display) has a
/// line for each operation and each attribute.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Policies {
    /// The policies of the operations by command. An operation that is not here does not say.
    pub operations: BTreeMap<u32, OperationPolicy>,
    /// The policies by index.
    pub policies: BTreeMap<u32, Policy>,
}

/// What the attributes of one set must be.
///
/// The kernel tells of no attribute that is refused, nor of one that it takes without looking, nor
/// of big-endian integers; a policy without attributes refuses all of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Policy {
    /// The attributes by number.
    pub attributes: BTreeMap<u16, PolicyInfo>,
}

impl Policies {
    /// The index of the policy that an operation's request must follow; `None` where the family
    /// does not say.
    pub fn index(&self, command: u8, mode: Mode) -> Option<u32> {
        let operation = self.operations.get(&command.into())?;
        match mode {
            Mode::Do | Mode::Stream => operation.call,
            Mode::Dump => operation.dump,
            Mode::Event => None,
        }
    }

    /// The policy that an operation's request must follow; `None` where the family does not say.
    pub fn of(&self, command: u8, mode: Mode) -> Option<&Policy> {
        self.policies.get(&self.index(command, mode)?)
    }

    /// What a message of a policy dump tells.
    #[expect(clippy::needless_pass_by_value, reason = "it is what becomes of each item of a dump")]
    pub(crate) fn of_part(part: PolicyPart<'_>) -> Result<Self, DecodeError> {
        let in_part = |error: DecodeError| error.in_set(PolicyPart::SCHEMA);
        let mut told = Self::default();
        for operation in part.operations.iter().flat_map(Keyed::iter) {
            let (command, policy) = operation.map_err(in_part)?;
            told.operations.insert(command.into(), policy);
        }
        for policy in part.policies.iter().flat_map(Keyed::iter) {
            let (index, attributes) = policy.map_err(in_part)?;
            let attributes = attributes.iter().collect::<Result<Vec<_>, _>>().map_err(in_part)?;
            told.policies.entry(index.into()).or_default().attributes.extend(attributes);
        }
        Ok(told)
    }

    /// Adds what another message of the same dump tells.
    pub(super) fn extend(&mut self, part: Self) {
        self.operations.extend(part.operations);
        for (index, policy) in part.policies {
            self.policies.entry(index).or_default().attributes.extend(policy.attributes);
        }
    }

    /// Adds what was told of one operation, in a dump with indexes of its own.
    pub(super) fn adopt(&mut self, command: u32, of_one: Self) {
        // Indexes come from outside: moved beyond those that there are, none may wrap around to one.
        let base = self.indexes().last().map_or(0, |last| last.saturating_add(1));
        let moved = |index: u32| index.saturating_add(base);
        for (index, mut policy) in of_one.policies {
            for attribute in policy.attributes.values_mut() {
                attribute.policy_index = attribute.policy_index.map(moved);
            }
            self.policies.insert(moved(index), policy);
        }
        if let Some(OperationPolicy { call, dump }) = of_one.operations.into_values().next() {
            let policy = OperationPolicy { call: call.map(moved), dump: dump.map(moved) };
            self.operations.insert(command, policy);
        }
    }

    /// Keeps one operation.
    #[cfg(feature = "host")]
    pub(crate) fn only(&mut self, command: u32) {
        self.operations.retain(|other, _| *other == command);
        self.tidy();
    }

    /// Gives each index that is referred to its policy: one that refuses all has no message in a dump.
    #[cfg(feature = "netlink-packet-generic")]
    pub(crate) fn complete(&mut self) {
        for index in self.indexes() {
            self.policies.entry(index).or_default();
        }
    }

    /// Every index that is told or referred to.
    fn indexes(&self) -> BTreeSet<u32> {
        let operations = self.operations.values().flat_map(|o| [o.call, o.dump]).flatten();
        let rows = self.policies.values().flat_map(|policy| policy.attributes.values());
        let nests = rows.filter_map(|row| row.policy_index);
        self.policies.keys().copied().chain(operations).chain(nests).collect()
    }

    /// Keeps what an operation leads to, where each index has its policy: one that refuses all has no
    /// message in a dump.
    pub(super) fn tidy(&mut self) {
        let mut from = std::mem::take(&mut self.policies);
        let operations = self.operations.values();
        let mut wanted: Vec<u32> = operations.flat_map(|o| [o.call, o.dump]).flatten().collect();
        while let Some(index) = wanted.pop() {
            if self.policies.contains_key(&index) {
                continue;
            }
            let policy = from.remove(&index).unwrap_or_default();
            wanted.extend(policy.attributes.values().filter_map(|row| row.policy_index));
            self.policies.insert(index, policy);
        }
    }
}
