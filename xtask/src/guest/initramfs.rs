//! The guest's file system: busybox, the module, the test programs, and the plan.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::command;
use crate::guest::module::NAME;
use crate::guest::plan::Plan;
use crate::guest::programs::Programs;

/// Packs the file system and returns the archive, which is in `folder`.
pub(crate) fn pack(
    release: &str,
    module: &Path,
    programs: &Programs,
    plan: &Plan,
    folder: &Path,
) -> Result<PathBuf> {
    let root = folder.join("initramfs");
    if root.exists() {
        fs::remove_dir_all(&root).with_context(|| format!("cannot remove {}", root.display()))?;
    }
    fill(&root, release, module, programs, plan)
        .with_context(|| format!("cannot fill {}", root.display()))?;
    let archive = folder.join("initramfs.cpio");
    command::capture(
        Command::new("sh")
            .args(["-euc", r#"find . | cpio -o -H newc -R +0:+0 --quiet >"$1""#, "sh"])
            .arg(&archive)
            .current_dir(&root),
    )?;
    Ok(archive)
}

fn fill(root: &Path, release: &str, module: &Path, programs: &Programs, plan: &Plan) -> Result<()> {
    for folder in FOLDERS {
        fs::create_dir_all(root.join(folder))?;
    }
    for (path, text) in FILES {
        fs::write(root.join(path), text)?;
    }
    fs::write(root.join("plan"), plan.script())?;
    fs::set_permissions(root.join("init"), fs::Permissions::from_mode(0o755))?;
    copy(Path::new("/bin/busybox"), &root.join("bin/busybox"))?;
    // What the kernel itself runs to load a module by alias.
    symlink("/bin/busybox", root.join("sbin/modprobe"))?;
    for (name, program) in &programs.demos {
        copy(program, &root.join("bin").join(name))?;
    }
    for (name, test) in &programs.tests {
        copy(test, &root.join("tests").join(name))?;
    }
    install_module(root, release, module)
}

/// `modprobe` and the kernel's autoload look into what `depmod` writes here.
fn install_module(root: &Path, release: &str, module: &Path) -> Result<()> {
    let folder = root.join("lib/modules").join(release);
    fs::create_dir_all(folder.join("extra"))?;
    copy(module, &folder.join("extra").join(NAME).with_extension("ko"))?;
    for list in ["modules.order", "modules.builtin"] {
        fs::write(folder.join(list), "")?;
    }
    let depmod = &mut Command::new("/sbin/depmod");
    command::capture(depmod.arg("-b").arg(root).arg(release))?;
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to)
        .with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    Ok(())
}

const FOLDERS: &[&str] = &["bin", "dev", "etc", "proc", "run", "sbin", "sys", "tests", "tmp"];

const FILES: &[(&str, &str)] = &[
    ("init", include_str!("init.sh")),
    ("etc/passwd", "root:x:0:0:root:/:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n"),
    ("etc/group", "root:x:0:\nnogroup:x:65534:\n"),
];
