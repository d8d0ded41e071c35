//! What happens around a connection: strangers, silence, garbage, hosts that come and go.

use std::time::Duration;

use nl_core::controller::{GetFamily, ID, Nlctrl};
use nl_core::host::{Host, HostThread};
use nl_core::socket::Socket;
use nl_core::wire::{Buffer, GenlHeader, MessageHeader};
use nl_core::{Connection, Errno, Error, Family, Incoming, Options, Subscription, Transport};
use nl_family_demo::family::{Clear, DemoEvent, DemoHandler, Echo, Greet, List, Repeat, Repeated};
use nl_family_demo::{Demo, Limits, Server};
use nl_tests::{Peer, TIMEOUT, own_port};

fn host(port: u32) -> HostThread {
    let limits = Limits { greet_delay: Duration::from_secs(3600), ..Limits::default() };
    Host::bind_at(Server::new(limits).service(), port).unwrap().spawn()
}

fn options(port: u32) -> Options {
    Options::new().transport(Transport::UserAt(port)).timeout(Some(TIMEOUT))
}

fn echo(text: &str) -> Echo<'_> {
    Echo { sequence: 1, text, priority: None, urgent: false, tags: Vec::new() }
}

/// Answers to the first requests of a connection that nobody has asked.
fn forged(kind: u16, command: u8, attributes: &impl nl_core::Encode) -> Buffer {
    let mut forged = Buffer::new();
    for seq in 1..50 {
        let header = MessageHeader { kind, seq, ..Default::default() };
        let genl = GenlHeader { command, version: 1, reserved: 0 };
        forged.push(header, genl, attributes).unwrap();
    }
    forged
}

#[test]
fn a_stranger_s_answer_is_not_the_host_s() {
    let peer = Peer::new();
    let mut demo = peer.connect();
    let stranger = Socket::serve(own_port()).unwrap();
    let family = demo.family_id();
    stranger.send_to(demo.port(), forged(family, 1, &echo("forged")).as_bytes()).unwrap();
    assert_eq!(demo.call(&echo("true")).unwrap().text, "true");
    assert_eq!(demo.foreign(), 1);
}

#[test]
fn a_stranger_s_event_is_not_the_host_s() {
    let peer = Peer::new();
    let mut listener = peer.subscribe(Demo::GREETINGS);
    let stranger = Socket::serve(own_port()).unwrap();
    let greeting = nl_family_demo::family::Greeting { text: "forged", number: 1 };
    let ports = std::fs::read_to_string("/proc/net/netlink").unwrap();
    // Every USERSOCK socket (protocol 2) that there is gets it, the listener's among them.
    let ports = ports.lines().skip(1).filter_map(|line| {
        let mut fields = line.split_whitespace().skip(1);
        (fields.next()? == "2").then_some(())?;
        fields.next()?.parse::<u32>().ok()
    });
    let family = peer.connect().family_id();
    let mut sent = 0;
    for port in ports {
        sent += i32::from(stranger.send_to(port, forged(family, 8, &greeting).as_bytes()).is_ok());
    }
    assert!(sent > 1);
    peer.connect().call(&Greet { text: Some("true") }).unwrap();
    match listener.next_within(TIMEOUT).unwrap() {
        Some(Incoming::Event(DemoEvent::Greeting(greeting))) => assert_eq!(greeting.text, "true"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_stranger_s_answer_is_not_the_kernel_s() {
    let options = Options::new().transport(Transport::Kernel);
    let mut controller = Connection::<Nlctrl>::open_with(options).unwrap();
    let stranger = Socket::kernel(&Options::new()).unwrap();
    let answer = nl_core::controller::FamilyAttrs {
        id: 99,
        name: "nlctrl",
        version: None,
        header_size: None,
        max_attribute: None,
        operations: None,
        groups: None,
    };
    let sent = stranger.send_to(controller.port(), forged(ID, 1, &answer).as_bytes());
    if sent.is_err_and(|error| error.raw_os_error() == Some(libc::EPERM)) {
        eprintln!("SKIPPED: sending to another port id wants CAP_NET_ADMIN");
        return;
    }
    let request = GetFamily { id: None, name: Some("nlctrl") };
    assert_eq!(controller.call(&request).unwrap().id, ID);
    assert_eq!(controller.foreign(), 1);
}

#[test]
fn silence_ends_with_the_deadline() {
    let port = own_port();
    let _silent = Socket::serve(port).unwrap();
    let options = options(port).timeout(Some(Duration::from_millis(20)));
    let error = Connection::<Demo>::open_with(options).map(|_| ()).unwrap_err();
    assert_eq!(error.to_string(), "nlctrl GetFamily: no answer in 20ms");
}

#[test]
fn garbage_does_not_stop_a_host() {
    let peer = Peer::new();
    let Transport::UserAt(port) = peer.options.transport else {
        panic!("a host has a port");
    };
    let client = Socket::to_host(port, &Options::new()).unwrap();
    let header = |len, kind| MessageHeader { len, kind, flags: 1, seq: 1, port: 0 }.emit();
    let garbage: Vec<Vec<u8>> = vec![
        vec![0],
        vec![0xff; 15],
        vec![0xff; 4096],
        vec![0; 4096],
        header(0, 0x20).to_vec(),
        header(u32::MAX, 0x20).to_vec(),
        header(16, 0x20).to_vec(),
        [&header(17, 0x20)[..], &[1]].concat(),
        [&header(24, 0x20)[..], &[1, 1, 0, 0, 0, 0, 0, 0]].concat(),
        [&header(24, 0x10)[..], &[3, 2, 0, 0, 0xff, 0xff, 2, 0]].concat(),
        header(16, 3).to_vec(),
    ];
    for bytes in garbage {
        client.send(&bytes).unwrap();
    }
    assert_eq!(peer.connect().call(&echo("alive")).unwrap().text, "alive");
    peer.stop();
}

#[test]
fn one_family_has_one_host() {
    let port = own_port();
    let _first = host(port);
    match Host::bind_at(Server::default().service(), port) {
        Err(Error::Io("bind", error)) => {
            assert_eq!(error.kind(), std::io::ErrorKind::AddrInUse);
        }
        other => panic!("{:?}", other.map(|host| host.port())),
    }
}

#[test]
fn a_listener_outlives_its_host_and_hears_the_next_one() {
    let port = own_port();
    let first = host(port);
    let mut listener = Subscription::<Demo>::open(&[Demo::GREETINGS], options(port)).unwrap();
    first.stop().unwrap();
    assert!(matches!(listener.next_within(TIMEOUT).unwrap(), Some(Incoming::Gone)));
    assert_eq!(listener.who(), None);
    let _second = host(port);
    assert!(matches!(listener.next_within(TIMEOUT).unwrap(), Some(Incoming::Here)));
    let mut demo = Connection::<Demo>::open_with(options(port)).unwrap();
    demo.call(&Greet { text: Some("again") }).unwrap();
    match listener.next_within(TIMEOUT).unwrap() {
        Some(Incoming::Event(DemoEvent::Greeting(greeting))) => assert_eq!(greeting.text, "again"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_host_that_is_started_again_at_once_is_told_apart() {
    let port = own_port();
    let first = host(port);
    let mut listener = Subscription::<Demo>::open(&[Demo::GREETINGS], options(port)).unwrap();
    first.stop().unwrap();
    // Joined again before the listener looks: as after a restart between two of its looks.
    let _second = host(port);
    let mut seen = Vec::new();
    let mut demo = Connection::<Demo>::open_with(options(port)).unwrap();
    while !seen.contains(&"again".to_owned()) {
        demo.call(&Greet { text: Some("again") }).unwrap();
        match listener.next_within(Duration::from_millis(20)).unwrap() {
            Some(Incoming::Event(DemoEvent::Greeting(greeting))) => seen.push(greeting.text.into()),
            Some(other) => seen.push(format!("{other:?}")),
            None => {}
        }
    }
    assert_eq!(seen, ["Gone", "Here", "again"]);
}

#[test]
fn a_listener_waits_for_a_family_that_is_not_there_yet() {
    let port = own_port();
    let options = options(port);
    assert!(matches!(
        Subscription::<Demo>::open(&[Demo::GREETINGS], options.clone()),
        Err(Error::FamilyNotFound { family: "nl_demo", .. })
    ));
    let mut listener = Subscription::wait(&[Demo::GREETINGS], options).unwrap();
    assert!(listener.next_within(Duration::from_millis(10)).unwrap().is_none());
    let _host = host(port);
    assert!(matches!(listener.next_within(TIMEOUT).unwrap(), Some(Incoming::Here)));
}

#[test]
fn every_kind_of_call_finds_a_host_that_was_started_again() {
    let port = own_port();
    let first = host(port);
    let connections = [(); 3].map(|()| Connection::<Demo>::open_with(options(port)).unwrap());
    let [mut call, mut dump, mut stream] = connections;
    first.stop().unwrap();
    let gone = call.call(&Clear {}).unwrap_err();
    assert!(matches!(gone, Error::FamilyNotFound { family: "nl_demo", .. }), "{gone}");
    let _second = host(port);
    assert_eq!(call.call(&echo("there")).unwrap().text, "there");
    assert!(dump.dump(&List::default()).unwrap().next().unwrap().is_none());
    let mut replies = stream.stream(&Repeat { count: Some(1), interval: Some(1) }).unwrap();
    assert_eq!(replies.next().unwrap(), Some(Repeated { index: 1, count: 1 }));
}

#[test]
fn a_host_that_stops_ends_its_streams_with_an_error() {
    let host = host(own_port());
    let mut demo = Connection::<Demo>::open_with(options(host.port())).unwrap();
    let mut replies = demo.stream(&Repeat { count: Some(9), interval: Some(60000) }).unwrap();
    host.stop().unwrap();
    match replies.next() {
        Err(Error::Refused(refused)) => assert_eq!(refused.errno, Errno::ECANCELED),
        other => panic!("{other:?}"),
    }
    assert_eq!(replies.next().unwrap(), None, "nothing comes after an error");
}

#[test]
fn sockets_are_closed_on_exec_and_bound() {
    use std::os::fd::{AsFd, AsRawFd};
    let socket = Socket::kernel(&Options::new()).unwrap();
    assert_ne!(socket.port(), 0, "an unbound socket gets no multicast");
    let info = format!("/proc/self/fdinfo/{}", socket.as_fd().as_raw_fd());
    let flags = std::fs::read_to_string(info).unwrap();
    let flags = flags.lines().find_map(|line| line.strip_prefix("flags:")).unwrap();
    let flags = i32::from_str_radix(flags.trim(), 8).unwrap();
    assert_ne!(flags & libc::O_CLOEXEC, 0);
}

#[test]
fn a_group_that_the_family_lacks_is_named() {
    // A declaration with a group more than the family that is there.
    #[derive(Family)]
    #[nl(name = "nl_demo", group = "absent")]
    enum More {
        #[nl(event = Clear, group = "absent")]
        Event = 1,
    }
    let host = host(own_port());
    let error = Subscription::<More>::open(&[More::ABSENT], options(host.port())).unwrap_err();
    assert_eq!(error.to_string(), "nl_demo: the family has no multicast group absent");
}
