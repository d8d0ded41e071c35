//! Everything that is fetched before a machine can boot. It takes minutes the first time, so it can be in the background.

use std::path::{Path, PathBuf};
use std::thread::{self, JoinHandle};

use anyhow::{Result, anyhow};

use crate::checkpatch::Checkpatch;
use crate::debian::archive::Archive;
use crate::debian::kernel::Kernel;
use crate::debian::toolchain::Toolchain;
use crate::debian::tree::Tree;
use crate::workspace::Workspace;

/// What was fetched, each on its own: one that is missing does not take the others away.
#[derive(Debug)]
pub(crate) struct Supplies {
    /// The kernels asked for.
    pub(crate) kernels: Vec<(Kernel, Result<Supply>)>,
    /// The style checker.
    pub(crate) checkpatch: Result<Checkpatch>,
}

/// What one kernel takes.
#[derive(Debug)]
pub(crate) struct Supply {
    /// Its image and headers.
    pub(crate) tree: Tree,
    /// What builds modules for it.
    pub(crate) toolchain: Toolchain,
}

/// Supplies that are on their way.
#[derive(Debug)]
pub(crate) struct Delivery(JoinHandle<Result<Supplies>>);

impl Delivery {
    /// Starts fetching for `kernels`.
    pub(crate) fn start(workspace: &Workspace, kernels: Vec<Kernel>) -> Self {
        let folder = workspace.vm();
        Self(thread::spawn(move || fetch(&folder, kernels)))
    }

    /// Waits until all is there.
    pub(crate) fn wait(self) -> Result<Supplies> {
        self.0.join().map_err(|_| anyhow!("the thread that fetches packages panicked"))?
    }
}

fn fetch(folder: &Path, kernels: Vec<Kernel>) -> Result<Supplies> {
    let archive = Archive::open(&folder.join("apt"))?;
    let fetch_kernel = |kernel: Kernel| {
        let supply = fetch_supply(&archive, &kernel, folder);
        (kernel, supply)
    };
    Ok(Supplies {
        kernels: kernels.into_iter().map(fetch_kernel).collect(),
        checkpatch: Checkpatch::fetch(&archive, folder),
    })
}

fn fetch_supply(archive: &Archive, kernel: &Kernel, folder: &Path) -> Result<Supply> {
    let own: PathBuf = folder.join(kernel.series);
    Ok(Supply {
        tree: Tree::fetch(archive, kernel, &own)?,
        toolchain: Toolchain::fetch(archive, kernel.toolchain, folder)?,
    })
}
