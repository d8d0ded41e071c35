//! The code of the migration pages compiles, before and after: `cargo test -p nl-migration --all-features`.

/// From neli.
#[cfg(doctest)]
#[doc = include_str!("../../../nl-core/docs/migration/neli.md")]
struct Neli;

/// From genetlink and netlink-packet-generic.
#[cfg(doctest)]
#[doc = include_str!("../../../nl-core/docs/migration/genetlink.md")]
struct Genetlink;

/// From nlink.
#[cfg(all(doctest, feature = "nlink"))]
#[doc = include_str!("../../../nl-core/docs/migration/nlink.md")]
struct Nlink;
