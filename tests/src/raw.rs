//! Requests that a typed client would not send.

use nl_core::controller::{GetFamily, Nlctrl};
use nl_core::schema::{Operation, SetSchema};
use nl_core::wire::{EncodeError, Writer};
use nl_core::{Call, Encode, Request};

/// Asks for a family whose name is longer than one can be.
pub struct LongName;

const NAME: &[u8; 28] = b"\x1c\0\x02\0a name that is too long\0";

impl Encode for LongName {
    const SCHEMA: &'static SetSchema = GetFamily::SCHEMA;

    fn size(&self) -> usize {
        NAME.len()
    }

    fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.bytes(NAME)
    }
}

impl Request for LongName {
    type Family = Nlctrl;
    const OPERATION: &'static Operation = GetFamily::OPERATION;
}

impl Call for LongName {
    type Reply<'r> = ();
}
