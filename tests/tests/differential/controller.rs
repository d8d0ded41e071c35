//! The controller's messages as netlink-packet-generic knows them.

use netlink_packet_core::{Emitable, ParseableParametrized};
use netlink_packet_generic::GenlHeader;
use netlink_packet_generic::ctrl::nlas::{GenlCtrlAttrs, McastGrpAttrs, OpAttrs};
use netlink_packet_generic::ctrl::{GenlCtrl, GenlCtrlCmd};
use nl_core::controller::{
    FamilyAttrs, FamilyInfo, GetFamily, GroupAttrs, GroupInfo, OperationInfo,
};
use nl_core::{Decode, List};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

fn family() -> impl Strategy<Value = FamilyInfo> {
    let operation =
        (any::<u32>(), any::<u32>()).prop_map(|(command, flags)| OperationInfo { command, flags });
    let group = (name(), any::<u32>()).prop_map(|(name, id)| GroupInfo { name, id });
    let numbers = (any::<u16>(), any::<u32>(), any::<u32>(), any::<u32>());
    (numbers, name(), vec(operation, 0..5), vec(group, 0..5)).prop_map(
        |((id, version, header_size, max_attribute), name, operations, groups)| FamilyInfo {
            id,
            name,
            version,
            header_size,
            max_attribute,
            operations,
            groups,
        },
    )
}

/// A family's name, of up to 15 bytes.
fn name() -> impl Strategy<Value = String> {
    "[ -~]{0,15}"
}

/// The family as a peer's message. It sets NESTED nowhere, as the kernel does in these.
fn theirs(family: &FamilyInfo) -> GenlCtrl {
    let operation = |op: &OperationInfo| vec![OpAttrs::Id(op.command), OpAttrs::Flags(op.flags)];
    let group = |group: &GroupInfo| {
        vec![McastGrpAttrs::Name(group.name.clone()), McastGrpAttrs::Id(group.id)]
    };
    let nlas = vec![
        GenlCtrlAttrs::FamilyId(family.id),
        GenlCtrlAttrs::FamilyName(family.name.clone()),
        GenlCtrlAttrs::Version(family.version),
        GenlCtrlAttrs::HdrSize(family.header_size),
        GenlCtrlAttrs::MaxAttr(family.max_attribute),
        GenlCtrlAttrs::Ops(family.operations.iter().map(operation).collect()),
        GenlCtrlAttrs::McastGroups(family.groups.iter().map(group).collect()),
    ];
    GenlCtrl { cmd: GenlCtrlCmd::NewFamily, nlas }
}

fn emitted(message: &GenlCtrl) -> Vec<u8> {
    let mut bytes = vec![0xa5; message.buffer_len()];
    message.emit(&mut bytes);
    bytes
}

/// The family encoded here.
fn ours(family: &FamilyInfo) -> Vec<u8> {
    let groups: Vec<_> =
        family.groups.iter().map(|group| GroupAttrs { name: &group.name, id: group.id }).collect();
    super::encode(&FamilyAttrs {
        id: family.id,
        name: &family.name,
        version: Some(family.version),
        header_size: Some(family.header_size),
        max_attribute: Some(family.max_attribute),
        operations: Some(List::new(&family.operations)),
        groups: Some(List::new(&groups)),
    })
}

proptest! {
    #![proptest_config(super::config())]

    #[test]
    fn a_family_is_the_same_both_ways(family in family()) {
        let message = theirs(&family);
        let bytes = emitted(&message);
        let decoded = FamilyInfo::try_from(FamilyAttrs::decode(&bytes).unwrap()).unwrap();
        prop_assert_eq!(&decoded, &family);
        let header = GenlHeader { cmd: 1, version: 2 };
        let parsed = GenlCtrl::parse_with_param(&ours(&family), header).unwrap();
        prop_assert_eq!(parsed, message);
    }

    #[test]
    fn a_question_has_the_same_bytes(id in option::of(any::<u16>()), name in option::of(name())) {
        let ours = super::encode(&GetFamily { id, name: name.as_deref() });
        let nlas = id.map(GenlCtrlAttrs::FamilyId).into_iter();
        let nlas = nlas.chain(name.map(GenlCtrlAttrs::FamilyName)).collect();
        prop_assert_eq!(ours, emitted(&GenlCtrl { cmd: GenlCtrlCmd::GetFamily, nlas }));
    }
}
