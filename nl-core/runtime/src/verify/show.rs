//! Policies for people to read.

use std::fmt;

use super::limits::Limits;
use super::{Policies, Policy};
use crate::{PolicyInfo, PolicyType};

impl fmt::Display for Policies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (command, policy) in &self.operations {
            write!(f, "command {command}:")?;
            let modes = [("do", policy.call), ("dump", policy.dump)];
            let told = modes.iter().filter_map(|(mode, index)| Some((mode, (*index)?)));
            for (position, (mode, index)) in told.enumerate() {
                let comma = if position == 0 { "" } else { "," };
                write!(f, "{comma} {mode} follows policy {index}")?;
            }
            writeln!(f)?;
        }
        for (index, policy) in &self.policies {
            write!(f, "policy {index}:\n{policy}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.attributes.is_empty() {
            return writeln!(f, "  no attribute");
        }
        self.attributes.iter().try_for_each(|(number, row)| writeln!(f, "  {number}: {row}"))
    }
}

/// A policy of an attribute: `u32, 1..=7`, `NUL-terminated string, at most 15 bytes`, `nest, policy 2`.
impl fmt::Display for PolicyInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.unwrap_or(PolicyType::Invalid).fmt(f)?;
        if let Some(limits) = Limits::of(self)
            && !limits.is_all_of(self.kind)
        {
            write!(f, ", {limits}")?;
        }
        match self.policy_index {
            Some(index) => write!(f, ", policy {index}"),
            None => Ok(()),
        }
    }
}
