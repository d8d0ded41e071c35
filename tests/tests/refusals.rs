//! What the running kernel refuses, in words: of families that are not ours, through types declared
//! here. What the demo family refuses, module and host alike: `demo.rs`.

use nl_core::{Attributes, Call, Error, Family, Options, Transport};
use nl_tests::alone::is_alone;
use nl_tests::caller::Caller;
use nl_tests::raw::LongName;

/// The sentence of a refusal, the same for both flavours; `None` where this kernel lacks the family.
fn said<R: Call<Family = F>, F: Family>(request: &R) -> Option<String> {
    let options = Options::new().transport(Transport::Kernel);
    let mut sentences = Vec::new();
    for open in [Caller::<F>::blocking, Caller::awaited] {
        match open(&options) {
            Err(Error::FamilyNotFound { family, .. }) => {
                eprintln!("SKIPPED: this kernel has no family {family}");
                return None;
            }
            Err(error) => panic!("{error}"),
            Ok(mut caller) => match caller.call(request).map(drop) {
                Err(error @ Error::Refused(_)) => sentences.push(error.to_string()),
                other => panic!("{other:?}"),
            },
        }
    }
    println!("{}", sentences[0]);
    assert_eq!(sentences[0], sentences[1]);
    sentences.pop()
}

/// Requests as a client without bounds would send them.
mod netdev {
    use super::{Attributes, Family};

    #[derive(Family)]
    #[nl(name = "netdev", version = 1)]
    pub(crate) enum Netdev {
        #[nl(request = QueueGet, reply = Queue)]
        QueueGet = 10,
    }

    #[derive(Attributes, Debug, Default)]
    #[nl(set = "queue")]
    pub(crate) struct QueueGet {
        #[nl(1)]
        pub(crate) id: Option<u32>,
        #[nl(2)]
        pub(crate) ifindex: Option<u32>,
        #[nl(3)]
        pub(crate) queue_type: Option<u32>,
    }

    #[derive(Attributes, Debug)]
    #[nl(set = "queue")]
    pub(crate) struct Queue {}
}

use netdev::QueueGet;

#[test]
fn a_queue_without_its_device_names_what_is_missing() {
    if let Some(said) = said(&QueueGet { id: Some(0), queue_type: Some(0), ifindex: None }) {
        let expected =
            "netdev QueueGet: the kernel refused the request (EINVAL): queue.ifindex is missing";
        assert_eq!(said, expected);
    }
}

#[test]
fn a_queue_of_no_device_says_what_its_policy_accepts() {
    let request = QueueGet { id: Some(0), queue_type: Some(0), ifindex: Some(0) };
    if let Some(said) = said(&request) {
        let expected = "netdev QueueGet: the kernel refused queue.ifindex: integer out of range (ERANGE), it accepts 1..=4294967295";
        assert_eq!(said, expected);
    }
}

#[test]
fn a_queue_of_a_device_that_there_is_not_says_so() {
    let request = QueueGet { id: Some(0), queue_type: Some(0), ifindex: Some(1 << 30) };
    if let Some(said) = said(&request) {
        assert_eq!(said, "netdev QueueGet: the kernel refused: No such device (ENODEV)");
    }
}

#[test]
fn a_queue_of_an_unknown_type_says_what_its_policy_accepts() {
    let request = QueueGet { id: Some(0), queue_type: Some(99), ifindex: Some(1) };
    if let Some(said) = said(&request) {
        let expected = "netdev QueueGet: the kernel refused queue.queue_type: integer out of range (ERANGE), it accepts 0..=1";
        assert_eq!(said, expected);
    }
}

#[test]
fn an_over_long_family_name_says_how_long_it_may_be() {
    let expected = "nlctrl GetFamily: the kernel refused family.name: Attribute failed policy validation (EINVAL), it accepts a NUL-terminated string of at most 15 bytes";
    assert_eq!(said(&LongName).unwrap(), expected);
}

mod ethtool {
    use super::{Attributes, Family};

    #[derive(Family)]
    #[nl(name = "ethtool", version = 1)]
    pub(crate) enum Ethtool {
        #[nl(request = LinkStateGet<'_>, reply = LinkState)]
        LinkState = 6,
        #[nl(request = FeaturesSet<'_>, reply = LinkState, reply_command = 12)]
        FeaturesSet = 12,
    }

    #[derive(Attributes, Clone, Debug, Default)]
    #[nl(set = "header")]
    pub(crate) struct Header<'a> {
        #[nl(1)]
        pub(crate) dev_index: Option<u32>,
        #[nl(2)]
        pub(crate) dev_name: Option<&'a str>,
        #[nl(3)]
        pub(crate) flags: Option<u32>,
    }

    #[derive(Attributes, Debug, Default)]
    #[nl(set = "linkstate")]
    pub(crate) struct LinkStateGet<'a> {
        #[nl(1)]
        pub(crate) header: Option<Header<'a>>,
    }

    #[derive(Attributes, Debug)]
    #[nl(set = "linkstate")]
    pub(crate) struct LinkState {}

    #[derive(Attributes, Debug)]
    #[nl(set = "features")]
    pub(crate) struct FeaturesSet<'a> {
        #[nl(1)]
        pub(crate) header: Header<'a>,
        #[nl(3)]
        pub(crate) wanted: Bitset<'a>,
    }

    #[derive(Attributes, Clone, Debug)]
    #[nl(set = "bitset")]
    pub(crate) struct Bitset<'a> {
        #[nl(3)]
        pub(crate) bits: Bits<'a>,
    }

    #[derive(Attributes, Clone, Debug)]
    #[nl(set = "bits")]
    pub(crate) struct Bits<'a> {
        #[nl(1)]
        pub(crate) bit: Vec<Bit<'a>>,
    }

    #[derive(Attributes, Clone, Debug)]
    #[nl(set = "bit")]
    pub(crate) struct Bit<'a> {
        #[nl(2)]
        pub(crate) name: &'a str,
        #[nl(3)]
        pub(crate) value: bool,
    }
}

use ethtool::{Bit, Bits, Bitset, FeaturesSet, Header, LinkStateGet};

#[test]
fn an_attribute_in_a_nest_is_named_by_its_path() {
    let header = Header { flags: Some(1 << 31), ..Header::default() };
    if let Some(said) = said(&LinkStateGet { header: Some(header) }) {
        let expected = "ethtool LinkState: the kernel refused linkstate.header.flags: reserved bit set (EINVAL)";
        assert_eq!(said, expected);
    }
}

#[test]
fn a_name_in_a_nest_that_no_device_has_is_named_by_its_path() {
    let header = Header { dev_name: Some("absent"), ..Header::default() };
    if let Some(said) = said(&LinkStateGet { header: Some(header) }) {
        let expected = "ethtool LinkState: the kernel refused linkstate.header.dev_name: no device matches name (ENODEV)";
        assert_eq!(said, expected);
    }
}

#[test]
fn a_nest_that_is_missing_is_named() {
    if let Some(said) = said(&LinkStateGet { header: None }) {
        // Older kernels say it in a sentence of theirs.
        assert!(
            said.ends_with("the kernel refused the request (EINVAL): linkstate.header is missing")
                || said.ends_with("request header missing (EINVAL)"),
            "{said}"
        );
    }
}

#[test]
fn an_attribute_in_a_repeated_nest_is_named_with_its_place() {
    // Root in a user namespace of its own may set features in a network namespace of its own.
    let name = "an_attribute_in_a_repeated_nest_is_named_with_its_place";
    if !is_alone(name, &["unshare", "-Urn"]) {
        return;
    }
    let header = Header { dev_name: Some("lo"), ..Header::default() };
    let bit = ["tx-scatter-gather", "no-such-feature", "rx-checksum"]
        .map(|name| Bit { name, value: true })
        .to_vec();
    let wanted = Bitset { bits: Bits { bit } };
    if let Some(said) = said(&FeaturesSet { header, wanted }) {
        let expected = "ethtool FeaturesSet: the kernel refused features.wanted.bits.bit[1].name: bit name not found (EOPNOTSUPP)";
        assert_eq!(said, expected);
    }
}
