//! The floor against the kernel: the C library's `send` and `recv`, requests and answers written and
//! read by hand in one pass.

#[path = "../floor/decode.rs"]
#[expect(dead_code, reason = "the workloads in memory use the rest")]
mod decode;
mod kernel;

use std::process::ExitCode;

use nl_bench::live::{self, BATCH, BUFFER, Intake};
use nl_bench::reference::{Event, FAMILY, Family};
use nl_bench::socket::{Socket, USERSOCK};
use nl_bench::{Case, How, program};

use kernel::Kernel;

fn main() -> ExitCode {
    let case = |workload, run| Case { workload, how: How::Typed, run };
    program(&[
        case("w4", |runner| {
            let mut kernel = Kernel::open();
            live::resolve(runner, 1, |name| kernel.resolve(name).unwrap());
        }),
        case("w4:ack", |runner| {
            let mut kernel = Kernel::open();
            live::resolve(runner, 1, |name| kernel.resolve_acknowledged(name).unwrap());
        }),
        case("w5:visit", |runner| live::visit(runner, Kernel::open())),
        case("w5:owned", |runner| {
            let mut kernel = Kernel::open();
            live::owned(runner, 1, || kernel.families(), Family::clone);
        }),
        case("w6:seq", |runner| {
            let mut kernel = Kernel::open();
            live::resolve(runner, BATCH, |name| {
                (0..BATCH).map(|_| kernel.resolve(name).unwrap()).last().unwrap()
            });
        }),
        case("w6:batch", |runner| {
            let mut kernel = Kernel::open();
            live::resolve(runner, BATCH, |name| kernel.resolve_at_once(name, BATCH).unwrap());
        }),
        case("events", |runner| {
            let socket = Socket::open(USERSOCK, 0).unwrap();
            let sender = Socket::open(USERSOCK, 0).unwrap();
            let buffer = vec![0; BUFFER];
            live::events(runner, sender, FAMILY, Subscriber { socket, buffer });
        }),
    ])
}

struct Subscriber {
    socket: Socket,
    buffer: Vec<u8>,
}

impl Intake for Subscriber {
    fn port(&self) -> u32 {
        self.socket.port().unwrap()
    }

    #[inline]
    fn take(&mut self, count: usize, mut tell: impl FnMut(Event<'_>)) {
        for _ in 0..count {
            let datagram = self.socket.receive(&mut self.buffer).unwrap();
            decode::events(datagram, &mut tell).unwrap();
        }
    }
}
