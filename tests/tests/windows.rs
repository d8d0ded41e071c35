//! Batches whose answers break, come late or never, and what they leave behind; and what warnings
//! belong to.

use std::sync::mpsc::channel;
use std::time::Duration;

use nl_core::tokio::Connection;
use nl_core::wire::flags;
use nl_core::{Error, Ticket};
use nl_family_demo::Demo;
use nl_family_demo::family::{Clear, Echo, List, Message, Repeat, Tag};
use nl_tests::caller::{Caller, runtime};
use nl_tests::puppet::{Asked, Puppet, attribute};
use tokio::time::timeout;

const ECHO: u8 = 1;
const LIST: u8 = 3;
const CLEAR: u8 = 4;
const REPEAT: u8 = 6;
/// Nobody waits longer for what does not come.
const SOON: Duration = Duration::from_millis(100);

fn echo(sequence: u32) -> Echo<'static> {
    Echo { sequence, text: "?", priority: None, urgent: false, tags: Vec::new() }
}

/// The request as it was written.
fn sequence(asked: &Asked<'_>) -> u32 {
    let (_, attributes) = asked.bytes.split_at(20);
    <Echo<'_> as nl_core::Decode>::decode(attributes).map_or(0, |echo| echo.sequence)
}

fn echoes() -> Puppet {
    Puppet::new(|asked| vec![asked.reply(ECHO, &echo(sequence(asked)))])
}

/// How many requests are under way, as a connection says of itself.
fn pending(connection: &impl std::fmt::Debug) -> usize {
    format!("{connection:?}").matches("Pending {").count()
}

#[test]
fn a_batch_that_is_dropped_or_in_vain_leaves_nothing_under_way() {
    let puppet = Puppet::new(|asked| {
        let item = Message { id: 1, name: "file", offset: 0, data: b"data", last: false };
        if asked.command == LIST {
            return vec![asked.part(flags::MULTI, LIST, &item)];
        }
        Vec::new()
    });
    let mut demo = nl_core::Connection::<Demo>::open_with(puppet.options()).unwrap();
    for _ in 0..3 {
        let mut batch = demo.batch();
        let _: Vec<_> = (0..1000).map(|number| batch.add(&echo(number))).collect();
        drop(batch);
    }
    assert_eq!(pending(&demo), 0);
    demo.set_timeout(Some(SOON));
    let mut batch = demo.batch();
    let _: Vec<_> = (0..1000).map(|number| batch.add(&echo(number))).collect();
    batch.send().unwrap();
    assert_eq!(pending(&demo), 0);
    // Something that is under way would be seen.
    demo.set_timeout(puppet.options().timeout);
    drop(demo.dump(&List::default()).unwrap());
    assert_eq!(pending(&demo), 1);
}

#[test]
fn an_awaited_batch_that_is_dropped_or_cancelled_leaves_nothing_under_way() {
    let puppet = Puppet::new(|_| Vec::new());
    runtime().block_on(async {
        let mut demo = Connection::<Demo>::open_with(puppet.options()).await.unwrap();
        for _ in 0..3 {
            let mut batch = demo.batch();
            let _: Vec<_> = (0..1000).map(|number| batch.add(&echo(number))).collect();
            drop(batch);
            let mut batch = demo.batch();
            let _: Vec<_> = (0..1000).map(|number| batch.add(&echo(number))).collect();
            assert!(timeout(SOON, batch.send()).await.is_err());
        }
        assert_eq!(pending(&demo), 0);
        // Something that is under way would be seen.
        let (other, request) = (demo.clone(), echo(1));
        let mut call = std::pin::pin!(demo.call(&request));
        assert!(timeout(SOON, call.as_mut()).await.is_err());
        assert!(pending(&other) > 0);
    });
}

#[test]
fn a_broken_answer_is_an_error_of_its_request_alone() {
    for open in [Caller::blocking, Caller::awaited] {
        let puppet = Puppet::new(|asked| {
            let mut reply = asked.reply(ECHO, &echo(sequence(asked)));
            if sequence(asked) % 3 == 1 {
                reply[..4].copy_from_slice(&4000u32.to_ne_bytes());
            }
            vec![reply]
        });
        let mut demo = open(&puppet.options()).unwrap();
        let requests: Vec<_> = (0..300).map(echo).collect();
        let answers = demo.batch(&requests, |reply| reply.sequence).unwrap();
        for (number, answer) in (0..).zip(answers) {
            match answer {
                Ok(sequence) => assert!(number % 3 != 1 && sequence == number),
                Err(Error::Datagram(_)) => assert!(number % 3 == 1),
                Err(error) => panic!("{number}: {error}"),
            }
        }
    }
}

#[test]
fn an_answer_larger_than_the_buffer_is_an_error_of_its_request_alone() {
    for open in [Caller::blocking, Caller::awaited] {
        let puppet = Puppet::new(|asked| {
            let number = sequence(asked);
            let tags = if number == 2 { 10_000 } else { 0 };
            let tags = vec![Tag { name: "a tag of a lot", weight: 1 }; tags];
            vec![asked.reply(ECHO, &Echo { tags, ..echo(number) })]
        });
        socket2::SockRef::from(puppet.socket()).set_send_buffer_size(400 << 10).unwrap();
        let mut demo = open(&puppet.options().buffer(256 << 10)).unwrap();
        let answers = demo.batch(&[0, 1, 2].map(echo), |reply| reply.sequence).unwrap();
        assert!(matches!(answers[..], [Ok(0), Ok(1), Err(Error::TooLarge(_))]), "{answers:?}");
        assert_eq!(demo.call(&echo(2)).unwrap().tags.len(), 10_000, "the buffer has grown");
    }
}

#[test]
fn a_silent_host_costs_one_deadline_and_the_later_datagrams_are_not_sent() {
    for open in [Caller::blocking, Caller::awaited] {
        let (asked, requests) = channel();
        let mut is_silent = true;
        let puppet = Puppet::new(move |request| {
            asked.send(()).unwrap();
            is_silent &= sequence(request) != u32::MAX;
            if is_silent { Vec::new() } else { vec![request.reply(ECHO, &echo(7))] }
        });
        // With room for one answer alone each request is a datagram of its own.
        let mut demo = open(&puppet.options().receive_buffer(1)).unwrap();
        demo.set_timeout(Some(SOON));
        let answers = demo.batch(&[(); 100].map(|()| echo(1)), |_| ()).unwrap();
        let is_timed_out = |answer: &Result<(), _>| matches!(answer, Err(Error::TimedOut(_)));
        assert!(answers.iter().all(is_timed_out), "{answers:?}");
        demo.set_timeout(puppet.options().timeout);
        assert_eq!(demo.call(&echo(u32::MAX)).unwrap().sequence, 7);
        assert_eq!(requests.try_iter().count(), 2, "the first of them, and the call");
    }
}

fn sentence(text: &str) -> Vec<u8> {
    attribute(1, &[text.as_bytes(), &[0]].concat())
}

/// Warns of all but replies without an ACK.
fn warner() -> Puppet {
    Puppet::new(|asked| {
        let item = Message { id: 1, name: "file", offset: 0, data: b"data", last: false };
        let warning = asked.status(0, &sentence("mind the gap"));
        match asked.command {
            ECHO if asked.header.flags & flags::ACK == 0 => vec![asked.reply(ECHO, &echo(1))],
            ECHO => vec![asked.reply(ECHO, &echo(1)), warning],
            LIST => vec![[asked.part(flags::MULTI, LIST, &item), asked.done(0, 0)].concat()],
            REPEAT => vec![warning, asked.done(0, 0)],
            _ => vec![warning],
        }
    })
}

type Later<'a> = &'a dyn Fn(&mut Caller<Demo>);

#[test]
fn a_warning_does_not_outlive_its_call() {
    let calls: [fn(&mut Caller<Demo>); 3] = [
        |demo| demo.call(&Clear {}).unwrap(),
        |demo| drop(demo.call_acknowledged(&echo(1)).unwrap()),
        |demo| assert!(demo.stream_some(&Repeat::default(), 9, |_| ()).1.is_none()),
    ];
    let long = "x".repeat(2000);
    let unsent = Echo { text: &long, ..echo(1) };
    let later: [Later<'_>; 5] = [
        &|demo| drop(demo.call(&echo(1)).unwrap()),
        &|demo| assert_eq!(demo.dump_map(&List::default(), |item| item.id).unwrap(), [1]),
        &|demo| drop(demo.batch(&[echo(1)], |_| ()).unwrap()),
        &|demo| drop(demo.batch(&[Clear {}], |()| ()).unwrap()),
        &|demo| assert!(demo.call(&unsent).is_err()),
    ];
    let puppet = warner();
    for mut demo in Caller::both(&puppet.options()) {
        for call in calls {
            for later in later {
                call(&mut demo);
                assert_eq!(demo.warning(), Some("mind the gap"));
                later(&mut demo);
                assert_eq!(demo.warning(), None);
            }
        }
    }
}

#[test]
fn a_warning_of_a_batch_is_its_request_s_own() {
    let puppet = Puppet::new(|asked| match asked.command {
        CLEAR => vec![asked.status(0, &sentence("nothing to clear"))],
        _ => vec![asked.reply(ECHO, &echo(1))],
    });
    let check = |answers: nl_core::Answers<'_>, echoed: Ticket<_>, cleared: Ticket<Clear>| {
        answers.get::<Echo<'_>>(echoed).unwrap();
        answers.get(cleared).unwrap();
        assert_eq!(answers.warning(echoed), None);
        assert_eq!(answers.warning(cleared).as_deref(), Some("nothing to clear"));
    };
    let mut demo = nl_core::Connection::<Demo>::open_with(puppet.options()).unwrap();
    let mut batch = demo.batch();
    let (echoed, cleared) = (batch.add(&echo(1)), batch.add(&Clear {}));
    check(batch.send().unwrap(), echoed, cleared);
    runtime().block_on(async {
        let mut demo = Connection::<Demo>::open_with(puppet.options()).await.unwrap();
        let mut batch = demo.batch();
        let (echoed, cleared) = (batch.add(&echo(1)), batch.add(&Clear {}));
        check(batch.send().await.unwrap(), echoed, cleared);
    });
}

#[test]
fn an_awaited_ticket_of_another_batch_is_refused_and_has_no_warning() {
    let puppet = echoes();
    runtime().block_on(async {
        let mut demo = Connection::<Demo>::open_with(puppet.options()).await.unwrap();
        let mut other = demo.clone();
        let mut batch = demo.batch();
        let ticket = batch.add(&echo(1));
        batch.send().await.unwrap().get(ticket).unwrap();
        for demo in [&mut demo, &mut other] {
            let mut batch = demo.batch();
            let own = batch.add(&echo(2));
            let answers = batch.send().await.unwrap();
            assert_eq!(answers.get(own).unwrap().sequence, 2);
            assert!(matches!(answers.get(ticket), Err(Error::ForeignTicket)));
            assert_eq!(answers.warning(ticket), None);
        }
    });
}
