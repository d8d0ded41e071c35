//! neli: its enums, builders and attribute handles.

mod decode;
mod encode;
mod family;

use std::process::ExitCode;

use nl_bench::case::{self, Look, Shape};
use nl_bench::reference::Family;
use nl_bench::{Case, How, Runner, program};

fn main() -> ExitCode {
    let case = |workload, run| Case { workload, how: How::Typed, run };
    program(&[
        case("w1", |runner| case::encode_echo(runner, encode::echo)),
        case("w2:borrowed", |runner| {
            case::decode_echo(
                runner,
                |bytes, tell| decode::echo(bytes, tell),
                |bytes| decode::echo(bytes, case::look_at_echo),
            );
        }),
        case("w2:owned", |runner| case::decode_owned_echo(runner, decode::owned_echo)),
        case("w3:visit", |runner| {
            case::visit_families(runner, families, |bytes| {
                decode::families(bytes, || Look, drop);
            });
        }),
        case("w3:owned", |runner| case::decode_families(runner, families, Clone::clone)),
        case("w7enc:array", |runner| case::encode_pairs(runner, Shape::Array, encode::array)),
        case("w7enc:multi", |runner| case::encode_pairs(runner, Shape::Multi, encode::multi)),
        case("w7dec:array", |runner| decode_pairs(runner, Shape::Array)),
        case("w7dec:multi", |runner| decode_pairs(runner, Shape::Multi)),
        case("w8:borrowed", |runner| {
            case::decode_events(
                runner,
                |bytes, tell| decode::events(bytes, |event| tell(event.into())),
                |bytes| decode::events(bytes, case::look_at_event),
            );
        }),
        case("w8:owned", |runner| {
            case::decode_events(
                runner,
                |bytes, tell| decode::events(bytes, |event| tell(event.into())),
                |bytes| decode::events(bytes, |event| case::look_at_owned_event(event.into())),
            );
        }),
    ])
}

fn families(bytes: &[u8]) -> Vec<Family> {
    let mut families = Vec::new();
    decode::families(bytes, Family::default, |family| families.push(family));
    families
}

fn decode_pairs(runner: &mut Runner, shape: Shape) {
    case::decode_pairs(
        runner,
        shape,
        |bytes, tell| decode::pairs(bytes, tell),
        |bytes| decode::pairs(bytes, case::look_at_pair),
    );
}
