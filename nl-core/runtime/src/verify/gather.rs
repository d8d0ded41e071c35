//! Which policy dumps it takes to have all policies of a family. No I/O: connections ask.

use super::Policies;
use crate::controller::FamilyInfo;

/// The policies of a family as they come in, dump by dump.
///
/// Since Linux 6.2 many kernels tell an operation under the command of its *do*, which is 0 where it
/// can only be dumped. A dump about one operation says as little, but then it is known which one.
#[derive(Debug)]
pub(crate) struct Gathering {
    policies: Policies,
    /// The commands that are to be asked about, the last one first.
    waiting: Vec<u32>,
}

impl Gathering {
    /// Starts with the dump about all operations.
    pub(crate) fn new(family: &FamilyInfo, mut all: Policies) -> Self {
        let mut waiting = Vec::new();
        if all.operations.remove(&0).is_some() {
            let commands = family.operations.iter().rev().map(|operation| operation.command);
            waiting.extend(commands.filter(|command| !all.operations.contains_key(command)));
        }
        Self { policies: all, waiting }
    }

    /// The operation that must be asked about next; `None` where all is known.
    pub(crate) fn next(&mut self) -> Option<u32> {
        self.waiting.pop()
    }

    /// Adds the dump about that operation.
    pub(crate) fn add(&mut self, command: u32, of_one: Policies) {
        self.policies.adopt(command, of_one);
    }

    /// What was gathered.
    pub(crate) fn finish(mut self) -> Policies {
        self.policies.tidy();
        self.policies
    }

    /// All of it, where `ask` waits for a dump about all operations or about one.
    pub(crate) fn all<E>(
        family: &FamilyInfo,
        mut ask: impl FnMut(Option<u32>) -> Result<Policies, E>,
    ) -> Result<Policies, E> {
        let mut gathering = Self::new(family, ask(None)?);
        while let Some(command) = gathering.next() {
            gathering.add(command, ask(Some(command))?);
        }
        Ok(gathering.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::super::Policy;
    use super::*;
    use crate::PolicyInfo;
    use crate::controller::{OperationInfo, OperationPolicy};

    /// A dump for an operation as the kernel tells it: policies with these indexes.
    fn told(command: u32, policy: OperationPolicy, rows: &[(u32, u32)]) -> Policies {
        let mut policies = Policies::default();
        policies.operations.insert(command, policy);
        for (index, nest) in rows {
            let row = PolicyInfo { policy_index: Some(*nest), ..PolicyInfo::default() };
            policies.policies.insert(*index, Policy { attributes: [(1, row)].into() });
        }
        policies
    }

    #[test]
    fn operations_that_are_told_as_command_0_are_asked_for_one_by_one() {
        let operations = [1, 2, 3, 12].map(|command| OperationInfo { command, flags: 0 }).to_vec();
        let family = FamilyInfo {
            id: 30,
            name: String::new(),
            version: 1,
            header_size: 0,
            max_attribute: 0,
            operations,
            groups: Vec::new(),
        };
        let mut asked = Vec::new();
        let policies = Gathering::all(&family, |command| {
            asked.push(command);
            Ok::<_, ()>(match command {
                None => {
                    let call = OperationPolicy { call: Some(0), dump: None };
                    let mut all = told(1, call, &[(0, 1), (1, 1), (2, 2)]);
                    all.operations.insert(0, OperationPolicy { call: None, dump: Some(2) });
                    all
                }
                // Without a policy, as the kernel answers with ENODATA.
                Some(2) => Policies::default(),
                // Told under its own command by a kernel that is right.
                Some(12) => told(12, OperationPolicy { call: None, dump: Some(0) }, &[(0, 0)]),
                Some(_) => told(0, OperationPolicy { call: None, dump: Some(0) }, &[(0, 1)]),
            })
        });
        let policies = policies.unwrap();
        assert_eq!(asked, [None, Some(2), Some(3), Some(12)]);
        let indexes = |command: u32| policies.operations.get(&command).map(|o| (o.call, o.dump));
        assert_eq!(indexes(1), Some((Some(0), None)));
        assert_eq!((indexes(0), indexes(2)), (None, None));
        assert_eq!((indexes(3), indexes(12)), (Some((None, Some(3))), Some((None, Some(5)))));
        // 2 was that of command 0 alone; 4 refuses all, so no message told of it.
        assert_eq!(policies.policies.keys().copied().collect::<Vec<_>>(), [0, 1, 3, 4, 5]);
        assert_eq!(policies.policies[&4], Policy::default());
        assert_eq!(policies.policies[&5].attributes[&1].policy_index, Some(5));
    }
}
