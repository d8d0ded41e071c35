//! neli's router.

use neli::consts::nl::{GenlId, NlmF};
use neli::consts::socket::NlFamily;
use neli::router::synchronous::NlRouter;
use neli::utils::Groups;

use crate::decode;
use crate::request::{Genl, payload};
use nl_bench::reference::Family;

pub(crate) struct Router(NlRouter);

impl Router {
    pub(crate) fn open() -> Self {
        let (router, _) = NlRouter::connect(NlFamily::Generic, None, Groups::empty()).unwrap();
        Self(router)
    }

    /// It asks for an ACK.
    pub(crate) fn resolve(&self, name: &str) -> u16 {
        self.0.resolve_genl_family(name).unwrap()
    }

    pub(crate) fn families(&self) -> Vec<Family> {
        let sent = self.0.send::<_, _, u16, Genl>(GenlId::Ctrl, NlmF::DUMP, payload(None));
        let mut all = Vec::new();
        for answer in sent.unwrap() {
            if let Some(genl) = answer.unwrap().get_payload() {
                let mut family = Family::default();
                decode::family(genl, &mut family);
                all.push(family);
            }
        }
        all
    }
}
