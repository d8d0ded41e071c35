//! Futures that share a socket: whatever becomes of one of them (dropped, late, or held without being
//! polled), the others' answers come.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::task::{Context, Wake, Waker};
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use nl_core::Error;
use nl_core::tokio::Connection;
use nl_core::wire::flags;
use nl_family_demo::Demo;
use nl_family_demo::family::{Echo, List, Message, Repeat};
use nl_tests::caller::runtime;
use nl_tests::puppet::{Asked, FAMILY, Puppet, generic};
use tokio::runtime::Builder;
use tokio::time::timeout;

const ECHO: u8 = 1;
const LIST: u8 = 3;
/// Nobody waits longer for what does not come.
const SOON: Duration = Duration::from_millis(20);
/// As good as for ever.
const LONG: Duration = Duration::from_secs(20);
/// What is never answered.
const SILENCE: &str = "silence";

fn echo(text: &str) -> Echo<'_> {
    Echo { sequence: 1, text, priority: None, urgent: false, tags: Vec::new() }
}

/// Answers with the start of everything, and with the end of nothing.
fn starts(asked: &Asked<'_>) -> Vec<Vec<u8>> {
    let item = Message { id: 1, name: "file", offset: 0, data: b"data", last: false };
    let is_silence = asked.bytes.windows(SILENCE.len()).any(|text| text == SILENCE.as_bytes());
    match asked.command {
        ECHO if is_silence => Vec::new(),
        // For an ACK behind it, whoever asks for one waits in vain.
        ECHO => vec![asked.reply(ECHO, &echo("here"))],
        LIST => vec![asked.part(flags::MULTI, LIST, &item)],
        _ => vec![asked.ack()],
    }
}

async fn connect(puppet: &Puppet) -> Connection<Demo> {
    Connection::open_with(puppet.options().timeout(Some(LONG))).await.unwrap()
}

/// Calls work, in other tasks and in this one.
async fn others_go_on(demo: &Connection<Demo>) {
    let call = |mut demo: Connection<Demo>| async move {
        assert_eq!(demo.call(&echo("?")).await.unwrap().text, "here");
    };
    tokio::spawn(call(demo.clone())).await.unwrap();
    call(demo.clone()).await;
}

/// Whether it was woken since it was asked last.
struct Flag(AtomicBool);

impl Flag {
    fn new() -> (Arc<Self>, Waker) {
        let flag = Arc::new(Self(AtomicBool::new(false)));
        (Arc::clone(&flag), Waker::from(flag))
    }

    /// Waits for it to be woken; `false` where that takes too long.
    fn is_woken(&self) -> bool {
        let since = Instant::now();
        while !self.0.swap(false, Ordering::SeqCst) {
            if since.elapsed() > LONG {
                return false;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        true
    }
}

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// A puppet that answers nothing by itself, and what it was asked: by whom, and under which number.
fn patient() -> (Puppet, Receiver<(u32, u32)>) {
    let (asked, requests) = channel();
    let puppet = Puppet::new(move |request| {
        asked.send((request.sender, request.header.seq)).unwrap();
        Vec::new()
    });
    (puppet, requests)
}

#[test]
fn an_answer_wakes_whoever_waits_for_it_and_nobody_else() {
    let (puppet, requests) = patient();
    // The runtime has a thread of its own, which sees that the socket is readable.
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let _inside = runtime.enter();
    let demo = runtime.block_on(connect(&puppet));
    let (request, [mut a, mut b, mut c]) = (echo("?"), [(); 3].map(|()| demo.clone()));
    let [(a_flag, a_waker), (b_flag, b_waker), (c_flag, c_waker)] = [(); 3].map(|()| Flag::new());
    let mut first = pin!(a.call(&request));
    let mut second = Box::pin(b.call(&request));
    let mut third = pin!(c.call(&request));
    assert!(first.as_mut().poll(&mut Context::from_waker(&a_waker)).is_pending());
    assert!(second.as_mut().poll(&mut Context::from_waker(&b_waker)).is_pending());
    assert!(third.as_mut().poll(&mut Context::from_waker(&c_waker)).is_pending());
    let answer = |(port, seq)| puppet.send(port, &generic(FAMILY, 0, seq, ECHO, &echo("here")));
    let [asked, other, last] = [(); 3].map(|()| requests.recv().unwrap());
    answer(last);
    assert!(c_flag.is_woken());
    assert!(third.as_mut().poll(&mut Context::from_waker(&c_waker)).is_ready());
    // One that was woken is dropped before it is polled.
    answer(other);
    assert!(b_flag.is_woken());
    drop(second);
    answer(asked);
    assert!(a_flag.is_woken());
    assert!(first.as_mut().poll(&mut Context::from_waker(&a_waker)).is_ready());
    let woken = [a_flag, b_flag, c_flag].map(|flag| flag.0.load(Ordering::SeqCst));
    assert_eq!(woken, [false; 3], "each was woken once");
}

#[test]
fn a_wait_that_is_dropped_hinders_nobody_while_what_it_waited_for_lives_on() {
    let puppet = Puppet::new(starts);
    runtime().block_on(async {
        let demo = connect(&puppet).await;
        let [mut lists, mut repeats, mut calls] = [(); 3].map(|()| demo.clone());
        let mut items = lists.dump(&List::default()).await.unwrap();
        items.next().await.unwrap().unwrap();
        assert!(timeout(SOON, items.next()).await.is_err());
        others_go_on(&demo).await;
        let mut replies = repeats.stream(&Repeat::default()).await.unwrap();
        assert!(timeout(SOON, replies.next()).await.is_err());
        others_go_on(&demo).await;
        let request = echo("several");
        let mut several = calls.call_many(&request).await.unwrap();
        several.next().await.unwrap().unwrap();
        assert!(timeout(SOON, several.next()).await.is_err());
        others_go_on(&demo).await;
        drop((items, replies, several));
    });
}

#[test]
fn a_wait_that_is_timed_out_hinders_nobody_while_what_it_waited_for_lives_on() {
    let puppet = Puppet::new(starts);
    let in_vain = |error: Error| assert!(matches!(error, Error::TimedOut(_)), "{error}");
    runtime().block_on(async {
        let demo = connect(&puppet).await;
        let [mut lists, mut repeats, mut calls] = [(); 3].map(|()| {
            let mut demo = demo.clone();
            demo.set_timeout(Some(SOON));
            demo
        });
        let mut items = lists.dump(&List::default()).await.unwrap();
        items.next().await.unwrap().unwrap();
        in_vain(items.next().await.map(drop).unwrap_err());
        others_go_on(&demo).await;
        let mut replies = repeats.stream(&Repeat::default()).await.unwrap();
        in_vain(replies.next().await.map(drop).unwrap_err());
        others_go_on(&demo).await;
        let request = echo("several");
        let mut several = calls.call_many(&request).await.unwrap();
        several.next().await.unwrap().unwrap();
        in_vain(several.next().await.map(drop).unwrap_err());
        others_go_on(&demo).await;
        drop((items, replies, several));
    });
}

#[test]
fn a_future_that_is_held_without_being_polled_hinders_none_of_the_same_task() {
    let puppet = Puppet::new(starts);
    runtime().block_on(async {
        let demo = connect(&puppet).await;
        let [mut a, mut b, mut here] = [(); 3].map(|()| demo.clone());
        let request = echo(SILENCE);
        // Both wait, and one of them reads.
        let mut call = pin!(a.call(&request));
        assert!(timeout(SOON, call.as_mut()).await.is_err());
        assert_eq!(here.call(&echo("?")).await.unwrap().text, "here");
        let mut batch = b.batch();
        let _ = batch.add(&request);
        let mut batch = pin!(batch.send());
        assert!(timeout(SOON, batch.as_mut()).await.is_err());
        assert_eq!(here.call(&echo("?")).await.unwrap().text, "here");
        assert_eq!(here.dump(&List::default()).await.unwrap().next().await.unwrap().unwrap().id, 1);
    });
}

/// A puppet that never answers [`SILENCE`], and answers [`LATE`] behind the next [`BODY`].
fn late() -> Puppet {
    let mut held = Vec::new();
    Puppet::new(move |asked| {
        let has = |what: &str| asked.bytes.windows(what.len()).any(|text| text == what.as_bytes());
        let reply = asked.reply(ECHO, &echo("here"));
        if has(SILENCE) {
            return Vec::new();
        }
        if has(LATE) {
            held.push(reply);
            return Vec::new();
        }
        let behind = if has(BODY) { std::mem::take(&mut held) } else { Vec::new() };
        std::iter::once(reply).chain(behind).collect()
    })
}

const LATE: &str = "late";
const BODY: &str = "body";

#[test]
fn a_future_that_is_held_among_others_hinders_no_call_beside_them() {
    let puppet = late();
    runtime().block_on(async {
        let demo = connect(&puppet).await;
        let (mut held, mut here) = (demo.clone(), demo);
        let silence = echo(SILENCE);
        let mut others: FuturesUnordered<_> = [held.call(&silence)].into_iter().collect();
        assert!(timeout(SOON, others.next()).await.is_err());
        // They have a waker of their own, and nobody polls them meanwhile.
        assert_eq!(here.call(&echo("?")).await.unwrap().text, "here");
    });
}

#[test]
fn a_loop_over_many_calls_may_call_in_its_body() {
    let puppet = late();
    runtime().block_on(async {
        // For ever is for ever.
        let options = puppet.options().timeout(None);
        let demo = Connection::<Demo>::open_with(options).await.unwrap();
        let mut beside = demo.clone();
        let mut calls: FuturesUnordered<_> = [LATE, "?", "?"]
            .map(|text| {
                let mut demo = demo.clone();
                async move { assert_eq!(demo.call(&echo(text)).await.unwrap().text, "here") }
            })
            .into_iter()
            .collect();
        let all = async {
            while let Some(()) = calls.next().await {
                assert_eq!(beside.call(&echo(BODY)).await.unwrap().text, "here");
            }
        };
        timeout(LONG, all).await.expect("it hangs");
    });
}

#[test]
fn futures_that_are_held_hinder_no_other_task() {
    let (puppet, requests) = patient();
    runtime().block_on(async {
        let demo = connect(&puppet).await;
        let [mut a, mut b, mut c, mut here] = [(); 4].map(|()| demo.clone());
        let request = echo("?");
        // Both have waited, and neither is polled any more.
        let (mut first, mut second) = (pin!(a.call(&request)), pin!(b.call(&request)));
        assert!(timeout(SOON, first.as_mut()).await.is_err());
        assert!(timeout(SOON, second.as_mut()).await.is_err());
        let task = tokio::spawn(async move {
            assert_eq!(c.call(&echo("?")).await.unwrap().text, "here");
        });
        tokio::task::yield_now().await;
        let held = [(); 2].map(|()| requests.recv().unwrap());
        let theirs = requests.recv().unwrap();
        // In the task that holds the others a call is done, which hands the turn to nobody.
        let call = here.call(&request);
        let answers = async {
            tokio::task::yield_now().await;
            for (port, seq) in [requests.recv().unwrap(), theirs] {
                puppet.send(port, &generic(FAMILY, 0, seq, ECHO, &echo("here")));
                tokio::task::yield_now().await;
            }
        };
        assert_eq!(tokio::join!(call, answers).0.unwrap().text, "here");
        timeout(LONG / 2, task).await.expect("it is not told of its answer").unwrap();
        let _ = (first, second, held);
    });
}

#[test]
fn more_futures_than_there_is_room_for_are_held_and_hinder_no_call_beside_them() {
    let puppet = Puppet::new(starts);
    runtime().block_on(async {
        let demo = connect(&puppet).await;
        let mut here = demo.clone();
        let mut calls: FuturesUnordered<_> = (0..300)
            .map(|_| {
                let mut demo = demo.clone();
                async move { assert_eq!(demo.call(&echo("?")).await.unwrap().text, "here") }
            })
            .collect();
        calls.next().await.unwrap();
        // Most of them have not been sent yet, and nobody polls them.
        let call = timeout(LONG / 2, here.call(&echo("?"))).await;
        assert_eq!(call.expect("it waits for those that are held").unwrap().text, "here");
        assert_eq!(calls.count().await, 299);
    });
}

#[test]
fn dumps_that_are_held_hinder_no_dump_beside_them() {
    let item = Message { id: 1, name: "file", offset: 0, data: b"data", last: false };
    let puppet = Puppet::new(move |asked| {
        vec![[asked.part(flags::MULTI, LIST, &item), asked.done(0, 0)].concat()]
    });
    runtime().block_on(async {
        let demo = connect(&puppet).await;
        let mut here = demo.clone();
        let mut dumps: FuturesUnordered<_> = (0..5)
            .map(|_| {
                let mut demo = demo.clone();
                async move { demo.dump_map(&List::default(), |item| item.id).await.unwrap() }
            })
            .collect();
        while let Some(ids) = dumps.next().await {
            assert_eq!(ids, [1]);
            let dump = timeout(LONG / 2, here.dump_map(&List::default(), |item| item.id)).await;
            assert_eq!(dump.expect("it waits for those that are held").unwrap(), [1]);
        }
    });
}

#[test]
fn answers_that_nobody_waits_for_any_more_take_room_for_a_while_alone() {
    let puppet = Puppet::new(starts);
    runtime().block_on(async {
        let opened = Connection::<Demo>::open_with(puppet.options().receive_buffer(1)).await;
        let mut demo = opened.unwrap();
        let mut other = demo.clone();
        let silence = echo(SILENCE);
        // With room for one answer; it does not come.
        assert!(timeout(SOON, demo.call(&silence)).await.is_err());
        let call = timeout(LONG, other.call(&echo("?"))).await;
        assert_eq!(call.expect("there is never room again").unwrap().text, "here");
        // One that was waited for long enough takes no room at all.
        demo.set_timeout(Some(SOON));
        assert!(matches!(demo.call(&silence).await, Err(Error::TimedOut(_))));
        let call = timeout(LONG, other.call(&echo("?"))).await;
        assert_eq!(call.expect("there is never room again").unwrap().text, "here");
    });
}
