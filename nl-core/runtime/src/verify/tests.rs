//! Declarations beside constructed families.

use super::{Difference, Limits, Policies, Policy, differences};
use crate::controller::{FamilyInfo, GroupInfo, OperationInfo, OperationPolicy, op_flags};
use crate::{Attributes, Be, Family, PolicyInfo, PolicyType, Value};

#[derive(Family)]
#[nl(name = "right", version = 1, group = "news", group = "more")]
enum Right {
    #[nl(request = Echo, reply = Echo)]
    Echo = 1,
    #[nl(request = Send, admin)]
    Send = 2,
    #[nl(request = List, dump = Echo)]
    List = 3,
    #[nl(event = Echo, group = "news")]
    Sent = 9,
}

#[derive(Attributes, Clone, Debug)]
#[nl(set = "echo")]
struct Echo {
    #[nl(1)]
    number: u32,
    #[nl(2, max_len = 1024)]
    text: String,
    #[nl(3)]
    level: Option<Level>,
    #[nl(5)]
    tags: Vec<Tag>,
    #[nl(6)]
    tree: Option<Box<Tree>>,
}

#[derive(Value, Clone, Copy, Debug)]
#[repr(u8)]
enum Level {
    Low = 1,
    High = 2,
    #[nl(other)]
    Other(u8),
}

#[derive(Attributes, Clone, Debug)]
#[nl(set = "tag")]
struct Tag {
    #[nl(1, max_len = 15)]
    name: String,
    #[nl(2, min = 1, max = 7)]
    weight: u32,
}

#[derive(Attributes, Clone, Debug)]
#[nl(set = "tree")]
struct Tree {
    #[nl(1)]
    value: u8,
    #[nl(2)]
    children: Vec<Tree>,
}

#[derive(Attributes, Clone, Debug)]
#[nl(set = "send")]
struct Send {
    #[nl(1, min_len = 1, max_len = 2048)]
    data: Vec<u8>,
}

#[derive(Attributes, Clone, Debug)]
#[nl(set = "list")]
struct List {
    #[nl(1)]
    after: Option<u32>,
}

/// The family and its policies as a kernel would tell of them.
fn right() -> (FamilyInfo, Policies) {
    let operation = |command, flags| OperationInfo { command, flags: flags | op_flags::HAS_POLICY };
    let family = FamilyInfo {
        id: 30,
        name: "right".to_owned(),
        version: 1,
        header_size: 0,
        max_attribute: 0,
        operations: vec![
            operation(1, op_flags::DO),
            operation(2, op_flags::DO | op_flags::ADMIN),
            operation(3, op_flags::DUMP),
        ],
        groups: vec![
            GroupInfo { name: "news".to_owned(), id: 5 },
            GroupInfo { name: "more".to_owned(), id: 6 },
        ],
    };
    (family, Policies::declared(Right::SCHEMA))
}

fn words(differences: &[Difference]) -> Vec<String> {
    differences.iter().map(ToString::to_string).collect()
}

#[test]
fn a_declaration_is_the_family_that_is_as_it_says() {
    let (family, policies) = right();
    assert_eq!(differences(Right::SCHEMA, &family, &policies), []);
    // Which has more than is declared, or does not tell.
    assert_eq!(differences(Right::SCHEMA, &family, &Policies::default()), []);
    let mut more = family;
    more.operations.push(OperationInfo { command: 77, flags: op_flags::DO });
    more.groups.push(GroupInfo { name: "extra".to_owned(), id: 7 });
    assert_eq!(differences(Right::SCHEMA, &more, &policies), []);
}

mod wrong {
    use super::Level;
    use crate::{Attributes, Family};

    #[derive(Family)]
    #[nl(name = "right", version = 2, group = "news", group = "gone")]
    pub(super) enum Wrong {
        #[nl(request = Echo)]
        #[nl(request = EchoAll, dump = Echo)]
        Echo = 1,
        #[nl(request = Send)]
        Send = 2,
        #[nl(request = List, admin)]
        List = 3,
        #[nl(request = Nothing)]
        #[nl(request = Everything, dump = Nothing)]
        Absent = 4,
    }

    #[derive(Attributes, Clone, Debug)]
    #[nl(set = "echo")]
    pub(super) struct Echo {
        #[nl(1)]
        number: u64,
        #[nl(2)]
        text: String,
        #[nl(3, max = 3)]
        level: Option<Level>,
        #[nl(5)]
        tags: Vec<Tag>,
        #[nl(6)]
        tree: Option<Box<Tree>>,
        #[nl(7)]
        more: bool,
    }

    #[derive(Attributes, Clone, Debug)]
    #[nl(set = "echo")]
    pub(super) struct EchoAll {}

    #[derive(Attributes, Clone, Debug)]
    #[nl(set = "tag")]
    pub(super) struct Tag {
        #[nl(2, min = 1, max = 9)]
        weight: u32,
        #[nl(3)]
        colour: Option<u8>,
    }

    #[derive(Attributes, Clone, Debug)]
    #[nl(set = "tree")]
    pub(super) struct Tree {
        #[nl(1)]
        value: i8,
        #[nl(2)]
        children: Vec<Tree>,
    }

    #[derive(Attributes, Clone, Debug)]
    #[nl(set = "send")]
    pub(super) struct Send {
        #[nl(header)]
        header: [u8; 4],
        #[nl(1, max_len = 2048)]
        data: Vec<u8>,
    }

    #[derive(Attributes, Clone, Debug)]
    #[nl(set = "list")]
    pub(super) struct List {}

    #[derive(Attributes, Clone, Debug)]
    pub(super) struct Nothing {}

    #[derive(Attributes, Clone, Debug)]
    pub(super) struct Everything {}
}

#[test]
fn a_wrong_copy_has_exactly_the_differences_that_were_planted() {
    let (family, mut policies) = right();
    // As a kernel says it whose enum has no more values.
    let echo = policies.operations[&1].call.unwrap();
    let rows = &mut policies.policies.get_mut(&echo).unwrap().attributes;
    rows.get_mut(&3).unwrap().max = Some(2);
    let found = differences(wrong::Wrong::SCHEMA, &family, &policies);
    let expected = [
        "version: declared 2, the kernel has 1",
        "group gone: the kernel has none of that name",
        "Echo: echo.number: declared as u64, the kernel wants u32",
        "Echo: echo.text: declared any length, the kernel takes at most 1024 bytes",
        "Echo: echo.level: declared 1..=3, the kernel takes 0..=2",
        "Echo: echo.more: the kernel's policy has no attribute 7 there",
        "Echo: echo.tags.weight: declared 1..=9, the kernel takes 1..=7",
        "Echo: echo.tags.colour: the kernel's policy has no attribute 3 there",
        "Echo: echo.tree.value: declared as i8, the kernel wants u8",
        "Echo: declared as a dump, the kernel has none",
        "Send: declared for everyone, the kernel has it for the administrator",
        "Send: declared with a header of 4 bytes, the kernel's has 0",
        "Send: send.data: declared at most 2048 bytes, the kernel takes 1 to 2048 bytes",
        "List: declared for the administrator, the kernel has it for everyone",
        "List: declared as a call, the kernel has it as a dump alone",
        "Absent: the kernel has no command 4",
    ];
    assert_eq!(words(&found), expected);
    let Some(Difference::Tighter { place, declared, kernel }) = found.get(6) else {
        panic!("{found:?}");
    };
    assert_eq!((place.operation, place.attribute.to_string()), ("Echo", "echo.tags.weight".into()));
    assert_eq!(*declared, Limits::Numbers { min: 1, max: 9 });
    assert_eq!(*kernel, Limits::Numbers { min: 1, max: 7 });
}

#[test]
fn a_hostile_policy_is_compared_in_the_end() {
    let (family, mut policies) = right();
    // Each nest of the tree in another policy: a chain, and a loop at its end.
    let row = |index| PolicyInfo {
        kind: Some(PolicyType::Nested),
        policy_index: Some(index),
        ..PolicyInfo::default()
    };
    for index in 0..10_000 {
        let next = if index == 9_999 { 0 } else { index + 1 };
        let attributes = [(1, row(next)), (2, row(next)), (6, row(next))].into();
        policies.policies.insert(index, Policy { attributes });
    }
    let found = differences(Right::SCHEMA, &family, &policies);
    let deepest = found.iter().filter_map(|difference| match difference {
        Difference::Type { place, .. } => Some(place.attribute.segments().count()),
        _ => None,
    });
    assert_eq!(deepest.max(), Some(usize::from(crate::wire::Depth::MAX) + 1));
}

#[test]
fn what_the_kernel_does_not_tell_of_may_be_there_within_the_nest_alone() {
    let (family, _) = right();
    let nest = |max_type| {
        let kind = Some(PolicyType::Nested);
        PolicyInfo { kind, policy_index: Some(1), max_type, ..PolicyInfo::default() }
    };
    let policies = |max_type| {
        let call = OperationPolicy { call: Some(0), dump: None };
        let attributes = [(1, nest(max_type))].into();
        let policies = [(0, Policy { attributes }), (1, Policy::default())].into();
        Policies { operations: [(1, call)].into(), policies }
    };
    let found = |max_type| words(&differences(Ports::SCHEMA, &family, &policies(max_type)));
    assert_eq!((found(None).len(), found(Some(3)).len()), (0, 0));
    let expected = ["Ports: ports.ports.port: the kernel's policy has no attribute 3 there"];
    assert_eq!(found(Some(2)), expected);
}

#[derive(Family)]
#[nl(name = "right", version = 1)]
enum Ports {
    #[nl(request = PortsOf)]
    Ports = 1,
}

#[derive(Attributes, Clone, Debug)]
#[nl(set = "ports")]
struct PortsOf {
    #[nl(1)]
    ports: Port,
}

#[derive(Attributes, Clone, Debug)]
struct Port {
    #[nl(3)]
    port: Be<u16>,
}

#[test]
fn policies_read_well() {
    let shown = right().1.to_string();
    let expected = "\
command 1: do follows policy 0
command 2: do follows policy 1
command 3: dump follows policy 2
policy 0:
  1: u32
  2: NUL-terminated string, at most 1024 bytes
  3: u8
  5: nest, policy 3
  6: nest, policy 4
policy 1:
  1: bytes, 1 to 2048 bytes
policy 2:
  1: u32
policy 3:
  1: NUL-terminated string, at most 15 bytes
  2: u32, 1..=7
policy 4:
  1: u8
  2: nest, policy 4
";
    assert_eq!(shown, expected);
}
