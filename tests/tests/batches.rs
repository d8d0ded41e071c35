//! Many requests at once, of both flavours: against the user-space host and the running kernel.

use std::time::Duration;

use nl_core::controller::{FamilyAttrs, GetFamily, Nlctrl};
use nl_core::host::Host;
use nl_core::{Attributes, Connection, Errno, Error, Family, Options, Transport};
use nl_family_demo::family::{Clear, DemoHandler, Echo, Receipt, Send};
use nl_family_demo::{Demo, Server};
use nl_tests::caller::Caller;
use nl_tests::{Peer, TIMEOUT, own_port};

fn echo(sequence: u32, text: &str) -> Echo<'_> {
    Echo { sequence, text, priority: None, urgent: false, tags: Vec::new() }
}

/// Requests of which every fifth does not fit its declaration; and that each is answered right.
fn check(demo: &mut Caller<Demo>, count: u32) {
    let long = "x".repeat(2000);
    let texts: Vec<_> = (0..count).map(|number| format!("number {number}")).collect();
    let request = |number: u32| match number % 5 {
        4 => echo(number, &long),
        _ => echo(number, &texts[number as usize]),
    };
    let requests: Vec<_> = (0..count).map(request).collect();
    let answers = demo.batch(&requests, |reply| (reply.sequence, reply.text.to_owned())).unwrap();
    assert_eq!(answers.len(), requests.len());
    for (number, answer) in (0..).zip(answers) {
        match answer {
            Ok((sequence, text)) => {
                assert!(number % 5 != 4 && sequence == number && text == texts[number as usize]);
            }
            Err(error) => assert!(number % 5 == 4 && matches!(error, Error::Encode(_)), "{error}"),
        }
    }
}

#[test]
fn each_request_has_its_own_answer_or_error() {
    let peer = Peer::new();
    for mut demo in Caller::both(&peer.options) {
        check(&mut demo, 64);
        check(&mut demo, 300);
        check(&mut demo, 0);
        check(&mut demo, 1);
    }
}

/// `nlctrl`, by id and by name, and a name that nobody has.
fn look_up(number: usize) -> GetFamily<'static> {
    let by_id = GetFamily { id: Some(16), name: None };
    let by_name = GetFamily { id: None, name: Some("nlctrl") };
    [by_id, by_name, GetFamily { id: None, name: Some("no such") }][number % 3]
}

/// The kernel, with time for it: it looks for a module with each name that nobody has, and a batch is one
/// call.
fn kernel() -> Options {
    Options::new().transport(Transport::Kernel).timeout(Some(Duration::from_secs(120)))
}

fn check_look_ups(nlctrl: &mut Caller<Nlctrl>, count: usize) {
    let requests: Vec<_> = (0..count).map(look_up).collect();
    let right = |family: FamilyAttrs<'_>| family.id == 16 && family.name == "nlctrl";
    let answers = nlctrl.batch(&requests, right).unwrap();
    for (number, answer) in answers.into_iter().enumerate() {
        match answer {
            Ok(right) => assert!(right && number % 3 < 2),
            Err(Error::Refused(refused)) => {
                assert!(number % 3 == 2 && refused.errno == Errno::ENOENT, "{refused}");
            }
            Err(error) => panic!("{error}"),
        }
    }
}

#[test]
fn the_kernel_s_refusal_of_one_leaves_the_others_alone() {
    for mut nlctrl in Caller::both(&kernel()) {
        check_look_ups(&mut nlctrl, 64);
        check_look_ups(&mut nlctrl, 300);
    }
}

#[test]
fn no_answer_is_lost_where_the_receive_buffer_holds_only_a_few() {
    // The kernel makes of it the least that it allows, a few KiB.
    let small = kernel().receive_buffer(1);
    for mut nlctrl in Caller::both(&small) {
        check_look_ups(&mut nlctrl, 300);
    }
    let peer = Peer::new();
    for mut demo in Caller::both(&peer.options.clone().receive_buffer(1)) {
        check(&mut demo, 300);
    }
    // And one of the usual size, for more than it holds.
    for mut nlctrl in Caller::both(&kernel()) {
        check_look_ups(&mut nlctrl, 3000);
    }
}

#[test]
fn requests_of_several_types_go_together_those_with_an_ack_alone_among_them() {
    let peer = Peer::new();
    let mut demo = peer.connect();
    let chunk = Send { name: "file", offset: 0, data: b"data", last: true };
    let mut batch = demo.batch();
    assert!(batch.is_empty());
    let (stored, hello) = (batch.add(&chunk), batch.add(&echo(7, "hello")));
    let (cleared, again) = (batch.add(&Clear {}), batch.add(&chunk));
    assert_eq!(batch.len(), 4);
    let answers = batch.send().unwrap();
    let Receipt { id, .. } = answers.get(stored).unwrap();
    assert_eq!(answers.get(hello).unwrap(), echo(7, "hello"));
    answers.get(cleared).unwrap();
    // In order: what was stored before is gone, what was stored behind it is the only one.
    assert_eq!(answers.get(again).unwrap(), Receipt { id: id + 1, messages: 1, bytes: 4 });
    for mut demo in Caller::both(&peer.options) {
        let answers = demo.batch(&[Clear {}; 300], |()| ()).unwrap();
        assert!(answers.len() == 300 && answers.iter().all(Result::is_ok));
    }
}

#[test]
fn a_batch_finds_a_family_that_has_moved() {
    for open in [Caller::blocking, Caller::awaited] {
        let port = own_port();
        let serve = || Host::bind_at(Server::default().service(), port).unwrap().spawn();
        let options = Options::new().transport(Transport::UserAt(port)).timeout(Some(TIMEOUT));
        let first = serve();
        let mut demo = open(&options).unwrap();
        check(&mut demo, 3);
        first.stop().unwrap();
        let gone = demo.batch(&[echo(1, "?")], |_| ()).unwrap_err();
        assert!(matches!(gone, Error::FamilyNotFound { family: "nl_demo", .. }), "{gone}");
        let second = serve();
        check(&mut demo, 300);
        second.stop().unwrap();
        let _third = serve();
        let answers = demo.batch(&[Clear {}; 5], |()| ()).unwrap();
        assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    }
}

/// The controller, of which nothing is known but that it finds families, with as much padding as wanted.
#[derive(Family)]
#[nl(name = "nlctrl", version = 2)]
pub enum Padded {
    /// Finds a family.
    #[nl(request = Find, reply = Found, reply_command = 1)]
    Find = 3,
}

/// Which family, and what nobody looks at.
#[derive(Attributes, Clone, Debug)]
pub struct Find {
    #[nl(2)]
    name: String,
    #[nl(77)]
    padding: Vec<Vec<u8>>,
}

/// Its id.
#[derive(Attributes, Debug)]
pub struct Found {
    #[nl(1)]
    id: u16,
}

#[test]
fn what_is_too_large_for_the_socket_fails_alone() {
    let find = |count| Find { name: "nlctrl".into(), padding: vec![vec![0; 60_000]; count] };
    let requests = [find(0), find(0), find(8), find(1), find(0), find(8)];
    for mut nlctrl in Caller::<Padded>::both(&Options::new().transport(Transport::Kernel)) {
        let answers = nlctrl.batch(&requests, |found| found.id).unwrap();
        for (answer, request) in answers.into_iter().zip(&requests) {
            match answer {
                Ok(id) => assert!(id == 16 && request.padding.len() < 8),
                Err(Error::Io("sendto", error)) => {
                    assert_eq!(error.raw_os_error(), Some(libc::EMSGSIZE));
                    assert_eq!(request.padding.len(), 8);
                }
                Err(error) => panic!("{error}"),
            }
        }
        let alone = nlctrl.batch(&[find(8)], |found| found.id).unwrap();
        assert!(matches!(alone[..], [Err(Error::Io("sendto", _))]), "{alone:?}");
    }
}

#[test]
fn a_ticket_of_another_batch_is_refused() {
    let mut nlctrl =
        Connection::<Nlctrl>::open_with(Options::new().transport(Transport::Kernel)).unwrap();
    let mut batch = nlctrl.batch();
    let _ = batch.add(&look_up(0));
    let second = batch.add(&look_up(1));
    batch.send().unwrap().get(second).unwrap();
    let answers = nlctrl.batch().send().unwrap();
    assert!(matches!(answers.get(second), Err(Error::ForeignTicket)));
    let mut batch = nlctrl.batch();
    let _ = (batch.add(&look_up(0)), batch.add(&look_up(1)));
    assert!(matches!(batch.send().unwrap().get(second), Err(Error::ForeignTicket)));
}
