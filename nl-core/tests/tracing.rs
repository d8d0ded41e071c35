//! The feature `tracing`: every message both ways is an event of that crate.

use std::fmt;
use std::sync::{Arc, Mutex};

use nl_core::controller::{GetFamily, Nlctrl};
use nl_core::{Connection, Options, Transport};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber, subscriber};

/// Keeps the events as lines: what there is before and in the message.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<String>>>);

impl Subscriber for Lines {
    fn enabled(&self, about: &Metadata<'_>) -> bool {
        about.target() == "nl_core"
    }

    fn event(&self, event: &Event<'_>) {
        assert_eq!(*event.metadata().level(), Level::TRACE);
        let mut fields = Fields::default();
        event.record(&mut fields);
        self.0.lock().unwrap().push(fields.0.join(" "));
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[derive(Default)]
struct Fields(Vec<String>);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.push(format!("{}={value:?}", field.name()));
    }
}

/// The request and its reply, under any sequence number.
fn check(lines: &Lines) {
    let lines = std::mem::take(&mut *lines.0.lock().unwrap());
    let [sent, received] = &lines[..] else { panic!("two messages: {lines:#?}") };
    for (line, arrow, command) in [(sent, "->", "GetFamily"), (received, "<-", "NewFamily")] {
        assert!(line.starts_with(&format!("message=nlctrl {command} seq ")), "{line}");
        assert!(line.contains(r#"name: "nlctrl""#), "{line}");
        assert!(line.ends_with(&format!(r#"family="nlctrl" direction="{arrow}""#)), "{line}");
    }
    assert!(received.contains(r#"groups: {{id: 16, name: "notify"}}"#), "{received}");
}

const BY_NAME: GetFamily<'static> = GetFamily { id: None, name: Some("nlctrl") };

fn kernel() -> Options {
    Options::new().transport(Transport::Kernel)
}

#[test]
fn a_call_is_two_events() {
    let lines = Lines::default();
    subscriber::with_default(lines.clone(), || {
        let mut nlctrl = Connection::<Nlctrl>::open_with(kernel()).unwrap();
        lines.0.lock().unwrap().clear();
        assert_eq!(nlctrl.call(&BY_NAME).unwrap().id, 16);
    });
    check(&lines);
}

#[cfg(feature = "tokio")]
#[test]
fn an_awaited_call_is_two_events() {
    let lines = Lines::default();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    subscriber::with_default(lines.clone(), || {
        runtime.block_on(async {
            let nlctrl = nl_core::tokio::Connection::<Nlctrl>::open_with(kernel()).await;
            assert_eq!(nlctrl.unwrap().call(&BY_NAME).await.unwrap().id, 16);
        });
    });
    check(&lines);
}
