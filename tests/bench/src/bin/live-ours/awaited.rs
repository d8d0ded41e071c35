//! The connection whose calls are awaited.

use nl_bench::live::BATCH;
use nl_core::controller::{FamilyAttrs, FamilyInfo, GetFamilies, Nlctrl};
use nl_core::tokio::Connection;
use tokio::runtime::Runtime;

use crate::lookup::{ByName, Lookup};

pub(crate) struct Awaited {
    runtime: Runtime,
    controller: Connection<Nlctrl>,
    lookup: Connection<Lookup>,
}

impl Awaited {
    pub(crate) fn open() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let controller = runtime.block_on(Connection::open()).unwrap();
        let lookup = runtime.block_on(Connection::open()).unwrap();
        Self { runtime, controller, lookup }
    }

    /// As often as that.
    pub(crate) fn resolve(&mut self, name: &str, count: usize) -> u16 {
        let lookup = &mut self.lookup;
        self.runtime.block_on(async {
            let mut id = 0;
            for _ in 0..count {
                id = lookup.call(&ByName { name }).await.unwrap().id;
            }
            id
        })
    }

    pub(crate) fn families(&mut self) -> Vec<FamilyInfo> {
        let kept = |family: FamilyAttrs<'_>| FamilyInfo::try_from(family).unwrap();
        self.runtime.block_on(self.controller.dump_map(&GetFamilies {}, kept)).unwrap()
    }

    /// A batch of requests; the last one's answer.
    pub(crate) fn resolve_at_once(&mut self, name: &str) -> u16 {
        let mut batch = self.lookup.batch();
        let request = ByName { name };
        let tickets: [_; BATCH] = std::array::from_fn(|_| batch.add(&request));
        let answers = self.runtime.block_on(batch.send()).unwrap();
        tickets.map(|ticket| answers.get(ticket).unwrap().id)[BATCH - 1]
    }
}
