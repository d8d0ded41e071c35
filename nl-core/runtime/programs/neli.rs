//! The controller and the demo family in a router of `neli`: requests, dumps, an event.

use std::error::Error;

use neli::consts::nl::NlmF;
use neli::consts::socket::NlFamily;
use neli::nl::NlPayload;
use neli::router::synchronous::NlRouter;
use neli::utils::Groups;
use nl_core::Request;
use nl_core::controller::{GetFamilies, GetFamily, ID};
use nl_core::interop::neli::{Asked, plain};
use nl_core::interop::{Announcement, Inquiry, Payload};
use nl_family_demo::Demo;
use nl_family_demo::family::{DemoEvent, Echo, Greet, List, Priority, Send, Tag};

pub fn main() -> Result<(), Box<dyn Error>> {
    let (router, _) = NlRouter::connect(NlFamily::Generic, None, Groups::empty())?;
    families(&router)?;
    let mut id = 0;
    ask(&router, ID, NlmF::ACK, &GetFamily { id: None, name: Some("nl_demo") }, |answer| {
        id = answer.reply()?.id; // as router.resolve_genl_family does, in fewer words
        Ok(())
    })?;
    talk(&router, id)?;
    listen(&router, id)
}

/// Asks, and hands on each answer.
fn ask<R: Request>(
    router: &NlRouter,
    id: u16,
    flags: NlmF,
    request: &R,
    mut each: impl FnMut(&Payload<R>) -> Result<(), nl_core::Error>,
) -> Result<(), Box<dyn Error>> {
    let payload = NlPayload::Payload(Asked(request));
    let messages = router.send::<_, _, u16, Payload<R>>(id, flags, payload).map_err(plain)?;
    let mut inquiry = Inquiry::of(request);
    for message in messages {
        if let Some(answer) = inquiry.answer(&message)? {
            each(answer)?;
        }
    }
    Ok(inquiry.end()?)
}

/// The families that there are: the controller is declared like any other.
pub fn families(router: &NlRouter) -> Result<(), Box<dyn Error>> {
    ask(router, ID, NlmF::DUMP, &GetFamilies {}, |answer| {
        let family = answer.item()?;
        println!("family {}: {}", family.id, family.name);
        Ok(())
    })?;
    let nobody = GetFamily { id: None, name: Some("nobody") };
    let refused = ask(router, ID, NlmF::ACK, &nobody, |_| Ok(())).err().ok_or("a family nobody")?;
    println!("refused: {refused}");
    Ok(())
}

/// An echo, a chunk of a file, and the list of what is kept.
fn talk(router: &NlRouter, id: u16) -> Result<(), Box<dyn Error>> {
    let tags = vec![Tag { name: "heavy", weight: 7 }];
    let priority = Some(Priority::Other(200));
    let echo = Echo { sequence: 7, text: "over neli", priority, urgent: true, tags };
    ask(router, id, NlmF::ACK, &echo, |answer| {
        assert_eq!(answer.reply()?, echo); // an Echo: the request's type says so
        println!("echoed: {:?}", answer.reply()?);
        Ok(())
    })?;
    let chunk = Send { name: "neli.txt", offset: 0, data: b"a chunk", last: true };
    ask(router, id, NlmF::ACK, &chunk, |answer| {
        println!("kept: {:?}", answer.reply()?);
        Ok(())
    })?;
    let mut listed = false;
    ask(router, id, NlmF::DUMP, &List { after: None }, |answer| {
        let message = answer.item()?;
        listed |= (message.name, message.data) == (chunk.name, chunk.data);
        println!("listed: {message:?}");
        Ok(())
    })?;
    assert!(listed, "the chunk is among what is kept");
    Ok(())
}

/// A greeting, on a router of its own.
fn listen(router: &NlRouter, id: u16) -> Result<(), Box<dyn Error>> {
    let group = router.resolve_nl_mcast_group("nl_demo", Demo::GREETINGS.name())?;
    let groups = Groups::new_groups(&[group]);
    let (_listener, mut messages) = NlRouter::connect(NlFamily::Generic, None, groups)?;
    ask(router, id, NlmF::ACK, &Greet { text: Some("hello, neli") }, |_| Ok(()))?;
    while let Some(message) = messages.next_typed::<u16, Announcement<Demo>>() {
        let message = message.map_err(plain)?;
        if *message.nl_type() != id {
            continue; // another family's
        }
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
