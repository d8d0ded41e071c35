//! The floor: what a single pass costs that is written by hand for these very messages, sizes its
//! output first and checks every length, any order of attributes and any lengths allowed.

mod decode;
mod encode;

use std::process::ExitCode;

use nl_bench::case::{self, Look, Shape};
use nl_bench::{Case, How, program};

fn main() -> ExitCode {
    let case = |workload, run| Case { workload, how: How::Typed, run };
    program(&[
        case("w1", |runner| case::encode_echo(runner, encode::echo)),
        case("w2:borrowed", |runner| {
            case::decode_echo(
                runner,
                |bytes, tell| tell(decode::echo(bytes).unwrap()),
                |bytes| case::look_at_echo(decode::echo(bytes).unwrap()),
            );
        }),
        case("w2:owned", |runner| {
            case::decode_owned_echo(runner, |bytes| decode::echo(bytes).unwrap().into());
        }),
        case("w3:visit", |runner| {
            case::visit_families(
                runner,
                |bytes| decode::kept_families(bytes).unwrap(),
                |bytes| decode::families(bytes, || Look, drop).unwrap(),
            );
        }),
        case("w3:owned", |runner| {
            case::decode_families(
                runner,
                |bytes| decode::kept_families(bytes).unwrap(),
                Clone::clone,
            );
        }),
        case("w7enc:array", |runner| case::encode_pairs(runner, Shape::Array, encode::list_array)),
        case("w7enc:multi", |runner| case::encode_pairs(runner, Shape::Multi, encode::list_multi)),
        case("w7dec:array", |runner| decode_pairs(runner, Shape::Array)),
        case("w7dec:multi", |runner| decode_pairs(runner, Shape::Multi)),
        case("w8:borrowed", |runner| {
            case::decode_events(
                runner,
                |bytes, tell| decode::events(bytes, |event| tell(event.into())).unwrap(),
                |bytes| decode::events(bytes, case::look_at_event).unwrap(),
            );
        }),
        case("w8:owned", |runner| {
            case::decode_events(
                runner,
                |bytes, tell| decode::events(bytes, |event| tell(event.into())).unwrap(),
                |bytes| {
                    decode::events(bytes, |event| case::look_at_owned_event(event.into())).unwrap();
                },
            );
        }),
    ])
}

fn decode_pairs(runner: &mut nl_bench::Runner, shape: Shape) {
    case::decode_pairs(
        runner,
        shape,
        |bytes, tell| decode::pairs(bytes, tell).unwrap(),
        |bytes| decode::pairs(bytes, case::look_at_pair).unwrap(),
    );
}
