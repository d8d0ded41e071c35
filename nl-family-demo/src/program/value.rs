//! What the command line's words mean.

use std::time::Duration;

use nl_core::{Family, Group, Transport};
use nl_family_demo::Demo;
use nl_family_demo::family::Priority;

/// A tag as `NAME=WEIGHT`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    pub(super) name: String,
    pub(super) weight: u32,
}

/// `kernel`, `user`, `auto`, or a port id.
pub(super) fn transport(word: &str) -> Result<Transport, String> {
    match word {
        "kernel" => Ok(Transport::Kernel),
        "user" => Ok(Transport::User),
        "auto" => Ok(Transport::Auto),
        _ => match number(word) {
            Some(0) => Err("port id 0 is the kernel's: `kernel`".to_owned()),
            Some(port) => Ok(Transport::UserAt(port)),
            None => {
                Err("neither `kernel`, `user`, `auto` nor a port id such as 0x60001234".to_owned())
            }
        },
    }
}

/// Seconds, with a fraction.
pub(super) fn seconds(word: &str) -> Result<Duration, String> {
    let seconds: f64 = word.parse().map_err(|_| "not a number of seconds".to_owned())?;
    Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())
}

/// A multicast group of the family, by its name.
pub(super) fn group(word: &str) -> Result<Group<Demo>, String> {
    Group::by_name(word).ok_or_else(|| {
        let names: Vec<_> = Group::<Demo>::all().map(Group::name).collect();
        format!("{} has the groups {}", Demo::SCHEMA.name, names.join(", "))
    })
}

/// `low`, `high`, or a number.
pub(super) fn priority(word: &str) -> Result<Priority, String> {
    match word {
        "low" => Ok(Priority::Low),
        "high" => Ok(Priority::High),
        _ => match word.parse() {
            Ok(1) => Ok(Priority::Low),
            Ok(2) => Ok(Priority::High),
            Ok(number) => Ok(Priority::Other(number)),
            Err(_) => Err("neither `low`, `high` nor a number up to 255".to_owned()),
        },
    }
}

/// `NAME=WEIGHT`; the name may have a `=` itself.
pub(super) fn tag(word: &str) -> Result<Tag, String> {
    let parts = word.rsplit_once('=').and_then(|(name, weight)| Some((name, number(weight)?)));
    let (name, weight) = parts.ok_or("not of the form NAME=WEIGHT with a number as weight")?;
    Ok(Tag { name: name.to_owned(), weight })
}

/// A decimal number, or a hexadecimal one behind `0x`.
fn number(word: &str) -> Option<u32> {
    match word.strip_prefix("0x").or(word.strip_prefix("0X")) {
        Some(digits) if digits.starts_with('+') => None,
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => word.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transport_is_a_word_or_a_port() {
        assert_eq!(transport("kernel"), Ok(Transport::Kernel));
        assert_eq!(transport("user"), Ok(Transport::User));
        assert_eq!(transport("auto"), Ok(Transport::Auto));
        assert_eq!(transport("0x6000abcd"), Ok(Transport::UserAt(0x6000_abcd)));
        assert_eq!(transport("4294967295"), Ok(Transport::UserAt(u32::MAX)));
        for wrong in ["", "Kernel", "0", "0x", "0x+1", "-1", "4294967296"] {
            assert!(transport(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn seconds_may_have_a_fraction() {
        assert_eq!(seconds("0"), Ok(Duration::ZERO));
        assert_eq!(seconds("2.5"), Ok(Duration::from_millis(2500)));
        for wrong in ["", "-1", "NaN", "inf", "1e300", "1s"] {
            assert!(seconds(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_priority_with_a_name_is_not_other() {
        assert_eq!(priority("high"), Ok(Priority::High));
        assert_eq!(priority("2"), Ok(Priority::High));
        assert_eq!(priority("1"), Ok(Priority::Low));
        assert_eq!(priority("200"), Ok(Priority::Other(200)));
        assert!(priority("256").is_err() && priority("urgent").is_err());
    }

    #[test]
    fn a_tag_s_weight_follows_the_last_equals_sign() {
        assert_eq!(tag("a=b=3"), Ok(Tag { name: "a=b".to_owned(), weight: 3 }));
        assert_eq!(tag("=1"), Ok(Tag { name: String::new(), weight: 1 }));
        assert!(tag("a").is_err() && tag("a=").is_err() && tag("a=x").is_err());
    }

    #[test]
    fn a_group_that_is_not_there_is_answered_with_those_that_are() {
        assert_eq!(group("messages"), Ok(Demo::MESSAGES));
        let error = group("message").unwrap_err();
        assert_eq!(error, "nl_demo has the groups messages, greetings");
    }
}
