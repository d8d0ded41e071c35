//! Families that move while awaited handles use them: each handle finds them again, in its time, and what
//! the family itself said is not forgotten. And what awaited comparisons say.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU16, Ordering};
use std::task::Poll;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use nl_core::controller::{self, FamilyAttrs, Nlctrl};
use nl_core::socket::Socket;
use nl_core::tokio::{Connection, Subscription};
use nl_core::wire::{MessageHeader, Messages, flags, kind};
use nl_core::{Errno, Error, Family, Incoming, Options, Transport};
use nl_family_demo::family::{Clear, DemoEvent, DemoHandler, Echo, Greet};
use nl_family_demo::{Demo, Server};
use nl_tests::caller::runtime;
use nl_tests::puppet::{generic, message};
use nl_tests::{TIMEOUT, own_port};

const ECHO: u8 = 1;
/// How long the slow host takes for each request.
const SLOW: Duration = Duration::from_millis(20);

fn echo(text: &str) -> Echo<'_> {
    Echo { sequence: 1, text, priority: None, urgent: false, tags: Vec::new() }
}

/// A host that answers what a test wants, the controller's requests as well.
struct Played {
    port: u32,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Played {
    /// `play` makes the answer to a request with that header and command.
    fn new(
        mut play: impl FnMut(MessageHeader, u8) -> Vec<u8> + std::marker::Send + 'static,
    ) -> Self {
        let port = own_port();
        let socket = Socket::serve(port).unwrap();
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let thread = std::thread::spawn(move || {
            let mut buffer = vec![0; 1 << 16];
            while !stopped.load(Ordering::SeqCst) {
                let _ = socket.readable(Some(SLOW));
                let Ok(received) = socket.try_receive(&mut buffer) else { continue };
                for request in Messages::new(&buffer[..received.length]) {
                    let request = request.unwrap();
                    let command = request.genl().map_or(0, |(genl, _)| genl.command);
                    let _ = socket.send_to(received.sender, &play(request.header, command));
                }
            }
        });
        Self { port, stop, thread: Some(thread) }
    }

    fn options(&self) -> Options {
        Options::new().transport(Transport::UserAt(self.port)).timeout(Some(TIMEOUT))
    }
}

impl Drop for Played {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        self.thread.take().map(JoinHandle::join);
    }
}

/// A host whose family has whatever id there is now, and refuses what comes under another one.
struct Fickle {
    host: Played,
    id: Arc<AtomicU16>,
    /// Whether the controller answers.
    tells: Arc<AtomicBool>,
}

impl Fickle {
    fn new() -> Self {
        let (id, tells) = (Arc::new(AtomicU16::new(0x40)), Arc::new(AtomicBool::new(true)));
        let (now, telling) = (Arc::clone(&id), Arc::clone(&tells));
        let host = Played::new(move |header, _| {
            std::thread::sleep(SLOW);
            if header.kind == controller::ID && !telling.load(Ordering::SeqCst) {
                return message(kind::NOOP, 0, 0, &[]);
            }
            answer(header, now.load(Ordering::SeqCst))
        });
        Self { host, id, tells }
    }
}

fn answer(header: MessageHeader, id: u16) -> Vec<u8> {
    if header.kind == controller::ID {
        let about = FamilyAttrs {
            id,
            name: Demo::SCHEMA.name,
            version: None,
            header_size: None,
            max_attribute: None,
            operations: None,
            groups: None,
        };
        return generic(controller::ID, 0, header.seq, 1, &about);
    }
    if header.kind == id {
        return generic(id, 0, header.seq, ECHO, &echo("new"));
    }
    // As the kernel answers for an id that nobody has.
    let refusal = [&(-libc::ENOENT).to_ne_bytes()[..], &header.emit()].concat();
    message(kind::ERROR, 0x100, header.seq, &refusal)
}

#[test]
fn every_handle_finds_a_family_whose_new_id_another_one_has_learned() {
    let host = Fickle::new();
    runtime().block_on(async {
        let mut first = Connection::<Demo>::open_with(host.host.options()).await.unwrap();
        let (mut second, mut third) = (first.clone(), first.clone());
        let request = echo("?");
        host.id.store(0x41, Ordering::SeqCst);
        // Both go out under the id of old, and wait for no answer yet.
        let mut call = pin!(second.call(&request));
        let mut batch = third.batch();
        let ticket = batch.add(&request);
        let mut batch = pin!(batch.send());
        poll_fn(|cx| {
            assert!(call.as_mut().poll(cx).is_pending() && batch.as_mut().poll(cx).is_pending());
            Poll::Ready(())
        })
        .await;
        assert_eq!(first.call(&request).await.unwrap().text, "new");
        assert_eq!(call.await.unwrap().text, "new");
        assert_eq!(batch.await.unwrap().get(ticket).unwrap().text, "new");
    });
}

#[test]
fn what_the_family_said_is_told_where_nobody_says_whether_it_has_moved() {
    let host = Fickle::new();
    runtime().block_on(async {
        let options = host.host.options().timeout(Some(50 * SLOW));
        let mut demo = Connection::<Demo>::open_with(options).await.unwrap();
        host.id.store(0x41, Ordering::SeqCst);
        host.tells.store(false, Ordering::SeqCst);
        let error = demo.call(&echo("?")).await.unwrap_err();
        assert!(matches!(&error, Error::Refused(why) if why.errno == Errno::ENOENT), "{error}");
        host.tells.store(true, Ordering::SeqCst);
        assert_eq!(demo.call(&echo("?")).await.unwrap().text, "new");
    });
}

#[test]
fn a_comparison_finds_a_family_that_has_moved() {
    let port = own_port();
    let host = || nl_core::host::Host::bind_at(Server::default().service(), port).unwrap().spawn();
    let options = Options::new().transport(Transport::UserAt(port)).timeout(Some(TIMEOUT));
    runtime().block_on(async {
        let first = host();
        let mut demo = Connection::<Demo>::open_with(options.clone()).await.unwrap();
        first.stop().unwrap();
        // The id is made of the time: it is another one at each start.
        std::thread::sleep(Duration::from_millis(1));
        let _second = host();
        assert_eq!(demo.verify().await.unwrap(), []);
        let now = Connection::<Demo>::open_with(options).await.unwrap().family_id();
        assert_eq!(demo.family_id(), now);
    });
}

#[test]
fn an_awaited_listener_keeps_the_port_id_that_was_chosen_for_it() {
    let (port, own) = (own_port(), own_port());
    let host = || nl_core::host::Host::bind_at(Server::default().service(), port).unwrap().spawn();
    let options = Options::new().transport(Transport::UserAt(port)).timeout(Some(TIMEOUT));
    runtime().block_on(async {
        let first = host();
        let opened = Subscription::open(&[Demo::GREETINGS], options.clone().port(own)).await;
        let mut listener = opened.unwrap();
        assert!(listener.next_within(SLOW).await.unwrap().is_none());
        first.stop().unwrap();
        let next = listener.next_within(TIMEOUT).await.unwrap();
        assert!(matches!(next, Some(Incoming::Gone)), "{next:?}");
        let _second = host();
        let next = listener.next_within(TIMEOUT).await.unwrap();
        assert!(matches!(next, Some(Incoming::Here)), "{next:?}");
        Socket::to_host(own, &Options::new()).unwrap().try_send(&[0; 16]).unwrap();
        let mut demo = Connection::<Demo>::open_with(options).await.unwrap();
        demo.call(&Greet { text: Some("again") }).await.unwrap();
        match listener.next_within(TIMEOUT).await.unwrap() {
            Some(Incoming::Event(DemoEvent::Greeting(greeting))) => {
                assert_eq!(greeting.text, "again");
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(listener.foreign(), 1, "the port id is its own still");
        demo.call(&Clear {}).await.unwrap();
    });
}

#[test]
fn a_family_is_waited_for_no_longer_than_was_asked_for() {
    let port = own_port();
    let _silent = Socket::serve(port).unwrap();
    let options = Options::new().transport(Transport::UserAt(port)).timeout(Some(TIMEOUT));
    runtime().block_on(async {
        let since = Instant::now();
        let waited = Connection::<Demo>::wait_for_family(options, Some(5 * SLOW)).await;
        assert!(matches!(waited, Err(Error::TimedOut(_))), "{waited:?}");
        assert!(since.elapsed() < TIMEOUT / 2);
    });
}

/// How a comparison ends whose dump of policies turns out inconsistent so many times.
async fn verified_after(interruptions: u32, retries: u32) -> Result<usize, Error> {
    let mut asked = 0;
    let host = Played::new(move |header, command| {
        if command != Nlctrl::GetPolicy as u8 {
            return answer(header, 0x40);
        }
        asked += 1;
        let interrupted = if asked <= interruptions { flags::DUMP_INTR } else { 0 };
        message(kind::DONE, flags::MULTI | interrupted, header.seq, &[0; 4])
    });
    let options = host.options().retries(retries);
    let mut demo = Connection::<Demo>::open_with(options).await.unwrap();
    demo.verify().await.map(|differences| differences.len())
}

#[test]
fn an_interrupted_dump_of_policies_is_asked_for_again() {
    runtime().block_on(async {
        let differences = verified_after(0, 0).await.unwrap();
        assert!(differences > 0, "this host has no operations");
        assert_eq!(verified_after(3, 3).await.unwrap(), differences);
        assert!(matches!(verified_after(3, 2).await, Err(Error::Interrupted(_))));
    });
}
