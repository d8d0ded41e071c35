//! What happens around a connection: strangers, silence, garbage, hosts that come and go.

use std::time::Duration;

use nl_core::controller::{GetFamilies, GetFamily, ID, Nlctrl};
use nl_core::socket::Socket;
use nl_core::wire::{Buffer, GenlHeader, MessageHeader};
use nl_core::{Connection, Error, Incoming, Options, Senders, Subscription, Transport};
use nl_family_demo::Demo;
use nl_family_demo::family::{DemoEvent, Echo, Greet, List, Repeat};
use nl_tests::alone::is_alone;
use nl_tests::caller::Caller;
use nl_tests::listener::Listener;
use nl_tests::{Peer, TIMEOUT, own_port};

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
    let family = peer.connect().family_id();
    for mut demo in Caller::both(&peer.options) {
        let stranger = Socket::serve(own_port()).unwrap();
        stranger.send_to(demo.port(), forged(family, 1, &echo("forged")).as_bytes()).unwrap();
        assert_eq!(demo.call(&echo("true")).unwrap().text, "true");
        assert_eq!(demo.foreign(), 1);
    }
}

#[test]
fn a_stranger_s_event_is_not_the_host_s() {
    let peer = Peer::new();
    let family = peer.connect().family_id();
    let stranger = Socket::serve(own_port()).unwrap();
    let greeting = nl_family_demo::family::Greeting { text: "forged", number: 1 };
    for open in Listener::OPEN {
        let options = peer.options.clone().port(own_port());
        let mut listener = open(&[Demo::GREETINGS], &options).unwrap();
        let forged = forged(family, 8, &greeting);
        stranger.send_to(options.port.unwrap(), forged.as_bytes()).unwrap();
        peer.connect().call(&Greet { text: Some("true") }).unwrap();
        assert_eq!(heard(&mut listener), "true");
        assert_eq!(listener.foreign(), 1);
    }
}

/// What comes next: a greeting's text, or what else it is.
fn heard(listener: &mut Listener<Demo>) -> String {
    match listener.hear().unwrap() {
        Incoming::Event(DemoEvent::Greeting(greeting)) => greeting.text.to_owned(),
        other => format!("{other:?}"),
    }
}

#[test]
fn a_stranger_s_answer_is_not_the_kernel_s() {
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
    for mut controller in Caller::<Nlctrl>::both(&Options::new().transport(Transport::Kernel)) {
        let sent = stranger.send_to(controller.port(), forged(ID, 1, &answer).as_bytes());
        if sent.is_err_and(|error| error.raw_os_error() == Some(libc::EPERM)) {
            eprintln!("SKIPPED: sending to another port id wants CAP_NET_ADMIN");
            return;
        }
        let request = GetFamily { id: None, name: Some("nlctrl") };
        assert_eq!(controller.call(&request).unwrap().id, ID);
        assert_eq!(controller.foreign(), 1);
    }
}

#[test]
fn what_lies_before_the_kernel_s_reply_does_no_harm() {
    let stranger = Socket::kernel(&Options::new()).unwrap();
    let options = Options::new().transport(Transport::Kernel).senders(Senders::Anyone);
    let request = GetFamily { id: None, name: Some("nlctrl") };
    for mut controller in Caller::<Nlctrl>::both(&options) {
        for before in [forged(ID, 1, &request), one(1, 0), one(ID, 0), one(ID, 77), Buffer::new()] {
            let sent = stranger.send_to(controller.port(), before.as_bytes());
            if sent.is_err_and(|error| error.raw_os_error() == Some(libc::EPERM)) {
                eprintln!("SKIPPED: sending to another port id wants CAP_NET_ADMIN");
                return;
            }
            for _ in 0..2 {
                assert_eq!(controller.call(&request).unwrap().id, ID);
            }
            assert_eq!(controller.dump_map(&GetFamilies {}, |family| family.id).unwrap()[0], ID);
        }
        assert_eq!(controller.foreign(), 0);
    }
}

/// A message alone that is no reply: of that type, with that sequence number.
fn one(kind: u16, seq: u32) -> Buffer {
    let (header, mut one) = (MessageHeader { kind, seq, ..Default::default() }, Buffer::new());
    one.push(header, GenlHeader { command: 1, version: 2, reserved: 0 }, &()).unwrap();
    one
}

#[test]
fn a_stranger_s_event_is_not_the_kernel_s() {
    let stranger = Socket::kernel(&Options::new()).unwrap();
    let gone = GetFamily { id: Some(ID), name: Some("nlctrl") };
    for open in Listener::<Nlctrl>::OPEN {
        let options = Options::new().transport(Transport::Kernel).port(own_port());
        let mut listener = open(&[Nlctrl::NOTIFY], &options).unwrap();
        let sent = stranger.send_to(options.port.unwrap(), forged(ID, 2, &gone).as_bytes());
        if sent.is_err_and(|error| error.raw_os_error() == Some(libc::EPERM)) {
            eprintln!("SKIPPED: sending to another port id wants CAP_NET_ADMIN");
            return;
        }
        let heard = listener.next_within(Duration::from_millis(10)).unwrap();
        assert!(heard.is_none(), "{heard:?}");
        assert_eq!(listener.foreign(), 1);
    }
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

/// How many descriptors this process has open.
fn descriptors() -> usize {
    std::fs::read_dir("/proc/self/fd").unwrap().count()
}

#[test]
fn descriptors_are_closed_once_and_none_is_left() {
    // Alone, since other tests open and close some of their own.
    if !is_alone("descriptors_are_closed_once_and_none_is_left", &[]) {
        return;
    }
    let peer = Peer::new();
    let use_all = || {
        for mut demo in Caller::both(&peer.options) {
            let _ = demo.dump_some(&List::default(), 1, |_| ());
            let _ = demo.stream_some(&Repeat { count: Some(9), interval: Some(9) }, 1, |_| ());
        }
        for open in Listener::OPEN {
            open(&[Demo::GREETINGS], &peer.options).unwrap();
        }
    };
    use_all();
    let before = descriptors();
    (0..50).for_each(|_| use_all());
    assert_eq!(descriptors(), before);
    // Handles of one connection share its descriptor, which lives as long as the last of them.
    nl_tests::caller::runtime().block_on(async {
        let options = peer.options.clone();
        let demo = nl_core::tokio::Connection::<Demo>::open_with(options).await.unwrap();
        let one = descriptors();
        let mut clones: Vec<_> = (0..10).map(|_| demo.clone()).collect();
        drop(demo);
        assert_eq!(descriptors(), one);
        let mut last = clones.pop().unwrap();
        drop(clones);
        assert_eq!(last.call(&echo("still")).await.unwrap().text, "still");
    });
    assert_eq!(descriptors(), before);
}

#[test]
fn an_error_of_the_socket_call_keeps_its_errno() {
    // Alone, since nobody can open anything here.
    let limited = ["sh", "-c", "ulimit -n 20; exec \"$@\"", "sh"];
    if !is_alone("an_error_of_the_socket_call_keeps_its_errno", &limited) {
        return;
    }
    let runtime = nl_tests::caller::runtime();
    let mut all = Vec::new();
    while let Ok(file) = std::fs::File::open("/dev/null") {
        all.push(file);
    }
    let is_emfile = |error: Error| match error {
        Error::Io("socket", error) => assert_eq!(error.raw_os_error(), Some(libc::EMFILE)),
        other => panic!("{other}"),
    };
    is_emfile(Connection::<Nlctrl>::open().map(drop).unwrap_err());
    is_emfile(Subscription::<Nlctrl>::open(&[], Options::new()).map(drop).unwrap_err());
    let awaited = nl_core::tokio::Connection::<Nlctrl>::open();
    is_emfile(runtime.block_on(awaited).map(drop).unwrap_err());
}
