//! What the integration tests share: the demo family, wherever it is to be tested.

#![expect(clippy::missing_panics_doc, reason = "what tests share fails by panicking")]

pub mod alone;
pub mod caller;
pub mod everything;
pub mod listener;
pub mod module;
pub mod others;
pub mod program;
pub mod puppet;
pub mod raw;
pub mod served;

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use nl_core::host::{Host, HostThread};
use nl_core::{Connection, Group, Options, Subscription, Transport};
use nl_family_demo::family::{Clear, DemoHandler};
use nl_family_demo::{Demo, Limits, Server};

/// The environment variable that chooses the transport: `kernel`, or `user` where it is not set.
pub const TRANSPORT: &str = "NL_TEST_TRANSPORT";

/// How long an answer may take: long, since an emulated machine is slow. No test waits for it.
pub const TIMEOUT: Duration = Duration::from_secs(60);

/// Whether the tests run against the kernel module.
pub fn is_kernel() -> bool {
    std::env::var(TRANSPORT).is_ok_and(|value| value == "kernel")
}

/// A demo family to call: the kernel's own, or a host of the test's own.
pub struct Peer {
    /// How it is reached.
    pub options: Options,
    host: Option<HostThread>,
    _alone: Option<MutexGuard<'static, ()>>,
}

/// The kernel has one family, so its tests come one after another.
static KERNEL: Mutex<()> = Mutex::new(());

impl Peer {
    /// A family with an empty buffer and the default limits.
    pub fn new() -> Self {
        Self::with(Limits { greet_delay: Duration::from_secs(3600), ..Limits::default() })
    }

    /// A host with these limits; the kernel has those of its module parameters.
    pub fn with(limits: Limits) -> Self {
        if is_kernel() {
            let alone = KERNEL.lock().unwrap_or_else(PoisonError::into_inner);
            let options = Options::new().transport(Transport::Kernel).timeout(Some(TIMEOUT));
            let peer = Self { options, host: None, _alone: Some(alone) };
            peer.connect().call(&Clear {}).expect("the kernel's buffer is cleared");
            return peer;
        }
        let host = Host::bind_at(Server::new(limits).service(), own_port()).expect("a host");
        let host = host.spawn();
        let options = Options::new().transport(host.transport()).timeout(Some(TIMEOUT));
        Self { options, host: Some(host), _alone: None }
    }

    /// A connection to it.
    pub fn connect(&self) -> Connection<Demo> {
        Connection::open_with(self.options.clone()).expect("a connection")
    }

    /// A subscription to one of its groups.
    pub fn subscribe(&self, group: Group<Demo>) -> Subscription<Demo> {
        Subscription::open(&[group], self.options.clone()).expect("a subscription")
    }

    /// Stops the host, if it is one.
    pub fn stop(self) {
        if let Some(host) = self.host {
            host.stop().expect("the host ends well");
        }
    }
}

impl Default for Peer {
    fn default() -> Self {
        Self::new()
    }
}

/// A port id that no other test uses.
pub fn own_port() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    // Beside those of hosts by name, which begin with 6.
    const RANGES: [u32; 3] = [0x7000_0000, 0x5000_0000, 0x4000_0000];
    let pid = std::process::id() & 0x3f_ffff;
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let range = RANGES.get((number >> 6) as usize).expect("a test program takes 192 ports at most");
    range | (pid << 6) | (number & 0x3f)
}
