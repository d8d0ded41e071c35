//! Datagrams that come without a pause, strangers' and the host's own: they prolong no wait, and
//! keep nothing else from its turn.

use std::os::fd::AsRawFd;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Wake, Waker};
use std::time::{Duration, Instant};

use nix::sys::socket::{MsgFlags, NetlinkAddr, sendto};
use nl_core::socket::Socket;
use nl_core::tokio::Connection;
use nl_core::{Error, Options};
use nl_family_demo::Demo;
use nl_family_demo::family::Echo;
use nl_tests::caller::{Caller, runtime};
use nl_tests::listener::Listener;
use nl_tests::own_port;
use nl_tests::puppet::{Puppet, generic};
use socket2::SockRef;

/// How long is waited for what does not come.
const SOON: Duration = Duration::from_millis(200);
/// How long a flood lasts if it is not ended before.
const LONG: Duration = Duration::from_secs(20);
/// Enough of them that the queue is never empty.
const SENDERS: usize = 8;

fn echo(text: &str) -> Echo<'_> {
    Echo { sequence: 1, text, priority: None, urgent: false, tags: Vec::new() }
}

/// An answer that nobody has asked for, of a type that no family has.
fn stray() -> Vec<u8> {
    generic(0x3ff, 0, 1_000_000, 1, &echo("stray"))
}

/// Runs `test` while strangers send to a port without a pause. It must end before they do.
fn amid_strangers(port: u32, test: impl FnOnce()) {
    let stray = stray();
    amid(test, |since, is_over| {
        let mut stranger = Socket::to_host(port, &Options::new()).unwrap();
        stranger.limit(Some(Duration::from_millis(10))).unwrap();
        while !is_over.load(Ordering::Relaxed) && since.elapsed() < LONG {
            // Where the queue is full, as soon as there is room.
            let _ = stranger.send(&stray);
        }
    });
}

/// The same, but they come from the host.
fn amid_strays(puppet: &Puppet, port: u32, test: impl FnOnce()) {
    let host = puppet.socket();
    SockRef::from(host).set_write_timeout(Some(Duration::from_millis(10))).unwrap();
    let (address, stray) = (NetlinkAddr::new(port, 0), stray());
    amid(test, |since, is_over| {
        while !is_over.load(Ordering::Relaxed) && since.elapsed() < LONG {
            let _ = sendto(host.as_raw_fd(), &stray, &address, MsgFlags::empty());
        }
    });
}

fn amid(test: impl FnOnce(), flood: impl Fn(Instant, &AtomicBool) + Sync) {
    let (since, is_over) = (Instant::now(), AtomicBool::new(false));
    std::thread::scope(|scope| {
        for _ in 0..SENDERS {
            scope.spawn(|| flood(since, &is_over));
        }
        test();
        is_over.store(true, Ordering::Relaxed);
        assert!(since.elapsed() < LONG, "it ended with the flood");
    });
}

fn silent() -> Puppet {
    Puppet::new(|_| Vec::new())
}

/// Neither a call nor a batch has an answer, and both end with their deadline.
fn ends(demo: &mut Caller<Demo>) {
    demo.set_timeout(Some(SOON));
    let error = demo.call(&echo("?")).unwrap_err();
    assert!(matches!(error, Error::TimedOut(_)), "{error}");
    let answers = demo.batch(&[echo("?")], |_| ()).unwrap();
    assert!(matches!(answers[..], [Err(Error::TimedOut(_))]), "{answers:?}");
}

#[test]
fn strangers_who_send_without_a_pause_prolong_no_deadline() {
    for open in [Caller::blocking, Caller::awaited] {
        let puppet = silent();
        let mut demo = open(&puppet.options()).unwrap();
        amid_strangers(demo.port(), || ends(&mut demo));
        assert!(demo.foreign() > 0, "there was a flood");
    }
}

#[test]
fn strays_of_the_host_without_a_pause_prolong_no_deadline() {
    for open in [Caller::blocking, Caller::awaited] {
        let puppet = silent();
        let mut demo = open(&puppet.options()).unwrap();
        amid_strays(&puppet, demo.port(), || ends(&mut demo));
    }
}

#[test]
fn strangers_who_send_without_a_pause_prolong_no_wait_for_events() {
    for open in Listener::OPEN {
        let (puppet, port) = (silent(), own_port());
        let mut listener = open(&[Demo::GREETINGS], &puppet.options().port(port)).unwrap();
        amid_strangers(port, || assert!(listener.next_within(SOON).unwrap().is_none()));
        assert!(listener.foreign() > 0, "there was a flood");
    }
}

#[test]
fn strays_of_the_host_without_a_pause_prolong_no_wait_for_events() {
    for open in Listener::OPEN {
        let (puppet, port) = (silent(), own_port());
        let mut listener = open(&[Demo::GREETINGS], &puppet.options().port(port)).unwrap();
        amid_strays(&puppet, port, || assert!(listener.next_within(SOON).unwrap().is_none()));
    }
}

/// As many strangers' datagrams as a queue of the usual size has room for, or nearly.
const QUEUED: u64 = 200;

fn queue(port: u32) {
    let stranger = Socket::to_host(port, &Options::new()).unwrap();
    (0..QUEUED).for_each(|_| stranger.try_send(&[0; 16]).unwrap());
}

/// Polls a future once, in which nothing comes that it waits for: it wants to be polled again, since
/// it has not looked at all that there is.
fn poll_once(future: impl Future) {
    struct Woken(AtomicBool);
    impl Wake for Woken {
        fn wake(self: Arc<Self>) {
            self.0.store(true, Ordering::Relaxed);
        }
    }
    let woken = Arc::new(Woken(AtomicBool::new(false)));
    let waker = Waker::from(Arc::clone(&woken));
    assert!(pin!(future).poll(&mut Context::from_waker(&waker)).is_pending());
    assert!(woken.0.load(Ordering::Relaxed));
}

#[test]
fn one_poll_reads_a_part_of_a_flood_so_that_timers_and_other_tasks_have_their_turn() {
    let (puppet, runtime) = (silent(), runtime());
    let _inside = runtime.enter();
    let mut demo = runtime.block_on(Connection::<Demo>::open_with(puppet.options())).unwrap();
    queue(demo.port());
    poll_once(demo.call(&echo("?")));
    assert!((1..QUEUED).contains(&demo.foreign()), "{}", demo.foreign());
}
