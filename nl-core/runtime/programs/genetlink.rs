//! The controller and the demo family in a `genetlink` handle: requests, dumps, an event.

use std::error::Error;

use futures_util::StreamExt;
use genetlink::{GenetlinkHandle, new_connection};
use netlink_packet_core::{NLM_F_ACK, NLM_F_DUMP, NLM_F_REQUEST, NetlinkMessage, NetlinkPayload};
use netlink_packet_generic::GenlMessage;
use netlink_proto::sys::AsyncSocket;
use nl_core::Request;
use nl_core::controller::{GetFamilies, GetFamily};
use nl_core::interop::{Announcement, Inquiry, Payload};
use nl_family_demo::Demo;
use nl_family_demo::family::{DemoEvent, Echo, Greet, List, Priority, Send, Tag};

#[tokio::main(flavor = "current_thread")]
pub async fn main() -> Result<(), Box<dyn Error>> {
    let (mut connection, mut handle, _) = new_connection()?;
    connection.set_forward_done(true); // a dump's end may say that it failed
    connection.socket_mut().socket_mut().set_ext_ack(true)?; // a refusal says what it is about
    tokio::spawn(connection);
    families(&mut handle).await?;
    talk(&mut handle).await?;
    listen(&mut handle).await
}

/// Asks, and hands on each answer.
async fn ask<R: Request>(
    handle: &mut GenetlinkHandle,
    request: &R,
    flags: u16,
    mut each: impl FnMut(&Payload<R>) -> Result<(), nl_core::Error>,
) -> Result<(), Box<dyn Error>> {
    let mut message = NetlinkMessage::from(GenlMessage::from_payload(Payload::new(request)?));
    message.header.flags = NLM_F_REQUEST | NLM_F_ACK | flags;
    let mut messages = handle.request(message).await?; // under the id that its resolver found
    let mut inquiry = Inquiry::of(request);
    while let Some(message) = messages.next().await {
        if let Some(answer) = inquiry.answer(&message)? {
            each(answer)?;
        }
    }
    Ok(inquiry.end()?)
}

/// The families that there are: the controller is declared like any other.
pub async fn families(handle: &mut GenetlinkHandle) -> Result<(), Box<dyn Error>> {
    ask(handle, &GetFamilies {}, NLM_F_DUMP, |answer| {
        let family = answer.item()?;
        println!("family {}: {}", family.id, family.name);
        Ok(())
    })
    .await?;
    let nobody = GetFamily { id: None, name: Some("nobody") };
    let refused = ask(handle, &nobody, 0, |_| Ok(())).await.err().ok_or("a family nobody")?;
    println!("refused: {refused}");
    Ok(())
}

/// An echo, a chunk of a file, and the list of what is kept.
pub async fn talk(handle: &mut GenetlinkHandle) -> Result<(), Box<dyn Error>> {
    let tags = vec![Tag { name: "heavy", weight: 7 }];
    let priority = Some(Priority::Other(200));
    let echo = Echo { sequence: 7, text: "over genetlink", priority, urgent: true, tags };
    ask(handle, &echo, 0, |answer| {
        assert_eq!(answer.reply()?, echo); // an Echo: the request's type says so
        println!("echoed: {:?}", answer.reply()?);
        Ok(())
    })
    .await?;
    let chunk = Send { name: "genetlink.txt", offset: 0, data: b"a chunk", last: true };
    ask(handle, &chunk, 0, |answer| {
        println!("kept: {:?}", answer.reply()?);
        Ok(())
    })
    .await?;
    let mut listed = false;
    ask(handle, &List { after: None }, NLM_F_DUMP, |answer| {
        let message = answer.item()?;
        listed |= (message.name, message.data) == (chunk.name, chunk.data);
        println!("listed: {message:?}");
        Ok(())
    })
    .await?;
    assert!(listed, "the chunk is among what is kept");
    Ok(())
}

/// A greeting, on a connection of its own.
async fn listen(handle: &mut GenetlinkHandle) -> Result<(), Box<dyn Error>> {
    let family = handle.resolve_family::<Announcement<Demo>>().await?;
    let (mut connection, _handle, mut messages) = new_connection()?;
    let socket = connection.socket_mut().socket_mut();
    socket.bind_auto()?;
    socket.add_membership(family.multicast_groups[Demo::GREETINGS.name()])?;
    tokio::spawn(connection);
    ask(handle, &Greet { text: Some("hello, genetlink") }, 0, |_| Ok(())).await?;
    while let Some((message, _)) = messages.next().await {
        let message = match message.payload {
            NetlinkPayload::InnerMessage(message) if message.family_id == family.id => message,
            NetlinkPayload::Overrun(_) => return Err("events were lost".into()),
            _ => continue, // another family's
        };
        let announced = message.parse_into_genlmsg::<Announcement<Demo>>()?;
        match announced.payload.event()? {
            DemoEvent::Greeting(greeting) if greeting.text == "hello, genetlink" => {
                println!("heard: {greeting:?}");
                return Ok(());
            }
            other => println!("heard as well: {other:?}"),
        }
    }
    Err("the connection ended".into())
}
