//! Families that are not ours, on the running kernel, through types declared here.
//!
//! A family that this kernel does not have is skipped, and the test's output says so.

use std::process::Command;

use nl_core::controller::{Controller, FamilyInfo};
use nl_core::{Attributes, Connection, Error, Family, Options, Transport};
use nl_tests::caller::Caller;

fn options() -> Options {
    Options::new().transport(Transport::Kernel)
}

/// A connection to the kernel's family, unless it has none.
fn connect<F: Family>() -> Option<Connection<F>> {
    match Connection::open_with(options()) {
        Ok(connection) => Some(connection),
        Err(Error::FamilyNotFound { family, .. }) => {
            eprintln!("SKIPPED: this kernel has no family {family}");
            None
        }
        Err(error) => panic!("{error}"),
    }
}

/// A family as iproute2 prints it: its name, id, operations and groups, a line each.
fn lines(family: &FamilyInfo) -> Vec<String> {
    let name = format!("Name: {}", family.name);
    let id = format!("ID: {:#x}  Version: {:#x}", family.id, family.version);
    let size =
        format!("  header size: {}  max attribs: {}", family.header_size, family.max_attribute);
    // It prints an operation's flags only for families whose own version is 2 or more.
    let with_flags = family.version >= 2;
    let operations = family.operations.iter().flat_map(|operation| {
        let flags = with_flags.then(|| format!("Capabilities ({:#x}):", operation.flags));
        [Some(format!("ID-{:#x}", operation.command)), flags].into_iter().flatten()
    });
    let groups =
        family.groups.iter().map(|group| format!("ID-{:#x}  name: {}", group.id, group.name));
    [name, id + &size].into_iter().chain(operations).chain(groups).collect()
}

/// What of a line of iproute2's says something: neither headings nor numbering nor words for flags.
fn essence(line: &str) -> Option<String> {
    let line = line.trim();
    let numbered =
        line.strip_prefix('#').and_then(|line| line.split_once(": ")).map(|(_, line)| line);
    let kept = numbered.or_else(|| {
        let starts = ["Name: ", "ID: ", "Capabilities ("];
        starts.iter().any(|start| line.starts_with(start)).then_some(line)
    });
    kept.map(|line| line.trim().to_owned())
}

#[test]
fn what_we_list_is_what_iproute2_lists() {
    let Ok(genl) = Command::new("genl").args(["ctrl", "list"]).output() else {
        eprintln!("SKIPPED: iproute2's genl is not installed");
        return;
    };
    let families = Controller::open().unwrap().families().unwrap();
    let ours: Vec<String> = families.iter().flat_map(lines).collect();
    let text = String::from_utf8(genl.stdout).unwrap();
    let theirs: Vec<String> = text.lines().filter_map(essence).collect();
    assert_eq!(ours, theirs);
    assert!(ours.len() > 2);
}

#[test]
fn a_family_by_name_is_the_one_of_the_list() {
    let mut controller = Controller::open().unwrap();
    for family in controller.families().unwrap() {
        assert_eq!(controller.family(&family.name).unwrap(), Some(family));
    }
    assert_eq!(controller.family("no_such_family").unwrap(), None);
    assert!(matches!(controller.family("a name of more than fifteen"), Err(Error::Encode(_))));
}

/// The index of `lo`: the first interface of every network namespace.
const LO: u32 = 1;

mod netdev {
    use nl_core::{Attributes, Family};

    #[derive(Family)]
    #[nl(name = "netdev", version = 1, group = "mgmt")]
    pub(crate) enum Netdev {
        #[nl(request = DevGet, reply = Dev)]
        #[nl(request = DevDump, dump = Dev)]
        DevGet = 1,
        #[nl(event = Dev, group = "mgmt")]
        DevAddNtf = 2,
    }

    #[derive(Attributes, Debug)]
    #[nl(set = "dev")]
    pub(crate) struct DevGet {
        #[nl(1, min = 1)]
        pub(crate) ifindex: u32,
    }

    #[derive(Attributes, Debug)]
    #[nl(set = "dev")]
    pub(crate) struct DevDump {}

    #[derive(Attributes, Clone, Debug, PartialEq)]
    #[nl(set = "dev")]
    pub(crate) struct Dev {
        #[nl(1)]
        pub(crate) ifindex: u32,
        #[nl(3)]
        pub(crate) xdp_features: u64,
    }
}

#[test]
fn netdev_answers_about_lo_and_dumps_without_the_multi_flag() {
    if connect::<netdev::Netdev>().is_none() {
        return;
    }
    for mut netdev in Caller::both(&options()) {
        let lo = netdev.call(&netdev::DevGet { ifindex: LO }).unwrap();
        assert_eq!(lo.ifindex, LO);
        let all = netdev.dump_map(&netdev::DevDump {}, |device| device).unwrap();
        assert!(all.contains(&lo), "{all:?}");
        // One at a time, to the end: the dump is over when the kernel says so, and not before.
        let (devices, error) = netdev.dump_some(&netdev::DevDump {}, usize::MAX, |device| device);
        assert!(devices == all && error.is_none(), "{devices:?} {error:?}");
        let Err(Error::Refused(refused)) = netdev.call(&netdev::DevGet { ifindex: 1 << 30 }) else {
            panic!("there is no such device");
        };
        assert_eq!(refused.errno, nl_core::Errno::ENODEV);
    }
}

#[test]
fn what_is_not_declared_is_passed_over_or_refused_as_the_caller_says() {
    // The controller's answer has more than a name.
    #[derive(Family)]
    #[nl(name = "nlctrl", version = 2)]
    enum Lookup {
        #[nl(request = ByName<'_>, reply = Name<'_>, reply_command = 1)]
        GetFamily = 3,
    }
    #[derive(Attributes, Debug)]
    struct ByName<'a> {
        #[nl(2)]
        name: &'a str,
    }
    #[derive(Attributes, Debug)]
    struct Name<'a> {
        #[nl(2)]
        name: &'a str,
    }
    let mut controller = Connection::<Lookup>::open_with(options()).unwrap();
    let request = ByName { name: "nlctrl" };
    assert_eq!(controller.call(&request).unwrap().name, "nlctrl");
    controller.refuse_unknown(true);
    let error = controller.call(&request).unwrap_err().to_string();
    let expected = "nlctrl GetFamily: the answer does not decode: Name at byte 36: attribute 1 is not declared";
    assert_eq!(error, expected);
    controller.refuse_unknown(false);
    assert!(controller.call(&request).is_ok());
}

mod ethtool {
    use nl_core::{Attributes, Family};

    #[derive(Family)]
    #[nl(name = "ethtool", version = 1, group = "monitor")]
    pub(crate) enum Ethtool {
        #[nl(request = LinkStateGet<'_>, reply = LinkState<'_>)]
        #[nl(request = LinkStateDump<'_>, dump = LinkState<'_>)]
        LinkState = 6,
    }

    #[derive(Attributes, Clone, Debug, Default, PartialEq)]
    #[nl(set = "header")]
    pub(crate) struct Header<'a> {
        #[nl(1)]
        pub(crate) dev_index: Option<u32>,
        #[nl(2, max_len = 15)]
        pub(crate) dev_name: Option<&'a str>,
    }

    #[derive(Attributes, Debug)]
    #[nl(set = "linkstate")]
    pub(crate) struct LinkStateGet<'a> {
        #[nl(1)]
        pub(crate) header: Header<'a>,
    }

    #[derive(Attributes, Debug)]
    #[nl(set = "linkstate")]
    pub(crate) struct LinkStateDump<'a> {
        #[nl(1)]
        pub(crate) header: Header<'a>,
    }

    #[derive(Attributes, Debug, PartialEq)]
    #[nl(set = "linkstate")]
    pub(crate) struct LinkState<'a> {
        #[nl(1)]
        pub(crate) header: Header<'a>,
        /// Not every device knows.
        #[nl(2)]
        pub(crate) link: Option<u8>,
    }
}

#[test]
fn ethtool_knows_the_link_of_lo_through_nested_headers() {
    let Some(mut ethtool) = connect::<ethtool::Ethtool>() else {
        return;
    };
    let header = ethtool::Header { dev_index: None, dev_name: Some("lo") };
    let state = ethtool.call(&ethtool::LinkStateGet { header }).unwrap();
    assert_eq!(state.header, ethtool::Header { dev_index: Some(LO), dev_name: Some("lo") });
    assert!(state.link.is_some_and(|link| link <= 1));
    let mut dump =
        ethtool.dump(&ethtool::LinkStateDump { header: ethtool::Header::default() }).unwrap();
    let mut seen = false;
    while let Some(state) = dump.next().unwrap() {
        seen |= state.header.dev_name == Some("lo");
    }
    assert!(seen);
    drop(dump);
    let header = ethtool::Header { dev_index: Some(1 << 30), dev_name: None };
    let Err(Error::Refused(refused)) = ethtool.call(&ethtool::LinkStateGet { header }) else {
        panic!("there is no such device");
    };
    // Which attribute it blames changed between kernels: the header, or the index in it.
    let path = refused.attribute.as_ref().map(ToString::to_string).unwrap_or_default();
    assert!(path.starts_with("linkstate.header"), "{refused}");
    assert!(refused.message.is_some(), "{refused}");
}

mod taskstats {
    use nl_core::{Attributes, Family};

    #[derive(Family)]
    #[nl(name = "TASKSTATS", version = 1)]
    pub(crate) enum Taskstats {
        #[nl(request = Get, reply = New<'_>, reply_command = 2, admin)]
        Get = 1,
    }

    #[derive(Attributes, Debug)]
    #[nl(set = "cmd")]
    pub(crate) struct Get {
        #[nl(1)]
        pub(crate) pid: u32,
    }

    #[derive(Attributes, Debug)]
    #[nl(set = "types")]
    pub(crate) struct New<'a> {
        #[nl(4)]
        pub(crate) of_pid: OfPid<'a>,
    }

    #[derive(Attributes, Debug)]
    #[nl(set = "aggregate")]
    pub(crate) struct OfPid<'a> {
        #[nl(1)]
        pub(crate) pid: u32,
        #[nl(3)]
        pub(crate) stats: &'a [u8],
    }
}

#[test]
fn taskstats_answers_with_a_nest() {
    let Some(mut taskstats) = connect::<taskstats::Taskstats>() else {
        return;
    };
    let pid = std::process::id();
    let reply = match taskstats.call(&taskstats::Get { pid }) {
        Err(Error::Refused(refused)) if refused.errno == nl_core::Errno::EPERM => {
            eprintln!("SKIPPED: TASKSTATS wants CAP_NET_ADMIN");
            return;
        }
        reply => reply.unwrap(),
    };
    assert_eq!(reply.of_pid.pid, pid);
    // struct taskstats (linux/taskstats.h): ac_comm is 32 bytes at 80.
    let name = reply.of_pid.stats.get(80..112).unwrap();
    let name = std::str::from_utf8(name).unwrap().trim_end_matches('\0');
    let comm = std::fs::read_to_string(format!("/proc/{pid}/comm")).unwrap();
    assert_eq!(name, comm.trim_end());
}

#[test]
fn the_kernel_s_names_are_no_family_of_its_own() {
    #[derive(Family)]
    #[nl(name = "nl_absent")]
    enum Absent {
        #[nl(request = Ask)]
        Ask = 1,
    }
    #[derive(Attributes)]
    struct Ask {}
    let error = Connection::<Absent>::open().map(|_| ()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "no family nl_absent: the kernel has none of that name, and no user-space host serves it"
    );
}

#[test]
fn what_is_declared_here_is_what_the_kernel_has() {
    fn verify<F: Family>() {
        if let Some(mut connection) = connect::<F>() {
            assert_eq!(connection.verify().unwrap(), [], "{}", F::SCHEMA.name);
        }
    }
    verify::<netdev::Netdev>();
    verify::<ethtool::Ethtool>();
    verify::<taskstats::Taskstats>();
}

mod wrong_netdev {
    use super::netdev::Dev;
    use nl_core::{Attributes, Family};

    /// Some of netdev, but for what is planted.
    #[derive(Family)]
    #[nl(name = "netdev", version = 1, group = "mgmt")]
    pub(crate) enum Wrong {
        #[nl(request = AnyDev, reply = Dev)]
        #[nl(request = Headed, dump = Dev)]
        DevGet = 1,
        #[nl(request = Queue, reply = Dev)]
        QueueGet = 10,
    }

    /// The kernel takes numbers from 1 up.
    #[derive(Attributes, Debug)]
    #[nl(set = "dev")]
    pub(crate) struct AnyDev {
        #[nl(1, max = 9)]
        pub(crate) ifindex: u32,
    }

    /// The kernel's has no header.
    #[derive(Attributes, Debug)]
    #[nl(set = "dev")]
    pub(crate) struct Headed {
        #[nl(header)]
        pub(crate) header: [u8; 4],
    }

    /// The kernel knows two types.
    #[derive(Attributes, Debug)]
    #[nl(set = "queue")]
    pub(crate) struct Queue {
        #[nl(2, min = 1)]
        pub(crate) ifindex: u32,
        #[nl(3, max = 5)]
        pub(crate) kind: u32,
    }
}

#[test]
fn a_wrong_copy_of_netdev_has_exactly_what_was_planted() {
    let Some(mut wrong) = connect::<wrong_netdev::Wrong>() else {
        return;
    };
    let found = wrong.verify().unwrap();
    let found: Vec<_> = found.iter().map(ToString::to_string).collect();
    let mut expected = vec![
        "DevGet: dev.ifindex: declared 0..=9, the kernel takes 1..=4294967295",
        "DevGet: declared with a header of 4 bytes, the kernel's has 0",
        "QueueGet: queue.kind: declared 0..=5, the kernel takes 0..=1",
    ];
    if found.iter().any(|line| line == "QueueGet: the kernel has no command 10") {
        expected[2] = "QueueGet: the kernel has no command 10";
    }
    assert_eq!(found, expected);
}
