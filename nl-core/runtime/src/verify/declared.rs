//! The policies that a declaration calls for.

use super::{Policies, Policy};
use crate::controller::OperationPolicy;
use crate::policy::{describe, told};
use crate::schema::{FamilySchema, Kind, Mode, SetSchema};

impl Policies {
    /// The policies that a kernel would tell of which has the family as it is declared.
    pub fn declared(schema: &'static FamilySchema) -> Self {
        let mut sets = Sets::default();
        let mut policies = Self::default();
        for operation in schema.operations.iter().filter(|o| o.mode != Mode::Event) {
            let index = Some(sets.index(operation.request.unwrap_or(&SetSchema::EMPTY)));
            let policy: &mut OperationPolicy =
                policies.operations.entry(operation.command.into()).or_default();
            match operation.mode {
                Mode::Dump => policy.dump = index,
                _ => policy.call = index,
            }
        }
        let mut index = 0;
        // Each may name more of them.
        while let Some(set) = sets.known.get(index as usize).copied() {
            policies.policies.insert(index, sets.policy(set));
            index += 1;
        }
        policies
    }
}

/// The sets that have an index, which is their position.
#[derive(Default)]
struct Sets {
    known: Vec<&'static SetSchema>,
}

impl Sets {
    fn index(&mut self, set: &'static SetSchema) -> u32 {
        let known = self.known.iter().position(|known| std::ptr::eq(*known, set));
        let position = known.unwrap_or_else(|| {
            self.known.push(set);
            self.known.len() - 1
        });
        u32::try_from(position).unwrap_or(u32::MAX)
    }

    fn policy(&mut self, set: &'static SetSchema) -> Policy {
        let mut policy = Policy::default();
        for attribute in set.attributes.iter().filter(|attribute| told(attribute.kind)) {
            let mut row = describe(attribute);
            if let Some(nest) = nest(attribute.kind) {
                row.policy_index = Some(self.index(nest));
                row.max_type = Some(nest.max_attribute().into());
            }
            policy.attributes.insert(attribute.number, row);
        }
        policy
    }
}

/// The set that a nest, or each element of an array, has.
fn nest(kind: Kind) -> Option<&'static SetSchema> {
    match kind {
        Kind::Nest(set) => Some(set()),
        Kind::Array(kind) => match kind() {
            Kind::Nest(set) => Some(set()),
            _ => None,
        },
        _ => None,
    }
}
