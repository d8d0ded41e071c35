//! The declaration. `kmod/uapi/nl_demo.h` says the same in C.

use nl_core::{Attributes, Family, Value};

/// Echo, broadcast, and messages that are kept.
#[derive(Family, Clone, Copy, Debug, PartialEq, Eq)]
#[nl(name = "nl_demo", version = 1, group = "messages", group = "greetings")]
pub enum Demo {
    /// Returns the message to its sender.
    #[nl(request = Echo<'_>, reply = Echo<'_>)]
    Echo = 1,
    /// Keeps a chunk of a file and announces it to group `messages`.
    #[nl(request = Send<'_>, reply = Receipt, admin)]
    Send = 2,
    /// Lists the messages that are kept, the oldest first.
    #[nl(request = List, dump = Message<'_>)]
    List = 3,
    /// Drops all messages that are kept.
    #[nl(request = Clear, admin)]
    Clear = 4,
    /// Broadcasts a greeting to group `greetings`.
    #[nl(request = Greet<'_>)]
    Greet = 5,
    /// Answers several times, with time in between.
    #[nl(request = Repeat, stream = Repeated)]
    Repeat = 6,
    /// A message was stored.
    #[nl(event = Message<'_>, group = "messages")]
    Stored = 7,
    /// Somebody greets.
    #[nl(event = Greeting<'_>, group = "greetings")]
    Greeting = 8,
}

/// What comes back as it went.
#[derive(Attributes, Clone, Debug, PartialEq)]
#[nl(set = "echo")]
pub struct Echo<'a> {
    /// Chosen by the sender.
    #[nl(1)]
    pub sequence: u32,
    /// At most 1024 bytes.
    #[nl(2, max_len = 1024)]
    pub text: &'a str,
    /// How important it is.
    #[nl(3)]
    pub priority: Option<Priority>,
    /// Whether it is urgent.
    #[nl(4)]
    pub urgent: bool,
    /// Any number of tags, which keep their order.
    #[nl(5)]
    pub tags: Vec<Tag<'a>>,
}

/// How important a message is.
#[derive(Value, Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Priority {
    /// Can wait.
    Low = 1,
    /// Cannot.
    High = 2,
    /// A number that has no name here.
    #[nl(other)]
    Other(u8),
}

/// A label with a weight.
#[derive(Attributes, Clone, Copy, Debug, PartialEq, Eq)]
#[nl(set = "tag")]
pub struct Tag<'a> {
    /// At most 15 bytes.
    #[nl(1, max_len = 15)]
    pub name: &'a str,
    /// From 1 to 7.
    #[nl(2, min = 1, max = 7)]
    pub weight: u32,
}

/// A chunk of a file, to be kept.
#[derive(Attributes, Clone, Copy, Debug, PartialEq, Eq)]
#[nl(set = "message")]
pub struct Send<'a> {
    /// The file's name, at most 64 bytes.
    #[nl(1, max_len = 64)]
    pub name: &'a str,
    /// Where the chunk starts in the file, bytes.
    #[nl(2)]
    pub offset: u32,
    /// The chunk, 1 to [`Send::DATA_MAX`] bytes.
    #[nl(3, min_len = 1, max_len = Send::DATA_MAX)]
    pub data: &'a [u8],
    /// Whether the file ends with this chunk.
    #[nl(4)]
    pub last: bool,
}

impl Send<'_> {
    /// The most that one chunk holds, bytes.
    pub const DATA_MAX: usize = 2048;
}

/// A chunk of a file as it is kept.
#[derive(Attributes, Clone, Copy, Debug, PartialEq, Eq)]
#[nl(set = "message")]
pub struct Message<'a> {
    /// Its number, from 1 up; none is used twice.
    #[nl(5)]
    pub id: u32,
    /// The file's name.
    #[nl(1)]
    pub name: &'a str,
    /// Where the chunk starts in the file, bytes.
    #[nl(2)]
    pub offset: u32,
    /// The chunk.
    #[nl(3)]
    pub data: &'a [u8],
    /// Whether the file ends with this chunk.
    #[nl(4)]
    pub last: bool,
}

/// What a sender gets.
#[derive(Attributes, Clone, Copy, Debug, PartialEq, Eq)]
#[nl(set = "receipt")]
pub struct Receipt {
    /// The stored message's number.
    #[nl(1)]
    pub id: u32,
    /// How many messages are kept now.
    #[nl(2)]
    pub messages: u32,
    /// How many bytes of data they have.
    #[nl(3)]
    pub bytes: u32,
}

/// Asks for the messages that are kept.
#[derive(Attributes, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[nl(set = "list")]
pub struct List {
    /// Only those with a greater number.
    #[nl(1)]
    pub after: Option<u32>,
}

/// Drops the messages that are kept.
#[derive(Attributes, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[nl(set = "clear")]
pub struct Clear {}

/// Asks for a greeting.
#[derive(Attributes, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[nl(set = "greeting")]
pub struct Greet<'a> {
    /// What to say, at most 128 bytes; without it [`Greeting::DEFAULT`].
    #[nl(1, max_len = 128)]
    pub text: Option<&'a str>,
}

/// A greeting.
#[derive(Attributes, Clone, Copy, Debug, PartialEq, Eq)]
#[nl(set = "greeting")]
pub struct Greeting<'a> {
    /// What is said.
    #[nl(1)]
    pub text: &'a str,
    /// How many greetings there were in this network namespace, this one included.
    #[nl(2)]
    pub number: u32,
}

impl Greeting<'_> {
    /// What is said unless somebody asks for something else.
    pub const DEFAULT: &'static str = "Greeting from kernel!";
}

/// Asks for several answers.
#[derive(Attributes, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[nl(set = "repeat")]
pub struct Repeat {
    /// How many; without it [`Repeat::COUNT`].
    #[nl(1, min = 1, max = 1000)]
    pub count: Option<u32>,
    /// Milliseconds before each; without it [`Repeat::INTERVAL`].
    #[nl(2, min = 1, max = 60000)]
    pub interval: Option<u32>,
}

impl Repeat {
    /// How many answers come unless asked otherwise.
    pub const COUNT: u32 = 10;
    /// Milliseconds before each answer unless asked otherwise.
    pub const INTERVAL: u32 = 3000;
}

/// One of several answers.
#[derive(Attributes, Clone, Copy, Debug, PartialEq, Eq)]
#[nl(set = "repeat")]
pub struct Repeated {
    /// Which one it is, from 1.
    #[nl(3)]
    pub index: u32,
    /// How many there will be.
    #[nl(1)]
    pub count: u32,
}
