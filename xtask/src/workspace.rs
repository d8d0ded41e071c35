//! Where things are: the repository's folders as seen from whatever folder the command was started in.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::command;

/// The repository that holds this crate.
#[derive(Debug)]
pub(crate) struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// Asks cargo for the workspace of the current folder.
    pub(crate) fn find() -> Result<Self> {
        let manifest = command::capture(cargo().args([
            "locate-project",
            "--workspace",
            "--message-format=plain",
        ]))?;
        let root = Path::new(manifest.trim())
            .parent()
            .with_context(|| format!("cargo names the manifest {manifest:?}, without a folder"))?;
        Ok(Self { root: root.to_owned() })
    }

    /// A cargo command that runs at the root.
    pub(crate) fn cargo(&self) -> Command {
        let mut command = cargo();
        command.current_dir(&self.root);
        command
    }

    /// A file or folder of the repository.
    pub(crate) fn at(&self, path: impl AsRef<Path>) -> PathBuf {
        self.root.join(path)
    }

    /// The kernel module's sources.
    pub(crate) fn kmod(&self) -> PathBuf {
        self.at("kmod")
    }

    /// Where downloads, unpacked packages, built modules and console logs are kept.
    pub(crate) fn vm(&self) -> PathBuf {
        self.root.join("target/vm")
    }
}

/// The cargo that runs us.
pub(crate) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}
