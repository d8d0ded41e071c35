//! nlink's connections.

use nlink::Connection;
use nlink::macros::{GenlMessage, genl_family};
use nlink::netlink::attr::get;
use nlink::netlink::genl::{GENL_HDRLEN, GenlMsgHdr};
use nlink::netlink::{AttrIter, MessageBuilder, MessageIter};
use tokio::runtime::Runtime;

use crate::{by_hand, typed};
use nl_bench::case::Visitor;
use nl_bench::live::{CONTROLLER, Dump, GET_FAMILY, Intake};
use nl_bench::reference::{Event, Family, REQUEST};

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

/// Its connection for any family.
pub(crate) struct Generic {
    runtime: Runtime,
    connection: Connection<nlink::Generic>,
}

impl Generic {
    pub(crate) fn open() -> Self {
        let runtime = runtime();
        let entered = runtime.enter();
        let connection = Connection::<nlink::Generic>::new().unwrap();
        drop(entered);
        Self { runtime, connection }
    }

    /// As often as that, without what it remembers.
    pub(crate) fn resolve(&self, name: &str, count: usize) -> u16 {
        self.runtime.block_on(async {
            let mut id = 0;
            for _ in 0..count {
                self.connection.clear_cache();
                id = self.connection.get_family(name).await.unwrap().id;
            }
            id
        })
    }

    /// Several in one send, over its socket, since its batches are for routes and links; the last
    /// one's answer.
    pub(crate) fn resolve_at_once(&self, name: &str, count: usize) -> u16 {
        let socket = self.connection.socket();
        let (mut requests, mut last) = (Vec::new(), 0);
        for _ in 0..count {
            last = socket.next_seq();
            let mut builder = MessageBuilder::new(CONTROLLER, REQUEST);
            builder.append(&GenlMsgHdr::new(GET_FAMILY, 2));
            builder.append_attr_str(2, name);
            builder.set_seq(last);
            requests.extend(builder.finish());
        }
        let (mut found, mut answers) = (None, Vec::with_capacity(count));
        self.runtime.block_on(async {
            socket.send(&requests).await.unwrap();
            let mut left = count;
            while left > 0 {
                answers.clear();
                left -= socket.recv_batch(&mut answers, left).await.unwrap();
                for answer in &answers {
                    let (header, payload) = MessageIter::new(answer).next().unwrap().unwrap();
                    let id = id(&payload[GENL_HDRLEN..]);
                    found = Some(id).filter(|_| header.nlmsg_seq == last);
                }
            }
        });
        found.unwrap()
    }

    pub(crate) fn families(&mut self) -> Vec<Family> {
        let mut all = Vec::new();
        self.visit(Family::default, |family| all.push(family));
        all
    }
}

fn id(attributes: &[u8]) -> u16 {
    let id = AttrIter::new(attributes).find(|(kind, _)| *kind == 1);
    get::u16_ne(id.unwrap().1).unwrap()
}

impl Dump for Generic {
    fn visit<V: Visitor>(&mut self, new: impl Fn() -> V, mut done: impl FnMut(V)) {
        let dump = self.connection.dump_command(CONTROLLER, GET_FAMILY, 2, |_| {});
        for message in self.runtime.block_on(dump).unwrap() {
            let mut visitor = new();
            by_hand::family(&message[GENL_HDRLEN..], &mut visitor);
            done(visitor);
        }
    }
}

impl Intake for Generic {
    fn port(&self) -> u32 {
        self.connection.socket().pid()
    }

    /// With its socket: what it makes of events is for families that it knows.
    fn take(&mut self, count: usize, mut tell: impl FnMut(Event<'_>)) {
        let socket = self.connection.socket();
        let (mut left, mut datagrams) = (count, Vec::new());
        self.runtime.block_on(async {
            while left > 0 {
                datagrams.clear();
                left -= socket.recv_batch(&mut datagrams, left).await.unwrap();
                for datagram in &datagrams {
                    typed::events(datagram, |event| {
                        let (ifindex, ts, state) = (event.ifindex, event.ts, event.state);
                        tell(Event { ifindex, ts, state, ifname: &event.ifname });
                    });
                }
            }
        });
    }
}

#[genl_family(name = "nlctrl", version = 2)]
pub(crate) struct Nlctrl;

#[derive(GenlMessage, Debug, Default)]
#[genl_message(cmd = GET_FAMILY)]
struct GetFamily {
    #[genl_attr(2_u16)]
    name: String,
}

#[derive(GenlMessage, Debug, Default)]
#[genl_message(cmd = 1)]
struct Found {
    #[genl_attr(1_u16)]
    id: u16,
}

/// The controller, declared as a family of one's own.
pub(crate) struct Controller {
    runtime: Runtime,
    connection: Connection<Nlctrl>,
}

impl Controller {
    pub(crate) fn open() -> Self {
        let runtime = runtime();
        let connection = runtime.block_on(Connection::new_async()).unwrap();
        Self { runtime, connection }
    }

    /// As often as that.
    pub(crate) fn resolve(&self, name: &str, count: usize) -> u16 {
        self.runtime.block_on(async {
            let mut id = 0;
            for _ in 0..count {
                let request = GetFamily { name: name.to_owned() };
                id = self.connection.send_typed::<_, Found>(request).await.unwrap().id;
            }
            id
        })
    }
}
