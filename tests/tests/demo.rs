//! The demo family, the same cases against the user-space host and against the kernel module.
//!
//! Which of them is said by `NL_TEST_TRANSPORT`: `kernel` in the virtual machines, the host without.
//! Every expectation, down to errno and sentence, holds for both.

use std::time::{Duration, Instant};

use nl_core::{DumpError, Encode, Errno, Error, Family, Incoming, Refused, Who};
use nl_family_demo::Demo;
use nl_family_demo::family::{
    Clear, DemoEvent, Echo, Greet, Greeting, List, Priority, Receipt, Repeat, Repeated, Send, Tag,
};
use nl_tests::caller::Caller;
use nl_tests::listener::Listener;
use nl_tests::{Peer, TIMEOUT, is_kernel};

/// How long nothing comes where nothing more will, on a machine that is busy as well.
const SILENCE: Duration = Duration::from_secs(2);

fn echo(text: &str) -> Echo<'_> {
    Echo { sequence: 7, text, priority: None, urgent: false, tags: Vec::new() }
}

fn chunk(offset: u32, data: &[u8]) -> Send<'_> {
    Send { name: "chunk", offset, data, last: false }
}

fn refused<T: std::fmt::Debug>(result: Result<T, Error>) -> Refused {
    match result {
        Err(Error::Refused(refused)) => *refused,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

/// What an error says, without who says it: both transports say the same.
fn said(refused: &Refused) -> String {
    let who = if is_kernel() { Who::Kernel } else { Who::Host };
    assert_eq!(refused.who, who);
    refused.to_string().replace(&who.to_string(), "it")
}

#[test]
fn echo_returns_every_attribute_as_it_came() {
    let peer = Peer::new();
    let mut demo = peer.connect();
    let request = Echo {
        sequence: u32::MAX,
        text: "grüße",
        priority: Some(Priority::Other(200)),
        urgent: true,
        tags: vec![
            Tag { name: "b", weight: 7 },
            Tag { name: "a", weight: 1 },
            Tag { name: "", weight: 3 },
        ],
    };
    assert_eq!(demo.call(&request).unwrap(), request);
    assert_eq!(demo.call(&echo("")).unwrap(), echo(""));
    let long = "x".repeat(1024);
    assert_eq!(demo.call(&echo(&long)).unwrap(), echo(&long));
}

#[test]
fn echo_carries_as_many_tags_as_a_request_holds() {
    let peer = Peer::new();
    let mut demo = peer.connect();
    let tags: Vec<_> = (0..500).map(|n| Tag { name: "tag", weight: n % 7 + 1 }).collect();
    let request = Echo { tags, ..echo("many") };
    assert_eq!(demo.call(&request).unwrap(), request);
}

#[test]
fn a_reply_much_larger_than_a_page_comes_whole() {
    let peer = Peer::new();
    let tags: Vec<_> = (0..2000).map(|_| Tag { name: "tag", weight: 1 }).collect();
    let request = Echo { tags, ..echo("large") };
    let mut demo = peer.connect();
    assert_eq!(demo.call(&request).unwrap(), request);
    assert_eq!(demo.call(&echo("still works")).unwrap().text, "still works");
}

#[test]
fn a_message_out_of_its_declared_bounds_is_not_sent() {
    let peer = Peer::new();
    let mut demo = peer.connect();
    let request = Echo {
        tags: vec![Tag { name: "a", weight: 1 }, Tag { name: "b", weight: 8 }],
        ..echo("x")
    };
    let error = demo.call(&request).unwrap_err().to_string();
    assert_eq!(
        error,
        "nl_demo Echo: the request was not sent: Echo.tags[1].weight: 8 where 1..=7 is allowed"
    );
    assert!(matches!(demo.call(&echo("a\0b")), Err(Error::Encode(_))));
    assert!(demo.call(&echo("still works")).is_ok());
}

/// Encodes whatever it is told under the demo's operations: what a client without our bounds sends.
mod raw {
    use nl_core::schema::{Operation, SetSchema};
    use nl_core::wire::{EncodeError, Writer};
    use nl_core::{Call, Encode, Family, Request};
    use nl_family_demo::Demo;

    pub(crate) struct Raw<const COMMAND: u8>(pub(crate) Vec<u8>);

    impl<const COMMAND: u8> Encode for Raw<COMMAND> {
        const SCHEMA: &'static SetSchema =
            Demo::SCHEMA.operations[COMMAND as usize - 1].request.unwrap();

        fn size(&self) -> usize {
            self.0.len()
        }

        fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
            writer.bytes(&self.0)
        }
    }

    impl<const COMMAND: u8> Request for Raw<COMMAND> {
        type Family = Demo;
        const OPERATION: &'static Operation = &Demo::SCHEMA.operations[COMMAND as usize - 1];
    }

    impl<const COMMAND: u8> Call for Raw<COMMAND> {
        type Reply<'r> = ();
    }

    /// One attribute.
    pub(crate) fn attr(number: u16, payload: &[u8]) -> Vec<u8> {
        let length = u16::try_from(payload.len() + 4).unwrap();
        let mut bytes = [length.to_ne_bytes(), number.to_ne_bytes()].concat();
        bytes.extend_from_slice(payload);
        bytes.resize(bytes.len().next_multiple_of(4), 0);
        bytes
    }
}

use raw::{Raw, attr};

const NESTED: u16 = 0x8000;

fn sequence() -> Vec<u8> {
    attr(1, &7u32.to_ne_bytes())
}

fn text(text: &str) -> Vec<u8> {
    attr(2, &[text.as_bytes(), &[0]].concat())
}

fn tag(name: &str, weight: u32) -> Vec<u8> {
    let inner = [attr(1, &[name.as_bytes(), &[0]].concat()), attr(2, &weight.to_ne_bytes())];
    attr(5 | NESTED, &inner.concat())
}

/// Sends an echo of these attributes, which is refused, and then one that is not.
fn refused_echo(attributes: &[Vec<u8>]) -> (Errno, String) {
    let peer = Peer::new();
    let mut demo = peer.connect();
    let refusal = refused(demo.call(&Raw::<1>(attributes.concat())));
    assert_eq!(demo.call(&echo("still works")).unwrap().text, "still works");
    (refusal.errno, said(&refusal))
}

#[test]
fn a_missing_attribute_is_named() {
    let (errno, said) = refused_echo(&[sequence()]);
    assert_eq!(errno, Errno::EINVAL);
    assert_eq!(said, "nl_demo Echo: it refused the request (EINVAL): echo.text is missing");
}

#[test]
fn an_attribute_missing_in_a_nest_is_named() {
    let nameless = attr(5 | NESTED, &attr(2, &3u32.to_ne_bytes()));
    let (errno, said) = refused_echo(&[sequence(), text("x"), tag("a", 1), nameless]);
    assert_eq!(errno, Errno::EINVAL);
    assert_eq!(said, "nl_demo Echo: it refused the request (EINVAL): echo.tags[1].name is missing");
}

#[test]
fn an_unknown_attribute_is_refused_with_its_number() {
    let (errno, said) = refused_echo(&[sequence(), text("x"), attr(9, &[1])]);
    assert_eq!(errno, Errno::EINVAL);
    assert_eq!(said, "nl_demo Echo: it refused echo.#9: Unknown attribute type (EINVAL)");
}

#[test]
fn an_over_long_string_is_refused_with_its_name_and_limit() {
    let (errno, said) = refused_echo(&[sequence(), text(&"x".repeat(1025))]);
    assert_eq!(errno, Errno::EINVAL);
    assert_eq!(
        said,
        "nl_demo Echo: it refused echo.text: Attribute failed policy validation (EINVAL), \
         it accepts a NUL-terminated string of at most 1024 bytes"
    );
}

#[test]
fn an_unterminated_string_is_refused() {
    let (errno, said) = refused_echo(&[sequence(), attr(2, b"no end")]);
    assert_eq!(errno, Errno::EINVAL);
    assert!(
        said.starts_with("nl_demo Echo: it refused echo.text: Attribute failed policy validation")
    );
}

#[test]
fn a_number_out_of_range_is_refused_with_its_path_and_range() {
    let (errno, said) =
        refused_echo(&[sequence(), text("x"), tag("a", 1), tag("b", 2), tag("c", 8)]);
    assert_eq!(errno, Errno::ERANGE);
    assert_eq!(
        said,
        "nl_demo Echo: it refused echo.tags[2].weight: integer out of range (ERANGE), it accepts 1..=7"
    );
}

#[test]
fn a_number_of_another_width_is_refused() {
    let (errno, said) = refused_echo(&[attr(1, &[1, 2]), text("x")]);
    assert_eq!(errno, Errno::EINVAL);
    assert_eq!(
        said,
        "nl_demo Echo: it refused echo.sequence: invalid attribute length (EINVAL), it accepts 0..=4294967295"
    );
}

#[test]
fn a_nest_without_its_flag_and_a_flag_on_a_number_are_refused() {
    let (errno, said) = refused_echo(&[sequence(), text("x"), attr(5, &tag("a", 1)[4..])]);
    assert_eq!(errno, Errno::EINVAL);
    assert_eq!(
        said,
        "nl_demo Echo: it refused echo.tags[0]: NLA_F_NESTED is missing (EINVAL), it accepts a nest"
    );
    let (errno, said) = refused_echo(&[attr(1 | NESTED, &7u32.to_ne_bytes()), text("x")]);
    assert_eq!(errno, Errno::EINVAL);
    assert!(said.contains("echo.sequence: NLA_F_NESTED not expected (EINVAL)"), "{said}");
}

#[test]
fn a_flag_with_a_payload_is_refused() {
    let (errno, said) = refused_echo(&[sequence(), text("x"), attr(4, &[1])]);
    assert_eq!(errno, Errno::ERANGE);
    assert_eq!(
        said,
        "nl_demo Echo: it refused echo.urgent: Attribute failed policy validation (ERANGE), \
         it accepts a flag without payload"
    );
}

#[test]
fn stray_bytes_behind_the_attributes_are_refused() {
    let (errno, said) = refused_echo(&[sequence(), text("x"), vec![1, 2]]);
    assert_eq!(errno, Errno::EINVAL);
    assert_eq!(said, "nl_demo Echo: it refused: bytes leftover after parsing attributes (EINVAL)");
}

#[test]
fn an_empty_chunk_and_one_too_long_are_refused() {
    let peer = Peer::new();
    let mut demo = peer.connect();
    for length in [0, 2049] {
        let request = [attr(1, b"n\0"), attr(2, &0u32.to_ne_bytes()), attr(3, &vec![1; length])];
        let refusal = refused(demo.call(&Raw::<2>(request.concat())));
        assert_eq!(refusal.errno, Errno::ERANGE);
        assert_eq!(
            said(&refusal),
            "nl_demo Send: it refused message.data: binary attribute size out of range (ERANGE), \
             it accepts 1 to 2048 bytes"
        );
    }
}

#[test]
fn an_operation_without_attributes_refuses_any() {
    let peer = Peer::new();
    let mut demo = peer.connect();
    let refusal = refused(demo.call(&Raw::<4>(attr(5, &[1]))));
    assert_eq!(refusal.errno, Errno::EINVAL);
    assert_eq!(
        said(&refusal),
        "nl_demo Clear: it refused clear.#5: Unknown attribute type (EINVAL)"
    );
    let refusal = refused(demo.call(&Raw::<4>(attr(1, &[]))));
    assert_eq!(refusal.errno, Errno::EINVAL);
    assert_eq!(
        said(&refusal),
        "nl_demo Clear: it refused clear.#1: no attributes are taken here (EINVAL)"
    );
    assert!(demo.call(&Clear {}).is_ok());
}

#[test]
fn an_unknown_command_is_refused() {
    // List can be dumped, and is no call.
    let peer = Peer::new();
    let refusal = refused(peer.connect().call(&Raw::<3>(Vec::new())));
    assert_eq!(refusal.errno, Errno::EOPNOTSUPP);
    assert_eq!(said(&refusal), "nl_demo List: it refused: Operation not supported (EOPNOTSUPP)");
}

#[test]
fn what_is_sent_is_kept_and_listed_in_order() {
    let peer = Peer::new();
    let mut demo = peer.connect();
    let first = demo.call(&chunk(0, b"one")).unwrap();
    let second =
        demo.call(&Send { name: "two", offset: 3, data: &[0, 255, 0], last: true }).unwrap();
    assert_eq!(second, Receipt { id: first.id + 1, messages: 2, bytes: 6 });
    let mut items = demo.dump(&List::default()).unwrap();
    let one = items.next().unwrap().unwrap();
    assert_eq!(
        (one.id, one.name, one.offset, one.data, one.last),
        (first.id, "chunk", 0, &b"one"[..], false)
    );
    let two = items.next().unwrap().unwrap();
    assert_eq!(
        (two.id, two.name, two.offset, two.data, two.last),
        (second.id, "two", 3, &[0, 255, 0][..], true)
    );
    assert!(items.next().unwrap().is_none());
    assert!(items.next().unwrap().is_none(), "the end stays the end");
    drop(items);
    let mut rest = demo.dump(&List { after: Some(first.id) }).unwrap();
    assert_eq!(rest.next().unwrap().unwrap().id, second.id);
    assert!(rest.next().unwrap().is_none());
}

/// Fills the buffer with messages of full length.
fn fill(demo: &mut nl_core::Connection<Demo>, messages: u32) -> Vec<u32> {
    let data = [0x5a; Send::DATA_MAX];
    (0..messages).map(|n| demo.call(&chunk(n * 2048, &data)).unwrap().id).collect()
}

#[test]
fn a_dump_goes_over_many_datagrams_and_loses_nothing() {
    let peer = Peer::new();
    let mut demo = peer.connect();
    let ids = fill(&mut demo, 300);
    let mut listed = Vec::new();
    let mut items = demo.dump(&List::default()).unwrap();
    while let Some(item) = items.next().unwrap() {
        assert_eq!(item.data.len(), Send::DATA_MAX);
        listed.push(item.id);
    }
    assert_eq!(listed, ids);
}

#[test]
fn a_dump_that_is_changed_meanwhile_says_so_and_a_new_one_is_whole() {
    let peer = Peer::new();
    let (mut demo, mut other) = (peer.connect(), peer.connect());
    fill(&mut demo, 600);
    let mut items = demo.dump(&List::default()).unwrap();
    items.next().unwrap().unwrap();
    let late = other.call(&chunk(0, b"late")).unwrap().id;
    let mut seen = 1;
    let end = loop {
        match items.next() {
            Ok(Some(_)) => seen += 1,
            other => break other.map(|_| ()),
        }
    };
    assert!(matches!(end, Err(Error::Interrupted(_))), "{end:?}");
    assert!(seen >= 600);
    drop(items);
    let mut items = demo.dump(&List { after: Some(late - 1) }).unwrap();
    assert_eq!(items.next().unwrap().unwrap().data, b"late");
    assert!(items.next().unwrap().is_none());
}

#[test]
fn a_dump_that_changes_is_read_again_so_many_times_and_then_reported_with_what_was_read() {
    let peer = Peer::new();
    let mut other = peer.connect();
    let first = fill(&mut other, 600)[0];
    for mut demo in Caller::both(&peer.options.clone().retries(2)) {
        for (changes, tries) in [(1, 2), (2, 3), (9, 3)] {
            let mut starts = 0;
            let dumped = demo.dump_map(&List::default(), |item| {
                let is_first = item.id == first;
                starts += i32::from(is_first);
                if is_first && starts <= changes {
                    other.call(&chunk(0, b"late")).unwrap();
                }
                item.id
            });
            assert_eq!(starts, tries);
            match dumped {
                Ok(ids) => assert!(changes < tries && ids.len() > 600),
                Err(DumpError::Interrupted { items, operated }) => {
                    assert!(changes >= tries && items.len() >= 600);
                    assert_eq!((operated.family, operated.operation), ("nl_demo", "List"));
                }
                Err(DumpError::Failed(error)) => panic!("{error}"),
                Err(other) => panic!("{other:?}"),
            }
        }
    }
}

#[test]
fn a_dropped_dump_does_not_hinder_the_next() {
    let peer = Peer::new();
    let ids = fill(&mut peer.connect(), 300);
    for mut demo in Caller::both(&peer.options) {
        let first = |demo: &mut Caller<Demo>| {
            let (first, error) = demo.dump_some(&List::default(), 1, |item| item.id);
            assert!(first == [ids[0]] && error.is_none(), "{error:?}");
        };
        first(&mut demo);
        first(&mut demo);
        assert_eq!(demo.call(&echo("between")).unwrap().text, "between");
        first(&mut demo);
        assert!(demo.batch(&[echo("between")], |_| ()).unwrap()[0].is_ok());
        assert_eq!(demo.dump_map(&List::default(), |item| item.id).unwrap(), ids);
    }
}

#[test]
fn clear_empties_and_numbers_go_on() {
    let peer = Peer::new();
    let mut demo = peer.connect();
    let before = demo.call(&chunk(0, b"a")).unwrap().id;
    demo.call(&Clear {}).unwrap();
    assert!(demo.dump(&List::default()).unwrap().next().unwrap().is_none());
    let after = demo.call(&chunk(0, b"b")).unwrap();
    assert_eq!(after, Receipt { id: before + 1, messages: 1, bytes: 1 });
}

#[test]
fn a_full_buffer_is_refused_and_loses_nothing() {
    let peer = Peer::new();
    let mut demo = peer.connect();
    let data = [1; Send::DATA_MAX];
    let full = 4 * 1024 * 1024 / 2048;
    for n in 0..full {
        demo.call(&chunk(n, &data)).unwrap();
    }
    let refusal = refused(demo.call(&chunk(full, &data)));
    assert_eq!(refusal.errno, Errno::ENOSPC);
    assert_eq!(
        said(&refusal),
        "nl_demo Send: it refused message.data: the buffer is full, clear it first (ENOSPC)"
    );
    let mut items = demo.dump(&List::default()).unwrap();
    let mut count = 0;
    while items.next().unwrap().is_some() {
        count += 1;
    }
    assert_eq!(count, full);
    drop(items);
    demo.call(&Clear {}).unwrap();
    assert!(demo.call(&chunk(0, &data)).is_ok());
}

#[test]
fn a_greeting_reaches_every_member_and_nobody_else() {
    let peer = Peer::new();
    let mut listeners = [peer.subscribe(Demo::GREETINGS), peer.subscribe(Demo::GREETINGS)];
    let mut elsewhere = peer.subscribe(Demo::MESSAGES);
    let mut demo = peer.connect();
    demo.call(&Greet { text: Some("hello") }).unwrap();
    demo.call(&Greet::default()).unwrap();
    let numbers = listeners.each_mut().map(|listener| {
        let (text, first) = greeting(listener);
        assert_eq!(text, "hello");
        let (text, second) = greeting(listener);
        assert_eq!((text.as_str(), second), (Greeting::DEFAULT, first + 1));
        first
    });
    assert_eq!(numbers[0], numbers[1]);
    demo.call(&chunk(0, b"x")).unwrap();
    match elsewhere.next_within(TIMEOUT).unwrap() {
        Some(Incoming::Event(DemoEvent::Stored(message))) => assert_eq!(message.data, b"x"),
        other => panic!("a greeting came to group messages: {other:?}"),
    }
}

#[test]
fn events_of_two_groups_come_to_one_socket_in_order_and_are_told_apart() {
    let peer = Peer::new();
    for open in Listener::OPEN {
        let mut listener = open(&[Demo::MESSAGES, Demo::GREETINGS], &peer.options).unwrap();
        let mut demo = peer.connect();
        for text in ["one", "two"] {
            demo.call(&chunk(0, text.as_bytes())).unwrap();
            demo.call(&Greet { text: Some(text) }).unwrap();
        }
        for text in ["one", "two"] {
            match listener.hear().unwrap() {
                Incoming::Event(DemoEvent::Stored(stored)) => {
                    assert_eq!(stored.data, text.as_bytes());
                }
                other => panic!("{other:?}"),
            }
            // The kernel says to which group it was sent; from a host it comes to this socket alone.
            let group = |group| is_kernel().then_some(group);
            assert_eq!(listener.origin().group, group(Demo::MESSAGES));
            match listener.hear().unwrap() {
                Incoming::Event(DemoEvent::Greeting(greeting)) => assert_eq!(greeting.text, text),
                other => panic!("{other:?}"),
            }
            assert_eq!(listener.origin().group, group(Demo::GREETINGS));
        }
    }
    let mut both = peer.connect().subscribe_all(&[Demo::MESSAGES, Demo::GREETINGS]).unwrap();
    peer.connect().call(&Greet { text: Some("both") }).unwrap();
    assert_eq!(greeting(&mut both).0, "both");
}

#[test]
fn a_greeting_that_nobody_hears_succeeds_with_a_warning() {
    let peer = Peer::new();
    // Bound before a listener's port id is free again, which a host takes for that listener.
    let mut together = peer.connect();
    for mut demo in Caller::both(&peer.options) {
        let text = Some("hello");
        demo.call(&Greet { text }).unwrap();
        assert_eq!(demo.warning(), Some("nobody has joined the group to hear it"));
        let acknowledged = demo.call_acknowledged(&Greet { text }).unwrap();
        assert_eq!(acknowledged.warning, Some("nobody has joined the group to hear it"));
        demo.call(&echo("hello")).unwrap();
        assert_eq!(demo.warning(), None, "that was the last call's");
        let mut listener = peer.subscribe(Demo::GREETINGS);
        demo.call(&Greet { text }).unwrap();
        assert_eq!((demo.warning(), greeting(&mut listener).0.as_str()), (None, "hello"));
    }
    let mut batch = together.batch();
    let (greeted, echoed) = (batch.add(&Greet::default()), batch.add(&echo("hello")));
    let answers = batch.send().unwrap();
    answers.get(greeted).unwrap();
    let warning = answers.warning(greeted);
    assert_eq!(warning.as_deref(), Some("nobody has joined the group to hear it"));
    assert_eq!(answers.warning(echoed), None);
}

fn greeting(listener: &mut nl_core::Subscription<Demo>) -> (String, u32) {
    match listener.next_within(TIMEOUT).unwrap() {
        Some(Incoming::Event(DemoEvent::Greeting(greeting))) => {
            (greeting.text.to_owned(), greeting.number)
        }
        other => panic!("expected a greeting, got {other:?}"),
    }
}

#[test]
fn what_is_stored_is_announced_as_it_was_sent() {
    let peer = Peer::new();
    let mut receiver = peer.subscribe(Demo::MESSAGES);
    let mut demo = peer.connect();
    let data: Vec<u8> = (0..=255).collect();
    let receipt = demo.call(&Send { name: "bytes", offset: 9, data: &data, last: true }).unwrap();
    match receiver.next_within(TIMEOUT).unwrap() {
        Some(Incoming::Event(DemoEvent::Stored(message))) => {
            assert_eq!(message.id, receipt.id);
            assert_eq!(
                (message.name, message.offset, message.data, message.last),
                ("bytes", 9, &data[..], true)
            );
        }
        other => panic!("expected the message, got {other:?}"),
    }
}

#[test]
fn lost_events_are_an_item_of_the_stream_which_goes_on() {
    let peer = Peer::new();
    for open in Listener::OPEN {
        let mut receiver = open(&[Demo::MESSAGES], &peer.options).unwrap();
        let mut demo = peer.connect();
        let ids = fill(&mut demo, 400);
        let (mut seen, mut losses) = (Vec::new(), Vec::new());
        while let Some(incoming) = receiver.next_within(SILENCE).unwrap() {
            match incoming {
                Incoming::Event(DemoEvent::Stored(message)) => seen.push(message.id),
                Incoming::Overrun { lost } => losses.push(lost),
                other => panic!("unexpected {other:?}"),
            }
        }
        assert!(!losses.is_empty() && seen.len() < ids.len(), "{} came", seen.len());
        // The kernel counts what it drops; a host does not.
        let lost: Option<u32> = losses.into_iter().sum();
        let expected = u32::try_from(ids.len() - seen.len()).unwrap();
        assert_eq!(lost, is_kernel().then_some(expected));
        let after = demo.call(&chunk(0, b"after")).unwrap().id;
        match receiver.hear().unwrap() {
            Incoming::Event(DemoEvent::Stored(message)) => assert_eq!(message.id, after),
            other => panic!("expected the message, got {other:?}"),
        }
        demo.call(&Clear {}).unwrap();
    }
}

#[test]
fn what_is_asked_for_after_a_loss_is_all_that_was_lost() {
    let peer = Peer::new();
    for open in Listener::OPEN {
        let mut receiver = open(&[Demo::MESSAGES], &peer.options).unwrap();
        let (mut demo, mut other) = (peer.connect(), peer.connect());
        let mut sent = fill(&mut demo, 400);
        let mut known = Vec::new();
        let mut more = |known: &mut Vec<u32>, incoming: Incoming<DemoEvent<'_>>| match incoming {
            Incoming::Event(DemoEvent::Stored(message)) => known.push(message.id),
            Incoming::Overrun { .. } => {
                let all = other.dump_map(&List::default(), |message| message.id).unwrap();
                known.extend(all);
            }
            other => panic!("unexpected {other:?}"),
        };
        more(&mut known, receiver.hear().unwrap());
        // The socket is full still, and what comes now is lost as well.
        sent.extend(fill(&mut demo, 20));
        while let Some(incoming) = receiver.next_within(SILENCE).unwrap() {
            more(&mut known, incoming);
        }
        sent.retain(|id| !known.contains(id));
        assert!(sent.is_empty(), "{sent:?} were neither announced nor listed after a loss");
        demo.call(&Clear {}).unwrap();
    }
}

#[test]
fn ten_thousand_unread_events_hinder_no_call() {
    let peer = Peer::new();
    let _deaf = peer.subscribe(Demo::GREETINGS);
    let greetings = [Greet::default(); 100];
    for mut demo in Caller::both(&peer.options) {
        for _ in 0..100 {
            let answers = demo.batch(&greetings, |()| ()).unwrap();
            answers.into_iter().for_each(Result::unwrap);
        }
        assert_eq!(demo.call(&echo("through")).unwrap().text, "through");
    }
}

#[test]
fn repeats_come_in_order_while_others_are_served() {
    let peer = Peer::new();
    let (mut demo, mut other) = (peer.connect(), peer.connect());
    let start = Instant::now();
    let mut replies = demo.stream(&Repeat { count: Some(10), interval: Some(100) }).unwrap();
    let accepted = start.elapsed();
    assert_eq!(other.call(&echo("meanwhile")).unwrap().text, "meanwhile");
    let served = start.elapsed();
    for index in 1..=10 {
        assert_eq!(replies.next().unwrap(), Some(Repeated { index, count: 10 }));
        if index == 1 {
            assert!(accepted < start.elapsed() && served < start.elapsed());
            // Half the time: clocks of emulated machines drift, and what is to be shown is that the
            // request did not wait for it.
            assert!(start.elapsed() >= Duration::from_millis(50), "{:?}", start.elapsed());
        }
    }
    assert!(start.elapsed() >= Duration::from_millis(500), "{:?}", start.elapsed());
    assert_eq!(replies.next().unwrap(), None);
    assert_eq!(replies.next().unwrap(), None);
}

#[test]
fn a_dropped_repeat_leaves_the_connection_usable() {
    let peer = Peer::new();
    let mut demo = peer.connect();
    let mut replies = demo.stream(&Repeat { count: Some(20), interval: Some(5) }).unwrap();
    assert_eq!(replies.next().unwrap(), Some(Repeated { index: 1, count: 20 }));
    drop(replies);
    for _ in 0..20 {
        assert_eq!(demo.call(&echo("on")).unwrap().text, "on");
        std::thread::sleep(Duration::from_millis(5));
    }
    let mut replies = demo.stream(&Repeat { count: Some(1), interval: Some(1) }).unwrap();
    assert_eq!(replies.next().unwrap(), Some(Repeated { index: 1, count: 1 }));
    assert_eq!(replies.next().unwrap(), None);
}

#[test]
fn closing_the_socket_in_the_middle_of_a_repeat_harms_nobody() {
    let peer = Peer::new();
    for _ in 0..10 {
        let mut demo = peer.connect();
        demo.stream(&Repeat { count: Some(1000), interval: Some(1) }).unwrap();
    }
    assert_eq!(peer.connect().call(&echo("well")).unwrap().text, "well");
}

#[test]
fn a_repeat_out_of_range_and_one_too_many_are_refused() {
    let peer = Peer::new();
    let mut demo = peer.connect();
    let refusal = refused(demo.call(&Raw::<6>(attr(2, &60001u32.to_ne_bytes()))));
    assert_eq!(refusal.errno, Errno::ERANGE);
    assert_eq!(
        said(&refusal),
        "nl_demo Repeat: it refused repeat.interval: integer out of range (ERANGE), it accepts 1..=60000"
    );
    let request = Repeat { count: Some(1), interval: Some(60000) };
    let mut connections: Vec<_> = (0..64).map(|_| peer.connect()).collect();
    for connection in &mut connections {
        connection.stream(&request).unwrap();
    }
    let refusal = refused(demo.stream(&request).map(|_| ()));
    assert_eq!(refusal.errno, Errno::EBUSY);
    assert_eq!(said(&refusal), "nl_demo Repeat: it refused: too many repeats are running (EBUSY)");
}

#[test]
fn a_deadline_ends_a_wait_and_the_late_reply_is_passed_over() {
    let peer = Peer::new();
    let options = peer.options.clone().timeout(Some(Duration::from_millis(50)));
    let mut demo = nl_core::Connection::<Demo>::open_with(options).unwrap();
    let mut replies = demo.stream(&Repeat { count: Some(2), interval: Some(300) }).unwrap();
    assert!(matches!(replies.next(), Err(Error::TimedOut(_))));
    drop(replies);
    std::thread::sleep(Duration::from_millis(700));
    assert_eq!(demo.call(&echo("in time")).unwrap().text, "in time");
}

#[test]
fn the_declaration_is_what_the_controller_lists() {
    let peer = Peer::new();
    let options = peer.options.clone();
    let mut controller = nl_core::controller::Controller::open_with(options).unwrap();
    let family = controller.family(Demo::SCHEMA.name).unwrap().unwrap();
    assert_eq!(family.version, 1);
    let groups: Vec<_> = family.groups.iter().map(|group| group.name.as_str()).collect();
    assert_eq!(groups, ["messages", "greetings"]);
    let operations: Vec<_> = family.operations.iter().map(|op| (op.command, op.flags)).collect();
    assert_eq!(operations, [(1, 0xa), (2, 0xb), (3, 0xc), (4, 0xb), (5, 0xa), (6, 0xa)]);
    assert!(controller.families().unwrap().contains(&family));
    assert_eq!(Echo::SCHEMA.name, "echo");
}

#[test]
fn the_declaration_and_what_is_served_have_no_difference() {
    let peer = Peer::new();
    let mut demo = peer.connect();
    assert_eq!(demo.verify().unwrap(), []);
    // It has asked the controller, and is still a connection to the family.
    assert_eq!(demo.call(&echo("as before")).unwrap().text, "as before");
}
