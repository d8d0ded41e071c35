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
