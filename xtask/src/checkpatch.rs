//! The kernel's own style checker, run over the module's sources.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use crate::command;
use crate::debian::archive::Archive;
use crate::debian::tools;
use crate::guest::module;
use crate::turn::Turn;
use crate::workspace::Workspace;

/// The checker, taken out of the newest kernel source that the archive has.
#[derive(Debug)]
pub(crate) struct Checkpatch {
    script: PathBuf,
}

/// `cargo xtask checkpatch`: whether there is nothing to complain about.
pub(crate) fn run(workspace: &Workspace) -> Result<bool> {
    tools::ensure_packages(tools::PACKAGES)?;
    let _turn = Turn::take(&workspace.vm())?;
    let archive = Archive::open(&workspace.vm().join("apt"))?;
    Checkpatch::fetch(&archive, &workspace.vm())?.check(&workspace.kmod())
}

impl Checkpatch {
    /// Gets the checker, from `folder` if it is there already.
    pub(crate) fn fetch(archive: &Archive, folder: &Path) -> Result<Self> {
        let source = archive.newest("linux-source-")?;
        let root = folder.join(format!("checkpatch-{}", source.version));
        let script = root.join("scripts/checkpatch.pl");
        if !script.exists() {
            let scratch = tempfile::tempdir_in(folder)?;
            let start = Instant::now();
            let name = source.name.clone();
            let files = archive.download(&[source], scratch.path())?;
            fs::create_dir_all(&root)
                .with_context(|| format!("cannot create {}", root.display()))?;
            command::capture(
                Command::new("sh").args(["-euc", EXTRACT, "sh"]).args(&files).arg(&root),
            )?;
            let time = start.elapsed().as_secs_f32();
            eprintln!("took checkpatch.pl out of {name} in {time:.1} s");
        }
        Ok(Self { script })
    }

    /// Checks every C source and header below `folder`; says what is wrong on standard output.
    pub(crate) fn check(&self, folder: &Path) -> Result<bool> {
        let files = module::sources(folder)?;
        ensure!(!files.is_empty(), "no C sources in {}, so nothing was checked", folder.display());
        let status = Command::new("perl")
            .arg(&self.script)
            .args(["--strict", "--no-tree", "--terse", "--show-types"])
            .args(["--ignore", &IGNORED.join(",")])
            .arg("-f")
            .args(&files)
            .current_dir(folder)
            .status()
            .context("cannot start perl")?;
        Ok(status.success())
    }
}

/// Advice that only suits modules which live in one kernel's own tree.
const IGNORED: &[&str] = &[
    // One source serves all the kernels that we build for.
    "LINUX_VERSION_CODE",
    // It takes `LINUX_VERSION_CODE` for the constant of such a comparison.
    "CONSTANT_COMPARISON",
    // `kzalloc_obj` and its siblings are younger than the oldest of them.
    "ALLOC_WITH_SIZEOF",
];

/// Arguments: the package, and where to. tar stops reading when it has what it wants, which `dpkg-deb` then complains of.
const EXTRACT: &str = r#"
dpkg-deb --fsys-tarfile "$1" 2>/dev/null |
    tar -xO --wildcards './usr/src/linux-source-*.tar.xz' 2>/dev/null |
    tar -xJ -C "$2" --strip-components=1 --occurrence=1 --wildcards \
        '*/scripts/spelling.txt' '*/scripts/const_structs.checkpatch' '*/scripts/checkpatch.pl'
"#;
