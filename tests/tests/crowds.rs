//! Many requests at once on one socket: each answer is that of its own request, and none is lost because
//! there are so many.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use std::time::Duration;

use futures_util::future::join_all;
use nl_core::controller::{FamilyAttrs, GetFamilies, GetFamily, Nlctrl};
use nl_core::tokio::Connection;
use nl_core::{Attributes, Errno, Error, Family, Options, Transport};
use nl_family_demo::family::{Clear, Echo, Repeat};
use nl_family_demo::{Demo, Limits};
use nl_tests::Peer;
use nl_tests::caller::runtime;

/// As good as for ever, on an emulated machine as well.
const LONG: Duration = Duration::from_secs(120);
const BY_ID: GetFamily<'static> = GetFamily { id: Some(16), name: None };
const BY_NAME: GetFamily<'static> = GetFamily { id: None, name: Some("nlctrl") };
const UNKNOWN: GetFamily<'static> = GetFamily { id: None, name: Some("no such") };

fn echo(sequence: u32, text: &str) -> Echo<'_> {
    Echo { sequence, text, priority: None, urgent: false, tags: Vec::new() }
}

async fn patient<F: Family>(options: Options) -> Connection<F> {
    Connection::open_with(options.timeout(Some(LONG))).await.unwrap()
}

async fn nlctrl<F: Family>() -> Connection<F> {
    patient(Options::new().transport(Transport::Kernel)).await
}

/// Numbers that look random and are the same in each run.
struct Dice(u32);

impl Dice {
    fn roll(&mut self, sides: u32) -> u32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 16) % sides
    }
}

/// Which calls of a task are cancelled: one of those from this number on, chosen at random.
#[derive(Clone)]
struct Chance {
    from: u32,
    is_left: Arc<AtomicBool>,
}

impl Chance {
    /// Drops a future that has been polled so many times and is not done, if its number is up.
    async fn run<T>(&self, number: u32, polls: u32, future: impl Future<Output = T>) -> Option<T> {
        let mut future = pin!(future);
        let mut left = polls;
        poll_fn(|cx| {
            if let Poll::Ready(value) = future.as_mut().poll(cx) {
                return Poll::Ready(Some(value));
            }
            left = left.saturating_sub(1);
            if number % 10 < self.from {
                return Poll::Pending;
            }
            if left > 0 {
                cx.waker().wake_by_ref();
            } else if self.is_left.swap(false, Ordering::Relaxed) {
                return Poll::Ready(None);
            }
            Poll::Pending
        })
        .await
    }
}

/// Ten calls of each of a hundred tasks, all at once. Each task cancels one of its ten, chosen at random;
/// `Some` says of the others whether they were right.
async fn a_thousand<F, T>(
    connection: &Connection<F>,
    call: impl Fn(Connection<F>, u32, Dice, Chance) -> T + Copy + std::marker::Send + 'static,
) where
    F: Family,
    T: Future<Output = Option<bool>> + std::marker::Send + 'static,
    Connection<F>: Clone,
{
    let tasks: Vec<_> = (0..100u32)
        .map(|task| {
            let handles: Vec<_> = (0..10).map(|_| connection.clone()).collect();
            tokio::spawn(async move {
                let from = Dice(task).roll(5);
                let chance = Chance { from, is_left: Arc::new(AtomicBool::new(true)) };
                let calls = (0..).zip(handles).map(|(number, handle)| {
                    let dice = Dice(task * 10 + number);
                    call(handle, task * 10 + number, dice, chance.clone())
                });
                join_all(calls).await
            })
        })
        .collect();
    let mut all = Vec::new();
    for task in tasks {
        all.extend(task.await.unwrap());
    }
    let right = all.iter().filter(|call| **call == Some(true)).count();
    let dropped = all.iter().filter(|call| call.is_none()).count();
    println!("{right} answers, every one right; {dropped} cancelled");
    assert_eq!(right + dropped, 1000);
    assert!((80..=100).contains(&dropped), "{dropped}");
}

async fn one_echo(
    mut demo: Connection<Demo>,
    number: u32,
    mut dice: Dice,
    chance: Chance,
) -> Option<bool> {
    let text = format!("number {number}");
    let request = echo(number, &text);
    // Where the chosen one has been answered by then, the next that waits is cancelled at once.
    let polls = if number % 10 == chance.from { 1 + dice.roll(3) } else { 1 };
    let reply = chance.run(number, polls, demo.call(&request)).await;
    let is_right = reply.map(|reply| reply.unwrap() == request);
    if is_right.is_none() {
        // The handle is as good as before.
        let again = echo(!number, "again");
        assert_eq!(demo.call(&again).await.unwrap(), again);
    }
    is_right
}

fn is_nlctrl(family: &FamilyAttrs<'_>) -> bool {
    family.id == 16 && family.name == "nlctrl"
}

/// The kernel answers while it is asked, so what is cancelled has a part of its answer, or has not
/// been polled at all.
async fn one_look_up(
    mut nlctrl: Connection<Nlctrl>,
    number: u32,
    mut dice: Dice,
    chance: Chance,
) -> Option<bool> {
    if number % 10 == chance.from {
        match dice.roll(3) {
            0 => drop(nlctrl.call(&BY_ID)),
            1 => assert!(nlctrl.call_many(&BY_ID).await.unwrap().next().await.unwrap().is_some()),
            _ => {
                let mut families = nlctrl.dump(&GetFamilies {}).await.unwrap();
                assert!(families.next().await.unwrap().is_some());
            }
        }
        assert!(is_nlctrl(&nlctrl.call(&BY_NAME).await.unwrap()));
        return None;
    }
    Some(match (number % 5, nlctrl.call([&BY_ID, &BY_NAME, &UNKNOWN][number as usize % 3]).await) {
        (0, _) => {
            let families = nlctrl.dump_map(&GetFamilies {}, |family| is_nlctrl(&family)).await;
            families.unwrap().contains(&true)
        }
        (_, Ok(family)) => number % 3 != 2 && is_nlctrl(&family),
        (_, Err(Error::Refused(why))) => number % 3 == 2 && why.errno == Errno::ENOENT,
        (_, Err(error)) => panic!("{error}"),
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_calls_at_once_to_a_host_from_many_threads() {
    let peer = Peer::with(Limits { max_messages: 10, ..Limits::default() });
    a_thousand(&patient(peer.options.clone()).await, one_echo).await;
}

#[tokio::test]
async fn a_thousand_calls_at_once_to_a_host_from_one_thread() {
    let peer = Peer::new();
    a_thousand(&patient(peer.options.clone()).await, one_echo).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_calls_at_once_to_the_kernel_from_many_threads() {
    a_thousand(&nlctrl().await, one_look_up).await;
}

#[tokio::test]
async fn a_thousand_calls_at_once_to_the_kernel_from_one_thread() {
    a_thousand(&nlctrl().await, one_look_up).await;
}

/// Batches of many handles, dumps of others, and calls beside them.
async fn batches_beside_dumps(nlctrl: Connection<Nlctrl>) {
    let batches = (0..12).map(|_| {
        let mut nlctrl = nlctrl.clone();
        tokio::spawn(async move {
            for _ in 0..5 {
                let mut batch = nlctrl.batch();
                let tickets: Vec<_> = (0..64).map(|_| batch.add(&BY_NAME)).collect();
                let answers = batch.send().await.unwrap();
                assert!(tickets.into_iter().all(|ticket| is_nlctrl(&answers.get(ticket).unwrap())));
            }
        })
    });
    let dumps = (0..4).map(|_| {
        let mut nlctrl = nlctrl.clone();
        tokio::spawn(async move {
            for _ in 0..5 {
                let families = nlctrl.dump_map(&GetFamilies {}, |family| is_nlctrl(&family)).await;
                assert!(families.unwrap().contains(&true));
                assert!(is_nlctrl(&nlctrl.call(&BY_ID).await.unwrap()));
            }
        })
    });
    let tasks: Vec<_> = batches.chain(dumps).collect();
    for task in tasks {
        task.await.unwrap();
    }
}

#[tokio::test]
async fn batches_and_dumps_of_many_handles_lose_nothing_on_one_thread() {
    batches_beside_dumps(nlctrl().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn batches_and_dumps_of_many_handles_lose_nothing_on_many_threads() {
    batches_beside_dumps(nlctrl().await).await;
    // With room for a few answers alone.
    let options = Options::new().transport(Transport::Kernel).receive_buffer(16 << 10);
    batches_beside_dumps(patient(options).await).await;
}

/// The controller, of whose answers one waits for more than come.
#[derive(Family)]
#[nl(name = "nlctrl", version = 2)]
enum Lookup {
    #[nl(request = ByName<'_>, stream = Found, reply_command = 1)]
    GetFamily = 3,
}

#[derive(Attributes)]
struct ByName<'a> {
    #[nl(2)]
    name: &'a str,
}

#[derive(Attributes)]
struct Found {
    #[nl(1)]
    id: u16,
}

#[tokio::test]
async fn requests_beside_one_that_waits_for_long_break_neither_it_nor_one_another() {
    let lookup = nlctrl::<Lookup>().await;
    let mut waits = lookup.clone();
    let request = ByName { name: "nlctrl" };
    let mut replies = waits.stream(&request).await.unwrap();
    assert_eq!(replies.next().await.unwrap().unwrap().id, 16);
    // What has no part in this task's turns is polled only now and then.
    let tasks: Vec<_> = (0..300)
        .map(|_| {
            let mut lookup = lookup.clone();
            tokio::spawn(async move {
                let request = ByName { name: "nlctrl" };
                let mut replies = lookup.stream(&request).await.unwrap();
                replies.next().await.unwrap().unwrap().id
            })
        })
        .collect();
    let mut next = pin!(replies.next());
    poll_fn(|cx| {
        assert!(next.as_mut().poll(cx).is_pending());
        Poll::Ready(())
    })
    .await;
    for task in tasks {
        assert_eq!(task.await.unwrap(), 16);
    }
    assert!(tokio::time::timeout(Duration::ZERO, next).await.is_err(), "its stream was broken");
}

#[test]
fn streams_that_wait_take_no_room() {
    let peer = Peer::new();
    runtime().block_on(async {
        let demo = patient::<Demo>(peer.options.clone().receive_buffer(16 << 10)).await;
        let repeat = Repeat { count: Some(2), interval: Some(60_000) };
        let mut handles: Vec<_> = (0..10).map(|_| demo.clone()).collect();
        let streams = handles.iter_mut().map(|handle| handle.stream(&repeat));
        let streams = join_all(streams).await;
        assert!(streams.iter().all(Result::is_ok));
        let mut demo = demo;
        demo.call(&Clear {}).await.unwrap();
        assert_eq!(demo.call(&echo(1, "beside them")).await.unwrap().sequence, 1);
    });
}
