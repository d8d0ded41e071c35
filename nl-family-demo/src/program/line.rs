//! One line of output, for people and for programs.

use std::fmt::{self, Write};

use nl_core::Who;
use nl_family_demo::Demo;
use nl_family_demo::family::{DemoEvent, Echo, Greeting, Message, Priority, Repeated};
use serde_json::{Value, json};

/// What is to be said, in both ways.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) json: Value,
}

impl Line {
    pub(super) fn new(text: impl Into<String>, json: Value) -> Self {
        Self { text: text.into(), json }
    }

    /// Something that happened to a subscription, rather than in the family.
    pub(super) fn happened(event: &str, text: impl Into<String>) -> Self {
        Self::new(text, json!({ "event": event }))
    }

    pub(super) fn event(event: &DemoEvent<'_>) -> Self {
        match event {
            DemoEvent::Stored(message) => {
                let mut line = Self::message(message);
                line.text.insert_str(0, &format!("{}: ", Demo::MESSAGES.name()));
                line.json["event"] = "stored".into();
                line
            }
            DemoEvent::Greeting(greeting) => Self::greeting(greeting),
            DemoEvent::Unknown(event) => {
                let (command, length) = (event.command(), event.attributes().len());
                Self::new(
                    format!("an event of unknown command {command} with {length} bytes"),
                    json!({ "event": "unknown", "command": command, "length": length }),
                )
            }
            // A newer declaration's.
            other => Self::happened("other", format!("{other:?}")),
        }
    }

    fn greeting(Greeting { text, number }: &Greeting<'_>) -> Self {
        let group = Demo::GREETINGS.name();
        Self::new(
            format!("{group}: {} (number {number})", Plain(text)),
            json!({ "event": "greeting", "text": text, "number": number }),
        )
    }

    pub(super) fn message(message: &Message<'_>) -> Self {
        let Message { id, name, offset, data, last } = message;
        let length = data.len();
        let end = if *last { ", last" } else { "" };
        Self::new(
            format!(
                "message {id}: {}, offset {offset}, {}{end}",
                Plain(name),
                Count(length, "byte")
            ),
            json!({ "id": id, "name": name, "offset": offset, "length": length, "last": last }),
        )
    }

    pub(super) fn echo(echo: &Echo<'_>) -> Self {
        let Echo { sequence, text, priority, urgent, tags } = echo;
        let mut human = format!("{} (sequence {sequence}", Plain(text));
        human.extend(priority.map(|priority| format!(", priority {}", Named(priority))));
        human.extend(urgent.then_some(", urgent"));
        human.extend(tags.iter().map(|tag| format!(", tag {}={}", Plain(tag.name), tag.weight)));
        let tags = tags.iter().map(|tag| json!({ "name": tag.name, "weight": tag.weight }));
        let json = json!({
            "sequence": sequence,
            "text": text,
            "priority": priority.map(priority_json),
            "urgent": urgent,
            "tags": tags.collect::<Value>(),
        });
        Self::new(human + ")", json)
    }

    pub(super) fn repeated(Repeated { index, count }: Repeated, after: f64) -> Self {
        Self::new(
            format!("reply {index} of {count} after {after:.1} s"),
            json!({ "index": index, "count": count, "after": after }),
        )
    }

    /// Whether the family is there, and who sends its events.
    pub(super) fn ready(what: &str, who: Option<Who>) -> Self {
        match who {
            Some(who) => Self::new(
                format!("{what}: {who} serves nl_demo"),
                json!({ "event": what, "who": word(who) }),
            ),
            None => Self::happened("waiting", "waiting for nl_demo, which is not there yet"),
        }
    }
}

fn word(who: Who) -> &'static str {
    match who {
        Who::Kernel => "kernel",
        Who::Host => "host",
        _ => "other",
    }
}

fn priority_json(priority: Priority) -> Value {
    match priority {
        Priority::Other(number) => number.into(),
        named => Named(named).to_string().into(),
    }
}

/// A priority as the command line takes it.
struct Named(Priority);

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Priority::Low => f.write_str("low"),
            Priority::High => f.write_str("high"),
            Priority::Other(number) => write!(f, "{number}"),
        }
    }
}

/// So many of something.
pub(super) struct Count<T>(pub(super) T, pub(super) &'static str);

impl<T: fmt::Display + PartialEq + From<u8>> fmt::Display for Count<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(number, what) = self;
        write!(f, "{number} {what}{}", if *number == T::from(1) { "" } else { "s" })
    }
}

/// Text of others for a terminal: one line, and no control characters.
pub(super) struct Plain<'a>(pub(super) &'a str);

impl fmt::Display for Plain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            if c.is_control() { write!(f, "{}", c.escape_default())? } else { f.write_char(c)? }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use nl_family_demo::family::Tag;

    use super::*;

    #[test]
    fn a_greeting_is_shown_with_its_text_as_it_came() {
        let greeting = Greeting { text: Greeting::DEFAULT, number: 3 };
        let line = Line::event(&DemoEvent::Greeting(greeting));
        assert_eq!(line.text, "greetings: Greeting from kernel! (number 3)");
        let json = r#"{"event":"greeting","number":3,"text":"Greeting from kernel!"}"#;
        assert_eq!(line.json.to_string(), json);
    }

    #[test]
    fn one_is_no_plural() {
        assert_eq!(
            [0, 1, 2].map(|n| Count(n, "byte").to_string()),
            ["0 bytes", "1 byte", "2 bytes"]
        );
    }

    #[test]
    fn text_of_others_cannot_steer_the_terminal() {
        assert_eq!(Plain("grüße\n\u{1b}[2J\"'").to_string(), "grüße\\n\\u{1b}[2J\"'");
    }

    #[test]
    fn an_echo_is_shown_with_all_that_it_has() {
        let tags = vec![Tag { name: "b", weight: 7 }, Tag { name: "a", weight: 1 }];
        let echo = Echo {
            sequence: 1,
            text: "hi",
            priority: Some(Priority::Other(9)),
            urgent: true,
            tags,
        };
        assert_eq!(Line::echo(&echo).text, "hi (sequence 1, priority 9, urgent, tag b=7, tag a=1)");
    }
}
