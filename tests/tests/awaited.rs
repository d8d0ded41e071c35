//! Connections and subscriptions on the tokio runtime: the same as the blocking ones, and what only
//! they have: handles that share a socket, and futures that are dropped.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use nl_core::controller::{GetFamily, Nlctrl};
use nl_core::tokio::{Connection, Controller, Subscription};
use nl_core::{Errno, Error, Family, Incoming, Options, Transport};
use nl_family_demo::Demo;
use nl_family_demo::family::{Clear, DemoEvent, Echo, Greet, List, Repeat, Repeated, Send};
use nl_tests::{Peer, TIMEOUT, own_port};

fn echo(sequence: u32, text: &str) -> Echo<'_> {
    Echo { sequence, text, priority: None, urgent: false, tags: Vec::new() }
}

fn chunk(data: &[u8]) -> Send<'_> {
    Send { name: "file", offset: 0, data, last: false }
}

async fn connect(peer: &Peer) -> Connection<Demo> {
    Connection::open_with(peer.options.clone()).await.unwrap()
}

async fn nlctrl() -> Connection<Nlctrl> {
    Connection::open_with(Options::new().transport(Transport::Kernel)).await.unwrap()
}

/// Polls a future so many times at most; `None` where it was not done then, and is dropped.
async fn polled<T>(times: u32, future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    let mut left = times;
    poll_fn(|cx| {
        if let Poll::Ready(value) = future.as_mut().poll(cx) {
            return Poll::Ready(Some(value));
        }
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await
}

#[tokio::test]
async fn every_kind_of_call_is_awaited() {
    let peer = Peer::new();
    let mut demo = connect(&peer).await;
    assert_eq!(demo.call(&echo(7, "hello")).await.unwrap(), echo(7, "hello"));
    assert!(demo.call_acknowledged(&echo(8, "both")).await.unwrap().reply.is_some());
    assert!(demo.call_acknowledged(&Clear {}).await.unwrap().reply.is_none());
    for data in [b"one", b"two"] {
        demo.call(&chunk(data)).await.unwrap();
    }
    let sizes = demo.dump_map(&List { after: None }, |message| message.data.len()).await.unwrap();
    assert_eq!(sizes, [3, 3]);
    let mut replies = demo.stream(&Repeat { count: Some(2), interval: Some(1) }).await.unwrap();
    for index in 1..=2 {
        assert_eq!(replies.next().await.unwrap(), Some(Repeated { index, count: 2 }));
    }
    assert_eq!(replies.next().await.unwrap(), None);
    drop(replies);
    let mut replies = demo.call_many(&echo(9, "several")).await.unwrap();
    assert_eq!(replies.next().await.unwrap().unwrap().sequence, 9);
    assert!(replies.next().await.unwrap().is_none());
    drop(replies);
    demo.call(&Clear {}).await.unwrap();
}

#[tokio::test]
async fn errors_are_those_of_the_blocking_connection() {
    let peer = Peer::new();
    let mut demo = connect(&peer).await;
    let long = "x".repeat(2000);
    assert!(matches!(demo.call(&echo(1, &long)).await, Err(Error::Encode(_))));
    let mut nlctrl = nlctrl().await;
    let unknown = nlctrl.call(&GetFamily { id: None, name: Some("no such") }).await.unwrap_err();
    assert!(matches!(&unknown, Error::Refused(why) if why.errno == Errno::ENOENT), "{unknown}");
    let mut blocking = nl_core::Connection::<Nlctrl>::open_with(Options::new()).unwrap();
    let too_long = GetFamily { id: None, name: Some("a name that is too long") };
    let expected = blocking.call(&too_long).unwrap_err().to_string();
    assert_eq!(nlctrl.call(&too_long).await.unwrap_err().to_string(), expected);
    assert_eq!(nlctrl.call(&GetFamily { id: Some(16), name: None }).await.unwrap().name, "nlctrl");
}

#[tokio::test]
async fn silence_ends_with_the_deadline() {
    let port = own_port();
    let _silent = nl_core::socket::Socket::serve(port).unwrap();
    let options =
        Options::new().transport(Transport::UserAt(port)).timeout(Some(Duration::from_millis(20)));
    let error = Connection::<Demo>::open_with(options).await.unwrap_err();
    assert!(matches!(error, Error::TimedOut(_)), "{error}");
}

#[tokio::test]
async fn requests_of_a_batch_are_answered_each_for_itself() {
    let peer = Peer::new();
    let mut demo = connect(&peer).await;
    let long = "x".repeat(2000);
    let mut batch = demo.batch();
    let (first, bad) = (batch.add(&echo(1, "first")), batch.add(&echo(2, &long)));
    let cleared = batch.add(&Clear {});
    let many: Vec<_> = (0..300).map(|number| batch.add(&echo(number, "one of many"))).collect();
    let answers = batch.send().await.unwrap();
    assert_eq!(answers.get(first).unwrap(), echo(1, "first"));
    assert!(matches!(answers.get(bad), Err(Error::Encode(_))));
    answers.get(cleared).unwrap();
    for (number, ticket) in (0..).zip(many) {
        assert_eq!(answers.get(ticket).unwrap().sequence, number);
    }
}

#[tokio::test]
async fn a_dump_that_is_dropped_is_drained_before_the_next_and_calls_go_on_meanwhile() {
    let peer = Peer::new();
    let (mut demo, mut other) = {
        let demo = connect(&peer).await;
        (demo.clone(), demo)
    };
    let data = [7; Send::DATA_MAX];
    for _ in 0..60 {
        demo.call(&chunk(&data)).await.unwrap();
    }
    let mut items = demo.dump(&List { after: None }).await.unwrap();
    let first = items.next().await.unwrap().unwrap().id;
    assert_eq!(other.call(&echo(1, "meanwhile")).await.unwrap().text, "meanwhile");
    // The second dump waits for its turn, and is not refused with EBUSY; from the kernel, which has all
    // of the first one at once, its turn comes soon.
    let second = other.dump_map(&List { after: None }, |message| message.id);
    if let Some(ids) = polled(3, second).await {
        assert_eq!(ids.unwrap(), (first..first + 60).collect::<Vec<_>>());
    }
    assert_eq!(items.next().await.unwrap().unwrap().id, first + 1);
    drop(items);
    let ids = other.dump_map(&List { after: None }, |message| message.id).await.unwrap();
    assert_eq!(ids, (first..first + 60).collect::<Vec<_>>());
    let ids = demo.dump_map(&List { after: None }, |message| message.id).await.unwrap();
    assert_eq!(ids.len(), 60);
    demo.call(&Clear {}).await.unwrap();
}

#[tokio::test]
async fn many_handles_wait_at_once_and_each_has_its_own() {
    let peer = Peer::new();
    let demo = connect(&peer).await;
    let waiting: Vec<_> = (1..=10)
        .map(|count| {
            let mut demo = demo.clone();
            tokio::spawn(async move {
                let mut replies =
                    demo.stream(&Repeat { count: Some(count), interval: Some(5) }).await.unwrap();
                let mut got = Vec::new();
                while let Some(reply) = replies.next().await.unwrap() {
                    got.push(reply);
                }
                assert_eq!(
                    got,
                    (1..=count).map(|index| Repeated { index, count }).collect::<Vec<_>>()
                );
            })
        })
        .collect();
    let mut demo = demo;
    assert_eq!(demo.call(&echo(3, "beside them")).await.unwrap().sequence, 3);
    for task in waiting {
        task.await.unwrap();
    }
}

#[tokio::test]
async fn ten_thousand_unread_events_block_no_call() {
    let peer = Peer::new();
    let mut demo = connect(&peer).await;
    let mut listener = demo.subscribe(Demo::GREETINGS).await.unwrap();
    for _ in 0..100 {
        let mut batch = demo.batch();
        let all: Vec<_> = (0..100).map(|_| batch.add(&Greet { text: Some("hello") })).collect();
        let answers = batch.send().await.unwrap();
        for ticket in all {
            answers.get(ticket).unwrap();
        }
    }
    assert_eq!(demo.call(&echo(1, "still")).await.unwrap().text, "still");
    let (mut events, mut overruns) = (0, 0);
    // A loss is told behind what came before it.
    while events == 0 || overruns == 0 {
        match listener.next().await.unwrap() {
            Incoming::Event(DemoEvent::Greeting(greeting)) => {
                assert_eq!(greeting.text, "hello");
                events += 1;
            }
            Incoming::Overrun { .. } => overruns += 1,
            other => panic!("{other:?}"),
        }
    }
    assert!(overruns == 1 && events < 10_000, "{events} events, {overruns} overruns");
}

#[tokio::test]
async fn events_are_a_stream() {
    let peer = Peer::new();
    let mut demo = connect(&peer).await;
    let listener = Subscription::open(&[Demo::GREETINGS], peer.options.clone()).await.unwrap();
    let texts = listener.into_events(|incoming| match incoming.unwrap() {
        Incoming::Event(DemoEvent::Greeting(greeting)) => greeting.text.to_owned(),
        other => format!("{other:?}"),
    });
    let mut texts = pin!(texts);
    for text in ["one", "two", "three"] {
        demo.call(&Greet { text: Some(text) }).await.unwrap();
        let next = poll_fn(|cx| futures_core::Stream::poll_next(texts.as_mut(), cx)).await;
        assert_eq!(next.as_deref(), Some(text));
    }
}

#[tokio::test]
async fn the_controller_lists_families() {
    let mut controller = Controller::open().await.unwrap();
    let families = controller.families().await.unwrap();
    assert!(families.iter().any(|family| family.name == "nlctrl" && family.id == 16));
    assert_eq!(controller.family("no such").await.unwrap(), None);
}

#[tokio::test]
async fn the_controller_tells_policies_and_a_declaration_is_verified() {
    let mut controller = Controller::open().await.unwrap();
    let family = controller.family_by_id(16).await.unwrap().unwrap();
    let mut blocking = nl_core::controller::Controller::open().unwrap();
    let policies = controller.policies(&family).await.unwrap();
    assert_eq!(policies.to_string(), blocking.policies(&family).unwrap().to_string());
    assert!(!policies.to_string().is_empty());
    let peer = Peer::new();
    assert_eq!(connect(&peer).await.verify().await.unwrap(), []);
}

#[tokio::test]
async fn differences_are_those_of_the_blocking_connection() {
    // The controller, declared with what it lacks.
    #[derive(Family)]
    #[nl(name = "nlctrl", version = 3, group = "absent")]
    enum Wrong {
        #[nl(request = ByName, reply = ByName, reply_command = 1)]
        GetFamily = 3,
        #[nl(request = Nothing, dump = ByName)]
        Absent = 77,
    }
    #[derive(nl_core::Attributes)]
    struct ByName {
        #[nl(2)]
        name: u32,
    }
    #[derive(nl_core::Attributes)]
    struct Nothing {}
    let options = Options::new().transport(Transport::Kernel);
    let mut blocking = nl_core::Connection::<Wrong>::open_with(options.clone()).unwrap();
    let mut awaited = Connection::<Wrong>::open_with(options).await.unwrap();
    let told = |differences: Vec<_>| format!("{differences:?}");
    let expected = told(blocking.verify().unwrap());
    assert!(expected.contains("absent") && expected.contains("77"), "{expected}");
    assert_eq!(told(awaited.verify().await.unwrap()), expected);
}

#[test]
fn futures_can_move_between_threads() {
    fn can_move<T: std::marker::Send>(future: T) -> T {
        future
    }
    async fn all(mut demo: Connection<Demo>, mut listener: Subscription<Demo>, options: Options) {
        let request = echo(1, "x");
        let (list, repeat) = (List { after: None }, Repeat { count: Some(1), interval: Some(1) });
        drop(can_move(Connection::<Demo>::open()).await);
        drop(can_move(Connection::<Demo>::open_with(options.clone())).await);
        drop(can_move(Connection::<Demo>::wait_for_family(options.clone(), None)).await);
        drop(can_move(demo.call(&request)).await);
        drop(can_move(demo.call_acknowledged(&request)).await);
        drop(can_move(can_move(demo.call_many(&request)).await.unwrap().next()).await);
        drop(can_move(can_move(demo.dump(&list)).await.unwrap().next()).await);
        drop(can_move(demo.dump_map(&list, |item| item.id)).await);
        drop(can_move(can_move(demo.stream(&repeat)).await.unwrap().next()).await);
        drop(can_move(demo.batch().send()).await);
        drop(can_move(demo.subscribe(Demo::MESSAGES)).await);
        drop(can_move(demo.subscribe_all(&[Demo::MESSAGES])).await);
        drop(can_move(demo.verify()).await);
        drop(can_move(Subscription::open(&[Demo::MESSAGES], options.clone())).await);
        drop(can_move(Subscription::wait(&[Demo::MESSAGES], options.clone())).await);
        drop(can_move(listener.next()).await);
        drop(can_move(listener.next_within(Duration::ZERO)).await);
        drop(can_move(listener.into_events(|_| ())));
        controller(options).await;
    }
    async fn controller(options: Options) {
        drop(can_move(Controller::open_with(options)).await);
        let mut controller = can_move(Controller::open()).await.unwrap();
        let family = can_move(controller.family("nlctrl")).await.unwrap().unwrap();
        drop(can_move(controller.family_by_id(16)).await);
        drop(can_move(controller.families()).await);
        drop(can_move(controller.policies(&family)).await);
    }
    fn future(demo: Connection<Demo>, listener: Subscription<Demo>) -> impl std::marker::Send {
        can_move(all(demo, listener, Options::new()))
    }
    let _ = future;
}

/// The controller's families: an id, and no borrowed part.
#[derive(Family)]
#[nl(name = "nlctrl", version = 2)]
enum Ids {
    #[nl(request = All, dump = Id, reply_command = 1)]
    GetFamily = 3,
}

#[derive(nl_core::Attributes)]
struct All {}

#[derive(nl_core::Attributes, Debug)]
struct Id {
    #[nl(1)]
    id: u16,
}

#[tokio::test]
async fn all_items_of_a_dump_are_collected() {
    fn can_move<T: std::marker::Send>(future: T) -> T {
        future
    }
    let options = Options::new().transport(Transport::Kernel);
    let mut ids = Connection::<Ids>::open_with(options).await.unwrap();
    let all = can_move(ids.dump_all(&All {})).await.unwrap();
    assert!(all.iter().any(|family| family.id == 16));
}

#[tokio::test]
async fn several_groups_are_listened_to_on_one_socket() {
    let peer = Peer::new();
    let mut demo = connect(&peer).await;
    let mut listener = demo.subscribe_all(&[Demo::MESSAGES, Demo::GREETINGS]).await.unwrap();
    demo.call(&Greet { text: Some("hello") }).await.unwrap();
    demo.call(&chunk(b"data")).await.unwrap();
    let next = listener.next_within(TIMEOUT).await.unwrap();
    assert!(matches!(next, Some(Incoming::Event(DemoEvent::Greeting(_)))), "{next:?}");
    let next = listener.next_within(TIMEOUT).await.unwrap();
    assert!(matches!(next, Some(Incoming::Event(_))), "{next:?}");
    assert!(listener.next_within(Duration::from_millis(1)).await.unwrap().is_none());
    demo.call(&Clear {}).await.unwrap();
}
