//! The fields of a package that are needed here, read from `apt-cache show`.

use anyhow::{Context, Result};

/// One version of one package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Package {
    /// Its name.
    pub(crate) name: String,
    /// Its version, as in the archive.
    pub(crate) version: String,
    /// What it depends on: the first of several choices, without version conditions.
    pub(crate) depends: Vec<String>,
}

impl Package {
    /// Reads the first paragraph of `text`.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let paragraph = text.split("\n\n").next().unwrap_or_default();
        let field = |name: &str| {
            paragraph.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
        };
        Ok(Self {
            name: field("Package").context("a package without a name")?.to_owned(),
            version: field("Version").context("a package without a version")?.to_owned(),
            depends: field("Depends").map(depends).unwrap_or_default(),
        })
    }
}

fn depends(field: &str) -> Vec<String> {
    field
        .split(',')
        .filter_map(|choices| choices.split(['|', '(', ':']).next())
        .map(|name| name.trim().to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADERS: &str = "\
Package: linux-headers-6.12.95+deb12-cloud-amd64
Source: linux
Version: 6.12.95-1~bpo12+1
Depends: linux-base (>= 4.12~), linux-image-6.12.95+deb12-cloud-amd64 (= 6.12.95-1~bpo12+1) | linux-image-6.12.95+deb12-cloud-amd64-unsigned (= 6.12.95-1~bpo12+1), perl:any, dracut | initramfs-tools
Description: Header files
 Version: not a field

Package: linux-headers-6.12.95+deb12-cloud-amd64
Version: 6.12.90-1
";

    #[test]
    fn the_first_version_and_the_first_choice_count() {
        let package = Package::parse(HEADERS).expect("well formed");
        assert_eq!(package.name, "linux-headers-6.12.95+deb12-cloud-amd64");
        assert_eq!(package.version, "6.12.95-1~bpo12+1");
        assert_eq!(
            package.depends,
            ["linux-base", "linux-image-6.12.95+deb12-cloud-amd64", "perl", "dracut"]
        );
    }

    #[test]
    fn a_package_may_depend_on_nothing_but_has_a_version() {
        let package = Package::parse("Package: a\nVersion: 1\n").expect("well formed");
        assert!(package.depends.is_empty());
        assert!(Package::parse("Package: a\n").is_err());
    }
}
