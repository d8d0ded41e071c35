//! The attributes of a request beside the policy that it must follow.

use std::collections::{BTreeSet, VecDeque};

use super::compatible::{may_be_untold, passes};
use super::limits::Limits;
use super::{Difference, Place, Policies};
use crate::schema::{AttributeSchema, Kind, Operation, SetSchema};
use crate::wire::{Path, Segment};
use crate::{PolicyInfo, PolicyType};

/// Nests deeper than this are not looked into: no request gets so deep.
const DEPTH: usize = crate::wire::Depth::MAX as usize;

/// A set and the policy that it must follow.
struct Pair {
    set: &'static SetSchema,
    index: u32,
    /// The greatest number that the policy has, where that is known.
    max: Option<u32>,
    path: Path,
    depth: usize,
}

/// Compares an operation's request with the policy of that index, and all nests in it.
///
/// Both may hold themselves: what was compared once is not compared again, and nothing recurses, as
/// the indexes come from outside.
pub(super) fn compare(
    operation: &'static Operation,
    policies: &Policies,
    index: u32,
    found: &mut Vec<Difference>,
) {
    let set = operation.request.unwrap_or(&SetSchema::EMPTY);
    let mut seen = BTreeSet::from([(address(set), index)]);
    let top = Pair { set, index, max: None, path: Path::new(set.name), depth: DEPTH };
    let mut waiting = VecDeque::from([top]);
    while let Some(pair) = waiting.pop_front() {
        let Some(policy) = policies.policies.get(&pair.index) else {
            continue;
        };
        for attribute in pair.set.attributes {
            let place = pair.place(operation, attribute);
            let row = policy.attributes.get(&attribute.number);
            if let Some(row) = row
                && let Some(nest) = pair.nest(attribute, row, &place)
                && seen.insert((address(nest.set), nest.index))
            {
                waiting.push_back(nest);
            }
            found.extend(match row {
                Some(row) => of_attribute(attribute, row, place),
                None if is_untold(attribute, pair.max) => None,
                None => Some(Difference::Attribute { place, number: attribute.number }),
            });
        }
    }
}

fn address(set: &'static SetSchema) -> usize {
    std::ptr::from_ref(set).addr()
}

impl Pair {
    fn place(&self, operation: &Operation, attribute: &AttributeSchema) -> Place {
        let mut path = self.path.clone();
        path.push(Segment::Field(attribute.name));
        Place { operation: operation.name, mode: operation.mode, attribute: path }
    }

    /// The nest that both sides describe there.
    fn nest(&self, attribute: &AttributeSchema, row: &PolicyInfo, place: &Place) -> Option<Self> {
        let set = match (attribute.kind, row.kind?) {
            (Kind::Nest(set), PolicyType::Nested) => set(),
            // The policy is that of each element.
            (Kind::Array(kind) | Kind::Keyed(kind), PolicyType::NestedArray) => match kind() {
                Kind::Nest(set) => set(),
                _ => return None,
            },
            // The policy of a nest goes by number, and in an array the numbers mean nothing.
            _ => return None,
        };
        let path = place.attribute.clone();
        let depth = self.depth.checked_sub(1)?;
        Some(Self { set, index: row.policy_index?, max: row.max_type, path, depth })
    }
}

/// Whether an attribute may be there though the policy does not tell of it.
fn is_untold(attribute: &AttributeSchema, max: Option<u32>) -> bool {
    may_be_untold(attribute.kind) && max.is_none_or(|max| u32::from(attribute.number) <= max)
}

fn of_attribute(
    attribute: &'static AttributeSchema,
    row: &PolicyInfo,
    place: Place,
) -> Option<Difference> {
    if let Some(kernel) = row.kind
        && !passes(attribute.kind, kernel)
    {
        let declared = attribute.kind.to_string();
        return Some(Difference::Type { place, declared, kernel });
    }
    let (declared, kernel) = (Limits::declared(attribute, row)?, Limits::of(row)?);
    (!declared.are_within(kernel)).then_some(Difference::Tighter { place, declared, kernel })
}
