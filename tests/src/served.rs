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
    #[nl(request = Numbers)]
    Numbers = 4,
}

/// Nothing but the family's header.
#[derive(Attributes, Clone, Debug, PartialEq)]
pub struct Listed {
    #[nl(header)]
    pub header: [u8; 4],
}

/// Enough attributes that the policies of all take more than a page of a dump.
#[derive(Attributes, Clone, Debug, PartialEq)]
pub struct Numbers {
    #[nl(header)]
    pub header: [u8; 4],
    #[nl(1, max = 1)]
    pub n1: Option<u32>,
    #[nl(2, max = 2)]
    pub n2: Option<u32>,
    #[nl(3, max = 3)]
    pub n3: Option<u32>,
    #[nl(4, max = 4)]
    pub n4: Option<u32>,
    #[nl(5, max = 5)]
    pub n5: Option<u32>,
    #[nl(6, max = 6)]
    pub n6: Option<u32>,
    #[nl(7, max = 7)]
    pub n7: Option<u32>,
    #[nl(8, max = 8)]
    pub n8: Option<u32>,
    #[nl(9, max = 9)]
    pub n9: Option<u32>,
    #[nl(10, max = 10)]
    pub n10: Option<u32>,
    #[nl(11, max = 11)]
    pub n11: Option<u32>,
    #[nl(12, max = 12)]
    pub n12: Option<u32>,
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

    fn numbers(&mut self, _: Numbers, _: &mut Context<'_, All>) -> Result<(), Refusal> {
        Ok(())
    }
}
