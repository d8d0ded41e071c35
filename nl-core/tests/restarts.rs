//! A host that is started again in the middle of a batch, at just the moment that hurts: the feature
//! `tracing` tells of each datagram before it is sent.

use std::fmt;
use std::sync::{Arc, Mutex};

use nl_core::host::{Context, Host, HostThread, Refusal};
use nl_core::{Answers, Attributes, Connection, Error, Family, Options, Ticket, Transport};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes as Span, Id, Record};
use tracing::{Event, Metadata, Subscriber, subscriber};

/// Counts beats.
#[derive(Family)]
#[nl(name = "pulse")]
pub enum Pulse {
    /// One beat.
    #[nl(request = Beat, reply = Count)]
    Beat = 1,
}

/// Which beat it is.
#[derive(Attributes, Clone, Debug, PartialEq)]
pub struct Beat {
    #[nl(1)]
    number: u32,
}

/// How many there were.
#[derive(Attributes, Clone, Debug, PartialEq)]
pub struct Count {
    #[nl(1)]
    beats: u32,
}

/// The beats that were executed, whichever host did it.
#[derive(Clone, Default)]
struct Server(Arc<Mutex<Vec<u32>>>);

impl PulseHandler for Server {
    fn beat(&mut self, beat: Beat, _: &mut Context<'_, Pulse>) -> Result<Count, Refusal> {
        let mut beats = self.0.lock().unwrap();
        beats.push(beat.number);
        Ok(Count { beats: u32::try_from(beats.len()).unwrap() })
    }
}

/// Stops the host before the third datagram that is sent, and starts another one before the fourth.
struct Restart {
    server: Server,
    port: u32,
    /// Whether another one is started.
    again: bool,
    host: Mutex<(u32, Option<HostThread>)>,
}

impl Restart {
    fn new(port: u32, again: bool) -> (Arc<Self>, Options) {
        let server = Server::default();
        let restart = Self { server, port, again, host: Mutex::default() };
        restart.host.lock().unwrap().1 = Some(restart.serve());
        // With room for one answer alone each request is a datagram of its own.
        let options = Options::new().transport(Transport::UserAt(port)).receive_buffer(1);
        (Arc::new(restart), options)
    }

    fn serve(&self) -> HostThread {
        Host::bind_at(self.server.clone().service(), self.port).unwrap().spawn()
    }

    /// Every request was executed once, by a host or the other.
    fn check(&self, answers: &Answers<'_>, tickets: Vec<Ticket<Beat>>) {
        for (position, ticket) in (1..).zip(tickets) {
            assert_eq!(answers.get(ticket).unwrap().beats, position);
        }
        assert_eq!(*self.server.0.lock().unwrap(), [0, 1, 2, 3]);
        assert!(self.host.lock().unwrap().0 > 4, "it was started again");
    }
}

/// To be told of what is sent.
#[derive(Clone)]
struct Sends(Arc<Restart>);

impl Subscriber for Sends {
    fn enabled(&self, about: &Metadata<'_>) -> bool {
        about.target() == "nl_core"
    }

    fn event(&self, event: &Event<'_>) {
        let mut is_sent = IsSent(false);
        event.record(&mut is_sent);
        if !is_sent.0 {
            return;
        }
        let mut host = self.0.host.lock().unwrap();
        host.0 += 1;
        match host.0 {
            3 => host.1.take().unwrap().stop().unwrap(),
            4 if self.0.again => host.1 = Some(self.0.serve()),
            _ => {}
        }
    }

    fn new_span(&self, _: &Span<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

struct IsSent(bool);

impl Visit for IsSent {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0 |= field.name() == "direction" && format!("{value:?}").contains("->");
    }
}

/// A port id that no other test uses.
fn own_port(number: u32) -> u32 {
    0x7000_0000 | ((std::process::id() & 0x3f_ffff) << 6) | number
}

#[test]
fn what_was_executed_is_not_sent_again_to_a_host_that_was_started_again() {
    let (restart, options) = Restart::new(own_port(0), true);
    subscriber::with_default(Sends(Arc::clone(&restart)), || {
        let mut pulse = Connection::<Pulse>::open_with(options).unwrap();
        let mut batch = pulse.batch();
        let tickets = (0..4).map(|number| batch.add(&Beat { number })).collect();
        restart.check(&batch.send().unwrap(), tickets);
    });
}

#[cfg(feature = "tokio")]
#[test]
fn what_was_executed_is_not_awaited_again_of_a_host_that_was_started_again() {
    let (restart, options) = Restart::new(own_port(1), true);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    subscriber::with_default(Sends(Arc::clone(&restart)), || {
        runtime.block_on(async {
            let pulse = nl_core::tokio::Connection::<Pulse>::open_with(options).await;
            let mut pulse = pulse.unwrap();
            let mut batch = pulse.batch();
            let tickets = (0..4).map(|number| batch.add(&Beat { number })).collect();
            restart.check(&batch.send().await.unwrap(), tickets);
        });
    });
}

#[test]
fn what_was_answered_before_a_host_has_gone_is_not_withheld() {
    let (restart, options) = Restart::new(own_port(2), false);
    subscriber::with_default(Sends(Arc::clone(&restart)), || {
        let mut pulse = Connection::<Pulse>::open_with(options).unwrap();
        let mut batch = pulse.batch();
        let [first, then @ ..] = [0, 1, 2].map(|number| batch.add(&Beat { number }));
        let answers = batch.send().unwrap();
        assert_eq!(answers.get(first).unwrap().beats, 1);
        for ticket in then {
            let gone = answers.get(ticket).unwrap_err();
            assert!(matches!(gone, Error::FamilyNotFound { family: "pulse", .. }), "{gone}");
        }
    });
}

#[cfg(feature = "tokio")]
#[test]
fn what_was_answered_before_a_host_has_gone_is_not_withheld_from_who_awaits_it() {
    let (restart, options) = Restart::new(own_port(3), false);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    subscriber::with_default(Sends(Arc::clone(&restart)), || {
        runtime.block_on(async {
            let opened = nl_core::tokio::Connection::<Pulse>::open_with(options).await;
            let mut pulse = opened.unwrap();
            let mut batch = pulse.batch();
            let [first, then @ ..] = [0, 1, 2].map(|number| batch.add(&Beat { number }));
            let answers = batch.send().await.unwrap();
            assert_eq!(answers.get(first).unwrap().beats, 1);
            for ticket in then {
                let gone = answers.get(ticket).unwrap_err();
                assert!(matches!(gone, Error::FamilyNotFound { family: "pulse", .. }), "{gone}");
            }
        });
    });
}
