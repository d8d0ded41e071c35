//! What a declaration and its live family disagree about, awaited.

use super::{Connection, Controller};
use crate::controller::{Difference, FamilyInfo, GetPolicy, Policies, differences};
use crate::error::Error;
use crate::place::Place;
use crate::verify::{Gathering, policies};
use crate::{Family, Transport};

impl Controller {
    /// The policies of a family, operation by operation; none where it has none. Cancel safe, as
    /// [`Connection::dump_map`].
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
        policies(self.connection.dump_map(&request, Policies::of_part).await)
    }
}

impl<F: Family> Connection<F> {
    /// Compares the declaration with the family as it is now: what the controller says of it, and
    /// the policies of its requests. Asks on a socket of its own, and finds a reloaded module.
    ///
    /// Cancel safe: dropped, nothing has changed.
    ///
    /// # Errors
    /// [`Error::FamilyNotFound`] where the family is gone.
    pub async fn verify(&mut self) -> Result<Vec<Difference>, Error> {
        self.adopt();
        let transport = match self.port.board.place {
            Place::Kernel => Transport::Kernel,
            Place::Host(port) => Transport::UserAt(port),
        };
        let options = self.options.beside().transport(transport);
        let mut controller = Controller::open_with(options).await?;
        let (family, tried) = (F::SCHEMA.name, transport.tried());
        let found = controller.family(family).await?;
        let found = found.ok_or(Error::FamilyNotFound { family, tried })?;
        let policies = controller.policies(&found).await?;
        self.port.board.set_family(found.id);
        Ok(differences(F::SCHEMA, &found, &policies))
    }
}
