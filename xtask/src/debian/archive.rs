//! The machine's Debian archive, with suites that the machine itself does not use: an apt configuration of our own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::command;
use crate::debian::control::Package;
use crate::debian::kernel::{SUITES, by_number};

/// apt with its own sources, package lists and cache in one folder. Installs nothing.
#[derive(Debug)]
pub(crate) struct Archive {
    folder: PathBuf,
    address: String,
}

impl Archive {
    /// Sets the configuration up in `folder` and fetches the package lists, unless a day-old copy is there.
    pub(crate) fn open(folder: &Path) -> Result<Self> {
        for sub in ["lists/partial", "cache/archives/partial", "parts"] {
            fs::create_dir_all(folder.join(sub))
                .with_context(|| format!("cannot create {}", folder.join(sub).display()))?;
        }
        fs::write(folder.join("status"), "").context("cannot write apt's empty status file")?;
        let archive = Self { folder: folder.to_owned(), address: machine_address()? };
        archive.write_configuration()?;
        if archive.has_lists_of(LISTS_MAX_AGE) {
            return Ok(archive);
        }
        match archive.update() {
            Err(error) if archive.has_lists_of(Duration::MAX) => {
                eprintln!("going on with the package lists there are: {error:#}");
            }
            result => result?,
        }
        Ok(archive)
    }

    /// Where packages come from.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// Fetches the package lists.
    pub(crate) fn update(&self) -> Result<()> {
        let sources = self.sources();
        let path = self.folder.join("sources.list");
        fs::write(&path, &sources).with_context(|| format!("cannot write {}", path.display()))?;
        command::capture(self.apt("apt-get").args(["update", "--error-on=any"]))?;
        let stamp = self.stamp();
        fs::write(&stamp, &sources).with_context(|| format!("cannot write {}", stamp.display()))
    }

    /// The names that match the regular expression `pattern`.
    pub(crate) fn names(&self, pattern: &str) -> Result<Vec<String>> {
        let found =
            command::capture(self.apt("apt-cache").args(["search", "--names-only", pattern]))?;
        let names = found.lines().filter_map(|line| line.split(' ').next());
        Ok(names.map(str::to_owned).collect())
    }

    /// Of the packages whose name is `prefix` and a version, the one of the highest version.
    pub(crate) fn newest(&self, prefix: &str) -> Result<Package> {
        let names = self.names(&format!("^{prefix}[0-9.]+$"))?;
        let name = names.iter().max_by(|a, b| by_number(a, b));
        self.package(name.with_context(|| format!("the archive has no {prefix}…"))?)
    }

    /// The newest version of the package `name`.
    pub(crate) fn package(&self, name: &str) -> Result<Package> {
        let shown = command::capture(self.apt("apt-cache").args(["show", name]))?;
        Package::parse(&shown).with_context(|| format!("apt-cache show {name}"))
    }

    /// Downloads `packages` into `folder` and returns the files.
    pub(crate) fn download(&self, packages: &[Package], folder: &Path) -> Result<Vec<PathBuf>> {
        let wanted = packages.iter().map(|p| format!("{}={}", p.name, p.version));
        let mut apt = self.apt("apt-get");
        command::capture(apt.arg("download").args(wanted).current_dir(folder))?;
        let mut files = Vec::new();
        for entry in
            fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?
        {
            files.push(entry?.path());
        }
        ensure!(
            files.len() == packages.len(),
            "apt-get download left {} files of {} packages in {}",
            files.len(),
            packages.len(),
            folder.display()
        );
        Ok(files)
    }

    fn apt(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env("LC_ALL", "C").arg("-c").arg(self.folder.join("apt.conf"));
        command
    }

    fn write_configuration(&self) -> Result<()> {
        let path = self.folder.join("apt.conf");
        let place = self.folder.display().to_string();
        fs::write(&path, CONFIGURATION.replace("PLACE", &place))
            .with_context(|| format!("cannot write {}", path.display()))
    }

    fn sources(&self) -> String {
        let line = |suite| format!("deb [signed-by={KEYRING}] {} {suite} main\n", self.address);
        SUITES.iter().map(line).collect()
    }

    /// Whether there are package lists of our sources, fetched less than `max_age` ago.
    fn has_lists_of(&self, max_age: Duration) -> bool {
        let same = fs::read_to_string(self.stamp()).is_ok_and(|text| text == self.sources());
        let age = fs::metadata(self.stamp())
            .and_then(|stamp| stamp.modified())
            .ok()
            .and_then(|time| time.elapsed().ok());
        same && age.is_some_and(|age| age < max_age)
    }

    fn stamp(&self) -> PathBuf {
        self.folder.join("updated")
    }
}

/// Read after the machine's own configuration, so that a proxy's settings hold.
const CONFIGURATION: &str = r#"
Dir::Etc::sourcelist "PLACE/sources.list";
Dir::Etc::sourceparts "PLACE/parts";
Dir::State::lists "PLACE/lists";
Dir::State::status "PLACE/status";
Dir::Cache "PLACE/cache";
// Container images switch these off, which makes each call read all package lists anew.
Dir::Cache::pkgcache "pkgcache.bin";
Dir::Cache::srcpkgcache "srcpkgcache.bin";
// Root's apt downloads as another user, who may not write into our folder.
APT::Sandbox::User "root";
Acquire::Retries "3";
"#;

/// The keys of Debian's releases.
pub(crate) const KEYRING: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";

const LISTS_MAX_AGE: Duration = Duration::from_secs(24 * 60 * 60);

fn machine_address() -> Result<String> {
    // apt reads its own sources best, in whatever format they are.
    let uris = command::capture(
        Command::new("apt-get").env("LC_ALL", "C").args(["update", "--print-uris"]),
    )?;
    let release = fs::read_to_string("/etc/os-release").context("cannot read /etc/os-release")?;
    debian_address(&uris, codename(&release)).context(
        "this machine's apt sources hold no Debian archive with its own suite; see `apt-get update --print-uris`",
    )
}

/// The address among `uris` that holds the suite `codename`; several archives can, Debian's is called `…/debian`.
fn debian_address(uris: &str, codename: Option<&str>) -> Option<String> {
    let mut own: Vec<&str> = uris
        .lines()
        .filter_map(|line| line.strip_prefix('\'')?.split('\'').next())
        .filter_map(|uri| uri.strip_suffix("/InRelease")?.split_once("/dists/"))
        .filter(|(_, suite)| Some(*suite) == codename || CURRENT_SUITES.contains(suite))
        .map(|(address, _)| address)
        .collect();
    own.sort_by_key(|address| !address.ends_with("/debian"));
    own.first().map(|address| (*address).to_owned())
}

/// Names that stand for a release's codename.
const CURRENT_SUITES: &[&str] = &["oldstable", "stable", "testing", "unstable", "sid"];

fn codename(os_release: &str) -> Option<&str> {
    let value = os_release.lines().find_map(|line| line.strip_prefix("VERSION_CODENAME="))?;
    Some(value.trim_matches('"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const URIS: &str = "\
'https://packages.example/apt/dists/tool-bookworm/InRelease' packages.example_apt_dists_tool-bookworm_InRelease 0
'https://tools.example/linux/dists/bookworm/InRelease' tools.example_linux_dists_bookworm_InRelease 0
'http://mirror.example/debian-security/dists/bookworm-security/InRelease' mirror.example_x_InRelease 0
'http://mirror.example/debian/dists/bookworm/InRelease' mirror.example_debian_dists_bookworm_InRelease 0
'http://mirror.example/debian/dists/bookworm-updates/InRelease' mirror.example_y_InRelease 0
'http://other.example/debian/dists/bookworm/main/binary-amd64/Packages.xz' other.example_z 0
";

    #[test]
    fn debian_wins_over_other_archives_of_the_same_suite() {
        assert_eq!(
            debian_address(URIS, Some("bookworm")).as_deref(),
            Some("http://mirror.example/debian")
        );
    }

    #[test]
    fn a_mirror_may_have_another_name_but_not_another_suite() {
        let mirror = "'file:/srv/mirror/dists/stable/InRelease' x 0\n";
        assert_eq!(debian_address(mirror, Some("trixie")).as_deref(), Some("file:/srv/mirror"));
        let security = "'http://m.example/debian/dists/bookworm-security/InRelease' x 0\n";
        assert_eq!(debian_address(security, Some("bookworm")), None);
        assert_eq!(debian_address("", None), None);
    }

    /// Both formats of sources, as apt itself reads them.
    #[test]
    fn apt_prints_the_address_of_either_format() {
        let formats = [
            (
                "x.list",
                "# deb http://old.example/debian bookworm main\n\
                 deb [arch=amd64 signed-by=/usr/share/keyrings/a.gpg] http://list.example/debian bookworm main\n",
                "http://list.example/debian",
            ),
            (
                "x.sources",
                "Types: deb\nURIs: http://off.example/debian\nSuites: bookworm\nComponents: main\nEnabled: no\n\n\
                 Types: deb deb-src\nURIs: http://sources.example/debian/\nSuites: bookworm-updates bookworm\n\
                 Components: main contrib\nSigned-By: /usr/share/keyrings/a.gpg\n",
                "http://sources.example/debian",
            ),
        ];
        for (file, text, address) in formats {
            let folder = tempfile::tempdir().expect("a folder for temporary files");
            let path = |name: &str| folder.path().join(name);
            for name in ["parts", "lists/partial"] {
                fs::create_dir_all(path(name)).expect("a new folder");
            }
            fs::write(path("parts").join(file), text).expect("a new file");
            let archive = Archive { folder: folder.path().to_owned(), address: String::new() };
            archive.write_configuration().expect("a new file");
            let Ok(uris) =
                command::capture(archive.apt("apt-get").args(["update", "--print-uris"]))
            else {
                return; // No apt here, so nothing of this crate would work but these tests.
            };
            assert_eq!(debian_address(&uris, Some("bookworm")).as_deref(), Some(address), "{uris}");
        }
    }

    #[test]
    fn the_codename_is_a_field_of_its_own() {
        let text = "VERSION=\"12 (bookworm)\"\nVERSION_CODENAME=\"bookworm\"\nID=debian\n";
        assert_eq!(codename(text), Some("bookworm"));
        assert_eq!(codename("ID=other\n"), None);
    }
}
