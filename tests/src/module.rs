//! The kernel module as the virtual machines load and unload it.

use std::path::PathBuf;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

/// The environment variable with the path of `nl_demo.ko`.
pub const KO: &str = "NL_DEMO_KO";

/// Where the kernel is told which program loads modules by name; empty for none.
const MODPROBE: &str = "/proc/sys/kernel/modprobe";

/// The module, loaded. Dropped, it is unloaded.
pub struct Module {
    modprobe: String,
}

impl Module {
    /// Loads the module with these parameters. Nothing else loads it meanwhile.
    pub fn load(parameters: &[&str]) -> Self {
        let module = Self::absent();
        insmod(parameters);
        module
    }

    /// Unloads the module, wherever it came from, and keeps it from being loaded by name.
    pub fn absent() -> Self {
        let modprobe = std::fs::read_to_string(MODPROBE).expect("a kernel with modules");
        std::fs::write(MODPROBE, "\n").expect("root");
        if is_loaded() {
            assert!(rmmod().status.success());
        }
        Self { modprobe }
    }

    /// Lets the kernel load modules by name again.
    pub fn allow_autoload(&self) {
        std::fs::write(MODPROBE, &self.modprobe).expect("root");
    }
}

impl Drop for Module {
    fn drop(&mut self) {
        self.allow_autoload();
        let until = Instant::now() + Duration::from_secs(10);
        while is_loaded() && !rmmod().status.success() && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// Loads the module.
pub fn insmod(parameters: &[&str]) {
    let path = PathBuf::from(std::env::var_os(KO).expect("NL_DEMO_KO names the module"));
    let status = Command::new("insmod").arg(path).args(parameters).status().expect("insmod");
    assert!(status.success(), "insmod {parameters:?}");
}

/// Unloads the module, or says why not.
pub fn rmmod() -> Output {
    Command::new("rmmod").arg("nl_demo").output().expect("rmmod")
}

/// Whether the module is loaded.
pub fn is_loaded() -> bool {
    let modules = std::fs::read_to_string("/proc/modules").unwrap_or_default();
    modules.lines().any(|line| line.starts_with("nl_demo "))
}
