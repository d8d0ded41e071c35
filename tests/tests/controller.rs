//! The controller of the running kernel: families, policies, and declarations beside both.

use std::collections::BTreeSet;
use std::process::Command;

use nl_core::controller::{Controller, FamilyInfo, GetPolicy, Nlctrl, Policies, op_flags};
use nl_core::host::Host;
use nl_core::wire::flags;
use nl_core::{Connection, Errno, Error, Family, Keyed, Options, PolicyType, Transport};
use nl_family_demo::Demo;
use nl_tests::own_port;
use nl_tests::puppet::{FAMILY, Puppet};
use nl_tests::served::{All, AllHandler, Server};

fn controller() -> Controller {
    Controller::open().unwrap()
}

fn options() -> Options {
    Options::new().transport(Transport::Kernel)
}

#[test]
fn a_family_by_id_is_the_one_of_the_list() {
    let mut controller = controller();
    for family in controller.families().unwrap() {
        assert_eq!(controller.family_by_id(family.id).unwrap(), Some(family));
    }
    assert_eq!(controller.family_by_id(1023).unwrap(), None);
}

/// Every family with its policies.
fn all() -> Vec<(FamilyInfo, Policies)> {
    let mut controller = controller();
    let families = controller.families().unwrap();
    families
        .into_iter()
        .map(|family| {
            let policies = controller.policies(&family).unwrap();
            (family, policies)
        })
        .collect()
}

#[test]
fn every_policy_of_every_family_is_there_and_leads_to_others_that_are() {
    let mut told = 0;
    for (family, policies) in all() {
        told += policies.operations.len();
        let commands: BTreeSet<u32> = family.operations.iter().map(|o| o.command).collect();
        assert!(policies.operations.keys().all(|command| commands.contains(command)), "{policies}");
        let operations = policies.operations.values().flat_map(|o| [o.call, o.dump]).flatten();
        let rows = policies.policies.values().flat_map(|policy| policy.attributes.values());
        let nests = rows.clone().filter_map(|row| row.policy_index);
        for index in operations.chain(nests) {
            assert!(policies.policies.contains_key(&index), "{}: {index}", family.name);
        }
        for row in rows {
            assert!(!matches!(row.kind, None | Some(PolicyType::Other(_))), "{}", family.name);
        }
    }
    assert!(told > 2);
}

#[test]
fn every_operation_of_ethtool_and_netdev_has_the_policies_of_its_modes() {
    // Not the controller's own: up to Linux 6.1 its dump of families has none.
    for name in ["ethtool", "netdev"] {
        let mut controller = controller();
        let Some(family) = controller.family(name).unwrap() else {
            eprintln!("SKIPPED: this kernel has no family {name}");
            continue;
        };
        let policies = controller.policies(&family).unwrap();
        for operation in &family.operations {
            let told = policies.operations.get(&operation.command).copied().unwrap_or_default();
            let has =
                |flag| operation.flags & flag != 0 && operation.flags & op_flags::HAS_POLICY != 0;
            assert_eq!(told.call.is_some(), has(op_flags::DO), "{name} {operation:?}");
            assert_eq!(told.dump.is_some(), has(op_flags::DUMP), "{name} {operation:?}");
        }
        assert_eq!(policies.operations.len(), family.operations.len());
    }
}

#[test]
fn the_dump_of_policies_is_told_under_its_own_command() {
    let mut controller = controller();
    let nlctrl = controller.family("nlctrl").unwrap().unwrap();
    let policies = controller.policies(&nlctrl).unwrap();
    assert_eq!(policies.operations.keys().copied().collect::<Vec<_>>(), [3, 10]);
    let shown = policies.to_string();
    let expected = ["command 10: dump follows policy ", "  1: u16\n", "  10: u32\n"];
    for line in expected {
        assert!(shown.contains(line), "{shown}");
    }
    assert!(shown.contains("  2: NUL-terminated string, at most 15 bytes\n"), "{shown}");
}

/// The attributes of a family's policies as iproute2 prints them; it has no word for some types.
fn rows(policies: &Policies) -> Vec<String> {
    let all = policies.policies.values().flat_map(|policy| &policy.attributes);
    let mut rows: Vec<String> = all
        .map(|(number, row)| {
            let range = match (row.min, row.max, row.min_signed, row.max_signed) {
                (Some(min), Some(max), ..) => format!(" range:[{min},{max}]"),
                (.., Some(min), Some(max)) => format!(" range:[{min},{max}]"),
                _ => String::new(),
            };
            let min_len = row.min_len.map(|len| format!(" min len:{len}")).unwrap_or_default();
            let max_len = row.max_len.map(|len| format!(" max len:{len}")).unwrap_or_default();
            let nest = row.max_type.map(|max| format!(" maxattr:{max}")).unwrap_or_default();
            let kind = match row.kind {
                Some(PolicyType::NulString) => "NUL_STRING".to_owned(),
                Some(PolicyType::NestedArray) => "NESTED_ARRAY".to_owned(),
                Some(PolicyType::Uint | PolicyType::Sint) => "unnamed".to_owned(),
                kind => format!("{:?}", kind.unwrap()).to_uppercase(),
            };
            format!("attr[{number}]: type={kind}{range}{min_len}{max_len}{nest}")
        })
        .collect();
    rows.sort();
    rows
}

/// What iproute2 prints of an attribute, without the indexes, which mean something in one dump alone.
fn essence(line: &str) -> Option<String> {
    let (_, row) = line.split_once("]:attr[")?;
    let words = row.split(' ').filter(|word| {
        // Masks are printed by newer versions alone.
        !word.starts_with("policy:") && !word.starts_with("mask:") && !word.is_empty()
    });
    let row = format!("attr[{}", words.collect::<Vec<_>>().join(" "));
    // Types that it has no word for, or only in newer versions.
    let newer = ["type=unknown", "type=UINT", "type=SINT"];
    Some(newer.iter().fold(row, |row, newer| row.replace(newer, "type=unnamed")))
}

#[test]
fn what_we_read_of_policies_is_what_iproute2_prints() {
    if Command::new("genl").arg("-V").output().is_err() {
        eprintln!("SKIPPED: iproute2's genl is not installed");
        return;
    }
    for (family, policies) in all() {
        let genl = Command::new("genl").args(["ctrl", "policy", "name", &family.name]).output();
        let text = String::from_utf8(genl.unwrap().stdout).unwrap();
        let theirs: BTreeSet<String> = text.lines().filter_map(essence).collect();
        let ours: BTreeSet<String> = rows(&policies).into_iter().collect();
        assert_eq!(ours, theirs, "{}", family.name);
    }
}

#[test]
fn the_controller_s_own_declaration_is_what_the_kernel_has() {
    let mut nlctrl = Connection::<Nlctrl>::open_with(options()).unwrap();
    assert_eq!(nlctrl.verify().unwrap(), []);
}

mod wrong_nlctrl {
    use nl_core::controller::{FamilyAttrs, PolicyPart};
    use nl_core::{Attributes, Family};

    /// The controller, but for what is planted.
    #[derive(Family)]
    #[nl(name = "nlctrl", version = 3, group = "notify", group = "gossip")]
    pub(crate) enum Wrong {
        #[nl(request = GetFamily<'_>, reply = FamilyAttrs<'_>, reply_command = 1, admin)]
        GetFamily = 3,
        #[nl(request = Call, reply = PolicyPart<'_>)]
        #[nl(request = GetPolicy<'_>, dump = PolicyPart<'_>)]
        GetPolicy = 10,
        #[nl(request = Invent)]
        Invent = 99,
        #[nl(event = FamilyAttrs<'_>, group = "notify")]
        NewFamily = 1,
    }

    #[derive(Attributes, Clone, Debug)]
    #[nl(set = "family")]
    pub(crate) struct GetFamily<'a> {
        #[nl(1)]
        pub(crate) id: Option<u32>,
        #[nl(2, max_len = 20)]
        pub(crate) name: Option<&'a str>,
        #[nl(77)]
        pub(crate) colour: Option<u8>,
    }

    #[derive(Attributes, Clone, Debug)]
    pub(crate) struct Call {}

    #[derive(Attributes, Clone, Debug)]
    #[nl(set = "policy")]
    pub(crate) struct GetPolicy<'a> {
        #[nl(1)]
        pub(crate) id: Option<&'a [u8]>,
        #[nl(2, max_len = 15)]
        pub(crate) name: Option<&'a str>,
        #[nl(10)]
        pub(crate) command: Option<u32>,
    }

    #[derive(Attributes, Clone, Debug)]
    pub(crate) struct Invent {}
}

#[test]
fn a_wrong_copy_of_the_controller_has_exactly_what_was_planted() {
    let mut wrong = Connection::<wrong_nlctrl::Wrong>::open_with(options()).unwrap();
    let expected = [
        "version: declared 3, the kernel has 2",
        "group gossip: the kernel has none of that name",
        "GetFamily: declared for the administrator, the kernel has it for everyone",
        "GetFamily: family.id: declared as u32, the kernel wants u16",
        "GetFamily: family.name: declared at most 20 bytes, the kernel takes at most 15 bytes",
        "GetFamily: family.colour: the kernel's policy has no attribute 77 there",
        "GetPolicy: declared as a call, the kernel has it as a dump alone",
        "GetPolicy as a dump: policy.id: declared as bytes, the kernel wants u16",
        "Invent: the kernel has no command 99",
    ];
    let found = wrong.verify().unwrap();
    assert_eq!(found.iter().map(ToString::to_string).collect::<Vec<_>>(), expected);
    // Whatever it asked meanwhile, the connection is to its family.
    assert_eq!(wrong.family_id(), 16);
}

mod ethtool {
    use nl_core::{Attributes, Bitfield32, Family};

    /// Some of ethtool, which has nests in nests.
    #[derive(Family)]
    #[nl(name = "ethtool", version = 1, group = "monitor")]
    pub(crate) enum Right {
        #[nl(request = RightGet<'_>, reply = RightGet<'_>)]
        LinkState = 6,
        #[nl(request = RightSet<'_>, ns_admin)]
        LinkInfoSet = 3,
    }

    #[derive(Family)]
    #[nl(name = "ethtool", version = 1, group = "monitor")]
    pub(crate) enum Wrong {
        #[nl(request = WrongGet<'_>, reply = WrongGet<'_>)]
        #[nl(request = WrongAll<'_>, dump = WrongGet<'_>)]
        LinkState = 6,
        #[nl(request = WrongSet<'_>)]
        #[nl(request = WrongList, dump = WrongGet<'_>)]
        LinkInfoSet = 3,
    }

    #[derive(Attributes, Clone, Debug)]
    #[nl(set = "linkstate")]
    pub(crate) struct RightGet<'a> {
        #[nl(1)]
        pub(crate) header: RightHeader<'a>,
    }

    #[derive(Attributes, Clone, Debug)]
    #[nl(set = "linkinfo")]
    pub(crate) struct RightSet<'a> {
        #[nl(1)]
        pub(crate) header: RightHeader<'a>,
        #[nl(2)]
        pub(crate) port: Option<u8>,
    }

    #[derive(Attributes, Clone, Debug, Default)]
    #[nl(set = "header")]
    pub(crate) struct RightHeader<'a> {
        #[nl(1)]
        pub(crate) dev_index: Option<u32>,
        #[nl(2, max_len = 127)]
        pub(crate) dev_name: Option<&'a str>,
        #[nl(3, mask = 0x3)]
        pub(crate) flags: Option<u32>,
    }

    #[derive(Attributes, Clone, Debug)]
    #[nl(set = "linkstate")]
    pub(crate) struct WrongGet<'a> {
        #[nl(1)]
        pub(crate) header: WrongHeader<'a>,
    }

    #[derive(Attributes, Clone, Debug)]
    #[nl(set = "linkstate")]
    pub(crate) struct WrongAll<'a> {
        #[nl(1)]
        pub(crate) header: &'a [u8],
    }

    #[derive(Attributes, Clone, Debug)]
    #[nl(set = "linkinfo")]
    pub(crate) struct WrongSet<'a> {
        #[nl(1)]
        pub(crate) header: RightHeader<'a>,
        #[nl(2)]
        pub(crate) port: Option<Bitfield32>,
    }

    #[derive(Attributes, Clone, Debug)]
    pub(crate) struct WrongList {}

    #[derive(Attributes, Clone, Debug, Default)]
    #[nl(set = "header")]
    pub(crate) struct WrongHeader<'a> {
        #[nl(1)]
        pub(crate) dev_index: Option<u32>,
        #[nl(2, max_len = 200)]
        pub(crate) dev_name: Option<&'a str>,
        #[nl(99)]
        pub(crate) colour: Option<u8>,
    }
}

#[test]
fn a_wrong_copy_of_ethtool_has_exactly_what_was_planted() {
    let mut right = match Connection::<ethtool::Right>::open_with(options()) {
        Ok(right) => right,
        Err(Error::FamilyNotFound { family, .. }) => {
            eprintln!("SKIPPED: this kernel has no family {family}");
            return;
        }
        Err(error) => panic!("{error}"),
    };
    assert_eq!(right.verify().unwrap(), []);
    let mut wrong = Connection::<ethtool::Wrong>::open_with(options()).unwrap();
    let expected = [
        "LinkState: linkstate.header.dev_name: declared at most 200 bytes, the kernel takes at most 127 bytes",
        "LinkState: linkstate.header.colour: the kernel's policy has no attribute 99 there",
        "LinkState as a dump: linkstate.header: declared as bytes, the kernel wants nest",
        "LinkInfoSet: declared for everyone, the kernel has it for the network namespace's administrator",
        "LinkInfoSet: linkinfo.port: declared as bitfield32, the kernel wants u8",
        "LinkInfoSet: declared as a dump, the kernel has none",
    ];
    let found = wrong.verify().unwrap();
    assert_eq!(found.iter().map(ToString::to_string).collect::<Vec<_>>(), expected);
}

#[test]
fn a_host_tells_the_policies_of_what_it_serves() {
    let host = Host::bind_at(Server.service(), own_port()).unwrap().spawn();
    let options = Options::new().transport(host.transport());
    let mut controller = Controller::open_with(options.clone()).unwrap();
    let family = controller.family("everything").unwrap().unwrap();
    assert_eq!(controller.family_by_id(family.id).unwrap().as_ref(), Some(&family));
    let policies = controller.policies(&family).unwrap();
    assert_eq!(policies, Policies::declared(All::SCHEMA));
    let rows = policies.policies.values().map(|policy| policy.attributes.len()).sum::<usize>();
    // More than a page of them, so they come in several datagrams.
    assert!(rows > 60, "{rows}");
    assert_eq!(Connection::<All>::open_with(options.clone()).unwrap().verify().unwrap(), []);
    assert_eq!(Connection::<Nlctrl>::open_with(options.clone()).unwrap().verify().unwrap(), []);
    let mut nlctrl = Connection::<Nlctrl>::open_with(options).unwrap();
    let mut ask = |id, name, command| match nlctrl.dump(&GetPolicy { id, name, command }) {
        Ok(mut parts) => {
            let (mut operations, mut others) = (0, 0);
            while let Some(part) = parts.next().unwrap() {
                operations += part.operations.iter().flat_map(Keyed::iter).count();
                others += usize::from(part.policies.is_some());
            }
            Ok((operations, others))
        }
        Err(Error::Refused(refused)) => Err(refused.errno),
        Err(error) => panic!("{error}"),
    };
    assert_eq!(ask(Some(family.id), None, None), Ok((3, rows)));
    assert_eq!(ask(None, Some("everything"), Some(4)), Ok((1, 12)));
    assert_eq!(ask(None, Some("everything"), Some(9)), Err(Errno::ENOENT));
    assert_eq!(ask(None, Some("nothing"), None), Err(Errno::ENOENT));
    assert_eq!(ask(None, None, None), Err(Errno::EINVAL));
    host.stop().unwrap();
}

/// How a comparison ends whose dump of policies turns out inconsistent so many times.
fn verified_after(interruptions: u32, retries: u32) -> Result<usize, Error> {
    let mut asked = 0;
    let puppet = Puppet::all(move |about| match about.command {
        10 => {
            asked += 1;
            let interrupted = if asked <= interruptions { flags::DUMP_INTR } else { 0 };
            vec![about.done(interrupted, 0)]
        }
        _ => vec![about.family(FAMILY)],
    });
    let options = puppet.options().retries(retries);
    let mut demo = Connection::<Demo>::open_with(options).unwrap();
    demo.verify().map(|differences| differences.len())
}

#[test]
fn an_interrupted_dump_of_policies_is_asked_for_again() {
    assert!(verified_after(0, 0).unwrap() > 0, "a puppet has no policies");
    assert_eq!(verified_after(3, 3).unwrap(), verified_after(0, 0).unwrap());
    assert!(matches!(verified_after(3, 2), Err(Error::Interrupted(_))));
}
