//! Declarations as people write them: generic, recursive, in macros, with names that are words of Rust.

use nl_core::wire::{Attr, Buffer, DecodeError, Depth, EncodeError, MessageHeader, Messages};
use nl_core::{
    AttributeStream, Attributes, Decode, Encode, Family, List, MessageSet, OwnedAttr, Repeated,
    SubMessage, UnknownEvent, Value, to_attributes,
};

#[derive(Attributes, Clone, Debug, PartialEq)]
struct Item<'a> {
    #[nl(1)]
    name: &'a str,
}

#[derive(Attributes, Clone, Debug, PartialEq)]
struct Page<T> {
    #[nl(1)]
    items: Vec<T>,
    #[nl(2)]
    first: Option<T>,
}

#[derive(Attributes, Debug, PartialEq)]
struct Tree<T> {
    #[nl(1)]
    value: T,
    #[nl(2)]
    children: Vec<Tree<T>>,
}

#[derive(Attributes)]
struct Lazy<'a, T> {
    #[nl(1)]
    repeated: Repeated<'a, T>,
    #[nl(2)]
    listed: List<'a, T>,
}

#[derive(Attributes, Debug, PartialEq)]
struct Framed<H, T, R> {
    #[nl(header)]
    header: H,
    #[nl(1)]
    text: T,
    #[nl(rest)]
    rest: R,
}

#[derive(Attributes, Debug, PartialEq)]
struct Chosen<'f, T> {
    #[nl(1)]
    kind: &'f str,
    #[nl(2, selector = kind)]
    data: Option<Format<'f, T>>,
}

#[derive(SubMessage, Debug, PartialEq)]
enum Format<'a, T> {
    #[nl("known")]
    Known(T),
    #[nl(other)]
    Other(Attr<'a>),
}

#[derive(Attributes, Debug, PartialEq)]
enum Step<T> {
    #[nl(1)]
    Say(T),
    #[nl(2)]
    Wait(u32),
}

#[derive(Attributes, Debug, PartialEq)]
enum Message<'a, T> {
    #[nl(command = 1)]
    Page(Page<T>),
    #[nl(command = 2)]
    Item(Item<'a>),
    #[nl(other)]
    Other(UnknownEvent<'a>),
}

#[derive(Value, Clone, Debug, PartialEq)]
struct Wrapped<T>(T);

/// What is encoded decodes to the same.
macro_rules! round {
    ($set:ty: $value:expr) => {{
        let value = $value;
        let bytes = to_attributes(&value).unwrap();
        assert_eq!(<$set>::decode(&bytes).unwrap(), value);
    }};
}

const ITEM: Item<'static> = Item { name: "left" };

#[test]
fn what_a_type_parameter_stands_for_may_borrow() {
    round!(Page<Item<'_>>: Page { items: vec![ITEM, ITEM], first: Some(ITEM) });
    round!(Page<&str>: Page { items: vec!["left", "right"], first: None });
    round!(Page<Wrapped<&[u8]>>: Page { items: vec![Wrapped(&[1, 2][..])], first: None });
    let leaf = Tree { value: "leaf", children: vec![] };
    round!(Tree<&str>: Tree { value: "root", children: vec![leaf] });
    round!(Framed<u32, &str, Vec<OwnedAttr>>: Framed {
        header: 7,
        text: "seven",
        rest: vec![OwnedAttr { raw_type: 3, payload: vec![1] }],
    });
    round!(Framed<[u8; 8], String, Vec<Attr<'_>>>: Framed {
        header: [7; 8],
        text: String::from("seven"),
        rest: vec![Attr { raw_type: 3, payload: &[1] }],
    });
    round!(Chosen<'_, Item<'_>>: Chosen { kind: "known", data: Some(Format::Known(ITEM)) });
}

#[test]
fn what_a_lazy_list_has_as_elements_may_borrow() {
    let items = [ITEM, Item { name: "right" }];
    let lazy = Lazy { repeated: Repeated::new(&items), listed: List::new(&items) };
    let bytes = to_attributes(&lazy).unwrap();
    let read = Lazy::<Item<'_>>::decode(&bytes).unwrap();
    assert_eq!((read.repeated, read.listed), (lazy.repeated, lazy.listed));
    assert_eq!(read.repeated.iter().last().unwrap().unwrap().name, "right");
}

#[test]
fn a_generic_type_has_its_schema() {
    let schema = Page::<Item<'_>>::SCHEMA;
    assert_eq!((schema.type_name, schema.attributes.len()), ("Page", 2));
    let error = Page::<u32>::decode(&[5, 0, 1, 0, 1, 0, 0, 0]).unwrap_err();
    assert_eq!(error.to_string(), "Page.items[0]: 1 bytes where u32 needs 4");
    let nested = Framed::<u32, Page<u16>, Vec<OwnedAttr>>::decode(&[
        0, 0, 0, 0, 12, 0, 1, 0, 5, 0, 1, 0, 1, 0, 0, 0,
    ]);
    let said = nested.unwrap_err().to_string();
    assert_eq!(said, "Framed.text.items[0]: 1 bytes where u16 needs 2");
}

#[test]
fn enums_of_attributes_and_messages_may_be_generic() {
    let bytes = to_attributes(&Step::Say("hi")).unwrap();
    let step = AttributeStream::<Step<&str>>::new(&bytes).next();
    assert_eq!(step, Some(Ok(Step::Say("hi"))));
    let page = Message::Page(Page { items: vec![ITEM], first: None });
    let mut buffer = Buffer::new();
    buffer.push_message(MessageHeader { kind: 0x1c, ..Default::default() }, 1, &page).unwrap();
    let message = Messages::new(buffer.as_bytes()).next().unwrap().unwrap();
    assert_eq!(Message::read_message(&message).unwrap(), Some(page));
    let commands = Message::<Item<'_>>::MESSAGES.iter().map(|(command, set)| (*command, set.name));
    assert_eq!(commands.collect::<Vec<_>>(), [(1, "page"), (2, "item")]);
}

macro_rules! numbered {
    ($name:ident, $number:literal, $command:expr, $value:literal) => {
        #[derive(Attributes, Clone, Debug, PartialEq)]
        struct Numbered {
            #[nl($number, min = $value)]
            field: u32,
        }
        #[derive(Family)]
        #[nl(name = "numbered", version = $number)]
        enum $name {
            #[nl(request = Numbered)]
            Ask = $command,
        }
    };
}
numbered!(InAMacro, 7, 3, 2);

#[test]
fn a_macro_may_give_the_numbers() {
    assert_eq!(InAMacro::SCHEMA.operations[0].command, 3);
    assert_eq!((Numbered::SCHEMA.attributes[0].number, InAMacro::SCHEMA.version), (7, 7));
    assert!(to_attributes(&Numbered { field: 1 }).is_err());
}

/// As `qstats.scope` of `netdev`.
#[derive(Value, Clone, Copy, Debug, PartialEq)]
#[repr(u64)]
#[nl(uint)]
enum Scope {
    Queue = 1,
    Far = 0x1_0000_0000,
    #[nl(other)]
    Other(u64),
}
#[derive(Value, Clone, Copy, Debug, PartialEq)]
#[repr(i64)]
#[nl(sint)]
enum Turn {
    Left = -1,
    #[nl(other)]
    Other(i64),
}
#[derive(Attributes, Clone, Debug, PartialEq)]
struct Scopes {
    #[nl(1)]
    scope: Scope,
    #[nl(2)]
    turn: Turn,
}

#[test]
fn an_enum_may_take_four_bytes_or_eight() {
    let near = Scopes { scope: Scope::Queue, turn: Turn::Left };
    let bytes = to_attributes(&near).unwrap();
    assert_eq!(bytes.len(), 16, "4 bytes each");
    assert_eq!(Scopes::decode(&bytes).unwrap(), near);
    let far = Scopes { scope: Scope::Far, turn: Turn::Other(i64::MIN) };
    let bytes = to_attributes(&far).unwrap();
    assert_eq!(bytes.len(), 24, "8 bytes each");
    assert_eq!(Scopes::decode(&bytes).unwrap(), far);
    let shown = nl_core::schema::Show { set: Scopes::SCHEMA, attributes: &bytes }.to_string();
    assert_eq!(shown, "{scope: Far, turn: -9223372036854775808}");
    let kinds: Vec<_> = Scopes::SCHEMA.attributes.iter().map(|a| a.kind.to_string()).collect();
    assert_eq!(kinds, ["uint", "sint"]);
}

/// As `ovs_tunnel_key_attr`, whose id is attribute 0.
#[derive(Attributes, Debug, PartialEq)]
struct Tunnel {
    #[nl(0, zero)]
    id: Option<nl_core::Be<u64>>,
    #[nl(1)]
    source: u32,
}

#[test]
fn an_attribute_may_have_the_number_0_where_that_is_asked_for() {
    round!(Tunnel: Tunnel { id: Some(nl_core::Be(7)), source: 9 });
}

mod called {
    //! Commands that are called as words of Rust or as what the derives make are.
    #![allow(dead_code)]

    use nl_core::{Attributes, Family};

    macro_rules! requests {
        ($($name:ident)*) => {$(
            #[derive(Attributes, Clone, Debug)]
            pub(crate) struct $name {}
        )*};
    }
    requests!(A B C D E F G I J Own Handler);

    #[derive(Family)]
    #[nl(name = "called")]
    pub(crate) enum H {
        #[nl(request = A)]
        Move = 1,
        #[nl(request = B)]
        Start = 2,
        #[nl(request = C)]
        Wake = 3,
        #[nl(request = D)]
        Service = 4,
        #[nl(request = E)]
        Crate = 5,
        #[nl(request = F)]
        #[nl(request = G, dump = I)]
        Get = 6,
        #[nl(request = J, dump = Handler)]
        GetDump = 7,
        #[nl(request = Own)]
        Unknown = 8,
    }
}

#[test]
fn a_command_may_have_any_name() {
    assert_eq!(called::H::SCHEMA.operations.len(), 9);
}

/// A block of
/// two lines.
#[derive(Attributes)]
struct Documented {
    /** Starred
     * in a block.
     */
    #[nl(1)]
    #[deprecated]
    _field: u32,
}

#[test]
fn doc_comments_reach_the_schema() {
    let schema = Documented::SCHEMA;
    assert_eq!(schema.doc, "A block of\ntwo lines.");
    assert_eq!(schema.attributes[0].doc, "Starred\nin a block.");
}

/// What a default calls is the user's, whatever the decoder has of that name.
fn depth() -> u32 {
    7
}
const ATTRIBUTES: u32 = 2;
#[derive(Attributes)]
struct Defaults {
    #[nl(1, default = depth(), min = ATTRIBUTES)]
    called: u32,
    #[nl(2, default = <Option<(u8, u32)>>::map_or::<u32, _>(None, 6, |pair| pair.1))]
    turbofish: u32,
}

#[test]
fn a_default_is_evaluated_among_the_user_s_names() {
    let defaults = Defaults::decode(&[]).unwrap();
    assert_eq!((defaults.called, defaults.turbofish), (7, 6));
}

#[derive(Attributes)]
struct Lists<'a> {
    #[nl(1)]
    list: List<'a, u16>,
}
#[derive(Attributes)]
struct Longer<'a> {
    #[nl(1)]
    list: List<'a, u32>,
}

#[test]
fn what_is_read_late_says_which_element_it_is() {
    let bytes = to_attributes(&Longer { list: List::new(&[1, 2]) }).unwrap();
    let lists = Lists::decode(&bytes).unwrap();
    let error = lists.list.iter().next().unwrap().unwrap_err();
    assert_eq!(error.to_string(), "list[0]: 4 bytes where u16 needs 2");
}

/// A value by hand, which does not look at bounds itself.
struct Degrees(i16);
impl<'a> Value<'a> for Degrees {
    const KIND: nl_core::schema::Kind = <i16 as Value<'a>>::KIND;

    fn size(&self) -> usize {
        2
    }
    fn emit(&self, writer: &mut nl_core::wire::Writer<'_>) -> Result<(), EncodeError> {
        self.0.emit(writer)
    }
    fn decode_payload(payload: &'a [u8], depth: Depth) -> Result<Self, DecodeError> {
        i16::decode_payload(payload, depth).map(Self)
    }
}
#[derive(Attributes)]
struct Weather {
    #[nl(1, min = -40, max = 50)]
    outside: Degrees,
}

#[test]
fn bounds_hold_for_values_by_hand_as_well() {
    for (degrees, good) in [(-40, true), (50, true), (-41, false), (51, false)] {
        let encoded = to_attributes(&Weather { outside: Degrees(degrees) });
        assert_eq!(encoded.is_ok(), good, "{degrees}");
    }
}

#[derive(Attributes)]
struct Few<'a> {
    #[nl(1, max = 7)]
    few: Repeated<'a, u32>,
}
#[derive(Attributes)]
struct Many<'a> {
    #[nl(1)]
    many: Repeated<'a, u32>,
}

#[test]
fn bounds_hold_for_what_was_decoded_as_well() {
    let bytes = to_attributes(&Many { many: Repeated::new(&[7, 200]) }).unwrap();
    let few = Few::decode(&bytes).unwrap();
    let error = to_attributes(&few).unwrap_err();
    assert_eq!(error.to_string(), "Few.few[1]: 200 where at most 7 is allowed");
}
