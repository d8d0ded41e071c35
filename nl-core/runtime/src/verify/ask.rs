//! What the controller is asked for policies.

use super::gather::Gathering;
use super::{Difference, Policies, differences};
use crate::channel::Channel;
use crate::connection::Connection;
use crate::controller::ask::{broken, owned};
use crate::controller::{Controller, FamilyInfo, GetPolicy, ID, Nlctrl};
use crate::dump::Items;
use crate::error::{Error, Who};
use crate::wire::DecodeError;
use crate::{Errno, Family, Transport};

impl Controller {
    /// The policies of a family, operation by operation; none where it has none.
    ///
    /// ```
    /// let mut controller = nl_core::controller::Controller::open()?;
    /// let nlctrl = controller.family("nlctrl")?.expect("the kernel has it always");
    /// print!("{}", controller.policies(&nlctrl)?);
    /// # Ok::<(), nl_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Refused`] with `ENOENT` where the family is not there any more.
    pub fn policies(&mut self, family: &FamilyInfo) -> Result<Policies, Error> {
        Gathering::all(family, |command| {
            let request = GetPolicy { id: None, name: Some(&family.name), command };
            policies(self.connection.dump_map(&request, Policies::of_part))
        })
    }
}

/// The policies of a dump's parts, none where there are none.
pub(crate) fn policies<E: Into<Error>>(
    parts: Result<Vec<Result<Policies, DecodeError>>, E>,
) -> Result<Policies, Error> {
    let mut policies = Policies::default();
    match parts.map_err(E::into) {
        Ok(parts) => {
            for part in parts {
                policies.extend(part.map_err(|what| broken("GetPolicy", what))?);
            }
        }
        // A family without any policy, and a controller from before there were policy dumps.
        Err(Error::Refused(refused))
            if [Errno::ENODATA, Errno::EOPNOTSUPP].contains(&refused.errno) => {}
        Err(error) => return Err(error),
    }
    Ok(policies)
}

impl<F: Family> Connection<F> {
    /// Compares the declaration with the family as it is now: what the controller says of it, and
    /// the policies of its requests. Asks on this connection, and finds a reloaded module. A dump that
    /// turns out inconsistent is asked for again ([`Options::retries`](crate::Options::retries)).
    ///
    /// ```no_run
    /// # use nl_core::{Connection, controller::Nlctrl};
    /// let mut connection = Connection::<Nlctrl>::open()?;
    /// for difference in connection.verify()? {
    ///     eprintln!("{difference}");
    /// }
    /// # Ok::<(), nl_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::FamilyNotFound`] where the family is gone; [`Error::Interrupted`] where its policies
    /// changed each time that they were asked for.
    pub fn verify(&mut self) -> Result<Vec<Difference>, Error> {
        let refuse_unknown = std::mem::take(&mut self.channel.refuse_unknown);
        let found = live(&mut self.channel, F::SCHEMA.name, self.options.retries);
        self.channel.refuse_unknown = refuse_unknown;
        let (family, policies) = found?;
        Ok(differences(F::SCHEMA, &family, &policies))
    }
}

/// A family and its policies, asked for on a channel that it is called on as well.
fn live(
    channel: &mut Channel,
    name: &'static str,
    retries: u32,
) -> Result<(FamilyInfo, Policies), Error> {
    let before = channel.family;
    let family = match channel.describe(name) {
        Ok(Some(family)) => owned(family),
        Ok(None) => {
            let tried = match channel.who {
                Who::Kernel => Transport::Kernel,
                Who::Host => Transport::User,
            };
            Err(Error::FamilyNotFound { family: name, tried: tried.tried() })
        }
        Err(error) => Err(error),
    };
    let policies = family.and_then(|family| {
        let policies = Gathering::all(&family, |command| {
            let request = GetPolicy { id: None, name: Some(name), command };
            policies(consistent(channel, &request, retries))
        });
        Ok((family, policies?))
    });
    channel.family = policies.as_ref().map_or(before, |(family, _)| family.id);
    policies
}

/// A dump that is asked for again where it turns out inconsistent, so many times.
fn consistent(
    channel: &mut Channel,
    request: &GetPolicy<'_>,
    mut retries: u32,
) -> Result<Vec<Result<Policies, DecodeError>>, Error> {
    loop {
        match dump(channel, request) {
            Err(Error::Interrupted(_)) if retries > 0 => retries -= 1,
            dumped => return dumped,
        }
    }
}

fn dump(
    channel: &mut Channel,
    request: &GetPolicy<'_>,
) -> Result<Vec<Result<Policies, DecodeError>>, Error> {
    channel.family = ID;
    let first = channel.dump_of(Nlctrl::SCHEMA, request)?;
    let mut items = Items::<GetPolicy<'_>>::new(channel, first);
    let mut parts = Vec::new();
    while let Some(part) = items.next()? {
        parts.push(Policies::of_part(part));
    }
    Ok(parts)
}
