//! The kernel's controller, awaited.

use super::Connection;
use crate::controller::{FamilyInfo, GetFamilies, GetFamily, Nlctrl, ask};
use crate::error::Error;
use crate::{Options, Transport};

/// A connection to the kernel's controller; see
/// [`controller::Controller`](crate::controller::Controller).
#[derive(Clone, Debug)]
pub struct Controller {
    pub(super) connection: Connection<Nlctrl>,
}

impl Controller {
    /// Opens a connection to the kernel's controller. Needs no privilege. Cancel safe: dropped, nothing is
    /// open.
    pub async fn open() -> Result<Self, Error> {
        Self::open_with(Options::new().transport(Transport::Kernel)).await
    }

    /// Opens a connection to a controller: the kernel's, or with [`Transport::UserAt`] a host's. Cancel
    /// safe: dropped, nothing is open.
    pub async fn open_with(options: Options) -> Result<Self, Error> {
        Ok(Self { connection: Connection::open_with(options).await? })
    }

    /// The family of that name, `None` where there is none. The kernel loads a module which has it.
    /// Cancel safe, as [`Connection::call`].
    pub async fn family(&mut self, name: &str) -> Result<Option<FamilyInfo>, Error> {
        ask::family(self.connection.call(&GetFamily { id: None, name: Some(name) }).await)
    }

    /// The family that has that id now, `None` where there is none. Cancel safe, as
    /// [`Connection::call`].
    pub async fn family_by_id(&mut self, id: u16) -> Result<Option<FamilyInfo>, Error> {
        ask::family(self.connection.call(&GetFamily { id: Some(id), name: None }).await)
    }

    /// All families that are registered now. Cancel safe, as [`Connection::dump_map`].
    pub async fn families(&mut self) -> Result<Vec<FamilyInfo>, Error> {
        self.connection.dump_map(&GetFamilies {}, ask::owned).await?.into_iter().collect()
    }
}
