//! Requests to the controller.

use neli::attr::Attribute;
use neli::consts::genl::{CtrlAttr, CtrlCmd};
use neli::consts::nl::{GenlId, NlmF};
use neli::genl::{AttrTypeBuilder, Genlmsghdr, GenlmsghdrBuilder, NlattrBuilder};
use neli::nl::{NlPayload, Nlmsghdr, NlmsghdrBuilder};
use neli::types::{Buffer, GenlBuffer};

pub(crate) type Genl = Genlmsghdr<CtrlCmd, CtrlAttr>;
pub(crate) type Answer = Nlmsghdr<u16, Genl>;

pub(crate) fn payload(name: Option<&str>) -> NlPayload<GenlId, Genl> {
    let mut attributes: GenlBuffer<CtrlAttr, Buffer> = GenlBuffer::new();
    if let Some(name) = name {
        let number = AttrTypeBuilder::default().nla_type(CtrlAttr::FamilyName).build().unwrap();
        let attribute = NlattrBuilder::default().nla_type(number).nla_payload(name).build();
        attributes.push(attribute.unwrap());
    }
    let genl = GenlmsghdrBuilder::default()
        .cmd(CtrlCmd::Getfamily)
        .version(2)
        .attrs(attributes)
        .build()
        .unwrap();
    NlPayload::Payload(genl)
}

pub(crate) fn request(seq: u32, flags: NlmF, name: Option<&str>) -> Nlmsghdr<GenlId, Genl> {
    NlmsghdrBuilder::default()
        .nl_type(GenlId::Ctrl)
        .nl_flags(NlmF::REQUEST | flags)
        .nl_seq(seq)
        .nl_payload(payload(name))
        .build()
        .unwrap()
}

pub(crate) fn id(answer: &Answer, seq: u32) -> u16 {
    assert_eq!(*answer.nl_seq(), seq);
    let attributes = answer.get_payload().unwrap().attrs();
    let id = attributes
        .get_attr_handle()
        .get_attribute(CtrlAttr::FamilyId)
        .map(|id| id.get_payload_as::<u16>().unwrap());
    id.unwrap()
}
