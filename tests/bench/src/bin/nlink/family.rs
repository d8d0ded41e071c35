//! The family as nlink's derives have it: what is owned, numbers, strings, bytes and single nests.

use nlink::macros::{GenlAttribute, GenlCommand, GenlMessage, NetlinkAttrs};

#[derive(GenlCommand, Clone, Copy, Debug)]
#[genl_command(repr = "u8")]
pub(crate) enum Command {
    Echo = 1,
    List = 2,
    Event = 3,
}

#[derive(GenlAttribute, Clone, Copy, Debug)]
#[genl_attribute(repr = "u16")]
pub(crate) enum EchoAttr {
    Seq = 1,
    Ts = 2,
    Name = 3,
    Data = 4,
    Nest = 5,
}

#[derive(GenlMessage, Debug, Default)]
#[genl_message(cmd = Command::Echo)]
pub(crate) struct Echo {
    #[genl_attr(EchoAttr::Seq)]
    pub(crate) seq: u32,
    #[genl_attr(EchoAttr::Ts)]
    pub(crate) ts: u64,
    #[genl_attr(EchoAttr::Name)]
    pub(crate) name: String,
    #[genl_attr(EchoAttr::Data)]
    pub(crate) data: Vec<u8>,
    #[genl_attr(EchoAttr::Nest, nested)]
    pub(crate) nest: Option<Inner>,
}

#[derive(NetlinkAttrs, Debug, Default)]
pub(crate) struct Inner {
    #[genl_attr(1_u16)]
    pub(crate) port: u16,
    #[genl_attr(2_u16)]
    pub(crate) state: u8,
    /// The derive has no flags; bytes that are there and empty are the same on the wire.
    #[genl_attr(3_u16)]
    pub(crate) up: Option<Vec<u8>>,
}

#[derive(GenlAttribute, Clone, Copy, Debug)]
#[genl_attribute(repr = "u16")]
pub(crate) enum EventAttr {
    Ifindex = 1,
    Ts = 2,
    State = 3,
    Ifname = 4,
}

#[derive(GenlMessage, Debug, Default)]
#[genl_message(cmd = Command::Event)]
pub(crate) struct Event {
    #[genl_attr(EventAttr::Ifindex)]
    pub(crate) ifindex: u32,
    #[genl_attr(EventAttr::Ts)]
    pub(crate) ts: u64,
    #[genl_attr(EventAttr::State)]
    pub(crate) state: u8,
    #[genl_attr(EventAttr::Ifname)]
    pub(crate) ifname: String,
}
