//! The controller's types of `netlink-packet-generic`, to ours and back.

use futures_util::StreamExt;
use netlink_packet_core::{
    Emitable, NLM_F_DUMP, NLM_F_REQUEST, NetlinkMessage, NetlinkPayload, ParseableParametrized,
};
use netlink_packet_generic::ctrl::nlas::{
    AttributePolicyAttr, GenlCtrlAttrs, McastGrpAttrs, NlPolicyTypeAttrs, NlaType, OpAttrs,
    OppolicyAttr, OppolicyIndexAttr, PolicyAttr,
};
use netlink_packet_generic::ctrl::{GenlCtrl, GenlCtrlCmd};
use netlink_packet_generic::{GenlHeader, GenlMessage};
use nl_core::controller::{
    Controller, FamilyInfo, GetFamilies, GetFamily, GetPolicy, GroupInfo, OperationInfo,
    OperationPolicy, Policies, PolicyPart,
};
use nl_core::interop::netlink_packet_generic::to_policy_dump;
use nl_core::wire::Depth;
use nl_core::{Keyed, KeyedArray, PolicyInfo, PolicyType, Value, to_attributes};

fn emitted<E: Emitable>(message: &E) -> Vec<u8> {
    let mut bytes = vec![0xa5; message.buffer_len()];
    message.emit(&mut bytes);
    bytes
}

/// Writes a message of theirs, and reads it again.
fn parsed(theirs: &GenlCtrl) -> GenlCtrl {
    let header = GenlHeader { cmd: theirs.cmd.into(), version: 2 };
    let parsed = GenlCtrl::parse_with_param(&emitted(theirs), header).unwrap();
    assert_eq!(parsed, *theirs);
    parsed
}

fn demo_family() -> FamilyInfo {
    FamilyInfo {
        id: 40,
        name: "nl_demo".to_owned(),
        version: 1,
        header_size: 4,
        max_attribute: 5,
        operations: vec![OperationInfo { command: 1, flags: 10 }],
        groups: vec![GroupInfo { name: "messages".to_owned(), id: 33 }],
    }
}

#[test]
fn families_are_theirs_and_ours() {
    let mut families = Controller::open().unwrap().families().unwrap();
    families.push(demo_family());
    for family in &families {
        let mut theirs = parsed(&GenlCtrl::from(family));
        assert_eq!(FamilyInfo::try_from(&theirs).unwrap(), *family);
        for cmd in [GenlCtrlCmd::DelFamily, GenlCtrlCmd::NewMcastGrp, GenlCtrlCmd::DelMcastGrp] {
            theirs.cmd = cmd;
            assert_eq!(FamilyInfo::try_from(&theirs).unwrap(), *family);
        }
        for cmd in [GenlCtrlCmd::GetFamily, GenlCtrlCmd::GetPolicy, GenlCtrlCmd::NewOps] {
            theirs.cmd = cmd;
            let said = FamilyInfo::try_from(&theirs).unwrap_err().to_string();
            assert!(said.starts_with(&format!("{cmd:?} where one of [NewFamily")), "{said}");
        }
    }
    let of = |nlas| GenlCtrl { cmd: GenlCtrlCmd::NewFamily, nlas };
    let said = |nlas| FamilyInfo::try_from(&of(nlas)).unwrap_err().to_string();
    assert_eq!(said(vec![GenlCtrlAttrs::FamilyId(1)]), "a family's name is missing");
    let name = || GenlCtrlAttrs::FamilyName("a".to_owned());
    assert_eq!(said(vec![name()]), "a family's id is missing");
    let half = GenlCtrlAttrs::Ops(vec![vec![OpAttrs::Id(1)]]);
    let family = vec![GenlCtrlAttrs::FamilyId(1), name(), half];
    assert_eq!(said(family), "an operation's flags is missing");
}

#[test]
fn operations_and_groups_are_theirs_and_ours() {
    let operation = OperationInfo { command: 3, flags: 14 };
    let nlas = Vec::<OpAttrs>::from(&operation);
    assert_eq!(OperationInfo::try_from(&nlas[..]).unwrap(), operation);
    assert!(OperationInfo::try_from(&nlas[1..]).is_err());
    let group = GroupInfo { name: "notify".to_owned(), id: 16 };
    let nlas = Vec::<McastGrpAttrs>::from(&group);
    assert_eq!(GroupInfo::try_from(&nlas[..]).unwrap(), group);
    assert!(GroupInfo::try_from(&nlas[..1]).is_err());
    assert!(GroupInfo::try_from(&nlas[1..]).is_err());
}

#[test]
fn what_asks_the_controller_is_theirs_and_ours() {
    let family = GetFamily { id: Some(16), name: Some("nlctrl") };
    let theirs = parsed(&GenlCtrl::from(family));
    assert_eq!(emitted(&theirs), to_attributes(&family).unwrap());
    assert_eq!(GetFamily::try_from(&theirs).unwrap(), family);
    assert!(GetFamilies::try_from(&theirs).is_err());
    assert!(GetPolicy::try_from(&theirs).is_err());
    let all = parsed(&GenlCtrl::from(GetFamilies {}));
    assert_eq!((all.cmd, all.nlas.len()), (GenlCtrlCmd::GetFamily, 0));
    assert_eq!(GetFamilies::try_from(&all).unwrap(), GetFamilies {});
    let policy = GetPolicy { id: Some(16), name: Some("nlctrl"), command: Some(3) };
    let theirs = parsed(&GenlCtrl::from(policy));
    assert_eq!(emitted(&theirs), to_attributes(&policy).unwrap());
    assert_eq!(GetPolicy::try_from(&theirs).unwrap(), policy);
    assert!(GetFamily::try_from(&theirs).is_err());
    assert!(GetFamilies::try_from(&theirs).is_err());
}

#[test]
fn policies_of_the_running_kernel_are_the_same_in_both_crates_types() {
    let mut controller = Controller::open().unwrap();
    let nlctrl = controller.family("nlctrl").unwrap().unwrap();
    let ours = controller.policies(&nlctrl).unwrap();
    assert!(!ours.operations.is_empty());
    let messages = to_policy_dump(16, &ours).unwrap();
    assert!(messages.iter().all(|message| message.nlas[0] == GenlCtrlAttrs::FamilyId(16)));
    assert_eq!(Policies::try_from(&messages[..]).unwrap(), ours);
    // A dump that that crate parsed itself.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().unwrap();
    let told: Vec<_> = runtime.block_on(async {
        let (connection, mut handle, _) = genetlink::new_connection().unwrap();
        tokio::spawn(connection);
        let asked = GenlCtrl::from(GetPolicy { id: Some(16), ..GetPolicy::default() });
        let mut message = NetlinkMessage::from(GenlMessage::from_payload(asked));
        message.header.flags = NLM_F_REQUEST | NLM_F_DUMP;
        let answers = handle.request(message).await.unwrap();
        let payloads = answers.map(|answer| match answer.unwrap().payload {
            NetlinkPayload::InnerMessage(message) => message.payload,
            other => panic!("{other:?}"),
        });
        payloads.collect().await
    });
    let told = Policies::try_from(&told[..]).unwrap();
    assert!(!told.policies.is_empty());
    for (index, policy) in &told.policies {
        assert!(ours.policies.values().any(|other| other == policy), "{index}");
    }
}

/// A message of a policy dump as the kernel writes it, read by that crate: it leaves a header out when
/// it writes one itself.
fn policy_message(
    policies: Option<Keyed<'_, Keyed<'_, PolicyInfo>>>,
    operations: Option<Keyed<'_, OperationPolicy>>,
) -> GenlCtrl {
    let part = PolicyPart { family: Some(16), policies, operations };
    let header = GenlHeader { cmd: GenlCtrlCmd::GetPolicy.into(), version: 2 };
    GenlCtrl::parse_with_param(&to_attributes(&part).unwrap(), header).unwrap()
}

#[test]
fn a_policy_dump_that_was_parsed_is_no_family_and_no_panic() {
    let row = [(1, PolicyInfo { kind: Some(PolicyType::U32), ..PolicyInfo::default() })];
    let mut message = policy_message(Some(Keyed::new(&[(0, Keyed::new(&row))])), None);
    let said = FamilyInfo::try_from(&message).unwrap_err().to_string();
    assert!(said.starts_with("GetPolicy where"), "{said}");
    message.cmd = GenlCtrlCmd::NewFamily;
    assert!(Policies::try_from(&[message.clone()][..]).is_err());
    message.nlas.push(GenlCtrlAttrs::FamilyName("nlctrl".to_owned()));
    assert_eq!(FamilyInfo::try_from(&message).unwrap().id, 16);
}

#[test]
fn policies_are_theirs_and_ours() {
    let range = PolicyInfo {
        kind: Some(PolicyType::U8),
        min_signed: Some(-1),
        max_signed: Some(1),
        min: Some(2),
        max: Some(7),
        min_len: Some(3),
        max_len: Some(4),
        policy_index: Some(5),
        max_type: Some(6),
        bitfield_mask: Some(8),
        mask: Some(9),
    };
    let nlas = Vec::<NlPolicyTypeAttrs>::try_from(&range).unwrap();
    assert_eq!(PolicyInfo::from(&nlas[..]), range);
    let rows = [(1, range.clone())];
    let message = policy_message(Some(Keyed::new(&[(3, Keyed::new(&rows))])), None);
    let [_, GenlCtrlAttrs::Policy(theirs)] = &message.nlas[..] else { panic!("{message:?}") };
    assert_eq!(theirs.attr_policy.policies, nlas);
    let ours = KeyedArray(vec![(3, KeyedArray(rows.to_vec()))]);
    assert_eq!(KeyedArray::from(theirs), ours);
    assert_eq!(PolicyAttr::try_from(&ours).unwrap(), *theirs);
    assert_eq!(AttributePolicyAttr::try_from(&ours.0[0].1).unwrap(), theirs.attr_policy);
    let two = KeyedArray([&rows[..], &rows[..]].concat());
    assert_eq!(
        AttributePolicyAttr::try_from(&two).unwrap_err().to_string(),
        "2 elements where one is wanted"
    );
    // That crate knows no `uint`.
    let uint = PolicyInfo { kind: Some(PolicyType::Uint), ..PolicyInfo::default() };
    let said = Vec::<NlPolicyTypeAttrs>::try_from(&uint).unwrap_err().to_string();
    assert_eq!(said, "NlaType has no Uint");
    for number in 1..=15 {
        let theirs = NlaType::try_from(number).unwrap();
        let ours = PolicyType::from(theirs);
        assert_eq!(PolicyType::decode_payload(&number.to_ne_bytes(), Depth::TOP).unwrap(), ours);
        assert_eq!(NlaType::try_from(ours).unwrap(), theirs);
    }
}

#[test]
fn operations_policies_are_theirs_and_ours() {
    let both = OperationPolicy { call: Some(1), dump: Some(2) };
    let message = policy_message(None, Some(Keyed::new(&[(3, both)])));
    let [_, GenlCtrlAttrs::OpPolicy(theirs)] = &message.nlas[..] else { panic!("{message:?}") };
    let ours = KeyedArray(vec![(3, both)]);
    assert_eq!(KeyedArray::from(theirs), ours);
    assert_eq!(OppolicyAttr::try_from(&ours).unwrap(), *theirs);
    assert!(OppolicyAttr::try_from(&KeyedArray(vec![(256, both)])).is_err());
    assert_eq!(Vec::<OppolicyIndexAttr>::from(&both), theirs.policy_idx);
    // Nobody told of the policies: they refuse all.
    let told = Policies::try_from(&[message][..]).unwrap();
    assert_eq!(told.operations[&3], both);
    assert_eq!(told.policies.keys().copied().collect::<Vec<_>>(), [1, 2]);
    let dump = to_policy_dump(16, &told).unwrap();
    assert_eq!(Policies::try_from(&dump[..]).unwrap(), told);
}
