//! nlink against the kernel, on a current-thread tokio runtime: with its own resolver (`get_family`),
//! with the derives (`send_typed`), and with its connection's commands and socket by hand.

#[path = "../nlink/by_hand.rs"]
#[expect(dead_code, reason = "the workloads in memory use the rest")]
mod by_hand;
mod connection;
#[path = "../nlink/family.rs"]
mod family;
#[path = "../nlink/typed.rs"]
#[expect(dead_code, reason = "the workloads in memory use the rest")]
mod typed;

use std::process::ExitCode;

use nl_bench::live::{self, BATCH};
use nl_bench::reference::{FAMILY, Family};
use nl_bench::socket::{GENERIC, Socket};
use nl_bench::{Case, How, program};

use connection::{Controller, Generic};

fn main() -> ExitCode {
    let typed = |workload, run| Case { workload, how: How::Typed, run };
    let by_hand = |workload, run| Case { workload, how: How::ByHand, run };
    program(&[
        typed("w4:ack/get_family", |runner| {
            let generic = Generic::open();
            live::resolve(runner, BATCH, |name| generic.resolve(name, BATCH));
        }),
        typed("w4:ack/send_typed", |runner| {
            let controller = Controller::open();
            live::resolve(runner, BATCH, |name| controller.resolve(name, BATCH));
        }),
        by_hand("w5:visit/dump_command", |runner| live::visit(runner, Generic::open())),
        by_hand("w5:owned/dump_command", |runner| {
            let mut generic = Generic::open();
            live::owned(runner, 1, || generic.families(), Family::clone);
        }),
        typed("w6:seq/send_typed", |runner| {
            let controller = Controller::open();
            live::resolve(runner, BATCH, |name| controller.resolve(name, BATCH));
        }),
        by_hand("w6:batch/socket", |runner| {
            let generic = Generic::open();
            live::resolve(runner, BATCH, |name| generic.resolve_at_once(name, BATCH));
        }),
        by_hand("events/recv_batch", |runner| {
            let sender = Socket::open(GENERIC, 0).unwrap();
            live::events(runner, sender, FAMILY, Generic::open());
        }),
    ])
}
