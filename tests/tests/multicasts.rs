//! Who sends to a group: the family alone is heard, whatever number the group has, and what the
//! controller tells of other families is typed.

use std::process::Command;
use std::time::Duration;

use netlink_sys::protocols::NETLINK_GENERIC;
use netlink_sys::{Socket, SocketAddr};
use nl_core::controller::{Controller, FamilyInfo, ID, Nlctrl, NlctrlEvent};
use nl_core::host::{Context, Host, Refusal};
use nl_core::{Attributes, Connection, Family, Incoming, Options, Senders, Transport};
use nl_tests::alone::is_alone;
use nl_tests::listener::Listener;
use nl_tests::puppet::{Puppet, attribute, generic, message};
use nl_tests::{TIMEOUT, own_port};

fn kernel() -> Options {
    Options::new().transport(Transport::Kernel).timeout(Some(TIMEOUT))
}

/// Sends a datagram to a group of the kernel's, as any program may that administers the namespace.
/// It has a port id of its own, which the kernel writes on what it sends.
fn multicast(group: u32, datagram: &[u8]) {
    let mut socket = Socket::new(NETLINK_GENERIC).unwrap();
    assert_ne!(socket.bind_auto().unwrap().port_number(), 0);
    let to = SocketAddr::new(0, 1 << (group - 1));
    assert_eq!(socket.send_to(datagram, &to, 0).unwrap(), datagram.len());
}

#[derive(Family, Debug)]
#[nl(name = "netdev", version = 1, group = "mgmt")]
enum Netdev {
    #[nl(event = Dev, group = "mgmt")]
    DevAddNtf = 2,
}

#[derive(Attributes, Clone, Debug, PartialEq)]
struct Dev {
    #[nl(1)]
    ifindex: u32,
}

/// No device has this index.
const FORGED: Dev = Dev { ifindex: 1 << 30 };

/// The family as this kernel has it, with the number of its group.
fn netdev() -> Option<(u16, u32)> {
    let Some(netdev) = Controller::open_with(kernel()).unwrap().family("netdev").unwrap() else {
        eprintln!("SKIPPED: this kernel has no family netdev");
        return None;
    };
    let group = netdev.groups.iter().find(|group| group.name == "mgmt").unwrap().id;
    if group > 32 {
        eprintln!("SKIPPED: an address has no bit for group {group}, so nobody can send to it");
        return None;
    }
    Some((netdev.id, group))
}

/// The device that is told of next.
fn added(listener: &mut Listener<Netdev>) -> Dev {
    let added = match listener.hear().unwrap() {
        Incoming::Event(NetdevEvent::DevAddNtf(dev)) => dev,
        other => panic!("{other:?}"),
    };
    assert_eq!(listener.origin().group, Some(Netdev::MGMT));
    added
}

#[test]
fn a_forged_multicast_is_dropped_and_counted_and_the_next_event_comes() {
    // Root in a user namespace of its own may make devices, and send to groups.
    let name = "a_forged_multicast_is_dropped_and_counted_and_the_next_event_comes";
    if !is_alone(name, &["unshare", "-Urn"]) {
        return;
    }
    let Some((family, group)) = netdev() else {
        return;
    };
    let forged = generic(family, 0, 0, Netdev::DevAddNtf as u8, &FORGED);
    for open in Listener::<Netdev>::OPEN {
        let mut listener = open(&[Netdev::MGMT], &kernel()).unwrap();
        let mut anyone = open(&[Netdev::MGMT], &kernel().senders(Senders::Anyone)).unwrap();
        (0..3).for_each(|_| multicast(group, &forged));
        let heard = listener.next_within(Duration::from_millis(10)).unwrap();
        assert!(heard.is_none(), "{heard:?}");
        assert_eq!(listener.foreign(), 3);
        // It was sent to those who listen: who takes everybody's datagrams has it.
        (0..3).for_each(|_| assert_eq!(added(&mut anyone), FORGED));
        let add = Command::new("ip").args(["link", "add", "type", "veth"]).status();
        assert!(add.unwrap().success());
        assert_ne!(added(&mut listener), FORGED);
        assert_ne!(added(&mut anyone), FORGED);
        assert_eq!((listener.foreign(), anyone.foreign()), (3, 0));
    }
}

/// What the controller sends of a family when it comes or goes, as `ctrl_fill_info` and
/// `ctrl_fill_mcgrp_info` of `net/netlink/genetlink.c` write it.
fn announcement(command: u8) -> Vec<u8> {
    let number = |number, value: u32| attribute(number, &value.to_ne_bytes());
    let group = |place: u16, id, name: &[u8]| {
        attribute(place | 0x8000, &[number(2, id), attribute(1, name)].concat())
    };
    let ids = [attribute(2, b"coming\0"), attribute(1, &99u16.to_ne_bytes())].concat();
    let about = match command {
        7 | 8 => attribute(7 | 0x8000, &group(1, 60, b"beats\0")),
        _ => {
            let operation = attribute(1 | 0x8000, &[number(1, 5), number(2, 0xe)].concat());
            let groups = [group(1, 60, b"beats\0"), group(2, 61, b"stops\0")].concat();
            let sizes = [number(3, 1), number(4, 0), number(5, 8)].concat();
            let operations = attribute(6 | 0x8000, &operation);
            [sizes, operations, attribute(7 | 0x8000, &groups)].concat()
        }
    };
    message(ID, 0, 0, &[&[command, 2, 0, 0][..], &ids, &about].concat())
}

/// Each in the order in which a family comes and goes.
const LIFE: [(u8, &str); 4] = [
    (1, "new family coming 99: operations [5], groups beats 60 stops 61"),
    (7, "new group coming 99: operations [], groups beats 60"),
    (8, "group gone coming 99: operations [], groups beats 60"),
    (2, "family gone coming 99: operations [5], groups beats 60 stops 61"),
];

/// What the controller told, in words.
fn told(listener: &mut Listener<Nlctrl>) -> String {
    let (what, family) = match listener.hear().unwrap() {
        Incoming::Event(NlctrlEvent::NewFamily(family)) => ("new family", family),
        Incoming::Event(NlctrlEvent::DelFamily(family)) => ("family gone", family),
        Incoming::Event(NlctrlEvent::NewMcastGrp(family)) => ("new group", family),
        Incoming::Event(NlctrlEvent::DelMcastGrp(family)) => ("group gone", family),
        other => return format!("{other:?}"),
    };
    let FamilyInfo { name, id, operations, groups, .. } = FamilyInfo::try_from(family).unwrap();
    let operations: Vec<_> = operations.iter().map(|operation| operation.command).collect();
    let groups: Vec<_> =
        groups.iter().map(|group| format!("{} {}", group.name, group.id)).collect();
    format!("{what} {name} {id}: operations {operations:?}, groups {}", groups.join(" "))
}

#[test]
fn what_is_multicast_of_families_that_come_and_go_is_typed() {
    // No family of a kernel without modules comes or goes, so its announcements are sent by us.
    let name = "what_is_multicast_of_families_that_come_and_go_is_typed";
    if !is_alone(name, &["unshare", "-Urn"]) {
        return;
    }
    for open in Listener::<Nlctrl>::OPEN {
        let anyone = kernel().senders(Senders::Anyone);
        let mut listener = open(&[Nlctrl::NOTIFY], &anyone).unwrap();
        for (command, words) in LIFE {
            multicast(ID.into(), &announcement(command));
            assert_eq!(told(&mut listener), words);
            assert_eq!(listener.origin().group, Some(Nlctrl::NOTIFY));
        }
    }
}

/// The controller about itself, as far as a subscription asks.
fn about_itself() -> Vec<u8> {
    let group = [attribute(2, &16u32.to_ne_bytes()), attribute(1, b"notify\0")].concat();
    let groups = attribute(7, &attribute(1, &group));
    [attribute(2, b"nlctrl\0"), attribute(1, &ID.to_ne_bytes()), groups].concat()
}

#[test]
fn what_a_host_s_controller_tells_of_families_that_come_and_go_is_typed() {
    // Our own hosts serve one family for as long as they live, and so announce none: a puppet does.
    for open in Listener::<Nlctrl>::OPEN {
        let puppet = Puppet::all(|asked| match (asked.header.kind, asked.command) {
            (ID, 3) => vec![asked.message(ID, 0, &[&[1, 2, 0, 0], &about_itself()[..]].concat())],
            // Groups are joined without an answer.
            _ => Vec::new(),
        });
        let own = own_port();
        let mut listener = open(&[Nlctrl::NOTIFY], &puppet.options().port(own)).unwrap();
        for (command, words) in LIFE {
            puppet.send(own, &announcement(command));
            assert_eq!(told(&mut listener), words);
        }
    }
}

/// A family with as many groups as it takes for the last to have a number above 32.
macro_rules! family_of_many_groups {
    ($($group:tt)*) => {
        #[derive(Family, Debug)]
        #[nl(name = "many", version = 1, group = "low", $(group = $group,)* group = "high")]
        enum Many {
            #[nl(request = Tell)]
            Tell = 1,
            #[nl(event = Told, group = "low")]
            ToldLow = 2,
            #[nl(event = Told, group = "high")]
            ToldHigh = 3,
        }
    };
}

family_of_many_groups!(
    "g1" "g2" "g3" "g4" "g5" "g6" "g7" "g8" "g9" "g10" "g11" "g12" "g13" "g14" "g15" "g16"
    "g17" "g18" "g19" "g20" "g21" "g22" "g23" "g24" "g25" "g26" "g27" "g28" "g29" "g30" "g31"
);

/// Has both events told.
#[derive(Attributes, Clone, Debug)]
struct Tell {
    #[nl(1)]
    number: u32,
}

#[derive(Attributes, Clone, Debug, PartialEq)]
struct Told {
    #[nl(1)]
    number: u32,
}

struct Teller;

impl ManyHandler for Teller {
    fn tell(&mut self, request: Tell, context: &mut Context<'_, Many>) -> Result<(), Refusal> {
        let number = request.number;
        context.publish(&ManyEvent::ToldLow(Told { number }))?;
        context.publish(&ManyEvent::ToldHigh(Told { number }))
    }
}

#[test]
fn a_group_above_32_of_a_host_has_its_events_and_no_others() {
    let host = Host::bind_at(Teller.service(), own_port()).unwrap().spawn();
    let options = Options::new().transport(host.transport()).timeout(Some(TIMEOUT));
    let many = Controller::open_with(options.clone()).unwrap().family("many").unwrap().unwrap();
    let numbers =
        ["low", "high"].map(|name| many.groups.iter().find(|g| g.name == name).unwrap().id);
    assert!(numbers[0] < 32 && numbers[1] > 32, "{numbers:?}");
    let mut caller = Connection::<Many>::open_with(options.clone()).unwrap();
    for open in Listener::<Many>::OPEN {
        let mut high = open(&[Many::HIGH], &options).unwrap();
        let mut both = open(&[Many::HIGH, Many::LOW], &options).unwrap();
        for number in 1..4 {
            caller.call(&Tell { number }).unwrap();
            assert_eq!(heard(&mut high), ("high", number));
            assert_eq!(heard(&mut both), ("low", number));
            assert_eq!(heard(&mut both), ("high", number));
        }
    }
}

/// The group of the event that comes next, by its command since a host does not say, and its number.
fn heard(listener: &mut Listener<Many>) -> (&'static str, u32) {
    let heard = match listener.hear().unwrap() {
        Incoming::Event(ManyEvent::ToldLow(told)) => ("low", told.number),
        Incoming::Event(ManyEvent::ToldHigh(told)) => ("high", told.number),
        other => panic!("{other:?}"),
    };
    assert_eq!(listener.origin().group, None);
    heard
}
