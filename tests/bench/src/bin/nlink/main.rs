//! nlink: its derives where they can do it, else its builder and iterators by hand.

mod by_hand;
mod family;
mod typed;

use std::process::ExitCode;

use nl_bench::case::{self, Look, Shape};
use nl_bench::reference::Family;
use nl_bench::{Case, How, Runner, program};

fn main() -> ExitCode {
    let typed = |workload, run| Case { workload, how: How::Typed, run };
    let by_hand = |workload, run| Case { workload, how: How::ByHand, run };
    program(&[
        typed("w1", |runner| case::encode_echo(runner, typed::encode_echo)),
        by_hand("w2:borrowed", |runner| {
            case::decode_echo(
                runner,
                |bytes, tell| tell(by_hand::decode_echo(bytes)),
                |bytes| case::look_at_echo(by_hand::decode_echo(bytes)),
            );
        }),
        typed("w2:owned", |runner| case::decode_owned_echo(runner, typed::decode_echo)),
        by_hand("w3:visit", |runner| {
            case::visit_families(runner, families, |bytes| {
                by_hand::families(bytes, || Look, drop);
            });
        }),
        by_hand("w3:owned", |runner| case::decode_families(runner, families, Clone::clone)),
        by_hand("w7enc:array", |runner| {
            case::encode_pairs(runner, Shape::Array, by_hand::encode_array);
        }),
        by_hand("w7enc:multi", |runner| {
            case::encode_pairs(runner, Shape::Multi, by_hand::encode_multi);
        }),
        by_hand("w7dec:array", |runner| decode_pairs(runner, Shape::Array)),
        by_hand("w7dec:multi", |runner| decode_pairs(runner, Shape::Multi)),
        by_hand("w8:borrowed", |runner| {
            case::decode_events(
                runner,
                |bytes, tell| by_hand::events(bytes, |event| tell(event.into())),
                |bytes| by_hand::events(bytes, case::look_at_event),
            );
        }),
        typed("w8:owned", |runner| {
            case::decode_events(
                runner,
                |bytes, tell| typed::events(bytes, tell),
                |bytes| typed::events(bytes, case::look_at_owned_event),
            );
        }),
    ])
}

fn families(bytes: &[u8]) -> Vec<Family> {
    let mut families = Vec::new();
    by_hand::families(bytes, Family::default, |family| families.push(family));
    families
}

fn decode_pairs(runner: &mut Runner, shape: Shape) {
    case::decode_pairs(
        runner,
        shape,
        |bytes, tell| by_hand::pairs(bytes, tell),
        |bytes| by_hand::pairs(bytes, case::look_at_pair),
    );
}
