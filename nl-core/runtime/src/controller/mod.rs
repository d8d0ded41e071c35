//! The controller, family `nlctrl`: which families there are, under which ids, and what they take.
//!
//! It is declared with this crate's own derives, and called like any family. [`Controller`] gives
//! what it says in owned types; [`Connection::verify`] compares a declaration with it.
//!
//! Families come and go with their modules, which is told to the group `notify`:
//!
//! ```no_run
//! use nl_core::controller::{Nlctrl, NlctrlEvent};
//! use nl_core::{Connection, Incoming};
//!
//! let mut families = Connection::<Nlctrl>::open()?.subscribe(Nlctrl::NOTIFY)?;
//! loop {
//!     match families.next()? {
//!         Incoming::Event(NlctrlEvent::NewFamily(family)) => println!("{} came", family.name),
//!         Incoming::Event(NlctrlEvent::DelFamily(family)) => println!("{} went", family.name),
//!         _ => {}
//!     }
//! }
//! # #[expect(unreachable_code)]
//! # Ok::<(), nl_core::Error>(())
//! ```

pub(crate) mod ask;
mod family;

pub use family::{FamilyInfo, GroupInfo};

use crate::Options;
use crate::connection::Connection;
pub use crate::declared::nlctrl::*;
use crate::error::Error;
#[cfg(feature = "verify")]
pub use crate::verify::{Difference, Limits, Place, Policies, Policy, differences};

/// A connection to the kernel's controller.
///
/// ```
/// let mut controller = nl_core::controller::Controller::open()?;
/// let nlctrl = controller.family("nlctrl")?.expect("the kernel has it always");
/// assert_eq!(nlctrl.id, nl_core::controller::ID);
/// # Ok::<(), nl_core::Error>(())
/// ```
#[derive(Debug)]
pub struct Controller {
    pub(crate) connection: Connection<Nlctrl>,
}

impl Controller {
    /// Opens a connection to the kernel's controller. Needs no privilege.
    #[inline]
    pub fn open() -> Result<Self, Error> {
        Self::open_with(Options::new().transport(crate::Transport::Kernel))
    }

    /// Opens a connection to a controller: the kernel's, or with [`Transport::UserAt`] a host's.
    ///
    /// [`Transport::UserAt`]: crate::Transport::UserAt
    #[inline]
    pub fn open_with(options: Options) -> Result<Self, Error> {
        Ok(Self { connection: Connection::to_controller(options)? })
    }

    /// The family of that name, `None` where there is none. The kernel loads a module which has it.
    #[inline]
    pub fn family(&mut self, name: &str) -> Result<Option<FamilyInfo>, Error> {
        ask::family(self.connection.call(&GetFamily { id: None, name: Some(name) }))
    }

    /// The family that has that id now, `None` where there is none.
    #[inline]
    pub fn family_by_id(&mut self, id: u16) -> Result<Option<FamilyInfo>, Error> {
        ask::family(self.connection.call(&GetFamily { id: Some(id), name: None }))
    }

    /// All families that are registered now.
    #[inline]
    pub fn families(&mut self) -> Result<Vec<FamilyInfo>, Error> {
        self.connection.dump_map(&GetFamilies {}, ask::owned)?.into_iter().collect()
    }
}
