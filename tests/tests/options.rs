//! Each way in which connections can be opened. In another namespace: `namespaces.rs`; how often a
//! dump is retried: `answers.rs`; how large datagrams may be: `events.rs`.

use std::os::unix::fs::MetadataExt;
use std::time::Duration;

use nl_core::controller::{ID, Nlctrl};
use nl_core::socket::{Deadline, Socket};
use nl_core::wire::{Messages, flags, kind};
use nl_core::{Error, Namespace, Options, Senders, Transport};
use nl_family_demo::Demo;
use nl_family_demo::family::{Echo, Greeting};
use nl_tests::alone::is_alone;
use nl_tests::caller::Caller;
use nl_tests::listener::Listener;
use nl_tests::puppet::{FAMILY, Puppet, attribute, generic, message};
use nl_tests::raw::LongName;
use nl_tests::{TIMEOUT, own_port};

fn kernel() -> Options {
    Options::new().transport(Transport::Kernel)
}

fn nlctrl(options: &Options) -> [Result<Caller<Nlctrl>, Error>; 2] {
    [Caller::blocking(options), Caller::awaited(options)]
}

#[test]
fn what_is_no_namespace_is_an_error_with_its_errno() {
    assert_eq!(Namespace::named("no such").unwrap_err().raw_os_error(), Some(libc::ENOENT));
    for opened in nlctrl(&kernel().namespace(Namespace::at("/dev/null").unwrap())) {
        match opened.map(drop) {
            Err(Error::Io("socket", error)) => assert_eq!(error.raw_os_error(), Some(libc::EINVAL)),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_port_id_is_the_one_that_is_asked_for_and_its_clash_is_told() {
    for open in [Caller::<Nlctrl>::blocking, Caller::awaited] {
        let options = kernel().port(own_port());
        let first = open(&options).unwrap();
        assert_eq!(Some(first.port()), options.port);
        for second in nlctrl(&options) {
            match second.map(drop) {
                Err(Error::Io("socket", error)) => {
                    assert_eq!(error.raw_os_error(), Some(libc::EADDRINUSE));
                }
                other => panic!("{other:?}"),
            }
        }
    }
}

/// What the kernel made of a receive buffer that was asked for, and the limit for the others.
fn receive_buffer() -> (u32, u32) {
    let limit = std::fs::read_to_string("/proc/sys/net/core/rmem_max").unwrap();
    let socket = Socket::kernel(&kernel().receive_buffer(64 << 20)).unwrap();
    (socket.receive_buffer().unwrap(), limit.trim().parse().unwrap())
}

#[test]
fn a_receive_buffer_beyond_the_limit_is_forced_where_that_is_allowed() {
    let map = std::fs::read_to_string("/proc/self/uid_map").unwrap();
    let is_everybody_s = map.split_whitespace().eq(["0", "0", "4294967295"]);
    let is_root = std::fs::metadata("/proc/self").unwrap().uid() == 0;
    if !(is_root && is_everybody_s) {
        eprintln!("SKIPPED: this takes root, and not one of a user namespace");
        return;
    }
    assert_eq!(receive_buffer().0, 128 << 20, "the kernel doubles it");
}

#[test]
fn a_receive_buffer_beyond_the_limit_is_as_large_as_it_allows_where_it_is_not() {
    let name = "a_receive_buffer_beyond_the_limit_is_as_large_as_it_allows_where_it_is_not";
    // Root of a user namespace of its own may not force it.
    if is_alone(name, &["unshare", "-Ur"]) {
        let (got, limit) = receive_buffer();
        assert_eq!(got, 2 * limit);
    }
}

#[test]
fn another_s_answer_is_taken_where_everybody_s_are_and_else_dropped_and_counted() {
    let echo =
        Echo { sequence: 1, text: "another's", priority: None, urgent: false, tags: Vec::new() };
    for (senders, foreign) in [(Senders::Anyone, 0), (Senders::Peer, 1)] {
        for open in [Caller::blocking, Caller::awaited] {
            let (another, theirs) = (Socket::serve(own_port()).unwrap(), echo.clone());
            let puppet = Puppet::new(move |asked| {
                another.send_to(asked.sender, &asked.reply(1, &theirs)).unwrap();
                Vec::new()
            });
            let mut demo: Caller<Demo> = open(&puppet.options().senders(senders)).unwrap();
            if senders == Senders::Peer {
                demo.set_timeout(Some(Duration::from_secs(1)));
                assert!(matches!(demo.call(&echo), Err(Error::TimedOut(_))));
            } else {
                assert_eq!(demo.call(&echo).unwrap(), echo);
            }
            assert_eq!(demo.foreign(), foreign);
        }
    }
}

#[test]
fn a_stranger_s_event_is_taken_where_everybody_s_are() {
    for open in Listener::OPEN {
        let puppet = Puppet::new(|_| Vec::new());
        let stranger = Socket::serve(own_port()).unwrap();
        let options = puppet.options().senders(Senders::Anyone).port(own_port());
        let mut listener = open(&[Demo::GREETINGS], &options).unwrap();
        let greeting = Greeting { text: "forged", number: 1 };
        let forged = generic(FAMILY, 0, 0, 8, &greeting);
        stranger.send_to(options.port.unwrap(), &forged).unwrap();
        match listener.hear().unwrap() {
            nl_core::Incoming::Event(nl_family_demo::family::DemoEvent::Greeting(heard)) => {
                assert_eq!(heard, greeting);
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(listener.foreign(), 0);
    }
}

/// The kernel's refusal of a family's name that is too long: its flags and length, and the request's.
fn refusal(options: &Options) -> (u16, usize, usize) {
    let mut socket = Socket::kernel(options).unwrap();
    let name = attribute(2, b"a name that is too long\0");
    let request = message(ID, flags::REQUEST, 1, &[&[3, 2, 0, 0][..], &name].concat());
    socket.send(&request).unwrap();
    let mut buffer = vec![0; 4096];
    let length = socket.receive(&mut buffer, &mut Deadline::after(Some(TIMEOUT))).unwrap().length;
    let message = Messages::new(&buffer[..length]).next().unwrap().unwrap();
    assert_eq!(message.header.kind, kind::ERROR);
    (message.header.flags, length, request.len())
}

#[test]
fn acks_are_extended_and_capped_unless_that_is_not_wanted() {
    let (usual, long, _) = refusal(&kernel());
    assert_eq!(usual & (flags::CAPPED | flags::ACK_TLVS), flags::CAPPED | flags::ACK_TLVS);
    let (whole, longer, request) = refusal(&kernel().capped_acks(false));
    assert_eq!(whole & (flags::CAPPED | flags::ACK_TLVS), flags::ACK_TLVS);
    assert_eq!(longer, long + request - 16, "the request is in it");
    let (plain, short, _) = refusal(&kernel().extended_acks(false));
    assert_eq!(plain & (flags::CAPPED | flags::ACK_TLVS), flags::CAPPED);
    assert_eq!(short, 16 + 4 + 16);
}

#[test]
fn an_error_reads_the_same_whether_the_request_is_in_it_or_not() {
    for (options, expected) in [
        (kernel(), REFUSED),
        (kernel().capped_acks(false), REFUSED),
        (
            kernel().extended_acks(false),
            "nlctrl GetFamily: the kernel refused: Invalid argument (EINVAL)",
        ),
    ] {
        for mut nlctrl in Caller::<Nlctrl>::both(&options) {
            assert_eq!(nlctrl.call(&LongName).unwrap_err().to_string(), expected);
        }
    }
}

const REFUSED: &str = "nlctrl GetFamily: the kernel refused family.name: Attribute failed policy validation (EINVAL), it accepts a NUL-terminated string of at most 15 bytes";
