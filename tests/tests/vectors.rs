//! Exchanges with a real kernel, byte for byte: what is encoded here is what was sent, what was
//! answered decodes, and encodes to the same again. And each mistake of other implementations, in
//! bytes.
//!
//! The exchanges are in `tests/vectors`. A request that is not iproute2's was written by hand, byte by
//! byte, and the kernel took it.

// The machine that they were captured on.
#![cfg(target_endian = "little")]

use std::net::{Ipv4Addr, Ipv6Addr};

use nl_core::controller::{FamilyAttrs, FamilyInfo, GetFamilies, GetFamily, op_flags};
use nl_core::{Packed, Uint};

use ethtool::{
    Ask, Bitset, Channels, Features, Header, Linkmodes, Linkstate, Stringset, Stringsets, Strset,
    Tsinfo,
};
use exchange::{again, exactly, exchange, status};
use families::{
    About, Dev, Device, Endpoint, Limits, NewEndpoint, Qstats, Queue, QueueType, Task, Taskstats,
    TcpMetrics,
};

#[path = "vectors/errors.rs"]
mod errors;
#[path = "vectors/ethtool.rs"]
mod ethtool;
#[path = "vectors/exchange.rs"]
mod exchange;
#[path = "vectors/families.rs"]
mod families;
#[path = "vectors/mistakes.rs"]
mod mistakes;
#[path = "vectors/policies.rs"]
mod policies;
#[path = "vectors/too_long.rs"]
mod too_long;
#[path = "vectors/unknown.rs"]
mod unknown;

fn family(attributes: &[u8]) -> FamilyInfo {
    // The kernel writes the name before the id, and its lists without NESTED.
    FamilyInfo::try_from(again::<FamilyAttrs<'_>>(attributes)).unwrap()
}

#[test]
fn the_controller_describes_families() {
    for (exchange, name, id, operations, groups) in [
        (exchange!("nlctrl_get_nlctrl"), "nlctrl", 16, 2, vec![("notify", 16)]),
        (exchange!("nlctrl_get_vfs_dquot"), "VFS_DQUOT", 17, 0, vec![("events", 17)]),
        (exchange!("nlctrl_get_thermal"), "thermal", 19, 9, vec![("sampling", 2), ("event", 3)]),
        (exchange!("nlctrl_get_ethtool"), "ethtool", 21, 50, vec![("monitor", 6)]),
    ] {
        exchange.sends(3, 0, &GetFamily { id: None, name: Some(name) });
        let family = family(exchange.reply(1));
        assert_eq!((&*family.name, family.id, family.operations.len()), (name, id, operations));
        let found: Vec<_> = family.groups.iter().map(|g| (&*g.name, g.id)).collect();
        assert_eq!(found, groups);
    }
    let exchange = exchange!("nlctrl_get_mptcp_pm");
    exchange.sends(3, 0, &GetFamily { id: None, name: Some("mptcp_pm") });
    let mptcp = family(exchange.reply(1));
    let flags = mptcp.operations.iter().find(|op| op.command == 3).unwrap().flags;
    assert_eq!(flags, op_flags::DO | op_flags::DUMP | op_flags::HAS_POLICY);
}

#[test]
fn the_controller_lists_all_families() {
    let exchange = exchange!("nlctrl_dump");
    exchange.sends(3, 0, &GetFamilies {});
    let families: Vec<_> = exchange.replies(1).into_iter().map(family).collect();
    let names: Vec<_> = families.iter().map(|family| &*family.name).collect();
    let expected = "nlctrl VFS_DQUOT thermal netdev ethtool NLBL_MGMT NLBL_CIPSOv4 NLBL_CALIPSO \
                    NLBL_UNLBL acpi_event tcp_metrics mptcp_pm SEG6 IOAM6 TASKSTATS";
    assert_eq!(names.join(" "), expected);
}

fn ask(device: &str) -> Ask<'_> {
    Ask { header: Header { dev_name: Some(device), ..Header::default() } }
}

fn device(index: u32, name: &str) -> Header<'_> {
    Header { dev_index: Some(index), dev_name: Some(name), flags: None }
}

#[test]
fn ethtool_tells_the_link() {
    let exchange = exchange!("ethtool_linkstate");
    exchange.sends(6, 1, &ask("lo"));
    let linkstate = exactly::<Linkstate<'_>>(exchange.reply(6));
    assert_eq!(linkstate, Linkstate { header: device(1, "lo"), link: Some(1) });
    let exchange = exchange!("ethtool_linkstate_dump");
    exchange.sends(6, 1, &Ask::default());
    let all: Vec<_> = exchange.replies(6).into_iter().map(exactly::<Linkstate<'_>>).collect();
    let names: Vec<_> = all.iter().map(|l| (l.header.dev_name.unwrap(), l.link)).collect();
    assert_eq!(names, [("lo", Some(1)), ("ifb0", None), ("ifb1", None), ("eth0", Some(1))]);
}

#[test]
fn ethtool_has_features_as_compact_bitsets() {
    let exchange = exchange!("ethtool_features_compact");
    let compact = Header { dev_name: Some("lo"), flags: Some(1), dev_index: None };
    exchange.sends(11, 1, &Ask { header: compact });
    let features = exactly::<Features<'_>>(exchange.reply(11));
    let words: &[u32] = &[0x401d_4c69, 0x52e];
    let active = Bitset {
        nomask: true,
        size: Some(64),
        value: Some(Packed::new(words)),
        ..Bitset::default()
    };
    assert_eq!(features.active, active);
    assert_eq!(features.hw.mask, Some(Packed::new(&[u32::MAX; 2])));
    assert_eq!(features.nochange.value.unwrap().iter().collect::<Vec<_>>(), [0x400, 0]);
}

#[test]
fn ethtool_has_timestamping_as_bits_with_names() {
    let exchange = exchange!("ethtool_tsinfo");
    exchange.sends(25, 1, &ask("lo"));
    let tsinfo = exactly::<Tsinfo<'_>>(exchange.reply(26));
    let bits = tsinfo.timestamping.bits.unwrap().bit;
    let names: Vec<_> = bits.iter().map(Result::unwrap).map(|b| (b.index, b.name)).collect();
    let expected =
        [(1, "software-transmit"), (3, "software-receive"), (4, "software-system-clock")];
    assert_eq!(names, expected);
}

#[test]
fn ethtool_has_strings_four_nests_deep() {
    let exchange = exchange!("ethtool_strset");
    let wanted = Stringsets { stringset: vec![Stringset { id: 10, ..Stringset::default() }] };
    exchange.sends(1, 1, &Strset { header: Some(Header::default()), stringsets: wanted });
    let strset = exactly::<Strset<'_>>(exchange.reply(1));
    let [set] = &strset.stringsets.stringset[..] else {
        panic!("one set");
    };
    let strings = &set.strings.as_ref().unwrap().string;
    assert_eq!((set.id, set.count, strings.len()), (10, Some(15), 15));
    assert_eq!((strings[0].value, strings[14].index, strings[14].value), ("drv", 14, "wol"));
}

#[test]
fn ethtool_counts_channels() {
    let exchange = exchange!("ethtool_channels");
    exchange.sends(17, 1, &ask("eth0"));
    let channels = exactly::<Channels<'_>>(exchange.reply(18));
    let (combined_max, combined_count) = (Some(1), Some(1));
    let expected = Channels { header: device(4, "eth0"), combined_max, combined_count };
    assert_eq!(channels, expected);
}

#[test]
fn the_end_of_a_dump_may_carry_a_warning() {
    let exchange = exchange!("ethtool_linkmodes_dump");
    exchange.sends(4, 1, &Ask::default());
    let linkmodes = exactly::<Linkmodes<'_>>(exchange.reply(4));
    assert_eq!((linkmodes.speed, linkmodes.duplex), (Some(u32::MAX), Some(0xff)));
    assert_eq!(linkmodes.ours.bits.unwrap().bit.iter().count(), 0, "an empty nest");
    let messages = exchange.messages();
    let (errno, ack) = status(messages.last().unwrap());
    assert_eq!((errno, &*ack.text().unwrap()), (0, "failed to retrieve link settings"));
}

#[test]
fn netdev_describes_devices() {
    let exchange = exchange!("netdev_dev");
    exchange.sends(1, 1, &Device { ifindex: Some(1), queue_ifindex: None });
    assert_eq!(exactly::<Dev>(exchange.reply(1)), Dev { ifindex: 1, ..Dev::default() });
    let exchange = exchange!("netdev_dump");
    exchange.sends(1, 1, &Device::default());
    let all: Vec<_> = exchange.replies(1).into_iter().map(exactly::<Dev>).collect();
    let eth0 = Dev { ifindex: 4, xdp_features: 0x2b, xdp_zc_max_segs: Some(1), ..Dev::default() };
    assert_eq!((all.len(), &all[3]), (4, &eth0));
    let event = exchange!("netdev_event");
    assert_eq!(exactly::<Dev>(event.reply(2)).ifindex, 2);
    assert_eq!(event.messages()[0].header.seq, 0);
}

#[test]
fn netdev_lists_queues() {
    let exchange = exchange!("netdev_queues");
    exchange.sends(10, 1, &Device { ifindex: None, queue_ifindex: Some(4) });
    let queues: Vec<_> = exchange.replies(10).into_iter().map(exactly::<Queue>).collect();
    let rx = Queue { id: 0, kind: QueueType::Rx, ifindex: 4, napi_id: Some(0x101) };
    assert_eq!(queues, [rx.clone(), Queue { kind: QueueType::Tx, napi_id: None, ..rx }]);
}

#[test]
fn netdev_counts_in_uints() {
    let exchange = exchange!("netdev_qstats");
    exchange.sends(12, 1, &Device { ifindex: Some(4), queue_ifindex: None });
    let stats = exactly::<Qstats>(exchange.reply(12));
    assert_eq!((stats.ifindex, stats.rx_packets), (4, Uint(0xe3e6)));
    let rest: Vec<_> = stats.rest.iter().map(|attr| attr.raw_type).collect();
    assert_eq!(rest, [33, 34], "what is not declared is kept");
}

#[test]
fn mptcp_takes_what_iproute2_would_have_sent() {
    let exchange = exchange!("mptcp_add");
    let endpoint = NewEndpoint {
        id: Some(7),
        flags: Some(5),
        if_idx: Some(1),
        family: Some(2),
        addr4: Some(Ipv4Addr::new(127, 0, 0, 9)),
    };
    exchange.sends(1, 1, &About { endpoint });
    assert!(exchange.replies(1).is_empty(), "an ACK alone");
    let exchange = exchange!("mptcp_limits");
    exchange.sends(6, 1, &());
    assert_eq!(exactly::<Limits>(exchange.reply(6)), Limits { rcv_add_addrs: 0, subflows: 2 });
}

#[test]
fn mptcp_has_endpoints_of_both_address_families() {
    let v4 = Endpoint {
        family: 2,
        port: 0,
        id: 7,
        flags: 5,
        if_idx: Some(1),
        addr4: Some(Ipv4Addr::new(127, 0, 0, 9)),
        addr6: None,
    };
    let addr6 = Some(Ipv6Addr::new(0xfd00, 0, 0, 0, 0, 0, 0, 9));
    let v6 =
        Endpoint { family: 10, id: 9, flags: 2, if_idx: None, addr4: None, addr6, ..v4.clone() };
    let exchange = exchange!("mptcp_get");
    exchange.sends(3, 1, &About { endpoint: NewEndpoint { id: Some(7), ..Default::default() } });
    assert_eq!(exactly::<About<Endpoint>>(exchange.reply(3)), About { endpoint: v4.clone() });
    let exchange = exchange!("mptcp_dump");
    exchange.sends(3, 1, &());
    let all: Vec<_> = exchange.replies(3).into_iter().map(exactly::<About<Endpoint>>).collect();
    assert_eq!(all, [About { endpoint: v4 }, About { endpoint: v6 }]);
}

#[test]
fn taskstats_is_a_nest_without_its_flag() {
    let exchange = exchange!("taskstats");
    exchange.sends(1, 1, &Task { pid: 25758 });
    let taskstats = again::<Taskstats<'_>>(exchange.reply(2));
    assert_eq!((taskstats.aggr_pid.pid, taskstats.aggr_pid.stats.len()), (25758, 560));
    assert_eq!(taskstats.aggr_pid.stats[..2], [16, 0], "its version comes first");
}

#[test]
fn tcp_metrics_are_keyed_by_their_index() {
    let exchange = exchange!("tcp_metrics_dump");
    exchange.sends(1, 1, &());
    let metrics = again::<TcpMetrics>(exchange.reply(1));
    assert_eq!((metrics.addr_ipv4, metrics.saddr_ipv4), (Ipv4Addr::LOCALHOST, Ipv4Addr::LOCALHOST));
    let keys: Vec<_> = metrics.vals.0.iter().map(|(key, _)| *key).collect();
    assert_eq!(keys, [6, 1, 7, 2, 4]);
}
