//! A family whose requests have every kind of attribute, and a host that serves it.

#![expect(missing_docs, reason = "the operations are named after what they take")]

use nl_core::host::{Context, Page, Refusal};
use nl_core::{Attributes, Family};

use crate::everything::{Borrowed, Everything};

/// Every kind of attribute, owned and borrowed, in every mode.
#[derive(Family)]
#[nl(name = "everything", version = 7, group = "one", group = "two")]
pub enum All {
    #[nl(request = Everything, reply = Everything, admin)]
    #[nl(request = Listed, dump = Everything)]
    Owned = 1,
    #[nl(request = Borrowed<'_>, dump = Listed, ns_admin)]
    Borrowed = 2,
    #[nl(event = Listed, group = "one")]
    Happened = 3,
}

/// Nothing but the family's header.
#[derive(Attributes, Clone, Debug, PartialEq)]
pub struct Listed {
    #[nl(header)]
    pub header: [u8; 4],
}

/// Serves [`All`]: what comes goes back, and all lists are empty.
#[derive(Debug)]
pub struct Server;

impl AllHandler for Server {
    fn owned(
        &mut self,
        request: Everything,
        _: &mut Context<'_, All>,
    ) -> Result<Everything, Refusal> {
        Ok(request)
    }

    fn owned_dump(&mut self, _: Listed, _: &mut Page<'_, Listed>) -> Result<(), Refusal> {
        Ok(())
    }

    fn borrowed(
        &mut self,
        _: Borrowed<'_>,
        _: &mut Page<'_, Borrowed<'static>>,
    ) -> Result<(), Refusal> {
        Ok(())
    }
}
