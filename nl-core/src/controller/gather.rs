//! Which policy dumps it takes to have all policies of a family. No I/O: connections ask.

use super::{FamilyInfo, Policies};

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
