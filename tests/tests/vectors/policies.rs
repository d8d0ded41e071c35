//! Whole policy dumps: the deepest nests that the kernel has, keyed by command, policy and attribute.

use std::collections::BTreeMap;

use nl_core::{Attributes, Decode, Keyed, KeyedArray};

use super::exchange::{Exchange, exactly, exchange};
use super::families::GetPolicy;

/// A message of the dump: one operation, or one attribute of one policy.
#[derive(Attributes, Clone, Debug, PartialEq)]
struct Part {
    #[nl(1)]
    family_id: u16,
    /// By command.
    #[nl(9)]
    op_policy: Option<KeyedArray<OpPolicy>>,
    /// By policy and attribute.
    #[nl(8)]
    policy: Option<KeyedArray<KeyedArray<AttrPolicy>>>,
}

/// The same without an allocation.
#[derive(Attributes, Clone, Debug, PartialEq)]
struct BorrowedPart<'a> {
    #[nl(1)]
    family_id: u16,
    #[nl(9)]
    op_policy: Option<Keyed<'a, OpPolicy>>,
    #[nl(8)]
    policy: Option<Keyed<'a, Keyed<'a, AttrPolicy>>>,
}

/// `CTRL_ATTR_POLICY_*`.
#[derive(Attributes, Clone, Copy, Debug, PartialEq, Eq)]
struct OpPolicy {
    #[nl(1)]
    call: Option<u32>,
    #[nl(2)]
    dump: Option<u32>,
}

/// `NL_POLICY_TYPE_ATTR_*` in the order of the kernel.
#[derive(Attributes, Clone, Debug, PartialEq)]
struct AttrPolicy {
    #[nl(4)]
    min_u: Option<u64>,
    #[nl(5)]
    max_u: Option<u64>,
    #[nl(2)]
    min_s: Option<i64>,
    #[nl(3)]
    max_s: Option<i64>,
    #[nl(12)]
    mask: Option<u64>,
    #[nl(8)]
    policy_index: Option<u32>,
    #[nl(9)]
    policy_max: Option<u32>,
    #[nl(6)]
    min_length: Option<u32>,
    #[nl(7)]
    max_length: Option<u32>,
    #[nl(10)]
    bitfield_mask: Option<u32>,
    #[nl(1)]
    kind: u32,
}

/// A family's policies: operations by command, attributes by policy and number.
#[derive(Default)]
struct Policies {
    operations: Vec<(u16, OpPolicy)>,
    attributes: BTreeMap<(u16, u16), AttrPolicy>,
}

fn read(exchange: &Exchange, family_id: u16) -> Policies {
    let mut policies = Policies::default();
    for attributes in exchange.replies(10) {
        let part = exactly::<Part>(attributes);
        let borrowed = exactly::<BorrowedPart<'_>>(attributes);
        assert_eq!((part.family_id, borrowed.family_id), (family_id, family_id));
        let operations = part.op_policy.map(|keyed| keyed.0).unwrap_or_default();
        let read: Vec<_> = borrowed.op_policy.iter().flatten().map(Result::unwrap).collect();
        assert_eq!(read, operations);
        policies.operations.extend(operations);
        for (index, policy) in part.policy.map(|keyed| keyed.0).unwrap_or_default() {
            policies.attributes.extend(policy.0.into_iter().map(|(n, attr)| ((index, n), attr)));
        }
        for (index, policy) in borrowed.policy.iter().flatten().map(Result::unwrap) {
            let known = |(number, attr)| policies.attributes[&(index, number)] == attr;
            assert!(policy.iter().map(Result::unwrap).all(known));
        }
    }
    policies
}

#[test]
fn the_controller_s_own_policies() {
    let exchange = exchange!("policy_nlctrl");
    exchange.sends(10, 0, &GetPolicy { family_name: "nlctrl" });
    let policies = read(&exchange, 16);
    let get_family = OpPolicy { call: Some(0), dump: Some(0) };
    // The operation 0 is the kernel's mistake; it is `GETPOLICY`, 10.
    let get_policy = OpPolicy { call: None, dump: Some(1) };
    assert_eq!(policies.operations, [(3, get_family), (0, get_policy)]);
    let name = &policies.attributes[&(0, 2)];
    assert_eq!((name.kind, name.max_length), (12, Some(15)));
    assert_eq!(policies.attributes.len(), 5);
}

#[test]
fn netdev_s_policies() {
    let exchange = exchange!("policy_netdev");
    exchange.sends(10, 0, &GetPolicy { family_name: "netdev" });
    let policies = read(&exchange, 20);
    assert_eq!((policies.operations.len(), policies.attributes.len()), (8, 22));
    let scope = &policies.attributes[&(7, 4)];
    assert_eq!((scope.kind, scope.mask), (17, Some(1)));
    let queues = &policies.attributes[&(8, 2)];
    assert_eq!((queues.kind, queues.policy_index, queues.policy_max), (13, Some(9), Some(3)));
}

#[test]
fn ethtool_s_policies() {
    let exchange = exchange!("policy_ethtool");
    exchange.sends(10, 0, &GetPolicy { family_name: "ethtool" });
    let policies = read(&exchange, 21);
    assert_eq!((policies.operations.len(), policies.attributes.len()), (50, 210));
    // Every policy that a nest points at is there.
    let nests = policies.attributes.values().filter_map(|attr| attr.policy_index);
    for index in nests {
        let index = u16::try_from(index).unwrap();
        assert!(policies.attributes.range((index, 0)..(index + 1, 0)).next().is_some(), "{index}");
    }
}

#[test]
fn a_policy_of_a_later_kernel_is_read_all_the_same() {
    let exchange = exchange!("policy_nlctrl");
    let replies = exchange.replies(10);
    let later = [replies[0], &[8, 0, 77, 0x80, 1, 2, 3, 4]].concat();
    assert_eq!(Part::decode(&later).unwrap(), Part::decode(replies[0]).unwrap());
}
