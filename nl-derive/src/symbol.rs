//! Every word of `#[nl(…)]`, and which of them may stand where.

pub(crate) const NL: &str = "nl";

pub(crate) const ADMIN: &str = "admin";
pub(crate) const COMMAND: &str = "command";
pub(crate) const CRATE: &str = "crate";
pub(crate) const DEFAULT: &str = "default";
pub(crate) const DUMP: &str = "dump";
pub(crate) const EVENT: &str = "event";
pub(crate) const EXACT_LEN: &str = "exact_len";
pub(crate) const GROUP: &str = "group";
pub(crate) const HEADER: &str = "header";
pub(crate) const MASK: &str = "mask";
pub(crate) const MAX: &str = "max";
pub(crate) const MAX_LEN: &str = "max_len";
pub(crate) const MIN: &str = "min";
pub(crate) const MIN_LEN: &str = "min_len";
pub(crate) const NAME: &str = "name";
pub(crate) const NS_ADMIN: &str = "ns_admin";
pub(crate) const OTHER: &str = "other";
pub(crate) const REPLY: &str = "reply";
pub(crate) const REPLY_COMMAND: &str = "reply_command";
pub(crate) const REQUEST: &str = "request";
pub(crate) const REST: &str = "rest";
pub(crate) const SELECTOR: &str = "selector";
pub(crate) const SET: &str = "set";
pub(crate) const SINT: &str = "sint";
pub(crate) const STREAM: &str = "stream";
pub(crate) const UINT: &str = "uint";
pub(crate) const VERSION: &str = "version";
pub(crate) const ZERO: &str = "zero";

/// A place where `#[nl(…)]` may stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Set,
    Field,
    Variant,
    SubMessage,
    Format,
    Value,
    ValueVariant,
    Family,
    Operation,
}

impl Place {
    /// The words that mean something there.
    pub(crate) fn words(self) -> &'static [&'static str] {
        match self {
            Self::Set => &[SET, CRATE],
            Self::Field => &[
                MIN, MAX, MIN_LEN, MAX_LEN, EXACT_LEN, MASK, DEFAULT, SELECTOR, HEADER, REST, ZERO,
            ],
            Self::Variant => &[COMMAND, OTHER, MIN, MAX, MIN_LEN, MAX_LEN, EXACT_LEN, MASK, ZERO],
            Self::Value => &[CRATE, UINT, SINT],
            Self::SubMessage => &[CRATE],
            Self::Format | Self::ValueVariant => &[OTHER],
            Self::Family => &[NAME, VERSION, GROUP, CRATE],
            Self::Operation => {
                &[REQUEST, REPLY, DUMP, STREAM, EVENT, GROUP, ADMIN, NS_ADMIN, REPLY_COMMAND]
            }
        }
    }

    /// How a message to the user calls it.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::Set => "an attribute set",
            Self::Field | Self::Variant => "an attribute",
            Self::Format => "a format of a sub-message",
            Self::SubMessage => "a sub-message",
            Self::Value => "a value",
            Self::ValueVariant => "a named number",
            Self::Family => "a family",
            Self::Operation => "an operation",
        }
    }
}

/// The word that was probably meant.
pub(crate) fn nearest(word: &str, words: &[&'static str]) -> Option<&'static str> {
    let (distance, nearest) = words.iter().map(|w| (distance(word, w), *w)).min()?;
    (distance <= 2.max(word.len() / 3)).then_some(nearest)
}

/// Levenshtein's edit distance.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.bytes().enumerate() {
            let substitute = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = substitute.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_word_and_a_stranger_none() {
        let words = Place::Field.words();
        assert_eq!(nearest("max_length", words), Some(MAX_LEN));
        assert_eq!(nearest("nin", words), Some(MIN));
        assert_eq!(nearest("colour_scheme", words), None);
    }
}
