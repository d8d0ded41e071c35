//! A subscription to a family of a user-space host.

use std::time::Duration;

use nl_bench::live::Intake;
use nl_bench::reference;
use nl_bench::socket::{Socket, USERSOCK};
use nl_core::host::Host;
use nl_core::{Attributes, Connection, Family, Incoming, Options, Subscription, Transport};

#[derive(Family)]
#[nl(name = "nl_bench", version = 1, group = "events")]
pub(crate) enum Bench {
    #[nl(event = Event<'_>, group = "events")]
    Event = 3,
}

#[derive(Attributes, Clone, Debug)]
pub(crate) struct Event<'a> {
    #[nl(1)]
    ifindex: u32,
    #[nl(2)]
    ts: u64,
    #[nl(3)]
    state: u8,
    #[nl(4)]
    ifname: &'a str,
}

struct Server;

impl BenchHandler for Server {}

pub(crate) struct Subscriber {
    subscription: Subscription<Bench>,
    port: u32,
    /// The id that the host gave the family.
    pub(crate) family: u16,
}

impl Subscriber {
    /// Joins the group at a host, which is gone when this returns: the socket that is returned has its
    /// port id, so that events come from there.
    pub(crate) fn open() -> Result<(Self, Socket), Box<dyn std::error::Error>> {
        let host = Host::bind(Server.service())?.spawn();
        let options = Options::new().transport(Transport::User);
        let family = Connection::<Bench>::open_with(options.clone())?.family_id();
        let mut subscription = Subscription::open(&[Bench::EVENTS], options)?;
        host.stop()?;
        let sender = Socket::open(USERSOCK, Transport::default_port("nl_bench"))?;
        // While nothing comes it asks to be joined again, and so shows its own port id.
        subscription.next_within(Duration::from_millis(1))?;
        let port = sender.next_sender()?;
        Ok((Self { subscription, port, family }, sender))
    }
}

impl Intake for Subscriber {
    fn port(&self) -> u32 {
        self.port
    }

    #[inline]
    fn take(&mut self, count: usize, mut tell: impl FnMut(reference::Event<'_>)) {
        for _ in 0..count {
            let Incoming::Event(BenchEvent::Event(event)) = self.subscription.next().unwrap()
            else {
                panic!("something else than an event");
            };
            let Event { ifindex, ts, state, ifname } = event;
            tell(reference::Event { ifindex, ts, state, ifname });
        }
    }
}
