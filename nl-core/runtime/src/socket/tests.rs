//! What only the system calls themselves show.

use std::net::{Ipv4Addr, UdpSocket};

use super::*;
use crate::controller::{GetFamily, Nlctrl};

fn is_on(socket: &Socket, option: i32) -> bool {
    sys::option::<u32>(socket.as_fd(), libc::SOL_NETLINK, option).unwrap() != 0
}

#[test]
fn switches_are_on_unless_that_is_not_wanted() {
    let usual = Socket::kernel(&Options::new()).unwrap();
    let without = Options::new().extended_acks(false).capped_acks(false).strict(false);
    let without = Socket::kernel(&without).unwrap();
    for option in [libc::NETLINK_EXT_ACK, libc::NETLINK_CAP_ACK, libc::NETLINK_GET_STRICT_CHK] {
        assert!(is_on(&usual, option) && !is_on(&without, option), "option {option}");
    }
    let mut all = Socket::kernel(&Options::new()).unwrap();
    assert!(!is_on(&all, libc::NETLINK_PKTINFO));
    all.listen(&Options::new()).unwrap();
    assert!(is_on(&all, libc::NETLINK_PKTINFO));
}

#[test]
fn an_intake_that_has_grown_has_room_for_one_at_least() {
    let (socket, mut intake) = (Socket::kernel(&Options::new()).unwrap(), Intake::new());
    intake.grow(8 << 20);
    // Without room for any the kernel says at once that it gave none.
    assert!(socket.try_fill(&mut intake).is_err_and(|error| timed_out(&error)));
}

/// `RTNLGRP_IPV4_MCADDR` of `linux/rtnetlink.h`: the memberships of IPv4 multicast.
const ABOVE_32: u32 = 37;

#[test]
fn a_group_above_32_is_told_by_its_number() {
    // No generic netlink group has such a number for sure; one of NETLINK_ROUTE has.
    let (peer, options) = (Peer::Kernel, Options::new());
    let mut route = Socket::open(libc::NETLINK_ROUTE, peer, &options).unwrap();
    route.listen(&options).unwrap();
    route.join(ABOVE_32).unwrap();
    let udp = UdpSocket::bind("127.0.0.1:0").unwrap();
    let joined = udp.join_multicast_v4(&Ipv4Addr::new(239, 1, 2, 3), &Ipv4Addr::LOCALHOST);
    let mut buffer = [0; 4096];
    // What the kernel tells of it is there by the time that it has joined.
    match (joined, route.try_receive(&mut buffer)) {
        (Ok(()), Ok(datagram)) => assert_eq!(datagram.ancillary.group, Some(ABOVE_32)),
        (joined, received) => eprintln!(
            "SKIPPED: no kernel before 6.14 tells of memberships: {joined:?}, {received:?}"
        ),
    }
}

#[test]
fn a_batch_s_datagram_is_as_large_as_the_socket_sends() {
    let options = Options::new().transport(crate::Transport::Kernel);
    let mut nlctrl = crate::Connection::<Nlctrl>::open_with(options).unwrap();
    let fd = nlctrl.channel.socket.as_fd();
    // The kernel makes of it the least that it allows, less than 5 KiB.
    sys::set_option(fd, libc::SOL_SOCKET, libc::SO_SNDBUF, 1).unwrap();
    let mut batch = nlctrl.batch();
    let request = GetFamily { id: Some(16), name: Some("nlctrl") };
    let tickets: Vec<_> = (0..200).map(|_| batch.add(&request)).collect();
    let answers = batch.send().unwrap();
    for ticket in tickets {
        assert_eq!(answers.get(ticket).unwrap().id, 16);
    }
}

#[test]
fn no_deadline_is_over_before_its_time() {
    let limit = Duration::from_millis(2);
    for _ in 0..50 {
        let (since, mut deadline) = (std::time::Instant::now(), Deadline::after(Some(limit)));
        deadline.start();
        while deadline.remaining().is_some_and(|left| !left.is_zero()) {}
        assert!(since.elapsed() >= limit, "{:?}", since.elapsed());
    }
}
