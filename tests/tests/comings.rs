//! Families that come, go, and come back at another place, as user-space hosts; of modules the same:
//! `kernel.rs`.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use nl_core::host::{Host, HostThread};
use nl_core::socket::Socket;
use nl_core::{Connection, Errno, Error, Family, Incoming, Options, Subscription, Transport};
use nl_family_demo::family::{Clear, DemoEvent, DemoHandler, Echo, Greet, List, Repeat, Repeated};
use nl_family_demo::{Demo, Limits, Server};
use nl_tests::caller::Caller;
use nl_tests::listener::Listener;
use nl_tests::{TIMEOUT, own_port};

type Wait = fn(&Options, Option<Duration>) -> Result<Caller<Demo>, Error>;

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

/// What comes next: a greeting's text, or what else it is.
fn heard(listener: &mut Listener<Demo>) -> String {
    match listener.hear().unwrap() {
        Incoming::Event(DemoEvent::Greeting(greeting)) => greeting.text.to_owned(),
        other => format!("{other:?}"),
    }
}

#[test]
fn a_listener_outlives_its_host_and_hears_the_next_one() {
    for open in Listener::OPEN {
        let port = own_port();
        let first = host(port);
        let mut listener = open(&[Demo::GREETINGS], &options(port)).unwrap();
        first.stop().unwrap();
        assert_eq!(heard(&mut listener), "Gone");
        let _second = host(port);
        assert_eq!(heard(&mut listener), "Here");
        let mut demo = Connection::<Demo>::open_with(options(port)).unwrap();
        demo.call(&Greet { text: Some("again") }).unwrap();
        assert_eq!(heard(&mut listener), "again");
    }
}

#[test]
fn a_listener_keeps_the_port_id_that_was_chosen_for_it() {
    let (port, own) = (own_port(), own_port());
    let first = host(port);
    let options = options(port).port(own);
    let mut listener = Listener::OPEN[0](&[Demo::GREETINGS], &options).unwrap();
    first.stop().unwrap();
    assert_eq!(heard(&mut listener), "Gone");
    let _second = host(port);
    assert_eq!(heard(&mut listener), "Here");
    let stranger = Socket::to_host(own, &Options::new()).unwrap();
    stranger.try_send(&[0; 16]).unwrap();
    let mut demo = Connection::<Demo>::open_with(options.port(own_port())).unwrap();
    demo.call(&Greet { text: Some("again") }).unwrap();
    assert_eq!((heard(&mut listener), listener.foreign()), ("again".to_owned(), 1));
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
fn that_a_host_has_gone_is_told_however_short_the_waits_are() {
    for open in Listener::OPEN {
        let port = own_port();
        let host = host(port);
        let mut listener = open(&[Demo::GREETINGS], &options(port)).unwrap();
        host.stop().unwrap();
        let heard = (0..1000).find_map(|_| {
            let heard = listener.next_within(Duration::from_millis(10)).unwrap();
            heard.map(|incoming| format!("{incoming:?}"))
        });
        assert_eq!(heard.as_deref(), Some("Gone"));
    }
}

#[test]
fn that_a_host_has_gone_is_told_whoever_else_sends() {
    for open in Listener::OPEN {
        let (port, own) = (own_port(), own_port());
        let host = host(port);
        let mut listener = open(&[Demo::GREETINGS], &options(port).port(own)).unwrap();
        host.stop().unwrap();
        let is_told = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let strangers = scope.spawn(|| {
                let stranger = Socket::to_host(own, &Options::new()).unwrap();
                (0..1000).any(|_| {
                    let _ = stranger.try_send(&[0; 16]);
                    std::thread::sleep(Duration::from_millis(10));
                    is_told.load(Ordering::Relaxed)
                })
            });
            assert_eq!(heard(&mut listener), "Gone");
            is_told.store(true, Ordering::Relaxed);
            assert!(strangers.join().unwrap(), "it was told when they had ended");
        });
    }
}

#[test]
fn a_listener_waits_for_a_family_that_is_not_there_yet() {
    for (open, wait) in Listener::OPEN.into_iter().zip(Listener::WAIT) {
        let port = own_port();
        let options = options(port);
        assert!(matches!(
            open(&[Demo::GREETINGS], &options),
            Err(Error::FamilyNotFound { family: "nl_demo", .. })
        ));
        let mut listener = wait(&[Demo::GREETINGS], &options).unwrap();
        assert!(listener.next_within(Duration::from_millis(10)).unwrap().is_none());
        let _host = host(port);
        assert_eq!(heard(&mut listener), "Here");
    }
}

#[test]
fn a_connection_waits_for_a_family_that_is_not_there_yet() {
    for wait in [Caller::blocking_wait, Caller::awaited_wait] {
        let port = own_port();
        let short = Some(Duration::from_millis(10));
        let absent = wait(&options(port), short).map(drop).unwrap_err();
        assert!(matches!(absent, Error::FamilyNotFound { family: "nl_demo", .. }), "{absent}");
        let later = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(50));
            host(port)
        });
        let mut demo = wait(&options(port), None).unwrap();
        assert_eq!(demo.call(&echo("there")).unwrap().text, "there");
        // And one that is there is not waited for.
        wait(&options(port), Some(Duration::ZERO)).unwrap();
        drop(later.join().unwrap());
    }
}

#[test]
fn every_kind_of_call_finds_a_host_that_was_started_again() {
    for open in [Caller::blocking, Caller::awaited] {
        let port = own_port();
        let first = host(port);
        let [mut call, mut dump, mut stream] = [(); 3].map(|()| open(&options(port)).unwrap());
        first.stop().unwrap();
        let gone = call.call(&Clear {}).unwrap_err();
        assert!(matches!(gone, Error::FamilyNotFound { family: "nl_demo", .. }), "{gone}");
        let _second = host(port);
        assert_eq!(call.call(&echo("there")).unwrap().text, "there");
        assert!(dump.dump_map(&List::default(), |_| ()).unwrap().is_empty());
        let once = Repeat { count: Some(1), interval: Some(1) };
        let (replies, error) = stream.stream_some(&once, 9, |reply| reply);
        assert!(replies == [Repeated { index: 1, count: 1 }] && error.is_none(), "{error:?}");
    }
}

#[test]
fn a_chosen_port_id_survives_a_family_that_has_moved() {
    for (open, wait) in [
        (Caller::<Demo>::blocking as fn(&Options) -> _, Caller::<Demo>::blocking_wait as Wait),
        (Caller::awaited, Caller::awaited_wait),
    ] {
        let (port, own) = (own_port(), own_port());
        let options = options(port).port(own);
        let first = host(port);
        let mut demo = open(&options).unwrap();
        first.stop().unwrap();
        let second = host(port);
        assert_eq!(demo.call(&echo("there")).unwrap().text, "there");
        assert_eq!(demo.port(), own);
        second.stop().unwrap();
        let _third = host(port);
        assert!(demo.batch(&[Clear {}], |()| ()).unwrap()[0].is_ok());
        assert_eq!(demo.port(), own);
        drop(demo);
        // What waits for the family beside the connection takes no port id from it.
        assert_eq!(wait(&options, Some(TIMEOUT)).unwrap().port(), own);
    }
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
fn a_group_that_the_family_lacks_is_named() {
    // A declaration with a group more than the family that is there.
    #[derive(Family)]
    #[nl(name = "nl_demo", group = "absent")]
    enum More {
        #[nl(event = Clear, group = "absent")]
        Event = 1,
    }
    let host = host(own_port());
    for open in Listener::OPEN {
        let error = open(&[More::ABSENT], &options(host.port())).map(drop).unwrap_err();
        assert_eq!(error.to_string(), "nl_demo: the family has no multicast group absent");
    }
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
