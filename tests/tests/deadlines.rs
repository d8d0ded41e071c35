//! No wait is for ever, and what comes too late is nobody's: each kind of wait, in both flavours.

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use nl_core::controller::Nlctrl;
use nl_core::socket::Socket;
use nl_core::wire::flags;
use nl_core::{Connection, DumpError, Error, Options, Subscription, Transport};
use nl_family_demo::Demo;
use nl_family_demo::family::{Echo, List, Message, Repeat, Repeated};
use nl_tests::caller::Caller;
use nl_tests::listener::Listener;
use nl_tests::puppet::{Asked, Puppet};
use nl_tests::{TIMEOUT, own_port};
use signal_hook::consts::SIGUSR1;

const ECHO: u8 = 1;
const LIST: u8 = 3;
const REPEAT: u8 = 6;
/// Nobody waits longer for what does not come.
const SOON: Duration = Duration::from_millis(20);
/// How long to wait where something comes before what does not.
const ENOUGH: Duration = Duration::from_secs(1);

fn echo(text: &str) -> Echo<'_> {
    Echo { sequence: 1, text, priority: None, urgent: false, tags: Vec::new() }
}

fn item(asked: &Asked<'_>, id: u32) -> Vec<u8> {
    let item = Message { id, name: "file", offset: 0, data: b"data", last: false };
    asked.part(flags::MULTI, LIST, &item)
}

fn repeated(asked: &Asked<'_>) -> Vec<u8> {
    asked.part(flags::MULTI, REPEAT, &Repeated { index: 1, count: 2 })
}

type Datagrams = Vec<Vec<u8>>;

/// The first request gets what `at_once` makes, and nothing more until its deadline; what `late`
/// makes comes before the answer to the next one.
fn both(
    limit: Duration,
    at_once: fn(&Asked<'_>) -> Datagrams,
    late: fn(&Asked<'_>) -> Datagrams,
    wait: impl Fn(&mut Caller<Demo>) -> Error,
) {
    for open in [Caller::blocking, Caller::awaited] {
        let mut held = None;
        let puppet = Puppet::new(move |asked| match held.take() {
            None => {
                held = Some(late(asked));
                at_once(asked)
            }
            Some(mut datagrams) => {
                datagrams.push(asked.reply(ECHO, &echo("in time")));
                held = Some(Vec::new());
                datagrams
            }
        });
        let mut demo = open(&puppet.options()).unwrap();
        demo.set_timeout(Some(limit));
        let error = wait(&mut demo);
        assert!(matches!(error, Error::TimedOut(_)), "{error}");
        assert!(error.to_string().ends_with(&format!("no answer in {limit:?}")), "{error}");
        demo.set_timeout(Some(TIMEOUT));
        assert_eq!(demo.call(&echo("?")).unwrap().text, "in time");
        assert_eq!(demo.call(&echo("?")).unwrap().text, "in time");
    }
}

fn nothing(_: &Asked<'_>) -> Datagrams {
    Vec::new()
}

#[test]
fn a_deadline_ends_a_call() {
    let late = |asked: &Asked<'_>| vec![asked.reply(ECHO, &echo("too late"))];
    both(SOON, nothing, late, |demo| demo.call(&echo("?")).unwrap_err());
}

#[test]
fn a_deadline_ends_the_wait_for_an_ack_behind_a_reply() {
    let reply = |asked: &Asked<'_>| vec![asked.reply(ECHO, &echo("alone"))];
    both(
        ENOUGH,
        reply,
        |asked| vec![asked.ack()],
        |demo| demo.call_acknowledged(&echo("?")).unwrap_err(),
    );
    both(
        ENOUGH,
        reply,
        |asked| vec![asked.ack()],
        |demo| demo.call_many(&echo("?"), |_| ()).unwrap_err(),
    );
}

#[test]
fn a_deadline_ends_the_wait_for_a_dump_s_first_part_and_for_its_later_ones() {
    let whole = |asked: &Asked<'_>| vec![item(asked, 1), asked.done(0, 0)];
    both(SOON, nothing, whole, |demo| match demo.dump_map(&List::default(), |item| item.id) {
        Err(DumpError::Failed(error)) => error,
        other => panic!("{other:?}"),
    });
    let rest = |asked: &Asked<'_>| vec![item(asked, 2), asked.done(0, 0)];
    both(
        ENOUGH,
        |asked| vec![item(asked, 1)],
        rest,
        |demo| {
            let (ids, error) = demo.dump_some(&List::default(), 9, |item| item.id);
            assert_eq!(ids, [1]);
            error.unwrap()
        },
    );
}

#[test]
fn a_deadline_ends_the_wait_for_the_end_of_a_dropped_dump() {
    both(
        ENOUGH,
        |asked| vec![item(asked, 1)],
        |asked| vec![asked.done(0, 0)],
        |demo| {
            assert_eq!(demo.dump_some(&List::default(), 1, |item| item.id).0, [1]);
            demo.dump_some(&List::default(), 1, |item| item.id).1.unwrap()
        },
    );
}

#[test]
fn a_deadline_ends_the_wait_for_a_stream_s_ack_and_for_its_replies() {
    let whole = |asked: &Asked<'_>| vec![asked.ack(), repeated(asked), asked.done(0, 0)];
    let some =
        |demo: &mut Caller<Demo>| demo.stream_some(&Repeat::default(), 9, |reply| reply.index);
    both(SOON, nothing, whole, |demo| some(demo).1.unwrap());
    let start = |asked: &Asked<'_>| vec![asked.ack(), repeated(asked)];
    let rest = |asked: &Asked<'_>| vec![repeated(asked), asked.done(0, 0)];
    both(ENOUGH, start, rest, |demo| {
        let (indexes, error) = some(demo);
        assert_eq!(indexes, [1]);
        error.unwrap()
    });
}

#[test]
fn a_deadline_ends_a_batch_for_those_alone_that_have_no_answer() {
    for open in [Caller::blocking, Caller::awaited] {
        let (mut number, mut late) = (0, Vec::new());
        let puppet = Puppet::new(move |asked| {
            number += 1;
            let answer = asked.reply(ECHO, &echo("answered"));
            if number % 2 == 0 && number <= 10 {
                late.push(answer);
                return Vec::new();
            }
            let mut all = if number > 10 { std::mem::take(&mut late) } else { Vec::new() };
            all.push(answer);
            all
        });
        let mut demo = open(&puppet.options()).unwrap();
        demo.set_timeout(Some(ENOUGH));
        let requests: Vec<_> = (0..10).map(|_| echo("?")).collect();
        let answers = demo.batch(&requests, |reply| reply.text.to_owned()).unwrap();
        for (position, answer) in answers.into_iter().enumerate() {
            match answer {
                Ok(text) => assert!(position % 2 == 0 && text == "answered"),
                Err(error) => assert!(position % 2 == 1 && matches!(error, Error::TimedOut(_))),
            }
        }
        demo.set_timeout(Some(TIMEOUT));
        assert_eq!(demo.call(&echo("?")).unwrap().text, "answered");
    }
}

#[test]
fn a_deadline_ends_the_wait_for_another_handle_s_dump() {
    let puppet = Puppet::new(|asked| vec![item(asked, 1)]);
    nl_tests::caller::runtime().block_on(async {
        let options = puppet.options();
        let mut demo = nl_core::tokio::Connection::<Demo>::open_with(options).await.unwrap();
        let mut other = demo.clone();
        other.set_timeout(Some(SOON));
        let items = demo.dump(&List::default()).await.unwrap();
        let error = other.dump(&List::default()).await.map(drop).unwrap_err();
        assert!(matches!(error, Error::TimedOut(_)), "{error}");
        drop(items);
    });
}

#[test]
fn a_signal_ends_no_wait() {
    let taken = Arc::new(AtomicBool::new(false));
    signal_hook::flag::register(SIGUSR1, Arc::clone(&taken)).unwrap();
    let thread = std::fs::read_link("/proc/thread-self").unwrap();
    let thread = thread.file_name().unwrap().to_str().unwrap().to_owned();
    // The waiting thread gets it.
    let signal = move || {
        std::thread::sleep(SOON);
        assert!(Command::new("kill").args(["-USR1", &thread]).status().unwrap().success());
    };
    let signal_too = signal.clone();
    let puppet = Puppet::new(move |asked| {
        signal_too();
        std::thread::sleep(5 * SOON);
        vec![asked.reply(ECHO, &echo("there"))]
    });
    let mut demo = Connection::<Demo>::open_with(puppet.options()).unwrap();
    assert_eq!(demo.call(&echo("?")).unwrap().text, "there");
    assert!(taken.swap(false, Ordering::Relaxed), "there was a signal");
    let options = Options::new().transport(Transport::Kernel);
    let mut listener = Subscription::<Nlctrl>::open(&[Nlctrl::NOTIFY], options).unwrap();
    std::thread::scope(|scope| {
        scope.spawn(signal);
        let since = Instant::now();
        assert!(listener.next_within(10 * SOON).unwrap().is_none());
        assert!(since.elapsed() >= 10 * SOON, "it was broken off");
    });
    assert!(taken.load(Ordering::Relaxed), "and another one");
}

#[test]
fn a_deadline_ends_the_opening_of_connections_and_subscriptions() {
    let port = own_port();
    let _silent = Socket::serve(port).unwrap();
    let options = Options::new().transport(Transport::UserAt(port)).timeout(Some(SOON));
    let connections = [Caller::<Demo>::blocking(&options), Caller::awaited(&options)];
    let mut errors: Vec<_> = connections.map(|opened| opened.map(drop).unwrap_err()).into();
    for open in Listener::OPEN.into_iter().chain(Listener::WAIT) {
        errors.push(open(&[Demo::GREETINGS], &options).map(drop).unwrap_err());
    }
    for wait in [Caller::<Demo>::blocking_wait, Caller::awaited_wait] {
        errors.push(wait(&options, Some(TIMEOUT)).map(drop).unwrap_err());
    }
    for error in errors {
        assert_eq!(error.to_string(), "nlctrl GetFamily: no answer in 20ms");
    }
}
