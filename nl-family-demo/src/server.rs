//! The family served from user space: what `kmod/` does in the kernel.

use std::collections::VecDeque;
use std::time::Duration;

use nl_core::Errno;
use nl_core::host::{Context, Page, Refusal, Replies};

use crate::family::{
    Clear, Demo, DemoEvent, DemoHandler, Echo, Greet, Greeting, List, Message, Receipt, Repeat,
    Repeated, Send,
};

/// How much a server keeps: the kernel module's parameters of the same names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Messages.
    pub max_messages: usize,
    /// Bytes of their data.
    pub max_bytes: usize,
    /// Repeats that run at once.
    pub max_repeats: usize,
    /// How long after the start the first greeting is sent: listeners need time to join.
    pub greet_delay: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_messages: 4096,
            max_bytes: 4 << 20,
            max_repeats: 64,
            greet_delay: Duration::from_secs(1),
        }
    }
}

/// The family's state.
#[derive(Debug, Default)]
pub struct Server {
    limits: Limits,
    messages: VecDeque<Stored>,
    bytes: usize,
    last_id: u32,
    /// How often the messages changed.
    changes: u64,
    greetings: u32,
    repeats: Vec<Running>,
    last_token: u64,
}

#[derive(Debug)]
struct Stored {
    id: u32,
    name: String,
    offset: u32,
    data: Vec<u8>,
    last: bool,
}

impl Stored {
    fn message(&self) -> Message<'_> {
        let Self { id, offset, last, .. } = *self;
        Message { id, name: &self.name, offset, data: &self.data, last }
    }
}

/// A repeat that is under way.
#[derive(Debug)]
struct Running {
    token: u64,
    replies: Replies<Repeat>,
    index: u32,
    count: u32,
    interval: Duration,
}

/// The token of the greeting that comes by itself; repeats count from 1.
const GREETING: u64 = 0;

impl Server {
    /// A server with limits of one's own.
    pub fn new(limits: Limits) -> Self {
        Self { limits, ..Self::default() }
    }

    fn broadcast(&mut self, text: &str, context: &mut Context<'_, Demo>) -> Result<(), Refusal> {
        self.greetings = self.greetings.wrapping_add(1);
        context.publish(&DemoEvent::Greeting(Greeting { text, number: self.greetings }))
    }
}

impl DemoHandler for Server {
    fn start(&mut self, context: &mut Context<'_, Demo>) {
        context.wake_after(self.limits.greet_delay, GREETING);
    }

    fn echo<'r>(
        &'r mut self,
        request: Echo<'r>,
        _: &mut Context<'_, Demo>,
    ) -> Result<Echo<'r>, Refusal> {
        Ok(request)
    }

    fn send(
        &mut self,
        request: Send<'_>,
        context: &mut Context<'_, Demo>,
    ) -> Result<Receipt, Refusal> {
        let bytes = self.bytes + request.data.len();
        if self.messages.len() >= self.limits.max_messages || bytes > self.limits.max_bytes {
            let full = Refusal::new(Errno::ENOSPC).message("the buffer is full, clear it first");
            return Err(full.at("data"));
        }
        self.last_id += 1;
        let stored = Stored {
            id: self.last_id,
            name: request.name.to_owned(),
            offset: request.offset,
            data: request.data.to_vec(),
            last: request.last,
        };
        context.publish(&DemoEvent::Stored(stored.message()))?;
        self.messages.push_back(stored);
        self.bytes = bytes;
        self.changes += 1;
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Ok(Receipt { id: self.last_id, messages: count(self.messages.len()), bytes: count(bytes) })
    }

    fn list(&mut self, request: List, page: &mut Page<'_, List>) -> Result<(), Refusal> {
        page.generation(self.changes + 1);
        let after = page.cursor().max(request.after.unwrap_or(0).into());
        let rest = self.messages.iter().filter(|stored| u64::from(stored.id) > after);
        for stored in rest {
            if !page.push(&stored.message(), stored.id.into())? {
                break;
            }
        }
        Ok(())
    }

    fn clear(&mut self, _: Clear, _: &mut Context<'_, Demo>) -> Result<(), Refusal> {
        self.messages.clear();
        self.bytes = 0;
        self.changes += 1;
        Ok(())
    }

    fn greet(
        &mut self,
        request: Greet<'_>,
        context: &mut Context<'_, Demo>,
    ) -> Result<(), Refusal> {
        self.broadcast(request.text.unwrap_or(Greeting::DEFAULT), context)?;
        if !context.has_listeners(Demo::GREETINGS) {
            context.warn("nobody has joined the group to hear it");
        }
        Ok(())
    }

    fn repeat(
        &mut self,
        request: Repeat,
        replies: Replies<Repeat>,
        context: &mut Context<'_, Demo>,
    ) -> Result<(), Refusal> {
        if self.repeats.len() >= self.limits.max_repeats {
            return Err(Refusal::new(Errno::EBUSY).message("too many repeats are running"));
        }
        let interval = request.interval.unwrap_or(Repeat::INTERVAL);
        let interval = Duration::from_millis(interval.into());
        let count = request.count.unwrap_or(Repeat::COUNT);
        self.last_token += 1;
        let token = self.last_token;
        self.repeats.push(Running { token, replies, index: 0, count, interval });
        context.wake_after(interval, token);
        Ok(())
    }

    fn wake(&mut self, token: u64, context: &mut Context<'_, Demo>) {
        if token == GREETING {
            // A greeting always encodes, and there may be nobody to hear it.
            let _ = self.broadcast(Greeting::DEFAULT, context);
            return;
        }
        let Some(at) = self.repeats.iter().position(|running| running.token == token) else {
            return;
        };
        let running = &mut self.repeats[at];
        running.index += 1;
        let reply = Repeated { index: running.index, count: running.count };
        let heard = context.answer(&running.replies, &reply).unwrap_or(false);
        if heard && running.index < running.count {
            context.wake_after(running.interval, token);
        } else {
            context.finish(self.repeats.swap_remove(at).replies);
        }
    }
}
