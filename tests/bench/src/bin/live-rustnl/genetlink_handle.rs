//! genetlink's handle; its connection is a task of the same thread.

use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use genetlink::GenetlinkHandle;
use netlink_packet_core::{NLM_F_DUMP, NLM_F_REQUEST, NetlinkMessage, NetlinkPayload};
use netlink_packet_generic::ctrl::{GenlCtrl, GenlCtrlCmd};
use netlink_packet_generic::{GenlFamily, GenlMessage};
use netlink_sys::AsyncSocket;
use tokio::runtime::Runtime;

use crate::attributes::Event;
use nl_bench::live::{Intake, NAME};
use nl_bench::reference::{self, OwnedEvent};

pub(crate) struct Genetlink {
    runtime: Runtime,
    handle: GenetlinkHandle,
    events: BoxStream<'static, Event>,
    port: u32,
}

impl Genetlink {
    pub(crate) fn open() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let entered = runtime.enter();
        let (mut connection, handle, events) = genetlink::new_connection().unwrap();
        drop(entered);
        let port = connection.socket_mut().socket_mut().bind_auto().unwrap().port_number();
        runtime.spawn(connection);
        let events = events.map(|(message, _)| match message.payload {
            NetlinkPayload::InnerMessage(raw) => raw.parse_into_genlmsg().unwrap().payload,
            other => panic!("{other:?} is no event"),
        });
        Self { runtime, handle, events: events.boxed(), port }
    }

    /// As often as that, without what the resolver remembers.
    pub(crate) fn resolve(&self, count: usize) -> u16 {
        self.runtime.block_on(async {
            let mut id = 0;
            for _ in 0..count {
                self.handle.clear_family_cache().await;
                id = self.handle.resolve_family::<Named>().await.unwrap().id;
            }
            id
        })
    }

    pub(crate) fn families(&self) -> Vec<GenlCtrl> {
        let payload = GenlCtrl { cmd: GenlCtrlCmd::GetFamily, nlas: Vec::new() };
        let mut message = NetlinkMessage::from(GenlMessage::from_payload(payload));
        message.header.flags = NLM_F_REQUEST | NLM_F_DUMP;
        let mut handle = self.handle.clone();
        self.runtime.block_on(async {
            let mut all = Vec::new();
            let mut answers = handle.request(message).await.unwrap();
            while let Some(answer) = answers.next().await {
                match answer.unwrap().payload {
                    NetlinkPayload::InnerMessage(genl) => all.push(genl.payload),
                    other => panic!("{other:?} in a dump"),
                }
            }
            all
        })
    }
}

impl Intake for Genetlink {
    fn port(&self) -> u32 {
        self.port
    }

    fn take(&mut self, count: usize, mut tell: impl FnMut(reference::Event<'_>)) {
        let events = &mut self.events;
        self.runtime.block_on(async {
            for _ in 0..count {
                let OwnedEvent { ifindex, ts, state, ifname } = events.next().await.unwrap().into();
                tell(reference::Event { ifindex, ts, state, ifname: &ifname });
            }
        });
    }
}

/// What its resolver takes instead of a name.
struct Named;

impl GenlFamily for Named {
    fn family_name() -> &'static str {
        NAME
    }

    fn command(&self) -> u8 {
        0
    }

    fn version(&self) -> u8 {
        0
    }
}
