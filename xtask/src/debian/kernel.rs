//! The kernels that the module is built for, and which of a series' packages is the newest.

use std::cmp::Ordering;
use std::str::FromStr;

/// One kernel series of Debian's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Kernel {
    /// The series, as a user names it.
    pub(crate) series: &'static str,
    /// The suite whose compiler its headers need, where that is not the machine's.
    pub(crate) toolchain: Option<&'static str>,
    /// Whether sparse can check a module for it.
    pub(crate) sparse: bool,
}

/// Every kernel, oldest first.
pub(crate) const KERNELS: &[Kernel] = &[
    Kernel { series: "6.1", toolchain: None, sparse: true },
    Kernel { series: "6.12", toolchain: None, sparse: true },
    Kernel {
        series: "7.3",
        toolchain: Some("trixie"),
        // Its headers want a sparse that knows `__typeof_unqual__`; Debian has none yet.
        sparse: false,
    },
];

/// The suites that hold [`KERNELS`].
pub(crate) const SUITES: &[&str] = &["bookworm", "bookworm-backports", "trixie-backports"];

impl FromStr for Kernel {
    type Err = String;

    fn from_str(series: &str) -> Result<Self, String> {
        let known = KERNELS.iter().find(|kernel| kernel.series == series);
        known.copied().ok_or_else(|| {
            let all: Vec<&str> = KERNELS.iter().map(|kernel| kernel.series).collect();
            format!("no such kernel here, there are {}", all.join(", "))
        })
    }
}

impl Kernel {
    /// The release (`uname -r`) of the newest kernel of this series that `names` has both an image and headers of; the
    /// small cloud flavour if there is one.
    pub(crate) fn newest_release(&self, names: &[String]) -> Option<String> {
        ["-cloud-amd64", "-amd64"].iter().find_map(|flavour| self.newest_of_flavour(names, flavour))
    }

    fn newest_of_flavour(&self, names: &[String], flavour: &str) -> Option<String> {
        let series = format!("{}.", self.series);
        names
            .iter()
            .filter_map(|name| name.strip_prefix("linux-headers-"))
            .filter(|release| release.starts_with(&series))
            .filter(|release| {
                let abi = release.strip_suffix(flavour);
                abi.is_some_and(|abi| !abi.ends_with("-rt"))
            })
            .filter(|release| names.contains(&format!("linux-image-{release}")))
            .max_by(|a, b| by_number(a, b))
            .map(str::to_owned)
    }
}

/// Compares runs of digits by value and what is between them by bytes.
pub(crate) fn by_number(a: &str, b: &str) -> Ordering {
    pieces(a).cmp(&pieces(b))
}

fn pieces(text: &str) -> Vec<(&str, u64)> {
    let mut rest = text;
    let mut pieces = Vec::new();
    while !rest.is_empty() {
        let (word, tail) = split_while(rest, |c| !c.is_ascii_digit());
        let (number, tail) = split_while(tail, |c| c.is_ascii_digit());
        pieces.push((word, number.parse().unwrap_or(0)));
        rest = tail;
    }
    pieces
}

fn split_while(text: &str, keep: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(|c| !keep(c)).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn newest(series: &str, releases: &[&str]) -> Option<String> {
        let names: Vec<String> = releases
            .iter()
            .flat_map(|release| {
                ["linux-headers", "linux-image"].map(|kind| format!("{kind}-{release}"))
            })
            .collect();
        let kernel: Kernel = series.parse().expect("a known series");
        kernel.newest_release(&names)
    }

    #[test]
    fn numbers_are_compared_as_numbers() {
        let releases = ["6.1.0-9-cloud-amd64", "6.1.0-50-cloud-amd64"];
        assert_eq!(newest("6.1", &releases).as_deref(), Some(releases[1]));
        let releases = [
            "6.12.90+deb12.1-cloud-amd64",
            "6.12.90+deb12-cloud-amd64",
            "6.12.9+deb12-cloud-amd64",
        ];
        assert_eq!(newest("6.12", &releases).as_deref(), Some(releases[0]));
    }

    #[test]
    fn a_series_is_not_the_beginning_of_another() {
        let releases = ["6.12.95+deb12-cloud-amd64", "6.1.0-50-cloud-amd64", "6.19.1-cloud-amd64"];
        assert_eq!(newest("6.1", &releases).as_deref(), Some(releases[1]));
    }

    #[test]
    fn the_cloud_flavour_is_preferred_and_rt_is_never_taken() {
        let releases = ["7.3.4-amd64", "7.3.2-cloud-amd64", "7.3.5-rt-amd64"];
        assert_eq!(newest("7.3", &releases).as_deref(), Some(releases[1]));
        assert_eq!(newest("7.3", &[releases[0], releases[2]]).as_deref(), Some(releases[0]));
        assert_eq!(newest("7.3", &[releases[2]]), None);
    }

    #[test]
    fn headers_without_an_image_do_not_count() {
        let names = [
            "linux-headers-7.3.5-cloud-amd64",
            "linux-headers-7.3.4-cloud-amd64",
            "linux-image-7.3.4-cloud-amd64",
        ];
        let names = names.map(str::to_owned);
        let kernel: Kernel = "7.3".parse().expect("a known series");
        assert_eq!(kernel.newest_release(&names).as_deref(), Some("7.3.4-cloud-amd64"));
    }

    #[test]
    fn an_unknown_series_is_refused_with_the_known_ones() {
        let error = "6.6".parse::<Kernel>().expect_err("not in the table");
        assert!(error.contains("6.1, 6.12, 7.3"), "{error}");
    }
}
