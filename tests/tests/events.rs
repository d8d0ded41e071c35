//! What a subscription hears, of both flavours: whole events, losses, groups, and no strangers.

use std::process::Command;
use std::time::Duration;

use nl_core::socket::Socket;
use nl_core::wire::{flags, kind};
use nl_core::{DumpError, Error, Incoming, Options, Senders, Transport};
use nl_family_demo::Demo;
use nl_family_demo::family::{DemoEvent, Echo, Greeting, List, Message, Tag};
use nl_tests::alone::is_alone;
use nl_tests::caller::Caller;
use nl_tests::listener::Listener;
use nl_tests::puppet::{Asked, FAMILY, Puppet, generic};
use nl_tests::{TIMEOUT, own_port};

const ECHO: u8 = 1;
const GREETING: u8 = 8;
const LIST: u8 = 3;

fn echo(text: &str) -> Echo<'_> {
    Echo { sequence: 1, text, priority: None, urgent: false, tags: Vec::new() }
}

/// A puppet that may send datagrams of up to 400 KiB.
fn large(play: fn(&Asked<'_>) -> Vec<Vec<u8>>) -> Puppet {
    let puppet = Puppet::new(play);
    socket2::SockRef::from(puppet.socket()).set_send_buffer_size(400 << 10).unwrap();
    puppet
}

/// What holds less than [`tags`].
const SMALL: usize = 256 << 10;

/// A message of more than 256 KiB.
fn tags() -> Vec<Tag<'static>> {
    vec![Tag { name: "a tag of a lot", weight: 1 }; 10_000]
}

#[test]
fn a_reply_larger_than_the_buffer_is_not_half_read_and_the_next_one_fits() {
    for open in [Caller::blocking, Caller::awaited] {
        let puppet =
            large(|asked| vec![asked.reply(ECHO, &Echo { tags: tags(), ..echo("large") })]);
        let mut demo = open(&puppet.options().buffer(SMALL)).unwrap();
        let error = demo.call(&echo("?")).unwrap_err();
        let expected = "nl_demo Echo: a datagram of 320040 bytes was dropped, it was larger than the buffer, which has grown";
        assert!(matches!(error, Error::TooLarge(_)) && error.to_string() == expected, "{error}");
        assert_eq!(demo.call(&echo("?")).unwrap().tags.len(), 10_000, "the buffer has grown");
        // And what anybody can send has room from the start.
        let mut demo = open(&puppet.options()).unwrap();
        assert_eq!(demo.call(&echo("?")).unwrap().tags.len(), 10_000);
    }
}

#[test]
fn a_dump_of_datagrams_larger_than_the_buffer_is_asked_for_again_where_it_is_collected() {
    let puppet = large(|asked| {
        let data = vec![7; 60_000];
        let item = |id| {
            let data = if id == 1 { &data[..9] } else { &data[..] };
            Message { id, name: "file", offset: 0, data, last: false }
        };
        let items = |ids: [u32; 3]| ids.map(|id| asked.part(flags::MULTI, LIST, &item(id)));
        let (first, others) = (items([1, 2, 3]), items([4, 5, 6]));
        vec![first[0].clone(), [&first[1..], &others].concat().concat(), asked.done(0, 0)]
    });
    // With room in the socket for all of it at once.
    let options = puppet.options().buffer(SMALL).receive_buffer(1 << 20);
    for mut demo in Caller::<Demo>::both(&options) {
        let ids = demo.dump_map(&List::default(), |item| item.id).unwrap();
        assert_eq!(ids, [1, 2, 3, 4, 5, 6]);
    }
    for mut demo in Caller::<Demo>::both(&options.retries(0)) {
        let failed = demo.dump_map(&List::default(), |item| item.id);
        assert!(matches!(failed, Err(DumpError::Failed(Error::TooLarge(_)))), "{failed:?}");
    }
}

#[test]
fn an_event_that_is_not_declared_is_kept_as_it_came() {
    for open in Listener::OPEN {
        let puppet = Puppet::new(|_| Vec::new());
        let own = own_port();
        let mut listener = open(&[Demo::GREETINGS], &puppet.options().port(own)).unwrap();
        let greeting = Greeting { text: "new", number: 3 };
        puppet.send(own, &generic(FAMILY, 0, 0, 99, &greeting));
        match listener.hear().unwrap() {
            Incoming::Event(DemoEvent::Unknown(unknown)) => {
                assert_eq!(unknown.command(), 99);
                let attributes = nl_core::to_attributes(&greeting).unwrap();
                assert_eq!(unknown.attributes(), attributes);
            }
            other => panic!("{other:?}"),
        }
    }
}

/// The ports of all sockets of that protocol (2 for `NETLINK_USERSOCK`), their owners unknown.
fn ports(protocol: &str) -> Vec<u32> {
    let table = std::fs::read_to_string("/proc/net/netlink").unwrap();
    let port = |line: &str| {
        let mut fields = line.split_whitespace().skip(1);
        (fields.next()? == protocol).then_some(())?;
        fields.next()?.parse().ok()
    };
    table.lines().skip(1).filter_map(port).collect()
}

#[test]
fn an_event_larger_than_the_buffer_is_not_half_read_and_the_next_one_fits() {
    for open in Listener::OPEN {
        let before = ports("2");
        let puppet = large(|_| Vec::new());
        let mut listener = open(&[Demo::GREETINGS], &puppet.options()).unwrap();
        // Every socket that is new gets them, the listener's among them: its port is its own.
        let new: Vec<_> = ports("2").into_iter().filter(|port| !before.contains(port)).collect();
        let hello = Greeting { text: "hello", number: 1 };
        let padded = [generic(9, 0, 0, 0, &Echo { tags: tags(), ..echo("x") }), greeting(&hello)];
        let send = || {
            for port in &new {
                let _ = puppet.socket().send_to(*port, &padded.concat());
            }
        };
        send();
        let error = listener.hear().unwrap_err();
        assert!(matches!(error, Error::TooLarge(_)), "{error}");
        send();
        match listener.hear().unwrap() {
            Incoming::Event(DemoEvent::Greeting(greeting)) => assert_eq!(greeting, hello),
            other => panic!("{other:?}"),
        }
    }
}

fn greeting(greeting: &Greeting<'_>) -> Vec<u8> {
    generic(FAMILY, 0, 0, GREETING, greeting)
}

#[test]
fn a_stranger_s_datagrams_fail_nobody_where_they_are_taken() {
    // Everybody's datagrams are taken here: what is not an answer to a request that is under way
    // must not touch those that are.
    for open in [Caller::blocking, Caller::awaited] {
        let puppet = Puppet::new(|asked| vec![asked.reply(ECHO, &echo("true"))]);
        let mut demo = open(&puppet.options().senders(Senders::Anyone)).unwrap();
        let stranger = Socket::serve(own_port()).unwrap();
        for _ in 0..20 {
            for seq in [0, 1_000_000, u32::MAX] {
                let errno = (-libc::EPERM).to_ne_bytes();
                let error = nl_tests::puppet::message(2, 0, seq, &errno);
                let reply = generic(FAMILY, 0, seq, ECHO, &echo("forged"));
                stranger.send_to(demo.port(), &[error, reply].concat()).unwrap();
            }
            stranger.send_to(demo.port(), &[0; 7]).unwrap();
            assert_eq!(demo.call(&echo("?")).unwrap().text, "true");
        }
        assert_eq!(demo.foreign(), 0, "they were looked at");
    }
}

#[test]
fn strays_among_the_answers_of_many_tasks_fail_none_of_them() {
    use nl_core::tokio::Connection;
    // Each answer comes twice, with strays around, and out of order: the first of two requests is
    // answered behind the second.
    let mut held: Option<Vec<u8>> = None;
    let puppet = Puppet::new(move |asked| {
        let (_, attributes) = asked.bytes.split_at(20);
        let request = <Echo<'_> as nl_core::Decode>::decode(attributes).unwrap();
        let reply = asked.reply(ECHO, &request);
        let stray = generic(FAMILY, 0, asked.header.seq + 100_000, ECHO, &echo("stray"));
        let broken = [&stray[..], &[1, 2, 3]].concat();
        match held.take() {
            None => {
                held = Some(reply);
                // Cut short, and what is missing happens to lie in the receive buffer still.
                let noop = asked.message(kind::NOOP, 0, &[]);
                let cut = noop[..7].to_vec();
                vec![stray, noop, cut, vec![0; 7], broken]
            }
            Some(earlier) => vec![reply.clone(), [stray, reply].concat(), earlier],
        }
    });
    let runtime = nl_tests::caller::runtime();
    runtime.block_on(async {
        let demo = Connection::<Demo>::open_with(puppet.options()).await.unwrap();
        let tasks: Vec<_> = (0..20u32)
            .map(|task| {
                let mut demo = demo.clone();
                tokio::spawn(async move {
                    for number in 0..10 {
                        let request = Echo { sequence: task * 100 + number, ..echo("mine") };
                        assert_eq!(demo.call(&request).await.unwrap(), request);
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
    });
}

mod netdev {
    use nl_core::{Attributes, Family};

    #[derive(Family)]
    #[nl(name = "netdev", version = 1, group = "mgmt", group = "page-pool")]
    pub(crate) enum Netdev {
        #[nl(event = Dev, group = "mgmt")]
        DevAddNtf = 2,
        #[nl(event = Dev, group = "mgmt")]
        DevDelNtf = 3,
    }

    #[derive(Attributes, Clone, Debug, PartialEq)]
    #[nl(set = "dev")]
    pub(crate) struct Dev {
        #[nl(1)]
        pub(crate) ifindex: u32,
    }
}

use netdev::Netdev;

#[test]
fn losses_are_told_with_the_kernel_s_count_and_events_with_their_group() {
    // Root in a user namespace of its own may make devices in a network namespace of its own.
    let name = "losses_are_told_with_the_kernel_s_count_and_events_with_their_group";
    if !is_alone(name, &["unshare", "-Urn"]) {
        return;
    }
    let options = Options::new().transport(Transport::Kernel).timeout(Some(TIMEOUT));
    for open in Listener::OPEN {
        let roomy = open(&[Netdev::MGMT], &options.clone().receive_buffer(1 << 20));
        let mut roomy = match roomy {
            Err(Error::FamilyNotFound { family, .. }) => {
                eprintln!("SKIPPED: this kernel has no family {family}");
                return;
            }
            listener => listener.unwrap(),
        };
        let mut small = open(&[Netdev::MGMT], &options.clone().receive_buffer(8 << 10)).unwrap();
        pairs(40);
        let (sent, none) = heard(&mut roomy);
        let (seen, lost) = heard(&mut small);
        println!("{sent} events: {seen} seen, {lost} lost as the kernel counts");
        assert!(none == 0 && sent >= 80 && seen > 0 && lost > 0, "the roomy one has lost {none}");
        assert_eq!(seen + lost, sent);
        // And it goes on.
        pairs(1);
        assert!(heard(&mut roomy).0 == heard(&mut small).0);
        // What is lost behind the first loss, until the socket is empty, is told as well.
        pairs(40);
        assert!(matches!(small.hear(), Ok(Incoming::Event(_))));
        pairs(10);
        let (sent, _) = heard(&mut roomy);
        let (seen, lost) = heard(&mut small);
        assert_eq!(1 + seen + lost, sent);
    }
}

/// How many events there are, and how many were lost.
fn heard(listener: &mut Listener<Netdev>) -> (u32, u32) {
    let (mut seen, mut lost) = (0, 0);
    // What the kernel tells is there by the time that it has made a device.
    while let Some(incoming) = listener.next_within(Duration::ZERO).unwrap() {
        match incoming {
            Incoming::Event(_) => seen += 1,
            Incoming::Overrun { lost: Some(count) } => {
                lost += count;
                continue;
            }
            other => panic!("{other:?}"),
        }
        let origin = listener.origin();
        assert!(origin.group == Some(Netdev::MGMT) && origin.namespace.is_none(), "{origin:?}");
    }
    (seen, lost)
}

/// Makes so many pairs of devices.
fn pairs(count: u32) {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    for _ in 0..count {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let (one, other) = (format!("a{number}"), format!("b{number}"));
        let add = ["link", "add", &one, "type", "veth", "peer", "name", &other];
        assert!(Command::new("ip").args(add).status().unwrap().success());
    }
}
