//! Somebody who listens to greetings on a thread of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use nl_core::{Incoming, Subscription};
use nl_family_demo::Demo;
use nl_family_demo::family::{DemoEvent, Greeting};
use serde_json::json;

use super::super::failure::Failure;
use super::super::line::{Line, Plain};
use super::super::setting::Setting;
use super::SOON;
use super::narrator::Narrator;

/// A listener, which stops when it is dropped.
pub(super) struct Listener {
    heard: Receiver<String>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<Result<(), Failure>>>,
}

impl Listener {
    /// Joins the group; hears every greeting from now on.
    pub(super) fn start(
        number: usize,
        setting: &Setting,
        narrator: &Narrator,
    ) -> Result<Self, Failure> {
        let subscription = Subscription::open(&[Demo::GREETINGS], setting.options())?;
        let stop = Arc::new(AtomicBool::new(false));
        let (tell, heard) = mpsc::channel();
        let ear = Ear { number, narrator: narrator.clone(), tell, stop: Arc::clone(&stop) };
        let thread = Some(thread::spawn(move || ear.listen(subscription)));
        Ok(Self { heard, stop, thread })
    }

    /// Waits until it has heard, and printed, that greeting.
    pub(super) fn hear(&self, text: &str) -> Result<(), Failure> {
        let until = Instant::now() + SOON;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            match self.heard.recv_timeout(left) {
                Ok(heard) if heard == text => return Ok(()),
                Ok(_) => {}
                Err(_) => return Err(Failure::Story("a listener did not hear the greeting")),
            }
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        // What went wrong with it was seen by whoever waited for it to hear.
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

/// The listener's thread.
struct Ear {
    number: usize,
    narrator: Narrator,
    tell: Sender<String>,
    stop: Arc<AtomicBool>,
}

impl Ear {
    fn listen(self, mut subscription: Subscription<Demo>) -> Result<(), Failure> {
        while !self.stop.load(Ordering::Relaxed) {
            let incoming = subscription.next_within(Duration::from_millis(20))?;
            if let Some(Incoming::Event(DemoEvent::Greeting(greeting))) = incoming {
                self.print(&greeting)?;
                // Nobody waits where the story has ended.
                let _ = self.tell.send(greeting.text.to_owned());
            }
        }
        Ok(())
    }

    fn print(&self, Greeting { text, number: greeting }: &Greeting<'_>) -> Result<(), Failure> {
        let number = self.number;
        self.narrator.line(&Line::new(
            format!("listener {number}: {}", Plain(text)),
            json!({ "listener": number, "text": text, "number": greeting }),
        ))
    }
}
