//! The netlink-packet crates against the kernel: with netlink-sys's blocking socket (`sync`), and
//! genetlink on a current-thread tokio runtime (`genetlink`).

#[path = "../rustnl/attributes.rs"]
#[allow(dead_code, reason = "the workloads in memory use the rest")]
mod attributes;
#[path = "../rustnl/families.rs"]
#[expect(dead_code, reason = "the workloads in memory use the rest")]
mod families;
mod genetlink_handle;
mod sync;

use std::process::ExitCode;

use nl_bench::live::{self, BATCH};
use nl_bench::reference::FAMILY;
use nl_bench::socket::{GENERIC, Socket, USERSOCK};
use nl_bench::{Case, How, program};

use genetlink_handle::Genetlink;
use sync::Sync;

fn main() -> ExitCode {
    let typed = |workload, run| Case { workload, how: How::Typed, run };
    let by_hand = |workload, run| Case { workload, how: How::ByHand, run };
    program(&[
        typed("w4/sync", |runner| {
            let mut sync = Sync::open(GENERIC);
            live::resolve(runner, 1, |name| sync.resolve(name));
        }),
        typed("w4/genetlink", |runner| {
            let genetlink = Genetlink::open();
            live::resolve(runner, BATCH, |_| genetlink.resolve(BATCH));
        }),
        typed("w4:ack/sync", |runner| {
            let mut sync = Sync::open(GENERIC);
            live::resolve(runner, 1, |name| sync.resolve_acknowledged(name));
        }),
        by_hand("w5:visit/sync", |runner| live::visit(runner, Sync::open(GENERIC))),
        typed("w5:owned/sync", |runner| {
            let mut sync = Sync::open(GENERIC);
            live::owned(runner, 1, || sync.families(), families::kept);
        }),
        typed("w5:owned/genetlink", |runner| {
            let genetlink = Genetlink::open();
            live::owned(runner, 1, || genetlink.families(), families::kept);
        }),
        typed("w6:seq/sync", |runner| {
            let mut sync = Sync::open(GENERIC);
            live::resolve(runner, BATCH, |name| {
                (0..BATCH).map(|_| sync.resolve(name)).last().unwrap()
            });
        }),
        by_hand("w6:batch/sync", |runner| {
            let mut sync = Sync::open(GENERIC);
            live::resolve(runner, BATCH, |name| sync.resolve_at_once(name, BATCH));
        }),
        typed("events/sync", |runner| {
            let sender = Socket::open(USERSOCK, 0).unwrap();
            live::events(runner, sender, FAMILY, Sync::open(USERSOCK));
        }),
        typed("events/genetlink", |runner| {
            let sender = Socket::open(GENERIC, 0).unwrap();
            live::events(runner, sender, FAMILY, Genetlink::open());
        }),
    ])
}
