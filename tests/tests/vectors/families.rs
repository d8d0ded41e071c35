//! Declarations of what the kernel sent: attributes in the order in which it writes them, so that
//! encoding gives its bytes again.

use std::net::{Ipv4Addr, Ipv6Addr};

use nl_core::{Attributes, KeyedArray, OwnedAttr, Packed, Repeated, Uint, Value};

/// `ETHTOOL_A_HEADER_*`.
#[derive(Attributes, Clone, Debug, Default, PartialEq)]
pub(crate) struct Header<'a> {
    #[nl(1)]
    pub(crate) dev_index: Option<u32>,
    #[nl(2)]
    pub(crate) dev_name: Option<&'a str>,
    #[nl(3)]
    pub(crate) flags: Option<u32>,
}

/// Any request of ethtool that names a device, or none.
#[derive(Attributes, Clone, Debug, Default, PartialEq)]
pub(crate) struct Ask<'a> {
    #[nl(1)]
    pub(crate) header: Header<'a>,
}

/// `ETHTOOL_A_LINKSTATE_*`.
#[derive(Attributes, Clone, Debug, PartialEq)]
pub(crate) struct Linkstate<'a> {
    #[nl(1)]
    pub(crate) header: Header<'a>,
    #[nl(2)]
    pub(crate) link: Option<u8>,
}

/// `ETHTOOL_A_LINKMODES_*`.
#[derive(Attributes, Clone, Debug, PartialEq)]
pub(crate) struct Linkmodes<'a> {
    #[nl(1)]
    pub(crate) header: Header<'a>,
    #[nl(2)]
    pub(crate) autoneg: Option<u8>,
    #[nl(3)]
    pub(crate) ours: Bitset<'a>,
    #[nl(5)]
    pub(crate) speed: Option<u32>,
    #[nl(6)]
    pub(crate) duplex: Option<u8>,
    #[nl(10)]
    pub(crate) rate_matching: Option<u8>,
}

/// `ETHTOOL_A_FEATURES_*`.
#[derive(Attributes, Clone, Debug, PartialEq)]
pub(crate) struct Features<'a> {
    #[nl(1)]
    pub(crate) header: Header<'a>,
    #[nl(2)]
    pub(crate) hw: Bitset<'a>,
    #[nl(3)]
    pub(crate) wanted: Bitset<'a>,
    #[nl(4)]
    pub(crate) active: Bitset<'a>,
    #[nl(5)]
    pub(crate) nochange: Bitset<'a>,
}

/// `ETHTOOL_A_TSINFO_*`.
#[derive(Attributes, Clone, Debug, PartialEq)]
pub(crate) struct Tsinfo<'a> {
    #[nl(1)]
    pub(crate) header: Header<'a>,
    #[nl(2)]
    pub(crate) timestamping: Bitset<'a>,
}

/// `ETHTOOL_A_BITSET_*`: compact with value and mask, or with a nest for each bit.
#[derive(Attributes, Clone, Debug, Default, PartialEq)]
pub(crate) struct Bitset<'a> {
    #[nl(1)]
    pub(crate) nomask: bool,
    #[nl(2)]
    pub(crate) size: Option<u32>,
    #[nl(3)]
    pub(crate) bits: Option<Bits<'a>>,
    #[nl(4)]
    pub(crate) value: Option<Packed<'a, u32>>,
    #[nl(5)]
    pub(crate) mask: Option<Packed<'a, u32>>,
}

/// `ETHTOOL_A_BITSET_BITS_*`.
#[derive(Attributes, Clone, Debug, Default, PartialEq)]
pub(crate) struct Bits<'a> {
    #[nl(1)]
    pub(crate) bit: Repeated<'a, Bit<'a>>,
}

/// `ETHTOOL_A_BITSET_BIT_*`.
#[derive(Attributes, Clone, Debug, PartialEq)]
pub(crate) struct Bit<'a> {
    #[nl(1)]
    pub(crate) index: u32,
    #[nl(2)]
    pub(crate) name: &'a str,
    #[nl(3)]
    pub(crate) value: bool,
}

/// `ETHTOOL_A_CHANNELS_*`.
#[derive(Attributes, Clone, Debug, PartialEq)]
pub(crate) struct Channels<'a> {
    #[nl(1)]
    pub(crate) header: Header<'a>,
    #[nl(5)]
    pub(crate) combined_max: Option<u32>,
    #[nl(9)]
    pub(crate) combined_count: Option<u32>,
}

/// `ETHTOOL_A_STRSET_*`. The request has an empty header, the reply has none.
#[derive(Attributes, Clone, Debug, PartialEq)]
pub(crate) struct Strset<'a> {
    #[nl(1)]
    pub(crate) header: Option<Header<'a>>,
    #[nl(2)]
    pub(crate) stringsets: Stringsets<'a>,
}

/// `ETHTOOL_A_STRINGSETS_*`.
#[derive(Attributes, Clone, Debug, PartialEq)]
pub(crate) struct Stringsets<'a> {
    #[nl(1)]
    pub(crate) stringset: Vec<Stringset<'a>>,
}

/// `ETHTOOL_A_STRINGSET_*`.
#[derive(Attributes, Clone, Debug, Default, PartialEq)]
pub(crate) struct Stringset<'a> {
    #[nl(1)]
    pub(crate) id: u32,
    #[nl(2)]
    pub(crate) count: Option<u32>,
    #[nl(3)]
    pub(crate) strings: Option<Strings<'a>>,
}

/// `ETHTOOL_A_STRINGS_*`.
#[derive(Attributes, Clone, Debug, PartialEq)]
pub(crate) struct Strings<'a> {
    #[nl(1)]
    pub(crate) string: Vec<Text<'a>>,
}

/// `ETHTOOL_A_STRING_*`.
#[derive(Attributes, Clone, Debug, PartialEq)]
pub(crate) struct Text<'a> {
    #[nl(1)]
    pub(crate) index: u32,
    #[nl(2)]
    pub(crate) value: &'a str,
}

/// What netdev is asked about: a device, under the number that this command has for it.
#[derive(Attributes, Clone, Debug, Default, PartialEq)]
pub(crate) struct Device {
    #[nl(1)]
    pub(crate) ifindex: Option<u32>,
    #[nl(2)]
    pub(crate) queue_ifindex: Option<u32>,
}

/// `NETDEV_A_DEV_*`.
#[derive(Attributes, Clone, Debug, Default, PartialEq)]
pub(crate) struct Dev {
    #[nl(1)]
    pub(crate) ifindex: u32,
    #[nl(3)]
    pub(crate) xdp_features: u64,
    #[nl(5)]
    pub(crate) xdp_rx_metadata_features: u64,
    #[nl(6)]
    pub(crate) xsk_features: u64,
    #[nl(4)]
    pub(crate) xdp_zc_max_segs: Option<u32>,
}

/// `NETDEV_A_QUEUE_*`.
#[derive(Attributes, Clone, Debug, PartialEq)]
pub(crate) struct Queue {
    #[nl(1)]
    pub(crate) id: u32,
    #[nl(3)]
    pub(crate) kind: QueueType,
    #[nl(2)]
    pub(crate) ifindex: u32,
    #[nl(4)]
    pub(crate) napi_id: Option<u32>,
}

/// `NETDEV_QUEUE_TYPE_*`.
#[derive(Value, Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub(crate) enum QueueType {
    Rx = 0,
    Tx = 1,
    #[nl(other)]
    Other(u32),
}

/// `NETDEV_A_QSTATS_*`, the first of them.
#[derive(Attributes, Clone, Debug, PartialEq)]
pub(crate) struct Qstats {
    #[nl(1)]
    pub(crate) ifindex: u32,
    #[nl(8)]
    pub(crate) rx_packets: Uint,
    #[nl(9)]
    pub(crate) rx_bytes: Uint,
    #[nl(10)]
    pub(crate) tx_packets: Uint,
    #[nl(11)]
    pub(crate) tx_bytes: Uint,
    #[nl(rest)]
    pub(crate) rest: Vec<OwnedAttr>,
}

/// A message of `mptcp_pm` about an endpoint.
#[derive(Attributes, Clone, Debug, PartialEq)]
pub(crate) struct About<E> {
    #[nl(1)]
    pub(crate) endpoint: E,
}

/// `MPTCP_PM_ADDR_ATTR_*` in the order of iproute2.
#[derive(Attributes, Clone, Debug, Default, PartialEq)]
pub(crate) struct NewEndpoint {
    #[nl(2)]
    pub(crate) id: Option<u8>,
    #[nl(6)]
    pub(crate) flags: Option<u32>,
    #[nl(7)]
    pub(crate) if_idx: Option<u32>,
    #[nl(1)]
    pub(crate) family: Option<u16>,
    #[nl(3)]
    pub(crate) addr4: Option<Ipv4Addr>,
}

/// The same in the order of the kernel.
#[derive(Attributes, Clone, Debug, PartialEq)]
pub(crate) struct Endpoint {
    #[nl(1)]
    pub(crate) family: u16,
    #[nl(5)]
    pub(crate) port: u16,
    #[nl(2)]
    pub(crate) id: u8,
    #[nl(6)]
    pub(crate) flags: u32,
    #[nl(7)]
    pub(crate) if_idx: Option<u32>,
    #[nl(3)]
    pub(crate) addr4: Option<Ipv4Addr>,
    #[nl(4)]
    pub(crate) addr6: Option<Ipv6Addr>,
}

/// `MPTCP_PM_ATTR_*` of the limits.
#[derive(Attributes, Clone, Debug, PartialEq)]
pub(crate) struct Limits {
    #[nl(2)]
    pub(crate) rcv_add_addrs: u32,
    #[nl(3)]
    pub(crate) subflows: u32,
}

/// `TASKSTATS_CMD_ATTR_*`.
#[derive(Attributes, Clone, Debug, PartialEq)]
pub(crate) struct Task {
    #[nl(1)]
    pub(crate) pid: u32,
}

/// `TASKSTATS_TYPE_*`, outside.
#[derive(Attributes, Clone, Debug, PartialEq)]
pub(crate) struct Taskstats<'a> {
    #[nl(4)]
    pub(crate) aggr_pid: Aggregate<'a>,
}

/// `TASKSTATS_TYPE_*`, inside.
#[derive(Attributes, Clone, Debug, PartialEq)]
pub(crate) struct Aggregate<'a> {
    #[nl(1)]
    pub(crate) pid: u32,
    #[nl(3)]
    pub(crate) stats: &'a [u8],
}

/// `TCP_METRICS_ATTR_*`.
#[derive(Attributes, Clone, Debug, PartialEq)]
pub(crate) struct TcpMetrics {
    #[nl(1)]
    pub(crate) addr_ipv4: Ipv4Addr,
    #[nl(11)]
    pub(crate) saddr_ipv4: Ipv4Addr,
    #[nl(3)]
    pub(crate) age: u64,
    /// By the numbers of `enum tcp_metric_index` and 1.
    #[nl(6)]
    pub(crate) vals: KeyedArray<u32>,
}

/// A request of `GETPOLICY`.
#[derive(Attributes, Clone, Debug, PartialEq)]
pub(crate) struct GetPolicy<'a> {
    #[nl(2)]
    pub(crate) family_name: &'a str,
}
