//! How much the kernel puts into a datagram, which depends on the room that it is offered.

use super::*;
use crate::controller::{GetPolicy, Nlctrl};
use crate::place::Place;
use crate::{Family, Options};

/// The most that the kernel fills (`netlink_recvmsg` of `net/netlink/af_netlink.c`), bytes.
const FULL: usize = 32 * 1024;
/// More than it fills without a buffer for it, bytes.
const PAGES: usize = 8 * 1024;

#[test]
fn the_kernel_fills_32_kib_of_the_buffer_in_a_dump() {
    let mut channel = Channel::open(Place::Kernel, &Options::new()).unwrap();
    // Long on every kernel that has ethtool, some 20 KiB.
    let request = GetPolicy { id: None, name: Some("ethtool"), command: None };
    let mut step = match channel.dump_of(Nlctrl::SCHEMA, &request) {
        Ok(step) => step,
        Err(error) => return eprintln!("SKIPPED: this kernel has no policies of ethtool: {error}"),
    };
    let (mut all, mut lengths) = (0, vec![channel.unread.end]);
    while let Step::Reply(reply) = step {
        all += reply.len() + ATTRS_AT;
        step = channel.step().unwrap();
        if channel.unread.end != lengths[lengths.len() - 1] {
            lengths.push(channel.unread.end);
        }
    }
    // The first one is made before anybody has said how much room there is: it takes a page.
    let rest = all - lengths[0];
    if rest < PAGES {
        return eprintln!("SKIPPED: its policies take {all} bytes");
    }
    let largest = lengths.iter().copied().max().unwrap();
    assert!(largest <= FULL && largest >= rest.min(FULL * 3 / 4), "{rest} in {lengths:?}");
}
