//! What the controller's answers come to, whoever asks.

use super::{FamilyAttrs, FamilyInfo, Nlctrl};
use crate::Family;
use crate::error::{Error, Operated};
use crate::resolve::nobody_there;
use crate::wire::DecodeError;

/// A family, `None` where the controller knows none.
#[inline]
pub(crate) fn family(answer: Result<FamilyAttrs<'_>, Error>) -> Result<Option<FamilyInfo>, Error> {
    match answer {
        Ok(family) => owned(family).map(Some),
        Err(error) if nobody_there(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

#[inline]
pub(crate) fn owned(family: FamilyAttrs<'_>) -> Result<FamilyInfo, Error> {
    FamilyInfo::try_from(family).map_err(|what| broken("GetFamily", what))
}

#[inline]
pub(crate) fn broken(operation: &'static str, what: DecodeError) -> Error {
    Error::Decode(Operated { family: Nlctrl::SCHEMA.name, operation, what })
}
