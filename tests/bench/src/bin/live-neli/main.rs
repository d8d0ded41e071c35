//! neli against the kernel: with its socket handle (`handle`), and with its router, which receives on
//! a thread of its own (`router`). That thread takes events as they come, so that it has no queue to
//! drain and is no case of `events`.

#[path = "../neli/decode.rs"]
#[expect(dead_code, reason = "the workloads in memory use the rest")]
mod decode;
#[path = "../neli/family.rs"]
mod family;
mod handle;
mod request;
mod router;

use std::process::ExitCode;

use neli::consts::socket::NlFamily;
use nl_bench::live::{self, BATCH};
use nl_bench::reference::{FAMILY, Family};
use nl_bench::socket::{Socket, USERSOCK};
use nl_bench::{Case, How, program};

use handle::Handle;
use router::Router;

fn main() -> ExitCode {
    let typed = |workload, run| Case { workload, how: How::Typed, run };
    let by_hand = |workload, run| Case { workload, how: How::ByHand, run };
    program(&[
        typed("w4/handle", |runner| {
            let mut handle = Handle::open(NlFamily::Generic);
            live::resolve(runner, 1, |name| handle.resolve(name));
        }),
        typed("w4:ack/handle", |runner| {
            let mut handle = Handle::open(NlFamily::Generic);
            live::resolve(runner, 1, |name| handle.resolve_acknowledged(name));
        }),
        typed("w4:ack/router", |runner| {
            let router = Router::open();
            live::resolve(runner, 1, |name| router.resolve(name));
        }),
        typed("w5:visit/handle", |runner| live::visit(runner, Handle::open(NlFamily::Generic))),
        typed("w5:owned/handle", |runner| {
            let mut handle = Handle::open(NlFamily::Generic);
            live::owned(runner, 1, || handle.families(), Family::clone);
        }),
        typed("w5:owned/router", |runner| {
            let router = Router::open();
            live::owned(runner, 1, || router.families(), Family::clone);
        }),
        typed("w6:seq/handle", |runner| {
            let mut handle = Handle::open(NlFamily::Generic);
            live::resolve(runner, BATCH, |name| {
                (0..BATCH).map(|_| handle.resolve(name)).last().unwrap()
            });
        }),
        by_hand("w6:batch/socket", |runner| {
            let mut batch = handle::Batch::open();
            live::resolve(runner, BATCH, |name| batch.resolve(name, BATCH));
        }),
        typed("events/handle", |runner| {
            let sender = Socket::open(USERSOCK, 0).unwrap();
            live::events(runner, sender, FAMILY, Handle::open(NlFamily::Usersock));
        }),
    ])
}
