//! The workloads: what one operation is, and what ours may cost.

/// One row of the table.
#[derive(Debug)]
pub struct Workload {
    /// Its name on a command line.
    pub id: &'static str,
    /// What one operation does.
    pub what: &'static str,
    /// Operations of the two runs whose difference counts.
    pub runs: (u64, u64),
    /// How many times the counted unit, which the row is about, is in an operation.
    pub units: f64,
    /// The most instructions that ours may take for a unit.
    pub limit: f64,
}

/// All of them, in the order of the table.
pub const WORKLOADS: [Workload; 11] = [
    row("w1", "encode a request of 168 bytes", (1000, 6000), 1, 216),
    row("w2:borrowed", "decode it, borrowing", (1000, 6000), 1, 530),
    row("w2:owned", "decode it, owned", (1000, 6000), 1, 950),
    row("w3:visit", "decode a family of the controller's dump, visiting", (150, 1650), 1, 1360),
    row("w3:owned", "decode a family of the controller's dump, owned", (150, 1650), 1, 2780),
    row("w7enc:array", "encode 1000 pairs in an array of nests, per pair", (4, 24), 1000, 30),
    row("w7enc:multi", "encode 1000 pairs in a repeated nest, per pair", (4, 24), 1000, 30),
    row("w7dec:array", "decode 1000 pairs from an array of nests, per pair", (4, 24), 1000, 90),
    row("w7dec:multi", "decode 1000 pairs from a repeated nest, per pair", (4, 24), 1000, 90),
    row("w8:borrowed", "decode an event of a stream, borrowing", (546, 17_472), 1, 290),
    row("w8:owned", "decode an event of a stream, owned", (546, 17_472), 1, 500),
];

const fn row(
    id: &'static str,
    what: &'static str,
    runs: (u64, u64),
    units: u32,
    limit: u32,
) -> Workload {
    Workload { id, what, runs, units: units as f64, limit: limit as f64 }
}

/// One workload with a kernel behind it.
#[derive(Debug)]
pub struct Live {
    /// Its name on a command line.
    pub id: &'static str,
    /// What one operation does.
    pub what: &'static str,
    /// Operations of the two runs whose difference counts.
    pub runs: (u64, u64),
    /// What ours may cost.
    pub limits: Limits,
}

/// The most that ours may cost; no limit where it is infinite.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Instructions in user space.
    pub instructions: f64,
    /// Instructions, as a multiple of the floor's.
    pub ratio: f64,
    /// System calls.
    pub calls: f64,
    /// Allocations.
    pub allocations: f64,
    /// Time, as a multiple of the floor's.
    pub time: f64,
}

impl Limits {
    const NONE: Self = Self {
        instructions: f64::INFINITY,
        ratio: f64::INFINITY,
        calls: f64::INFINITY,
        allocations: f64::INFINITY,
        time: f64::INFINITY,
    };
    /// Of a call with a reply.
    const CALL: Self =
        Self { instructions: 450.0, calls: 2.0, allocations: 0.0, time: 1.05, ..Self::NONE };
    /// Of anything on tokio's current-thread runtime.
    pub const TOKIO: Self = Self { time: 1.3, ..Self::NONE };
}

/// All of them, in the order of the table.
pub const LIVE: [Live; 7] = [
    Live {
        id: "w4",
        what: "resolve a family by its name",
        runs: (192, 1216),
        limits: Limits::CALL,
    },
    Live {
        id: "w4:ack",
        what: "the same, with an ACK",
        runs: (192, 1216),
        limits: Limits { calls: 3.0, ..Limits::CALL },
    },
    Live {
        id: "w5:visit",
        what: "dump the controller's families, visiting",
        runs: (50, 250),
        limits: Limits { calls: 2.0, allocations: 0.0, ratio: 1.15, ..Limits::NONE },
    },
    Live {
        id: "w5:owned",
        what: "dump the controller's families, owned",
        runs: (50, 250),
        limits: Limits { calls: 2.0, ..Limits::NONE },
    },
    Live {
        id: "w6:seq",
        what: "64 requests one after another, per request",
        runs: (192, 1216),
        limits: Limits::CALL,
    },
    Live {
        id: "w6:batch",
        what: "64 requests in one send and all their replies, per request",
        runs: (192, 1216),
        limits: Limits { time: 1.05, ..Limits::NONE },
    },
    Live {
        id: "events",
        what: "receive an event, one a datagram",
        runs: (256, 2560),
        limits: Limits::NONE,
    },
];
