//! The demo family in a router of `neli`: requests, a dump, an event.

use std::error::Error;

use neli::consts::nl::NlmF;
use neli::consts::socket::NlFamily;
use neli::nl::NlPayload;
use neli::router::synchronous::NlRouter;
use neli::utils::Groups;
use nl_core::Request;
use nl_core::interop::neli::{Asked, plain};
use nl_core::interop::{Announcement, Payload};
use nl_family_demo::Demo;
use nl_family_demo::family::{DemoEvent, Echo, Greet, List, Priority, Send, Tag};

pub fn main() -> Result<(), Box<dyn Error>> {
    let (router, _) = NlRouter::connect(NlFamily::Generic, None, Groups::empty())?;
    let id = router.resolve_genl_family("nl_demo")?;
    talk(&router, id)?;
    listen(&router, id)
}

/// Asks, and waits for all that answers.
fn ask<R: Request>(
    router: &NlRouter,
    id: u16,
    flags: NlmF,
    request: &R,
) -> Result<Vec<Payload<R>>, Box<dyn Error>> {
    let request = NlPayload::Payload(Asked(request));
    let answers = router.send::<_, _, u16, Payload<R>>(id, flags, request).map_err(plain)?;
    let mut payloads = Vec::new();
    for answer in answers {
        payloads.extend(answer.map_err(plain)?.get_payload().cloned());
    }
    Ok(payloads)
}

/// An echo, a chunk of a file, and the list of what is kept.
fn talk(router: &NlRouter, id: u16) -> Result<(), Box<dyn Error>> {
    let tags = vec![Tag { name: "heavy", weight: 7 }];
    let priority = Some(Priority::Other(200));
    let echo = Echo { sequence: 7, text: "over neli", priority, urgent: true, tags };
    for answer in ask(router, id, NlmF::ACK, &echo)? {
        assert_eq!(answer.reply()?, echo); // an Echo: the request's type says so
        println!("echoed: {:?}", answer.reply()?);
    }
    let chunk = Send { name: "neli.txt", offset: 0, data: b"a chunk", last: true };
    for answer in ask(router, id, NlmF::ACK, &chunk)? {
        println!("kept: {:?}", answer.reply()?);
    }
    let kept = ask(router, id, NlmF::DUMP, &List { after: None })?;
    let last = kept.last().ok_or("nothing is kept")?.item()?;
    assert_eq!((last.name, last.data), (chunk.name, chunk.data));
    println!("listed: {last:?}");
    Ok(())
}

/// A greeting, on a router of its own.
fn listen(router: &NlRouter, id: u16) -> Result<(), Box<dyn Error>> {
    let group = router.resolve_nl_mcast_group("nl_demo", Demo::GREETINGS.name())?;
    let groups = Groups::new_groups(&[group]);
    let (_listener, mut messages) = NlRouter::connect(NlFamily::Generic, None, groups)?;
    ask(router, id, NlmF::ACK, &Greet { text: Some("hello, neli") })?;
    while let Some(message) = messages.next_typed::<u16, Announcement<Demo>>() {
        let message = message.map_err(plain)?;
        match message.get_payload().ok_or("no message")?.event()? {
            DemoEvent::Greeting(greeting) if greeting.text == "hello, neli" => {
                println!("heard: {greeting:?}");
                return Ok(());
            }
            other => println!("heard as well: {other:?}"),
        }
    }
    Err("the router ended".into())
}
