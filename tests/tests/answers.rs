//! Answers as no peer should send them, over real sockets, to blocking and awaited connections.
//!
//! The same mistakes as scripts against the exchange alone: `nl-core/runtime/src/exchange_tests.rs`.

use nl_core::wire::{flags, kind};
use nl_core::{Connection, DumpError, Errno, Error};
use nl_family_demo::Demo;
use nl_family_demo::family::{Clear, Echo, List, Message};
use nl_tests::caller::Caller;
use nl_tests::puppet::{Asked, FAMILY, Puppet, attribute, generic, message};

const ECHO: u8 = 1;
const LIST: u8 = 3;
/// `NLMSGERR_ATTR_MSG` and others of `linux/netlink.h`.
const MSG: u16 = 1;
const OFFSET: u16 = 2;
const MISSING: u16 = 5;

fn echo(text: &str) -> Echo<'_> {
    Echo { sequence: 1, text, priority: None, urgent: false, tags: Vec::new() }
}

fn item(id: u32) -> Message<'static> {
    Message { id, name: "file", offset: 0, data: b"data", last: false }
}

fn sentence(text: &str) -> Vec<u8> {
    attribute(MSG, &[text.as_bytes(), &[0]].concat())
}

/// Runs a test with both flavours, each with a puppet of its own which answers the first request
/// with those datagrams. Afterwards, whatever came of it, a call must work as ever.
fn both(play: fn(&Asked<'_>) -> Vec<Vec<u8>>, test: impl Fn(&mut Caller<Demo>)) {
    for open in [Caller::blocking, Caller::awaited] {
        let mut first = true;
        let puppet = Puppet::new(move |asked| {
            if std::mem::take(&mut first) {
                return play(asked);
            }
            vec![asked.reply(ECHO, &echo("well"))]
        });
        let mut demo = open(&puppet.options()).unwrap();
        test(&mut demo);
        assert_eq!(demo.call(&echo("and then?")).unwrap().text, "well");
    }
}

#[test]
fn a_reply_and_its_ack_in_one_datagram_are_both_taken() {
    both(
        |asked| vec![[asked.reply(ECHO, &echo("a")), asked.ack()].concat()],
        |demo| {
            assert_eq!(demo.call_acknowledged(&echo("?")).unwrap().reply.unwrap().text, "a");
        },
    );
}

#[test]
fn an_ack_before_its_reply_is_the_end_and_the_reply_is_nobody_s() {
    both(
        |asked| vec![asked.ack(), asked.reply(ECHO, &echo("late"))],
        |demo| {
            assert_eq!(demo.call_acknowledged(&echo("?")).unwrap().reply, None);
        },
    );
}

#[test]
fn two_replies_before_an_ack_are_two_replies() {
    let play = |asked: &Asked<'_>| {
        vec![asked.reply(ECHO, &echo("a")), asked.reply(ECHO, &echo("b")), asked.ack()]
    };
    both(play, |demo| {
        let texts = demo.call_many(&echo("?"), |reply| reply.text.to_owned()).unwrap();
        assert_eq!(texts, ["a", "b"]);
    });
    both(play, |demo| {
        assert_eq!(demo.call_acknowledged(&echo("?")).unwrap().reply.unwrap().text, "a");
    });
}

#[test]
fn strays_of_every_sort_fail_no_call() {
    let play = |asked: &Asked<'_>| {
        let seq = asked.header.seq;
        let wrong = generic(FAMILY, 0, seq + 1, ECHO, &echo("wrong seq"));
        vec![
            asked.message(kind::NOOP, 0, &[]),
            message(kind::ERROR, 0, seq + 7, &(-libc::EPERM).to_ne_bytes()),
            message(kind::DONE, 0, seq + 8, &[0; 4]),
            generic(FAMILY + 1, 0, seq, ECHO, &echo("another family")),
            [wrong, asked.message(FAMILY, 0, &[1]), asked.message(kind::ERROR, 0, &[0; 3])]
                .concat(),
            asked.message(9, 0, &[]),
            asked.reply(ECHO, &echo("true")),
            asked.reply(ECHO, &echo("twice")),
        ]
    };
    both(play, |demo| assert_eq!(demo.call(&echo("?")).unwrap().text, "true"));
}

#[test]
fn a_notification_with_the_request_s_number_is_not_its_reply() {
    let play = |asked: &Asked<'_>| {
        let greeting = nl_family_demo::family::Greeting { text: "hello", number: 1 };
        vec![asked.reply(8, &greeting), asked.reply(ECHO, &echo("true"))]
    };
    both(play, |demo| assert_eq!(demo.call(&echo("?")).unwrap().text, "true"));
}

#[test]
fn an_overrun_ends_the_call_and_says_so() {
    both(
        |asked| vec![asked.message(kind::OVERRUN, 0, &[])],
        |demo| {
            let error = demo.call(&echo("?")).unwrap_err();
            assert!(matches!(error, Error::Overrun(_)), "{error}");
        },
    );
}

#[test]
fn no_reply_another_command_and_a_reply_without_its_attributes_are_three_errors() {
    both(
        |asked| vec![asked.ack()],
        |demo| {
            let error = demo.call(&echo("?")).unwrap_err();
            assert!(matches!(error, Error::NoReply(_)));
            assert_eq!(error.to_string(), "nl_demo Echo: acknowledged, but no reply came");
        },
    );
    both(
        |asked| vec![asked.reply(9, &echo("?"))],
        |demo| {
            let error = demo.call(&echo("?")).unwrap_err();
            assert!(matches!(error, Error::UnexpectedCommand(_)));
            let expected = "nl_demo Echo: the message has command 9, which is another's";
            assert_eq!(error.to_string(), expected);
        },
    );
    both(
        |asked| vec![asked.reply(ECHO, &Clear {})],
        |demo| {
            let error = demo.call(&echo("?")).unwrap_err();
            assert!(matches!(error, Error::Decode(_)));
            let expected = "nl_demo Echo: the answer does not decode: Echo.sequence at byte 20: required, but not there";
            assert_eq!(error.to_string(), expected);
        },
    );
}

#[test]
fn a_message_cut_or_of_a_broken_length_is_said_to_be_broken() {
    for length in [0u32, 15, 4000] {
        for open in [Caller::blocking, Caller::awaited] {
            let mut first = true;
            let puppet = Puppet::new(move |asked| {
                let mut reply = asked.reply(ECHO, &echo("well"));
                if std::mem::take(&mut first) {
                    reply[..4].copy_from_slice(&length.to_ne_bytes());
                }
                vec![reply]
            });
            let mut demo = open(&puppet.options()).unwrap();
            let error = demo.call(&echo("?")).unwrap_err();
            assert!(matches!(error, Error::Datagram(_)), "length {length}: {error}");
            assert_eq!(demo.call(&echo("and then?")).unwrap().text, "well");
        }
    }
}

#[test]
fn what_is_broken_behind_a_reply_fails_neither_it_nor_the_next_call() {
    both(
        |asked| vec![[&asked.reply(ECHO, &echo("good"))[..], &[1, 2, 3]].concat()],
        |demo| {
            assert_eq!(demo.call(&echo("?")).unwrap().text, "good");
        },
    );
}

#[test]
fn an_error_in_done_is_the_dump_s_error_after_what_was_read() {
    let play = |asked: &Asked<'_>| {
        vec![asked.part(flags::MULTI, LIST, &item(1)), asked.done(0, libc::ENOMEM)]
    };
    let is_enomem =
        |error: &Error| matches!(error, Error::Refused(refused) if refused.errno == Errno::ENOMEM);
    both(play, |demo| {
        let (ids, error) = demo.dump_some(&List::default(), 9, |item| item.id);
        assert_eq!(ids, [1]);
        assert!(is_enomem(&error.unwrap()));
    });
    both(play, |demo| match demo.dump_map(&List::default(), |item| item.id) {
        Err(DumpError::Failed(error)) => assert!(is_enomem(&error)),
        other => panic!("{other:?}"),
    });
}

#[test]
fn a_done_says_why_if_it_can() {
    let play = |asked: &Asked<'_>| {
        let status = [&(-libc::EINVAL).to_ne_bytes()[..], &sentence("not like that")].concat();
        vec![asked.message(kind::DONE, flags::MULTI | flags::ACK_TLVS, &status)]
    };
    both(play, |demo| {
        let (_, error) = demo.dump_some(&List::default(), 9, |item| item.id);
        let expected = "nl_demo List: the user-space host refused: not like that (EINVAL)";
        assert_eq!(error.unwrap().to_string(), expected);
    });
    // The flag without attributes, as where an skb has no room; and no errno at all.
    both(
        |asked| vec![asked.message(kind::DONE, flags::ACK_TLVS, &[0; 4])],
        |demo| assert_eq!(demo.dump_map(&List::default(), |item| item.id).unwrap(), [0; 0]),
    );
    both(
        |asked| vec![asked.message(kind::DONE, 0, &[])],
        |demo| assert_eq!(demo.dump_map(&List::default(), |item| item.id).unwrap(), [0; 0]),
    );
}

#[test]
fn a_dump_without_the_multi_flag_goes_on_to_its_end() {
    let play = |asked: &Asked<'_>| {
        let items = [1, 2, 3].map(|id| asked.part(0, LIST, &item(id)));
        vec![items[0].clone(), items[1..].concat(), asked.done(0, 0)]
    };
    both(play, |demo| {
        assert_eq!(demo.dump_map(&List::default(), |item| item.id).unwrap(), [1, 2, 3]);
    });
}

#[test]
fn a_bad_item_is_an_error_of_its_own_and_the_dump_goes_on() {
    let play = |asked: &Asked<'_>| {
        let good = |id| asked.part(flags::MULTI, LIST, &item(id));
        vec![
            [good(1), asked.part(flags::MULTI, LIST, &Clear {}), good(3)].concat(),
            asked.done(0, 0),
        ]
    };
    both(play, |demo| {
        let (ids, error) = demo.dump_some(&List::default(), 9, |item| item.id);
        assert_eq!(ids, [1]);
        assert!(matches!(error, Some(Error::Decode(_))), "a list that is cut short must say so");
    });
    both(play, |demo| {
        let failed = demo.dump_map(&List::default(), |item| item.id);
        assert!(matches!(failed, Err(DumpError::Failed(Error::Decode(_)))), "{failed:?}");
    });
    let puppet = Puppet::new(play);
    let mut demo = Connection::<Demo>::open_with(puppet.options()).unwrap();
    let mut items = demo.dump(&List::default()).unwrap();
    assert_eq!(items.next().unwrap().unwrap().id, 1);
    assert!(matches!(items.next(), Err(Error::Decode(_))));
    assert_eq!(items.next().unwrap().unwrap().id, 3, "it goes on");
    assert!(items.next().unwrap().is_none());
}

#[test]
fn an_interrupted_dump_is_asked_for_again_so_many_times_and_then_reported_with_what_was_read() {
    for (interruptions, retries) in [(1, 3), (3, 3), (4, 3), (1, 0)] {
        for open in [Caller::blocking, Caller::awaited] {
            let mut times = 0;
            let puppet = Puppet::new(move |asked| {
                times += 1;
                let flag = if times <= interruptions { flags::DUMP_INTR } else { 0 };
                // The flag may come with any item, or with the end.
                let on = |at| if times % 3 == at { flag } else { 0 };
                let part = |at, id| asked.part(flags::MULTI | on(at), LIST, &item(id));
                vec![part(0, times), [part(1, 0), asked.done(on(2), 0)].concat()]
            });
            let mut demo = open(&puppet.options().retries(retries)).unwrap();
            let dumped = demo.dump_map(&List::default(), |item| item.id);
            if interruptions <= retries {
                assert_eq!(dumped.unwrap(), [interruptions + 1, 0]);
                continue;
            }
            match dumped {
                Err(DumpError::Interrupted { items, .. }) => assert_eq!(items, [retries + 1, 0]),
                other => panic!("{other:?}"),
            }
        }
    }
}

#[test]
fn an_interrupted_dump_is_read_to_its_end_before_it_says_so() {
    let play = |asked: &Asked<'_>| {
        let part = |flag, id| asked.part(flags::MULTI | flag, LIST, &item(id));
        vec![part(flags::DUMP_INTR, 1), part(0, 2), asked.done(0, 0)]
    };
    both(play, |demo| {
        let (ids, error) = demo.dump_some(&List::default(), 9, |item| item.id);
        assert_eq!(ids, [1, 2]);
        assert!(matches!(error, Some(Error::Interrupted(_))), "{error:?}");
    });
}

#[test]
fn a_success_with_a_warning_keeps_both() {
    both(
        |asked| vec![asked.status(0, &sentence("mind the gap"))],
        |demo| {
            demo.call(&Clear {}).unwrap();
            assert_eq!(demo.warning(), Some("mind the gap"));
        },
    );
    let play = |asked: &Asked<'_>| {
        vec![asked.reply(ECHO, &echo("a")), asked.status(0, &sentence("mind the gap"))]
    };
    both(play, |demo| {
        let done = demo.call_acknowledged(&echo("?")).unwrap();
        assert_eq!((done.reply.unwrap().text, done.warning), ("a", Some("mind the gap")));
        assert_eq!(demo.warning(), Some("mind the gap"));
        demo.call(&echo("next")).unwrap();
        assert_eq!(demo.warning(), None);
    });
    // A dump has it at its end.
    let play = |asked: &Asked<'_>| {
        let status = [&[0; 4][..], &sentence("mind the gap")].concat();
        let done = asked.message(kind::DONE, flags::MULTI | flags::ACK_TLVS, &status);
        vec![asked.part(flags::MULTI, LIST, &item(1)), done]
    };
    both(play, |demo| {
        assert_eq!(demo.dump_map(&List::default(), |item| item.id).unwrap(), [1]);
        assert_eq!(demo.warning(), Some("mind the gap"));
    });
}

/// Blames the second attribute: the first takes 8 bytes behind the headers' 20.
fn no_text() -> Vec<u8> {
    [sentence("no"), attribute(OFFSET, &28u32.to_ne_bytes())].concat()
}

#[test]
fn an_extended_ack_is_found_whether_the_request_is_in_it_or_not() {
    let expected = "nl_demo Echo: the user-space host refused echo.text: no (EINVAL)";
    let check = |expected: &'static str| {
        move |demo: &mut Caller<Demo>| {
            assert_eq!(demo.call(&echo("?")).unwrap_err().to_string(), expected);
        }
    };
    both(|asked| vec![asked.status(libc::EINVAL, &no_text())], check(expected));
    both(
        |asked| {
            let errno = (-libc::EINVAL).to_ne_bytes();
            let mut request = asked.bytes.to_vec();
            request.resize(request.len().next_multiple_of(4), 0);
            let payload = [&errno[..], &request, &no_text()].concat();
            vec![asked.message(kind::ERROR, flags::ACK_TLVS, &payload)]
        },
        check(expected),
    );
    // What is cut keeps its errno at least.
    both(
        |asked| vec![asked.message(kind::ERROR, flags::ACK_TLVS, &(-libc::EIO).to_ne_bytes())],
        check("nl_demo Echo: the user-space host refused: Input/output error (EIO)"),
    );
}

#[test]
fn a_missing_attribute_without_a_nest_or_a_sentence_is_named() {
    let play = |asked: &Asked<'_>| {
        vec![asked.status(libc::EINVAL, &attribute(MISSING, &2u32.to_ne_bytes()))]
    };
    both(play, |demo| {
        let expected =
            "nl_demo Echo: the user-space host refused the request (EINVAL): echo.text is missing";
        assert_eq!(demo.call(&echo("?")).unwrap_err().to_string(), expected);
    });
}

#[test]
fn a_dump_dropped_with_its_end_received_already_does_not_hinder_the_next() {
    for between in [false, true] {
        for open in [Caller::blocking, Caller::awaited] {
            let puppet = Puppet::new(|asked| {
                if asked.command == ECHO {
                    return vec![asked.reply(ECHO, &echo("between"))];
                }
                let part = |id| asked.part(flags::MULTI, LIST, &item(id));
                vec![[part(1), part(2), asked.done(0, 0)].concat()]
            });
            let mut demo = open(&puppet.options()).unwrap();
            let (ids, error) = demo.dump_some(&List::default(), 1, |item| item.id);
            assert!(ids == [1] && error.is_none());
            if between {
                assert!(demo.batch(&[echo("?")], |_| ()).unwrap()[0].is_ok());
            }
            assert_eq!(demo.dump_map(&List::default(), |item| item.id).unwrap(), [1, 2]);
        }
    }
}
