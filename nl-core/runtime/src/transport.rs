//! Where a family is looked for.

use crate::error::Who;
use crate::place::Place;

/// Where a family is looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Transport {
    /// In the kernel where it is registered there, else at a user-space host.
    #[default]
    Auto,
    /// In the kernel.
    Kernel,
    /// At the user-space host at [`Transport::default_port`] of the family.
    User,
    /// At the user-space host at this port id.
    UserAt(u32),
}

impl Transport {
    /// The port id at which a family's host is found unless another one is asked for.
    ///
    /// Made from the name (FNV-1a, 28 bits) and put where neither process ids (below 2²²) nor
    /// the port ids lie that the kernel hands out (above 2³¹).
    pub const fn default_port(family: &str) -> u32 {
        let bytes = family.as_bytes();
        let mut hash: u32 = 0x811c_9dc5;
        let mut at = 0;
        while at < bytes.len() {
            hash = (hash ^ bytes[at] as u32).wrapping_mul(0x0100_0193);
            at += 1;
        }
        0x6000_0000 | (hash & 0x0fff_ffff)
    }

    pub(crate) fn kernel(self) -> bool {
        matches!(self, Self::Auto | Self::Kernel)
    }

    pub(crate) fn host(self, family: &str) -> Option<u32> {
        match self {
            Self::Kernel => None,
            Self::Auto | Self::User => Some(Self::default_port(family)),
            Self::UserAt(port) => Some(port),
        }
    }

    /// Where a family is looked for, in that order.
    pub(crate) fn places(self, family: &str) -> impl Iterator<Item = Place> + use<> {
        let kernel = self.kernel().then_some(Place::Kernel);
        kernel.into_iter().chain(self.host(family).map(Place::Host))
    }

    pub(crate) fn tried(self) -> &'static [Who] {
        match self {
            Self::Auto => &[Who::Kernel, Who::Host],
            Self::Kernel => &[Who::Kernel],
            Self::User | Self::UserAt(_) => &[Who::Host],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_default_port_is_neither_a_process_id_nor_one_of_the_kernel_s() {
        for name in ["nl_demo", "", "pulse", "0123456789abcde"] {
            let port = Transport::default_port(name);
            assert!((0x6000_0000..0x7000_0000).contains(&port), "{name}: {port:#x}");
        }
        assert_ne!(Transport::default_port("a"), Transport::default_port("b"));
    }
}
