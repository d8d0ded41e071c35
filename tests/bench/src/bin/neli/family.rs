//! The family as neli's macro declares one: an enum for the commands and one for each set.

use neli::consts::genl::{Cmd, NlAttrType};
use neli::neli_enum;

#[neli_enum(serialized_type = "u8")]
pub(crate) enum Command {
    Echo = 1,
    List = 2,
    Event = 3,
}

impl Cmd for Command {}

#[neli_enum(serialized_type = "u16")]
pub(crate) enum EchoAttr {
    Seq = 1,
    Ts = 2,
    Name = 3,
    Data = 4,
    Nest = 5,
}

impl NlAttrType for EchoAttr {}

#[neli_enum(serialized_type = "u16")]
pub(crate) enum InnerAttr {
    Port = 1,
    State = 2,
    Up = 3,
}

impl NlAttrType for InnerAttr {}

#[neli_enum(serialized_type = "u16")]
pub(crate) enum ListAttr {
    Items = 1,
    Item = 2,
}

impl NlAttrType for ListAttr {}

#[neli_enum(serialized_type = "u16")]
pub(crate) enum PairAttr {
    A = 1,
    B = 2,
}

impl NlAttrType for PairAttr {}

#[neli_enum(serialized_type = "u16")]
pub(crate) enum EventAttr {
    Ifindex = 1,
    Ts = 2,
    State = 3,
    Ifname = 4,
}

impl NlAttrType for EventAttr {}

/// Of an operation in the controller's answers, which neli has no enum for.
#[neli_enum(serialized_type = "u16")]
pub(crate) enum OperationAttr {
    Id = 1,
    Flags = 2,
}

impl NlAttrType for OperationAttr {}
