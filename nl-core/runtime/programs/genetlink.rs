//! The demo family in a `genetlink` handle: requests, a dump, an event.

use std::error::Error;

use futures_util::StreamExt;
use genetlink::{GenetlinkHandle, new_connection};
use netlink_packet_core::{NLM_F_ACK, NLM_F_DUMP, NLM_F_REQUEST, NetlinkMessage, NetlinkPayload};
use netlink_packet_generic::GenlMessage;
use netlink_proto::sys::AsyncSocket;
use nl_core::Request;
use nl_core::interop::netlink_packet_generic::refusal;
use nl_core::interop::{Announcement, Payload};
use nl_family_demo::Demo;
use nl_family_demo::family::{DemoEvent, Echo, Greet, List, Priority, Send, Tag};

#[tokio::main(flavor = "current_thread")]
pub async fn main() -> Result<(), Box<dyn Error>> {
    let (mut connection, mut handle, _) = new_connection()?;
    connection.socket_mut().socket_mut().set_ext_ack(true)?; // so that a refusal says what it is about
    tokio::spawn(connection);
    talk(&mut handle).await?;
    listen(&mut handle).await
}

/// Asks, and waits for all that answers.
async fn ask<R: Request>(
    handle: &mut GenetlinkHandle,
    request: &R,
    flags: u16,
) -> Result<Vec<Payload<R>>, Box<dyn Error>> {
    let mut message = NetlinkMessage::from(GenlMessage::from_payload(Payload::new(request)?));
    message.header.flags = NLM_F_REQUEST | NLM_F_ACK | flags;
    let mut answers = handle.request(message).await?; // under the id that its resolver found
    let mut payloads = Vec::new();
    while let Some(answer) = answers.next().await {
        let answer = answer?;
        match answer.payload {
            NetlinkPayload::InnerMessage(message) => payloads.push(message.payload),
            NetlinkPayload::Error(error) => return Err(refusal::<R>(&answer.header, &error).into()),
            _ => {}
        }
    }
    Ok(payloads)
}

/// An echo, a chunk of a file, and the list of what is kept.
pub async fn talk(handle: &mut GenetlinkHandle) -> Result<(), Box<dyn Error>> {
    let tags = vec![Tag { name: "heavy", weight: 7 }];
    let priority = Some(Priority::Other(200));
    let echo = Echo { sequence: 7, text: "over genetlink", priority, urgent: true, tags };
    for answer in ask(handle, &echo, 0).await? {
        assert_eq!(answer.reply()?, echo); // an Echo: the request's type says so
        println!("echoed: {:?}", answer.reply()?);
    }
    let chunk = Send { name: "genetlink.txt", offset: 0, data: b"a chunk", last: true };
    for answer in ask(handle, &chunk, 0).await? {
        println!("kept: {:?}", answer.reply()?);
    }
    let kept = ask(handle, &List { after: None }, NLM_F_DUMP).await?;
    let last = kept.last().ok_or("nothing is kept")?.item()?;
    assert_eq!((last.name, last.data), (chunk.name, chunk.data));
    println!("listed: {last:?}");
    Ok(())
}

/// A greeting, on a connection of its own.
async fn listen(handle: &mut GenetlinkHandle) -> Result<(), Box<dyn Error>> {
    let groups = handle.resolve_family::<Announcement<Demo>>().await?.multicast_groups;
    let (mut connection, _handle, mut messages) = new_connection()?;
    let socket = connection.socket_mut().socket_mut();
    socket.bind_auto()?;
    socket.add_membership(groups[Demo::GREETINGS.name()])?;
    tokio::spawn(connection);
    ask(handle, &Greet { text: Some("hello, genetlink") }, 0).await?;
    while let Some((message, _)) = messages.next().await {
        let NetlinkPayload::InnerMessage(message) = message.payload else { continue };
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
