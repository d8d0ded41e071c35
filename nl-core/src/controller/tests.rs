//! Declarations beside constructed families.

use super::compatible::{may_be_untold, passes};
use super::gather::Gathering;
use super::{
    Difference, FamilyInfo, GroupInfo, Limits, OperationInfo, OperationPolicy, Policies, Policy,
    differences, op_flags,
};
use crate::accepts::{PolicyInfo, PolicyType};
use crate::schema::{AttributeSchema, Bounds, Hint, Kind, Presence, Scalar, SetSchema};
use crate::{Attributes, Be, Encode, Family, Value};

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
    use super::{Family, Level};
    use crate::Attributes;

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
        let mut policies = told(1, call, &[]);
        let attributes = [(1, nest(max_type))].into();
        policies.policies = [(0, Policy { attributes }), (1, Policy::default())].into();
        policies
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

/// A dump for an operation as the kernel tells it: policies with these indexes.
fn told(command: u32, policy: OperationPolicy, rows: &[(u32, u32)]) -> Policies {
    let mut policies = Policies::default();
    policies.operations.insert(command, policy);
    for (index, nest) in rows {
        let row = PolicyInfo { policy_index: Some(*nest), ..PolicyInfo::default() };
        policies.policies.insert(*index, Policy { attributes: [(1, row)].into() });
    }
    policies
}

#[test]
fn operations_that_are_told_as_command_0_are_asked_for_one_by_one() {
    let (mut family, _) = right();
    family.operations.push(OperationInfo { command: 12, flags: op_flags::DUMP });
    let mut asked = Vec::new();
    let policies = Gathering::all(&family, |command| {
        asked.push(command);
        Ok::<_, ()>(match command {
            None => {
                let call = OperationPolicy { call: Some(0), dump: None };
                let mut all = told(1, call, &[(0, 1), (1, 1), (2, 2)]);
                all.operations.insert(0, OperationPolicy { call: None, dump: Some(2) });
                all
            }
            // Without a policy, as the kernel answers with ENODATA.
            Some(2) => Policies::default(),
            // Told under its own command by a kernel that is right.
            Some(12) => told(12, OperationPolicy { call: None, dump: Some(0) }, &[(0, 0)]),
            Some(_) => told(0, OperationPolicy { call: None, dump: Some(0) }, &[(0, 1)]),
        })
    });
    let policies = policies.unwrap();
    assert_eq!(asked, [None, Some(2), Some(3), Some(12)]);
    let indexes = |command: u32| policies.operations.get(&command).map(|o| (o.call, o.dump));
    assert_eq!(indexes(1), Some((Some(0), None)));
    assert_eq!((indexes(0), indexes(2)), (None, None));
    assert_eq!((indexes(3), indexes(12)), (Some((None, Some(3))), Some((None, Some(5)))));
    // 2 was that of command 0 alone; 4 refuses all, so no message told of it.
    assert_eq!(policies.policies.keys().copied().collect::<Vec<_>>(), [0, 1, 3, 4, 5]);
    assert_eq!(policies.policies[&4], Policy::default());
    assert_eq!(policies.policies[&5].attributes[&1].policy_index, Some(5));
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

fn inner() -> &'static SetSchema {
    Tag::SCHEMA
}

#[test]
fn each_kind_passes_the_policies_that_it_should() {
    use PolicyType::*;
    let flags = Kind::Flags(Scalar::U32, Vec::new);
    let (nest, number) = (|| Kind::Nest(inner), || Kind::Int(Scalar::U16));
    let cases: &[(Kind, &[PolicyType])] = &[
        (Kind::Flag, &[Flag]),
        (Kind::Int(Scalar::U8), &[U8]),
        (Kind::Int(Scalar::U32), &[U32, Uint]),
        (Kind::Int(Scalar::I64), &[S64, Sint]),
        (flags, &[U32, Uint]),
        (Level::KIND, &[U8]),
        (Kind::BigEndian(Scalar::U32), &[U32, Binary]),
        (Kind::LittleEndian(Scalar::U16), &[U16, Binary]),
        (Kind::Uint, &[Uint]),
        (Kind::Sint, &[Sint]),
        (Kind::String, &[NulString, String, Binary]),
        (Kind::Unterminated, &[String, Binary]),
        (Kind::Binary, &[String, Binary]),
        (Kind::Fixed(6, Hint::Mac), &[Binary]),
        (Kind::Fixed(4, Hint::Ipv4), &[Binary, U32]),
        (Kind::Ip, &[Binary]),
        (Kind::Packed(Scalar::U32), &[Binary]),
        (Kind::Bitfield32, &[Bitfield32]),
        (nest(), &[Nested]),
        (Kind::Array(nest), &[Nested, NestedArray]),
        (Kind::Array(number), &[Nested]),
        (Kind::Keyed(nest), &[Nested, NestedArray]),
    ];
    let types = [
        Flag,
        U8,
        U16,
        U32,
        U64,
        S8,
        S16,
        S32,
        S64,
        Binary,
        String,
        NulString,
        Nested,
        NestedArray,
        Bitfield32,
        Sint,
        Uint,
    ];
    for (kind, expected) in cases {
        let passed: Vec<_> = types.into_iter().filter(|wanted| passes(*kind, *wanted)).collect();
        let mut expected = expected.to_vec();
        expected.sort_by_key(|wanted| types.iter().position(|other| other == wanted));
        assert_eq!(passed, expected, "{kind}");
        assert!(passes(*kind, Invalid) && passes(*kind, Other(99)), "{kind}");
    }
    assert!(types.into_iter().all(|wanted| passes(Kind::Unspec, wanted)));
    let untold = [Kind::BigEndian(Scalar::U32), Kind::Pad, Kind::Fixed(4, Hint::Ipv4)];
    assert!(untold.into_iter().all(may_be_untold));
    assert!(!may_be_untold(Kind::BigEndian(Scalar::U64)) && !may_be_untold(Kind::Ip));
}

#[test]
fn limits_are_within_others_that_allow_no_less() {
    let (numbers, bits) = (|min, max| Limits::Numbers { min, max }, Limits::Bits);
    let length = |min, max| Limits::Length { min, max };
    let cases = [
        (numbers(1, 7), numbers(1, 7), true),
        (numbers(0, 7), numbers(1, 7), false),
        (numbers(-1, 8), numbers(-1, 7), false),
        (bits(0x5), bits(0xf), true),
        (bits(0x10), bits(0xf), false),
        (bits(0x5), numbers(0, 5), true),
        (bits(0x5), numbers(0, 4), false),
        (bits(0x5), numbers(1, 5), false),
        // 4 to 6 have the bits 4, 2 and 1, but 4 and 5 not 2.
        (numbers(4, 6), bits(0x7), true),
        (numbers(4, 6), bits(0x6), false),
        (numbers(4, 5), bits(0x5), true),
        (numbers(4, 4), bits(0x4), true),
        (numbers(-1, 1), bits(0x3), false),
        (numbers(0, u64::MAX.into()), bits(u64::MAX), true),
        (length(1, Some(15)), length(0, Some(15)), true),
        (length(1, Some(16)), length(0, Some(15)), false),
        (length(0, Some(15)), length(1, None), false),
        (length(0, None), length(0, Some(15)), false),
    ];
    for (declared, kernel, expected) in cases {
        assert_eq!(declared.are_within(kernel), expected, "{declared:?} in {kernel:?}");
    }
}

fn attribute(kind: Kind, bounds: Bounds) -> AttributeSchema {
    AttributeSchema { name: "a", number: 1, kind, presence: Presence::Required, bounds, doc: "" }
}

#[test]
fn declared_limits_are_counted_as_the_policy_counts() {
    let of = |kind| PolicyInfo { kind: Some(kind), ..PolicyInfo::default() };
    let limits =
        |kind, bounds, policy: &PolicyInfo| Limits::declared(&attribute(kind, bounds), policy);
    let text = Bounds { max_len: Some(15), ..Bounds::NONE };
    let length = |min, max| Some(Limits::Length { min, max: Some(max) });
    assert_eq!(limits(Kind::String, text, &of(PolicyType::NulString)), length(0, 15));
    assert_eq!(limits(Kind::String, text, &of(PolicyType::Binary)), length(1, 16));
    let port = Kind::BigEndian(Scalar::U16);
    assert_eq!(limits(port, Bounds::NONE, &of(PolicyType::U16)), None);
    assert_eq!(limits(port, Bounds::NONE, &of(PolicyType::Binary)), length(2, 2));
    assert_eq!(limits(Kind::Ip, Bounds::NONE, &of(PolicyType::Binary)), length(4, 16));
    // An enum is its names; flags are theirs.
    let level = limits(Level::KIND, Bounds::NONE, &of(PolicyType::U8));
    assert_eq!(level, Some(Limits::Numbers { min: 1, max: 2 }));
    let flags = Kind::Flags(Scalar::U32, || vec![("A", 1), ("B", 4)]);
    assert_eq!(limits(flags, Bounds::NONE, &of(PolicyType::U32)), Some(Limits::Bits(5)));
    let masked = PolicyInfo { mask: Some(3), ..of(PolicyType::U32) };
    let both = Bounds { min: Some(0), max: Some(7), mask: Some(3), ..Bounds::NONE };
    let number = Kind::Int(Scalar::U32);
    assert_eq!(limits(number, both, &masked), Some(Limits::Bits(3)));
    let range = Some(Limits::Numbers { min: 0, max: 7 });
    assert_eq!(limits(number, both, &of(PolicyType::U32)), range);
}
