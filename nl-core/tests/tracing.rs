//! The feature `tracing`: every message both ways is an event of that crate.

use std::fmt;
use std::sync::{Arc, Mutex};

use nl_core::controller::{GetFamily, Nlctrl};
use nl_core::host::{Context, Host, Refusal};
use nl_core::{
    Attributes as Declared, Connection, Family, Incoming, Options, Subscription, Transport,
};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber, subscriber};

/// Keeps the events as lines: what there is before and in the message.
#[derive(Clone, Debug, Default)]
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

/// Beats.
#[derive(Family)]
#[nl(name = "traced")]
pub enum Traced {
    /// One beat.
    #[nl(request = Beat)]
    Beat = 1,
}

/// One beat.
#[derive(Declared, Clone, Debug, PartialEq)]
pub struct Beat {}

struct Server;

impl TracedHandler for Server {
    fn beat(&mut self, _: Beat, _: &mut Context<'_, Traced>) -> Result<(), Refusal> {
        Ok(())
    }
}

/// The look-up of a family, whose command has the number of another one's.
fn check_look_up(lines: &Lines) {
    let lines = lines.0.lock().unwrap();
    let [sent, received] = &lines[..] else { panic!("two messages: {lines:#?}") };
    assert!(sent.starts_with("message=nlctrl GetFamily seq "), "{sent}");
    assert!(received.starts_with("message=nlctrl NewFamily seq "), "{received}");
    assert!(received.contains(r#"name: "traced""#), "{received}");
}

#[test]
fn the_controller_s_answer_is_told_in_its_names() {
    let host = Host::bind_at(Server.service(), own_port(0)).unwrap().spawn();
    let options = Options::new().transport(host.transport());
    let lines = Lines::default();
    subscriber::with_default(lines.clone(), || {
        Connection::<Traced>::open_with(options).unwrap();
    });
    check_look_up(&lines);
}

#[cfg(feature = "tokio")]
#[test]
fn the_controller_s_answer_to_an_awaited_connection_is_told_in_its_names() {
    let host = Host::bind_at(Server.service(), own_port(1)).unwrap().spawn();
    let options = Options::new().transport(host.transport());
    let lines = Lines::default();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    subscriber::with_default(lines.clone(), || {
        let opened = nl_core::tokio::Connection::<Traced>::open_with(options);
        runtime.block_on(opened).unwrap();
    });
    check_look_up(&lines);
}

/// Beats, and those who listen.
#[derive(Family)]
#[nl(name = "heard", group = "beats")]
pub enum Heard {
    /// One beat.
    #[nl(request = Knock)]
    Knock = 1,
    /// One was heard.
    #[nl(event = Knock, group = "beats")]
    Knocked = 2,
}

/// One beat.
#[derive(Declared, Clone, Debug, PartialEq)]
pub struct Knock {
    #[nl(1)]
    loud: bool,
}

struct Door;

impl HeardHandler for Door {
    fn knock(&mut self, knock: Knock, context: &mut Context<'_, Heard>) -> Result<(), Refusal> {
        context.publish(&HeardEvent::Knocked(knock))
    }
}

/// The lines without their numbers, from the first that has this in it.
fn from(lines: &Lines, first: &str) -> Vec<String> {
    let lines = lines.0.lock().unwrap();
    let lines = lines.iter().skip_while(|line| !line.contains(first));
    let plain = |line: &String| {
        let words: Vec<_> = line.split(' ').collect();
        let seq = words.iter().position(|word| *word == "seq").unwrap();
        let direction = line.rsplit('"').nth(1).unwrap();
        format!("{direction} {}", words[..seq].join(" ").replace("message=", ""))
    };
    lines.map(plain).collect()
}

#[test]
fn a_host_tells_both_ways_and_a_listener_what_it_joins() {
    let (host_s, listener_s) = (Lines::default(), Lines::default());
    let host = Host::bind_at(Door.service(), own_port(2)).unwrap();
    let options = Options::new().transport(Transport::UserAt(own_port(2)));
    let (stopper, theirs) = (host.stopper().unwrap(), host_s.clone());
    let served = std::thread::spawn(move || subscriber::with_default(theirs, || host.run()));
    subscriber::with_default(listener_s.clone(), || {
        let mut listener = Subscription::<Heard>::open(&[Heard::BEATS], options.clone()).unwrap();
        let mut heard = Connection::<Heard>::open_with(options).unwrap();
        heard.call(&Knock { loud: true }).unwrap();
        assert!(matches!(listener.next().unwrap(), Incoming::Event(_)));
    });
    stopper.stop();
    served.join().unwrap().unwrap();
    let join = "-> nl_host Join";
    assert!(from(&listener_s, "").contains(&join.to_owned()), "{listener_s:?}");
    assert_eq!(
        from(&host_s, "nl_host Join"),
        [
            "<- nl_host Join",
            "<- nlctrl GetFamily",
            "-> nlctrl NewFamily",
            "<- heard Knock",
            "-> heard Knocked",
            "-> ERROR"
        ]
    );
}

/// A port id that no other test uses.
fn own_port(number: u32) -> u32 {
    0x7000_0000 | ((std::process::id() & 0x3f_ffff) << 6) | number
}
