//! Sockets in other network namespaces, and events from all of them.

use std::fs::File;
use std::os::fd::OwnedFd;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use nl_core::controller::{GetFamily, ID, Nlctrl};
use nl_core::socket::Socket;
use nl_core::{Attributes, Error, Family, Incoming, Namespace, Options, Transport};
use nl_tests::alone::is_alone;
use nl_tests::caller::Caller;
use nl_tests::listener::Listener;
use nl_tests::puppet::{attribute, message};

fn kernel() -> Options {
    Options::new().transport(Transport::Kernel)
}

/// A process in a network namespace of its own.
struct Elsewhere {
    process: Child,
}

impl Elsewhere {
    fn new() -> Self {
        let ours = std::fs::read_link("/proc/self/ns/net").unwrap();
        let mut sleep = Command::new("unshare");
        let process = sleep.args(["-n", "sleep", "1000"]).stdin(Stdio::null()).spawn().unwrap();
        let elsewhere = Self { process };
        while std::fs::read_link(elsewhere.path()).unwrap() == ours {
            std::thread::sleep(Duration::from_millis(1));
        }
        elsewhere
    }

    fn path(&self) -> String {
        format!("/proc/{}/ns/net", self.process.id())
    }

    /// Makes two devices there.
    fn make_devices(&self) {
        let pid = self.process.id().to_string();
        let there = ["-t", &pid, "-n", "ip", "link", "add", "type", "veth"];
        assert!(Command::new("nsenter").args(there).status().unwrap().success());
    }

    /// Gives its namespace that id here (`RTM_NEWNSID` of `linux/rtnetlink.h`).
    fn name(&self, id: i32) {
        const NEW_ID: u16 = 88;
        const REQUEST_AND_ACK: u16 = 5;
        let (netlink, route) = (libc::AF_NETLINK.into(), Some(libc::NETLINK_ROUTE.into()));
        let socket = socket2::Socket::new(netlink, socket2::Type::DGRAM, route).unwrap();
        let attributes = [
            &[0; 4][..],
            &attribute(1, &id.to_ne_bytes()),
            &attribute(2, &self.process.id().to_ne_bytes()),
        ];
        socket.send(&message(NEW_ID, REQUEST_AND_ACK, 1, &attributes.concat())).unwrap();
        let mut ack = [0; 4096];
        std::io::Read::read(&mut &socket, &mut ack).unwrap();
        assert_eq!(ack[16..20], [0; 4], "its errno");
    }
}

impl Drop for Elsewhere {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn a_socket_is_opened_in_the_namespace_that_is_asked_for_and_this_thread_stays_in_its_own() {
    // In a user namespace of its own any user may make network namespaces.
    let name =
        "a_socket_is_opened_in_the_namespace_that_is_asked_for_and_this_thread_stays_in_its_own";
    if !is_alone(name, &["unshare", "-Urn"]) {
        return;
    }
    let elsewhere = Elsewhere::new();
    let namespaces = [
        Namespace::at(elsewhere.path()).unwrap(),
        Namespace::from(OwnedFd::from(File::open(elsewhere.path()).unwrap())),
    ];
    // Port ids tell: each is given once in a namespace.
    let here = kernel().port(77);
    let _taken = Socket::kernel(&here).unwrap();
    for namespace in namespaces {
        assert_eq!(Socket::kernel(&here).unwrap_err().raw_os_error(), Some(libc::EADDRINUSE));
        let there = here.clone().namespace(namespace);
        for open in [Caller::<Nlctrl>::blocking, Caller::awaited] {
            let mut nlctrl = open(&there).unwrap();
            assert_eq!(nlctrl.port(), 77);
            assert_eq!(Socket::kernel(&there).unwrap_err().raw_os_error(), Some(libc::EADDRINUSE));
            assert_eq!(nlctrl.call(&GetFamily { id: None, name: Some("nlctrl") }).unwrap().id, ID);
        }
        for open in Listener::<Nlctrl>::OPEN {
            let listener = open(&[Nlctrl::NOTIFY], &there).unwrap();
            assert_eq!(Socket::kernel(&there).unwrap_err().raw_os_error(), Some(libc::EADDRINUSE));
            drop(listener);
        }
    }
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

/// The namespaces of the events that there are.
fn origins(listener: &mut Listener<Netdev>) -> Vec<Option<i32>> {
    let mut origins = Vec::new();
    // What the kernel tells is there by the time that it has made a device.
    while let Some(incoming) = listener.next_within(Duration::ZERO).unwrap() {
        let is_added = matches!(incoming, Incoming::Event(NetdevEvent::DevAddNtf(_)));
        let origin = listener.origin();
        assert_eq!(origin.group, Some(Netdev::MGMT));
        if is_added {
            origins.push(origin.namespace);
        }
    }
    origins
}

#[test]
fn events_of_every_namespace_come_with_its_id() {
    if !is_alone("events_of_every_namespace_come_with_its_id", &["unshare", "-Urn"]) {
        return;
    }
    let here = Command::new("ip").args(["link", "add", "type", "veth"]).status();
    if !here.is_ok_and(|status| status.success()) {
        eprintln!("SKIPPED: no pairs of devices can be made here");
        return;
    }
    let elsewhere = Elsewhere::new();
    elsewhere.name(7);
    // One without an id here is not heard of.
    let nameless = Elsewhere::new();
    for open in Listener::<Netdev>::OPEN {
        let all = kernel().all_namespaces(true);
        let mut all = match open(&[Netdev::MGMT], &all) {
            Err(Error::FamilyNotFound { family, .. }) => {
                eprintln!("SKIPPED: this kernel has no family {family}");
                return;
            }
            listener => listener.unwrap(),
        };
        let mut ours = open(&[Netdev::MGMT], &kernel()).unwrap();
        elsewhere.make_devices();
        nameless.make_devices();
        assert_eq!(origins(&mut all), [Some(7); 2]);
        assert_eq!(origins(&mut ours), []);
        let devices = Command::new("ip").args(["link", "add", "type", "veth"]).status();
        assert!(devices.unwrap().success());
        assert_eq!(origins(&mut all), [None; 2]);
        assert_eq!(origins(&mut ours), [None; 2]);
    }
}

#[test]
fn events_of_every_namespace_are_not_for_everybody() {
    // Root of a user namespace of its own has no say in the network namespace of others.
    if !is_alone("events_of_every_namespace_are_not_for_everybody", &["unshare", "-Ur"]) {
        return;
    }
    for open in Listener::<Nlctrl>::OPEN {
        match open(&[Nlctrl::NOTIFY], &kernel().all_namespaces(true)).map(drop) {
            Err(Error::Io("socket", error)) => assert_eq!(error.raw_os_error(), Some(libc::EPERM)),
            other => panic!("{other:?}"),
        }
    }
}
