//! Finding a family without blocking.

use ::tokio::time::Instant;
use std::ops::Range;

use super::port::Port;
use super::switchboard::Switchboard;
use crate::controller::{FamilyAttrs, GetFamily, Nlctrl, ResolvedId};
use crate::error::Error;
use crate::place::Place;
use crate::resolve::nobody_there;
use crate::schema::FamilySchema;
use crate::{Family, Options};

impl Port {
    /// A port of a new socket there, to the controller.
    pub(super) fn open(
        place: Place,
        schema: &'static FamilySchema,
        options: &Options,
    ) -> Result<Self, Error> {
        Ok(Self::new(Switchboard::open(place, schema, options)?, options))
    }

    /// A port to wherever the options find the family, if that is not the place that it was found
    /// gone from; until then.
    pub(super) async fn resolved(
        schema: &'static FamilySchema,
        options: &Options,
        gone_from: Option<Place>,
        until: Option<Instant>,
    ) -> Result<Self, Error> {
        let places = options.transport.places(schema.name);
        for place in places.filter(|place| Some(*place) != gone_from) {
            let mut port = Self::open(place, schema, options)?;
            port.go_on_until(until);
            if port.resolve(schema.name).await? {
                return Ok(port);
            }
        }
        Err(Error::FamilyNotFound { family: schema.name, tried: options.transport.tried() })
    }

    /// Asks the controller for a family's id; whether there is one.
    pub(super) async fn resolve(&mut self, name: &str) -> Result<bool, Error> {
        let Some(reply) = self.look_up(name).await? else {
            return Ok(false);
        };
        let ResolvedId { id } = self.decode::<GetFamily<'_>, ResolvedId>(reply)?;
        self.board.set_family(id);
        Ok(true)
    }

    /// Asks the controller for all about a family.
    pub(super) async fn describe(&mut self, name: &str) -> Result<Option<FamilyAttrs<'_>>, Error> {
        let reply = self.look_up(name).await?;
        reply.map(|reply| self.decode::<GetFamily<'_>, FamilyAttrs<'_>>(reply)).transpose()
    }

    async fn look_up(&mut self, name: &str) -> Result<Option<Range<usize>>, Error> {
        self.asks_controller = true;
        let reply = self.reply_to(Nlctrl::SCHEMA, &GetFamily { id: None, name: Some(name) }).await;
        self.asks_controller = false;
        match reply {
            Ok(reply) => Ok(Some(reply)),
            Err(error) if nobody_there(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
