//! The kernel's controller, awaited.

use super::Connection;
use crate::controller::{
    Difference, FamilyInfo, Gathering, GetFamilies, GetFamily, GetPolicy, Nlctrl, Policies, ask,
    differences,
};
use crate::error::Error;
use crate::watch::Place;
use crate::{Family, Options, Transport};

/// A connection to the kernel's controller; see
/// [`controller::Controller`](crate::controller::Controller).
#[derive(Clone, Debug)]
pub struct Controller {
    connection: Connection<Nlctrl>,
}

impl Controller {
    /// Opens a connection to the kernel's controller. Needs no privilege.
    pub async fn open() -> Result<Self, Error> {
        Self::open_with(Options::new().transport(Transport::Kernel)).await
    }

    /// Opens a connection to a controller: the kernel's, or with [`Transport::UserAt`] a host's.
    pub async fn open_with(options: Options) -> Result<Self, Error> {
        Ok(Self { connection: Connection::open_with(options).await? })
    }

    /// The family of that name, `None` where there is none. The kernel loads a module which has it.
    pub async fn family(&mut self, name: &str) -> Result<Option<FamilyInfo>, Error> {
        ask::family(self.connection.call(&GetFamily { id: None, name: Some(name) }).await)
    }

    /// The family that has that id now, `None` where there is none.
    pub async fn family_by_id(&mut self, id: u16) -> Result<Option<FamilyInfo>, Error> {
        ask::family(self.connection.call(&GetFamily { id: Some(id), name: None }).await)
    }

    /// All families that are registered now.
    pub async fn families(&mut self) -> Result<Vec<FamilyInfo>, Error> {
        self.connection.dump_map(&GetFamilies {}, ask::owned).await?.into_iter().collect()
    }

    /// The policies of a family, operation by operation; none where it has none.
    ///
    /// # Errors
    /// [`Error::Refused`] with `ENOENT` where the family is not there any more.
    pub async fn policies(&mut self, family: &FamilyInfo) -> Result<Policies, Error> {
        let mut gathering = Gathering::new(family, self.policies_of(family, None).await?);
        while let Some(command) = gathering.next() {
            gathering.add(command, self.policies_of(family, Some(command)).await?);
        }
        Ok(gathering.finish())
    }

    async fn policies_of(
        &mut self,
        family: &FamilyInfo,
        command: Option<u32>,
    ) -> Result<Policies, Error> {
        let request = GetPolicy { id: None, name: Some(&family.name), command };
        ask::policies(self.connection.dump_map(&request, Policies::of_part).await)
    }
}

impl<F: Family> Connection<F> {
    /// Compares the declaration with the family as it is now: what the controller says of it, and
    /// the policies of its requests. Asks on a socket of its own.
    ///
    /// # Errors
    /// [`Error::FamilyNotFound`] where the family is gone.
    pub async fn verify(&mut self) -> Result<Vec<Difference>, Error> {
        let transport = match self.place() {
            Place::Kernel => Transport::Kernel,
            Place::Host(port) => Transport::UserAt(port),
        };
        let options = self.beside().transport(transport);
        let mut controller = Controller::open_with(options).await?;
        let (family, tried) = (F::SCHEMA.name, transport.tried());
        let found = controller.family(family).await?;
        let found = found.ok_or(Error::FamilyNotFound { family, tried })?;
        let policies = controller.policies(&found).await?;
        Ok(differences(F::SCHEMA, &found, &policies))
    }
}
