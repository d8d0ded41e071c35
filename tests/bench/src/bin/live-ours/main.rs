//! nl-core against the kernel, and as a subscriber; `tokio` on its current-thread runtime.

mod awaited;
#[path = "../ours/families.rs"]
#[expect(dead_code, reason = "the workloads in memory use the rest")]
mod families;
mod lookup;
mod subscriber;

use std::process::ExitCode;

use nl_bench::case::Visitor;
use nl_bench::live::{self, BATCH, Dump};
use nl_bench::{Case, How, Runner, program};
use nl_core::{Connection, Family};
use nl_core::controller::{FamilyAttrs, FamilyInfo, GetFamilies, Nlctrl};

use awaited::Awaited;
use lookup::{ByName, Lookup};
use subscriber::Subscriber;

fn main() -> ExitCode {
    let case = |workload, run| Case { workload, how: How::Typed, run };
    program(&[
        case("w4", |runner| {
            let mut controller = controller();
            live::resolve(runner, 1, |name| resolve(&mut controller, name));
        }),
        case("w4/tokio", |runner| {
            let mut awaited = Awaited::open();
            live::resolve(runner, BATCH, |name| awaited.resolve(name, BATCH));
        }),
        case("w4:ack", |runner| {
            let mut controller = controller();
            live::resolve(runner, 1, |name| {
                let request = ByName { name };
                controller.call_acknowledged(&request).unwrap().reply.unwrap().id
            });
        }),
        case("w5:visit", |runner| live::visit(runner, Controller(controller()))),
        case("w5:owned", |runner| {
            let mut controller = controller();
            live::owned(runner, 1, || dump(&mut controller), families::kept);
        }),
        case("w5:owned/tokio", |runner| {
            let mut awaited = Awaited::open();
            live::owned(runner, 1, || awaited.families(), families::kept);
        }),
        case("w6:seq", |runner| {
            let mut controller = controller();
            live::resolve(runner, BATCH, |name| {
                (0..BATCH).map(|_| resolve(&mut controller, name)).last().unwrap()
            });
        }),
        case("w6:batch", |runner| {
            let mut controller = controller();
            live::resolve(runner, BATCH, |name| resolve_at_once(&mut controller, name));
        }),
        case("w6:batch/tokio", |runner| {
            let mut awaited = Awaited::open();
            live::resolve(runner, BATCH, |name| awaited.resolve_at_once(name));
        }),
        case("events", events),
    ])
}

fn controller<F: Family>() -> Connection<F> {
    Connection::open().unwrap()
}

#[inline]
fn resolve(controller: &mut Connection<Lookup>, name: &str) -> u16 {
    controller.call(&ByName { name }).unwrap().id
}

/// A batch of requests; the last one's answer.
#[inline]
fn resolve_at_once(controller: &mut Connection<Lookup>, name: &str) -> u16 {
    let mut batch = controller.batch();
    let request = ByName { name };
    let tickets: [_; BATCH] = std::array::from_fn(|_| batch.add(&request));
    let answers = batch.send().unwrap();
    tickets.map(|ticket| answers.get(ticket).unwrap().id)[BATCH - 1]
}

struct Controller(Connection<Nlctrl>);

impl Dump for Controller {
    #[inline]
    fn visit<V: Visitor>(&mut self, new: impl Fn() -> V, mut done: impl FnMut(V)) {
        let mut items = self.0.dump(&GetFamilies {}).unwrap();
        while let Some(family) = items.next().unwrap() {
            let mut visitor = new();
            families::tell(&family, &mut visitor);
            done(visitor);
        }
    }
}

fn dump(controller: &mut Connection<Nlctrl>) -> Vec<FamilyInfo> {
    let kept = |family: FamilyAttrs<'_>| FamilyInfo::try_from(family).unwrap();
    controller.dump_map(&GetFamilies {}, kept).unwrap()
}

fn events(runner: &mut Runner) {
    let (subscriber, sender) = Subscriber::open().unwrap();
    let family = subscriber.family;
    live::events(runner, sender, family, subscriber);
}
