//! Answers that do not come: the kernel lost them, a dump has no end, or who should answer is deaf.
//! What comes behind them comes all the same.

use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use nl_core::controller::{GetFamilies, GetFamily, GetPolicy, Nlctrl};
use nl_core::socket::{Deadline, Socket};
use nl_core::tokio::{Connection, Subscription};
use nl_core::wire::{Messages, flags, kind};
use nl_core::{DumpError, Error, Options, Transport};
use nl_family_demo::Demo;
use nl_family_demo::family::{Echo, List, Message};
use nl_tests::caller::{Caller, runtime};
use nl_tests::puppet::{Asked, Puppet, generic};
use nl_tests::{Peer, TIMEOUT};
use tokio::time::timeout;

const ECHO: u8 = 1;
const LIST: u8 = 3;
/// Nobody waits longer for what does not come.
const SOON: Duration = Duration::from_millis(100);
/// As good as for ever.
const LONG: Duration = Duration::from_secs(20);
/// A family with a lot to tell.
const ETHTOOL: GetFamily<'static> = GetFamily { id: None, name: Some("ethtool") };

fn echo(text: &str) -> Echo<'_> {
    Echo { sequence: 1, text, priority: None, urgent: false, tags: Vec::new() }
}

/// To the kernel's controller, with a receive buffer as small as the kernel allows: there is room for
/// one answer alone. None where there is no family with a lot to tell.
fn small(bytes: u32) -> Vec<Caller<Nlctrl>> {
    let options = Options::new().transport(Transport::Kernel).timeout(Some(LONG));
    let mut callers: Vec<_> = Caller::both(&options.receive_buffer(bytes)).into();
    if callers[0].call(&ETHTOOL).is_err() {
        eprintln!("SKIPPED: this kernel has no family ethtool");
        callers.clear();
    }
    callers
}

#[test]
fn after_a_loss_the_next_call_s_answer_comes() {
    for mut nlctrl in small(1) {
        for _ in 0..3 {
            // The reply leaves no room for its ACK.
            let error = nlctrl.call_acknowledged(&ETHTOOL).unwrap_err();
            assert!(matches!(error, Error::Overrun(_)), "{error}");
            assert_eq!(nlctrl.call(&ETHTOOL).unwrap().name, "ethtool");
            assert_eq!(nlctrl.call(&ETHTOOL).unwrap().name, "ethtool");
        }
    }
}

#[test]
fn an_answer_that_was_queued_before_a_loss_is_delivered() {
    for nlctrl in small(1) {
        // The loss is told first, the reply read next, and then there is nothing more.
        match nlctrl {
            Caller::Blocking(mut nlctrl) => {
                let mut replies = nlctrl.call_many(&ETHTOOL).unwrap();
                assert_eq!(replies.next().unwrap().unwrap().name, "ethtool");
                let error = replies.next().unwrap_err();
                assert!(matches!(error, Error::Overrun(_)), "{error}");
            }
            Caller::Awaited(runtime, mut nlctrl) => runtime.block_on(async {
                let mut replies = nlctrl.call_many(&ETHTOOL).await.unwrap();
                assert_eq!(replies.next().await.unwrap().unwrap().name, "ethtool");
                let error = replies.next().await.unwrap_err();
                assert!(matches!(error, Error::Overrun(_)), "{error}");
            }),
        }
    }
}

#[test]
fn replies_that_are_dropped_amid_a_loss_leave_nothing_to_the_next_call() {
    for nlctrl in small(1) {
        let mut nlctrl = nlctrl;
        match &mut nlctrl {
            Caller::Blocking(nlctrl) => drop(nlctrl.call_many(&ETHTOOL).unwrap()),
            Caller::Awaited(runtime, nlctrl) => {
                runtime.block_on(async { drop(nlctrl.call_many(&ETHTOOL).await.unwrap()) });
            }
        }
        assert_eq!(nlctrl.call(&ETHTOOL).unwrap().name, "ethtool");
    }
}

/// What is left of this dump takes the room of the answers behind it.
const POLICIES: GetPolicy<'static> = GetPolicy { id: None, name: Some("ethtool"), command: None };

#[test]
fn a_batch_whose_answers_are_lost_says_so_of_those_alone() {
    for mut nlctrl in small(16 << 10) {
        // Awaited ones wait for room.
        let waits = matches!(nlctrl, Caller::Awaited(..));
        assert!(nlctrl.dump_some(&POLICIES, 1, |_| ()).1.is_none());
        let answers = nlctrl.batch(&[ETHTOOL; 60], |family| family.name == "ethtool").unwrap();
        let lost = answers.iter().filter(|answer| matches!(answer, Err(Error::Overrun(_)))).count();
        let right = answers.iter().filter(|answer| matches!(answer, Ok(true))).count();
        assert!((lost == 0) == waits && right > 0 && lost + right == 60, "{answers:?}");
        if let Caller::Blocking(nlctrl) = &nlctrl {
            // Of the lost ones nothing is left either: what is under way is the dump, if anything.
            assert!(format!("{nlctrl:?}").matches("Pending {").count() < 2);
        }
        assert_eq!(nlctrl.call(&ETHTOOL).unwrap().name, "ethtool");
        let families = nlctrl.dump_map(&GetFamilies {}, |family| family.name == "ethtool").unwrap();
        assert!(families.contains(&true));
    }
}

#[test]
fn a_call_whose_answer_is_lost_says_so_at_once_or_waits_for_room() {
    for mut nlctrl in small(16 << 10) {
        assert!(nlctrl.dump_some(&POLICIES, 1, |_| ()).1.is_none());
        if let Caller::Blocking(nlctrl) = &mut nlctrl {
            let error = nlctrl.call(&ETHTOOL).unwrap_err();
            assert!(matches!(error, Error::Overrun(_)), "{error}");
        }
        assert_eq!(nlctrl.call(&ETHTOOL).unwrap().name, "ethtool");
    }
}

/// Answers to dumps, of which the first so many have no end, and says of each that it was asked for.
fn endless(mut times: u32, command: u8, asked: Sender<()>) -> Puppet {
    let item = Message { id: 1, name: "file", offset: 0, data: b"data", last: false };
    Puppet::new(move |request: &Asked<'_>| {
        if request.command == ECHO {
            return vec![request.reply(ECHO, &echo("here"))];
        }
        asked.send(()).unwrap();
        if times > 0 {
            times -= 1;
            return vec![request.part(flags::MULTI, command, &item)];
        }
        vec![[request.part(flags::MULTI, LIST, &item), request.done(0, 0)].concat()]
    })
}

fn timed_out(dump: &Result<Vec<u32>, DumpError<u32>>) {
    assert!(matches!(dump, Err(DumpError::Failed(Error::TimedOut(_)))), "{dump:?}");
}

#[test]
fn a_dump_whose_end_is_lost_costs_one_deadline_and_the_next_one_works() {
    for open in [Caller::blocking, Caller::awaited] {
        let (asked, dumps) = channel();
        let puppet = endless(1, LIST, asked);
        let mut demo = open(&puppet.options().timeout(Some(SOON))).unwrap();
        timed_out(&demo.dump_map(&List::default(), |item| item.id));
        // It waits for the end of the first one, and is not sent.
        timed_out(&demo.dump_map(&List::default(), |item| item.id));
        assert_eq!(dumps.try_iter().count(), 1);
        demo.set_timeout(Some(LONG));
        for _ in 0..2 {
            assert_eq!(demo.dump_map(&List::default(), |item| item.id).unwrap(), [1]);
        }
    }
}

#[test]
fn no_call_and_no_batch_makes_a_dropped_dump_s_end_forgotten() {
    for open in [Caller::blocking, Caller::awaited] {
        let (asked, dumps) = channel();
        let puppet = endless(1, LIST, asked);
        let mut demo = open(&puppet.options()).unwrap();
        assert_eq!(demo.dump_some(&List::default(), 1, |item| item.id).0, [1]);
        assert_eq!(demo.call(&echo("?")).unwrap().text, "here");
        assert!(demo.batch::<Echo<'_>, _>(&[], |_| ()).unwrap().is_empty());
        assert!(demo.batch(&[echo("?")], |_| ()).unwrap()[0].is_ok());
        let long = "x".repeat(2000);
        assert!(matches!(demo.call(&echo(&long)), Err(Error::Encode(_))));
        demo.set_timeout(Some(SOON));
        timed_out(&demo.dump_map(&List::default(), |item| item.id));
        assert_eq!(dumps.try_iter().count(), 1, "the second one was not sent");
        demo.set_timeout(Some(LONG));
        assert_eq!(demo.dump_map(&List::default(), |item| item.id).unwrap(), [1]);
    }
}

#[test]
fn a_dump_with_an_answer_of_another_command_is_under_way_until_its_end() {
    for open in [Caller::blocking, Caller::awaited] {
        let (asked, dumps) = channel();
        let puppet = endless(1, 77, asked);
        let mut demo = open(&puppet.options()).unwrap();
        let dumped = demo.dump_map(&List::default(), |item| item.id);
        assert!(
            matches!(dumped, Err(DumpError::Failed(Error::UnexpectedCommand(_)))),
            "{dumped:?}"
        );
        demo.set_timeout(Some(SOON));
        timed_out(&demo.dump_map(&List::default(), |item| item.id));
        assert_eq!(dumps.try_iter().count(), 1, "the second one was not sent");
        demo.set_timeout(Some(LONG));
        assert_eq!(demo.dump_map(&List::default(), |item| item.id).unwrap(), [1]);
    }
}

#[test]
fn a_family_that_is_there_is_not_waited_for_whoever_serves_it() {
    for wait in [Caller::<Demo>::blocking_wait, Caller::awaited_wait] {
        let puppet = Puppet::new(|asked| vec![asked.reply(ECHO, &echo("here"))]);
        for time in [None, Some(Duration::ZERO), Some(TIMEOUT)] {
            let mut demo = wait(&puppet.options(), time).unwrap();
            assert_eq!(demo.call(&echo("?")).unwrap().text, "here");
        }
    }
}

/// Fills a host's queue, while the host looks at nothing.
fn fill(puppet: &Puppet) {
    let Transport::UserAt(port) = puppet.options().transport else { panic!("a port") };
    let stranger = Socket::to_host(port, &Options::new()).unwrap();
    while stranger.try_send(&generic(9, 0, 0, 1, &echo("passed over"))).is_ok() {}
}

#[test]
fn a_listener_whose_host_is_stopped_with_its_queue_full_does_not_block_the_runtime() {
    let (stopped, is_stopped) = channel();
    let (go_on, may_go_on) = channel();
    let puppet = Puppet::new(move |_| {
        stopped.send(()).unwrap();
        let _ = may_go_on.recv();
        Vec::new()
    });
    let (ended, is_ended) = channel();
    let options = puppet.options();
    // In a thread of its own, since it must not be waited for in vain.
    std::thread::spawn(move || {
        runtime().block_on(async {
            let opened = Subscription::<Demo>::open(&[Demo::GREETINGS], options.clone()).await;
            let mut listener = opened.unwrap();
            let mut demo = Connection::<Demo>::open_with(options).await.unwrap();
            assert!(timeout(SOON, demo.call(&echo("stop"))).await.is_err());
            ended.send(()).unwrap();
            // It looks after its host meanwhile, several times.
            assert!(timeout(5 * SOON, listener.next()).await.is_err());
            assert!(timeout(SOON, demo.call(&echo("?"))).await.is_err());
            ended.send(()).unwrap();
        });
    });
    is_stopped.recv().unwrap();
    fill(&puppet);
    is_ended.recv_timeout(LONG).unwrap();
    let is_in_time = is_ended.recv_timeout(LONG).is_ok();
    go_on.send(()).unwrap();
    drop(go_on);
    assert!(is_in_time, "the runtime is blocked");
}

#[test]
fn a_caller_that_does_not_read_is_told_by_its_host_that_answers_were_lost() {
    let peer = Peer::new();
    let mut other = peer.connect();
    let (family, Transport::UserAt(port)) = (other.family_id(), peer.options.transport) else {
        eprintln!("SKIPPED: the kernel tells it by an errno");
        return;
    };
    let mut caller = Socket::to_host(port, &Options::new().receive_buffer(1)).unwrap();
    for seq in 1..=ASKED {
        caller.send(&generic(family, flags::REQUEST, seq, ECHO, &echo("?"))).unwrap();
    }
    // A host answers in order: when it answers this, it has answered all before.
    other.call(&echo("?")).unwrap();
    let (mut buffer, mut answers) = (vec![0; 1 << 16], 0);
    loop {
        let received = caller.receive(&mut buffer, &mut Deadline::after(Some(TIMEOUT))).unwrap();
        let message = Messages::new(&buffer[..received.length]).next().unwrap().unwrap();
        if message.header.kind == kind::OVERRUN {
            break;
        }
        answers += 1;
    }
    assert!(answers > 0 && answers < ASKED);
}

/// More requests than a host keeps answers for, and than anybody's socket has room for.
const ASKED: u32 = 400;
