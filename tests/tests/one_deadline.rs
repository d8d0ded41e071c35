//! A call takes no longer than its deadline, whatever it consists of: sends, receives, the search for a
//! family that has moved, what is asked once more. What could not be told in that time hides nothing.

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;
use std::thread::sleep;
use std::time::{Duration, Instant};

use nl_core::controller;
use nl_core::socket::Socket;
use nl_core::wire::flags;
use nl_core::{Connection, Errno, Error, Options, Subscription, Transport};
use nl_family_demo::Demo;
use nl_family_demo::family::{Clear, Echo, List, Message};
use nl_tests::caller::Caller;
use nl_tests::own_port;
use nl_tests::puppet::{FAMILY, Puppet, generic};
use signal_hook::consts::SIGUSR2;

/// How long each call may take.
const LIMIT: Duration = Duration::from_secs(1);
/// Most of it, and more than half.
const NAP: Duration = Duration::from_millis(700);
/// Less than two of them, with time for a machine that is busy.
const LATE: Duration = Duration::from_millis(1600);

type Open = fn(&Options) -> Result<Caller<Demo>, Error>;
type Wait = fn(&Options, Option<Duration>) -> Result<Caller<Demo>, Error>;

/// How a connection of each flavour is opened.
const FLAVOURS: [Open; 2] = [Caller::blocking, Caller::awaited];

fn echo(text: &str) -> Echo<'_> {
    Echo { sequence: 1, text, priority: None, urgent: false, tags: Vec::new() }
}

/// What the deadline ends, and when.
fn timed_out<T>(wait: impl FnOnce() -> Result<T, Error>) {
    let since = Instant::now();
    let error = wait().map(drop).unwrap_err();
    let took = since.elapsed();
    assert!(matches!(error, Error::TimedOut(_)), "{error}");
    assert!((LIMIT..LATE).contains(&took), "{took:?}");
}

#[test]
fn the_wait_for_an_ack_is_part_of_the_wait_for_the_reply_before_it() {
    for open in FLAVOURS {
        let puppet = Puppet::new(|asked| {
            sleep(NAP);
            vec![asked.reply(1, &echo("alone"))]
        });
        let mut demo = open(&puppet.options()).unwrap();
        demo.set_timeout(Some(LIMIT));
        timed_out(|| demo.call_acknowledged(&echo("?")).map(drop));
    }
}

#[test]
fn to_look_for_a_family_that_has_moved_and_to_ask_once_more_is_part_of_the_call() {
    let mut id = FAMILY;
    let puppet = Puppet::all(move |asked| {
        sleep(NAP / 2);
        if asked.header.kind == controller::ID {
            id += 1;
            return vec![asked.family(id)];
        }
        // The first id is of old; for the second there is no answer.
        if asked.header.kind % 2 == 1 { vec![asked.status(libc::ENOENT, &[])] } else { Vec::new() }
    });
    for call in [
        (|demo| demo.call(&echo("?")).map(drop)) as fn(&mut Caller<Demo>) -> Result<(), Error>,
        |demo| demo.call_many(&echo("?"), |_| ()).map(drop),
        |demo| demo.dump_some(&List::default(), 1, |_| ()).1.map_or(Ok(()), Err),
    ] {
        for open in FLAVOURS {
            let mut demo = open(&puppet.options()).unwrap();
            demo.set_timeout(Some(LIMIT));
            timed_out(|| call(&mut demo));
        }
    }
}

#[test]
fn what_is_read_of_a_dropped_dump_is_part_of_the_next_one() {
    for open in FLAVOURS {
        let item = Message { id: 1, name: "file", offset: 0, data: b"data", last: false };
        let (tell, told) = channel();
        let puppet = Puppet::new(move |asked| {
            // The second one is not answered.
            let is_first = tell.send((asked.sender, asked.done(0, 0))).is_ok();
            if is_first { vec![asked.part(flags::MULTI, 3, &item)] } else { Vec::new() }
        });
        let mut demo = open(&puppet.options()).unwrap();
        assert_eq!(demo.dump_some(&List::default(), 1, |item| item.id).0, [1]);
        let (port, end) = told.recv().unwrap();
        drop(told);
        demo.set_timeout(Some(LIMIT));
        std::thread::scope(|scope| {
            scope.spawn(|| {
                sleep(NAP);
                puppet.send(port, &end);
            });
            timed_out(|| demo.dump_some(&List::default(), 1, |_| ()).1.map_or(Ok(()), Err));
        });
    }
}

/// A host that does not read what it is sent, and has no room for more.
fn amid_a_full_host(test: impl FnOnce(&mut Connection<Demo>)) {
    let (stuck, is_stuck) = channel();
    let (go_on, may_go_on) = channel::<()>();
    let puppet = Puppet::new(move |_| {
        stuck.send(()).unwrap();
        let _ = may_go_on.recv();
        Vec::new()
    });
    // Where a test fails, the puppet may end all the same.
    let go_on = go_on;
    let options = puppet.options();
    let Transport::UserAt(port) = options.transport else { panic!("{options:?}") };
    let mut demo = Connection::<Demo>::open_with(options).unwrap();
    demo.set_timeout(Some(Duration::from_millis(1)));
    demo.call(&Clear {}).unwrap_err();
    is_stuck.recv().unwrap();
    let stranger = Socket::to_host(port, &Options::new()).unwrap();
    while stranger.try_send(&generic(9, 0, 0, 1, &Clear {})).is_ok() {}
    demo.set_timeout(Some(LIMIT));
    test(&mut demo);
    drop(go_on);
}

#[test]
fn a_full_host_and_signals_put_no_deadline_off() {
    let taken = Arc::new(AtomicBool::new(false));
    signal_hook::flag::register(SIGUSR2, Arc::clone(&taken)).unwrap();
    let thread = std::fs::read_link("/proc/thread-self").unwrap();
    let thread = thread.file_name().unwrap().to_str().unwrap().to_owned();
    amid_a_full_host(|demo| {
        timed_out(|| demo.call(&Clear {}));
        let is_over = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                for _ in 0..20 {
                    sleep(LIMIT / 4);
                    if is_over.load(Ordering::Relaxed) {
                        return;
                    }
                    let kill = Command::new("kill").args(["-USR2", &thread]).status();
                    assert!(kill.unwrap().success());
                }
            });
            timed_out(|| demo.call(&Clear {}));
            is_over.store(true, Ordering::Relaxed);
        });
    });
    assert!(taken.load(Ordering::Relaxed));
}

#[test]
fn a_batch_is_one_call() {
    for open in FLAVOURS {
        // A datagram for each request, and each is answered late.
        let puppet = Puppet::new(|asked| {
            sleep(NAP / 2);
            vec![asked.reply(1, &echo("late"))]
        });
        let mut demo = open(&puppet.options().receive_buffer(1)).unwrap();
        demo.set_timeout(Some(LIMIT));
        let since = Instant::now();
        let requests: Vec<_> = (0..9).map(|_| echo("?")).collect();
        let answers = demo.batch(&requests, |reply| reply.text.to_owned()).unwrap();
        assert!((LIMIT..LATE).contains(&since.elapsed()), "{:?}", since.elapsed());
        let right = answers.iter().take_while(|answer| answer.is_ok()).count();
        assert!(right == 2 || right == 1, "{answers:?}");
        let late = |answer: &Result<_, _>| matches!(answer, Err(Error::TimedOut(_)));
        assert!(answers[right..].iter().all(late), "{answers:?}");
    }
}

#[test]
fn who_waits_for_a_family_waits_that_long_even_for_a_silent_host() {
    let port = own_port();
    let _silent = Socket::serve(port).unwrap();
    let options = Options::new().transport(Transport::UserAt(port)).timeout(Some(10 * LIMIT));
    for wait in [Caller::blocking_wait as Wait, Caller::awaited_wait] {
        timed_out(|| wait(&options, Some(LIMIT)));
    }
}

#[test]
fn a_host_that_is_silent_shortens_no_wait_for_events_without_an_error() {
    let port = own_port();
    let options = Options::new().transport(Transport::UserAt(port)).timeout(Some(LIMIT / 4));
    let mut listener = Subscription::<Demo>::wait(&[Demo::GREETINGS], options).unwrap();
    let _silent = Socket::serve(port).unwrap();
    let error = listener.next_within(20 * LIMIT).map(drop).unwrap_err();
    assert_eq!(error.to_string(), "nlctrl GetFamily: no answer in 250ms");
    let since = Instant::now();
    assert!(listener.next_within(LIMIT / 8).unwrap().is_none());
    assert!(since.elapsed() >= LIMIT / 8);
}

#[test]
fn a_family_s_own_refusal_is_not_hidden_by_a_controller_that_does_not_answer() {
    for open in FLAVOURS {
        let mut asked_before = false;
        let puppet = Puppet::all(move |asked| match asked.header.kind {
            FAMILY => vec![asked.status(libc::ENOENT, &[])],
            _ if std::mem::replace(&mut asked_before, true) => Vec::new(),
            _ => vec![asked.family(FAMILY)],
        });
        let mut demo = open(&puppet.options()).unwrap();
        demo.set_timeout(Some(LIMIT / 8));
        match demo.call(&echo("?")) {
            Err(Error::Refused(refused)) => assert_eq!(refused.errno, Errno::ENOENT),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn no_deadline_is_over_before_its_time() {
    for open in FLAVOURS {
        let stray = |seq: u32| generic(FAMILY, 0, seq.wrapping_add(9), 1, &echo("stray"));
        let puppet = Puppet::new(move |asked| vec![stray(asked.header.seq)]);
        let mut demo = open(&puppet.options()).unwrap();
        for limit in [1, 3, 9].map(Duration::from_millis) {
            demo.set_timeout(Some(limit));
            for _ in 0..20 {
                let since = Instant::now();
                demo.call(&echo("?")).unwrap_err();
                assert!(since.elapsed() >= limit, "{limit:?}: {:?}", since.elapsed());
            }
        }
    }
}
