//! What is broken, too large or out of place among the answers touches that request alone whose number
//! it has; what is told late, or without a number, is told to whoever waits.

use std::fmt::Debug;
use std::time::Duration;

use nl_core::wire::{flags, kind};
use nl_core::{Errno, Error};
use nl_family_demo::Demo;
use nl_family_demo::family::{Clear, Echo, List, Message, Tag};
use nl_tests::caller::Caller;
use nl_tests::puppet::{Asked, FAMILY, Puppet, generic, message};

const ECHO: u8 = 1;
const LIST: u8 = 3;
const CLEAR: u8 = 4;
/// Longer than any answer here takes.
const LATE: Duration = Duration::from_millis(100);

fn echo(sequence: u32) -> Echo<'static> {
    Echo { sequence, text: "?", priority: None, urgent: false, tags: Vec::new() }
}

/// The request as it was written.
fn sequence(asked: &Asked<'_>) -> u32 {
    let (_, attributes) = asked.bytes.split_at(20);
    <Echo<'_> as nl_core::Decode>::decode(attributes).map_or(0, |echo| echo.sequence)
}

fn reply(asked: &Asked<'_>) -> Vec<u8> {
    asked.reply(ECHO, &echo(sequence(asked)))
}

/// Says that it is longer than it is.
fn broken(mut message: Vec<u8>) -> Vec<u8> {
    message[..4].copy_from_slice(&4000u32.to_ne_bytes());
    message
}

/// How many requests are under way, as a connection says of itself.
fn pending(demo: &Caller<Demo>) -> usize {
    let count = |connection: &dyn Debug| format!("{connection:?}").matches("Pending {").count();
    match demo {
        Caller::Blocking(demo) => count(demo),
        Caller::Awaited(_, demo) => count(demo),
    }
}

/// Runs a test with both flavours, each with a puppet of its own.
fn both(play: fn(&Asked<'_>) -> Vec<Vec<u8>>, test: impl Fn(&mut Caller<Demo>)) {
    for open in [Caller::blocking, Caller::awaited] {
        let puppet = Puppet::new(play);
        test(&mut open(&puppet.options()).unwrap());
    }
}

/// What becomes of echoes that go out as a batch, and nothing is left of them.
fn batch(demo: &mut Caller<Demo>, sequences: &[u32]) -> Vec<Result<u32, Error>> {
    let requests: Vec<_> = sequences.iter().copied().map(echo).collect();
    let answers = demo.batch(&requests, |reply| reply.sequence).unwrap();
    assert_eq!(pending(demo), 0);
    answers
}

#[test]
fn a_call_s_answer_comes_behind_what_is_broken_and_not_its_own() {
    let play = |asked: &Asked<'_>| {
        let last = asked.header.seq.wrapping_sub(1);
        let late = broken(generic(FAMILY, 0, last, ECHO, &echo(9)));
        vec![vec![0; 7], vec![1, 2, 3], late, reply(asked)]
    };
    both(play, |demo| {
        assert_eq!(demo.call(&echo(1)).unwrap().sequence, 1);
        assert_eq!(demo.call(&echo(2)).unwrap().sequence, 2);
    });
}

#[test]
fn a_call_s_answer_comes_behind_one_that_is_too_large_and_not_its_own() {
    for open in [Caller::blocking, Caller::awaited] {
        let puppet = Puppet::new(|asked| {
            let last = asked.header.seq.wrapping_sub(1);
            let tags = vec![Tag { name: "a tag of a lot", weight: 1 }; 10_000];
            let late = generic(FAMILY, 0, last, ECHO, &Echo { tags, ..echo(9) });
            vec![late, reply(asked)]
        });
        socket2::SockRef::from(puppet.socket()).set_send_buffer_size(400 << 10).unwrap();
        let options = puppet.options().buffer(256 << 10).receive_buffer(2 << 20);
        let mut demo = open(&options).unwrap();
        assert_eq!(demo.call(&echo(1)).unwrap().sequence, 1);
    }
}

#[test]
fn a_broken_answer_leaves_nothing_under_way() {
    both(
        |asked| vec![broken(reply(asked))],
        |demo| {
            let answers = batch(demo, &[1, 2]);
            let is_broken = |answer: &Result<u32, _>| matches!(answer, Err(Error::Datagram(_)));
            assert!(answers.iter().all(is_broken), "{answers:?}");
        },
    );
}

#[test]
fn an_answer_that_comes_again_whole_is_not_another_one_s() {
    let play = |asked: &Asked<'_>| {
        if sequence(asked) == 1 {
            return vec![broken(reply(asked)), reply(asked)];
        }
        std::thread::sleep(LATE);
        vec![reply(asked)]
    };
    both(play, |demo| {
        let answers = batch(demo, &[1, 2]);
        assert!(matches!(answers[..], [Err(Error::Datagram(_)), Ok(2)]), "{answers:?}");
    });
}

#[test]
fn what_a_message_lacks_is_not_taken_from_the_one_before() {
    let play = |asked: &Asked<'_>| {
        let nothing = asked.message(kind::NOOP, 0, &[]);
        vec![nothing.clone(), nothing[..7].to_vec(), reply(asked)]
    };
    both(play, |demo| {
        let answers = batch(demo, &[1]);
        assert!(matches!(answers[..], [Ok(1)]), "{answers:?}");
    });
}

#[test]
fn what_has_no_number_is_no_answer_to_what_is_not_sent_yet() {
    for open in [Caller::blocking, Caller::awaited] {
        let mut first = Vec::new();
        let puppet = Puppet::new(move |asked| match sequence(asked) {
            1 => {
                first = reply(asked);
                Vec::new()
            }
            2 => vec![reply(asked), broken(message(FAMILY, 0, 0, &[0; 4])), first.clone()],
            _ => vec![reply(asked)],
        });
        // With room for two answers the third request is a datagram of its own.
        let mut demo = open(&puppet.options().receive_buffer(6 << 10)).unwrap();
        let answers = batch(&mut demo, &[1, 2, 3]);
        assert!(matches!(answers[..], [Ok(1), Ok(2), Ok(3)]), "{answers:?}");
    }
}

#[test]
fn a_loss_that_the_host_tells_ends_a_batch_at_once() {
    both(
        |asked| vec![asked.message(kind::OVERRUN, 0, &[])],
        |demo| {
            let answers = batch(demo, &[1]);
            assert!(matches!(answers[..], [Err(Error::Overrun(_))]), "{answers:?}");
        },
    );
}

#[test]
fn a_loss_that_the_host_tells_amid_a_dump_is_its_end() {
    let play = |asked: &Asked<'_>| {
        let item = Message { id: 1, name: "file", offset: 0, data: b"data", last: false };
        let item = asked.part(flags::MULTI, LIST, &item);
        vec![item.clone(), asked.message(kind::OVERRUN, 0, &[]), item, asked.done(0, 0)]
    };
    both(play, |demo| {
        let (ids, error) = demo.dump_some(&List::default(), 9, |item| item.id);
        assert!(ids == [1] && matches!(error, Some(Error::Overrun(_))), "{ids:?} {error:?}");
    });
}

#[test]
fn a_refusal_behind_a_reply_counts_in_a_batch_as_in_a_call() {
    let play =
        |asked: &Asked<'_>| vec![asked.reply(CLEAR, &Clear {}), asked.status(libc::EPERM, &[])];
    let is_eperm =
        |error: &Error| matches!(error, Error::Refused(refused) if refused.errno == Errno::EPERM);
    both(play, |demo| {
        assert!(is_eperm(&demo.call(&Clear {}).unwrap_err()));
        let answers = demo.batch(&[Clear {}], |()| ()).unwrap();
        assert!(matches!(&answers[..], [Err(error)] if is_eperm(error)), "{answers:?}");
    });
}
