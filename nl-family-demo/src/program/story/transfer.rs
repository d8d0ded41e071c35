//! A file on its way: sent, kept, listed, received.

use std::io;
use std::sync::mpsc;
use std::thread;

use nl_core::Error;

use super::super::chunks::Chunks;
use super::super::failure::Failure;
use super::super::list;
use super::super::output::Output;
use super::super::receiver::Receiver;
use super::super::send::{self, DATA_MAX, Sent};
use super::{SOON, Story};

const NAME: &str = "squares.txt";
const SQUARES: u32 = 1500;

pub(super) fn show(story: &mut Story) -> Result<(), Failure> {
    let text = squares();
    let (arriving, arrived) = mpsc::channel();
    let sink = move |data: &[u8]| {
        // Nobody is there to take it where sending failed.
        let _ = arriving.send(data.to_vec());
        Ok(())
    };
    let silence = Output::new(false, Box::new(io::sink()));
    let receiver = Receiver::join(story.setting.within(SOON), false, sink, silence)?;
    let receiver = thread::spawn(move || receiver.receive());
    story.narrator.say("A receiver has joined group `messages`, on a thread of its own.")?;

    send_it(story, &text)?;
    list_it(story)?;
    let file = receiver.join().map_err(|_| Failure::Story("the receiver panicked"))??;
    let same = arrived.into_iter().flatten().eq(text.bytes());
    if !same {
        return Err(Failure::Story("what was received is not what was sent"));
    }
    let (chunks, bytes) = (file.chunks, file.bytes);
    story.narrator.say(&format!(
        "The receiver has got {}: {chunks} chunks, {bytes} bytes, every one as it was sent.",
        file.name
    ))
}

fn send_it(story: &mut Story, text: &str) -> Result<(), Failure> {
    let narrator = &story.narrator;
    narrator.say(&format!("Sending {NAME}, {} bytes, {DATA_MAX} at a time.", text.len()))?;
    let failed = |error| Failure::from(Error::Io("read", error));
    let mut chunks = Chunks::new(text.as_bytes(), DATA_MAX).map_err(failed)?;
    let sent = send::send(&mut story.demo, NAME, &mut chunks, failed, |_| {})?;
    let Sent { chunks, bytes, receipt } = sent;
    let id = receipt.id;
    narrator.say(&format!("Sent {chunks} chunks, {bytes} bytes; the last is message {id}."))
}

fn list_it(story: &mut Story) -> Result<(), Failure> {
    let kept = list::kept(&mut story.demo, None, |message| (message.id, message.data.len()))?;
    let bytes: usize = kept.iter().map(|(_, length)| length).sum();
    let mut ids = kept.iter().map(|(id, _)| id);
    let (count, first) = (kept.len(), ids.next().unwrap_or(&0));
    let last = ids.next_back().unwrap_or(first);
    let text = format!("The list has {count} messages, {first} to {last}, with {bytes} bytes.");
    story.narrator.say(&text)
}

/// A text that no other chunk of it looks like.
fn squares() -> String {
    let line = |n: u32| format!("{n} squared is {}\n", n * n);
    (1..=SQUARES).map(line).collect()
}
