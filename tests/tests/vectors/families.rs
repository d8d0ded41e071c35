//! Declarations of what the kernel sent: attributes in the order in which it writes them, so that
//! encoding gives its bytes again.

use std::net::{Ipv4Addr, Ipv6Addr};

use nl_core::{Attributes, KeyedArray, OwnedAttr, Uint, Value};

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
