//! One kernel's image and headers, unpacked from its packages into a folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use crate::command;
use crate::debian::archive::Archive;
use crate::debian::control::Package;
use crate::debian::kernel::Kernel;

/// An unpacked kernel. It can be moved: nothing in it names its own place.
#[derive(Debug)]
pub(crate) struct Tree {
    root: PathBuf,
    release: String,
}

impl Tree {
    /// The newest kernel of the series, from `folder` if it is there already.
    pub(crate) fn fetch(archive: &Archive, kernel: &Kernel, folder: &Path) -> Result<Self> {
        Self::of_lists(archive, kernel, folder).or_else(|error| {
            // The archive may have dropped the version that yesterday's lists name.
            archive.update().context(error)?;
            Self::of_lists(archive, kernel, folder)
        })
    }

    /// The kernel, as a boot loader takes it.
    pub(crate) fn image(&self) -> Result<PathBuf> {
        let places = [
            format!("boot/vmlinuz-{}", self.release),
            format!("usr/lib/modules/{}/vmlinuz", self.release),
        ];
        let mut places = places.iter().map(|place| self.root.join(place));
        let image = places.find(|path| path.exists());
        image.with_context(|| format!("no vmlinuz in {}", self.root.display()))
    }

    /// What `make -C` takes to build a module.
    pub(crate) fn headers(&self) -> PathBuf {
        headers(&self.root, &self.release)
    }

    /// What `uname -r` will say.
    pub(crate) fn release(&self) -> &str {
        &self.release
    }

    fn of_lists(archive: &Archive, kernel: &Kernel, folder: &Path) -> Result<Self> {
        let series = kernel.series.replace('.', "\\.");
        let names = archive.names(&format!("^linux-(image|headers)-{series}\\."))?;
        let release = kernel
            .newest_release(&names)
            .with_context(|| format!("the archive has no {} kernel with headers", kernel.series))?;
        let packages = packages(archive, &release)?;
        let root = folder.join(format!("tree-{}", packages[0].version));
        if !root.exists() {
            let start = Instant::now();
            unpack(archive, &packages, &release, &root)
                .with_context(|| format!("cannot unpack {release}"))?;
            let time = start.elapsed().as_secs_f32();
            eprintln!("fetched and unpacked {release} in {time:.1} s");
            remove_other_trees(&root)?;
        }
        Ok(Self { root, release })
    }
}

/// Headers and image, and what they need of the same kernel.
fn packages(archive: &Archive, release: &str) -> Result<Vec<Package>> {
    let mut packages: Vec<Package> = Vec::new();
    let mut wanted = vec![format!("linux-image-{release}"), format!("linux-headers-{release}")];
    while let Some(name) = wanted.pop() {
        if packages.iter().any(|package| package.name == name) {
            continue;
        }
        let package = archive.package(&name)?;
        let needs = package.depends.iter().filter(|name| is_part(name));
        wanted.extend(needs.cloned());
        packages.push(package);
    }
    Ok(packages)
}

fn is_part(name: &str) -> bool {
    ["binary", "headers", "image", "kbuild", "modules"]
        .iter()
        .any(|kind| name.starts_with(&format!("linux-{kind}-")))
}

/// Unpacks beside `root` first, so that `root` is there whole or not at all.
fn unpack(archive: &Archive, packages: &[Package], release: &str, root: &Path) -> Result<()> {
    let parent = parent(root)?;
    fs::create_dir_all(parent).with_context(|| format!("cannot create {}", parent.display()))?;
    let scratch = tempfile::Builder::new().prefix("unpacking-").tempdir_in(parent)?;
    let (debs, tree) = (scratch.path().join("debs"), scratch.path().join("tree"));
    fs::create_dir(&debs)?;
    for deb in archive.download(packages, &debs)? {
        command::capture(Command::new("dpkg-deb").arg("-x").args([&deb, &tree]))?;
    }
    make_relocatable(&headers(&tree, release).join("Makefile"))?;
    fs::rename(&tree, root).with_context(|| format!("cannot create {}", root.display()))
}

/// The headers' Makefile names its neighbours as if they were installed in `/usr/src`.
fn make_relocatable(makefile: &Path) -> Result<()> {
    let text = fs::read_to_string(makefile)
        .with_context(|| format!("cannot read {}", makefile.display()))?;
    ensure!(
        text.contains("/usr/src/"),
        "{} is laid out in an unknown way:\n{text}",
        makefile.display()
    );
    fs::write(makefile, text.replace("/usr/src/", "$(CURDIR)/../"))
        .with_context(|| format!("cannot write {}", makefile.display()))
}

fn headers(root: &Path, release: &str) -> PathBuf {
    root.join("usr/src").join(format!("linux-headers-{release}"))
}

/// Removes the trees of earlier versions.
fn remove_other_trees(root: &Path) -> Result<()> {
    for entry in fs::read_dir(parent(root)?)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with("tree-") && path != root {
            fs::remove_dir_all(&path)
                .with_context(|| format!("cannot remove {}", path.display()))?;
        }
    }
    Ok(())
}

fn parent(root: &Path) -> Result<&Path> {
    root.parent().context("a tree needs a folder to be in")
}
