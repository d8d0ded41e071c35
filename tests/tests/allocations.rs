//! Allocations per message: none when encoding into, or decoding from, a buffer that is reused.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use nl_core::wire::{Buffer, GenlHeader, MessageHeader, Messages};
use nl_core::{Attributes, Connection, Decode, Family, Options, Transport, Value};
use nl_family_demo::Demo;
use nl_family_demo::family::{Echo, Message, Repeat, Repeated, Send};
use nl_tests::caller::runtime;
use nl_tests::puppet::Puppet;

/// Counts the allocations of each thread, and the bytes that it has more than it has given back.
struct Counting;

thread_local! {
    static COUNT: Cell<u64> = const { Cell::new(0) };
    static LIVE: Cell<usize> = const { Cell::new(0) };
}

#[expect(unsafe_code, reason = "an allocator is an unsafe trait")]
// SAFETY: every call is handed to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.with(|count| count.set(count.get() + 1));
        LIVE.with(|live| live.set(live.get().wrapping_add(layout.size())));
        // SAFETY: the caller's promises are the system allocator's.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        LIVE.with(|live| live.set(live.get().wrapping_sub(layout.size())));
        // SAFETY: the caller's promises are the system allocator's.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// How many allocations a thousand runs make, after one that fills the buffers.
fn allocations(mut run: impl FnMut()) -> u64 {
    run();
    let before = COUNT.with(Cell::get);
    (0..1000).for_each(|_| run());
    COUNT.with(Cell::get) - before
}

fn encode<E: nl_core::Encode>(buffer: &mut Buffer, attributes: &E) {
    buffer.clear();
    buffer.push(MessageHeader::default(), GenlHeader::default(), attributes).unwrap();
}

fn decode<'a, D: Decode<'a>>(buffer: &'a Buffer) -> D {
    let message = Messages::new(buffer.as_bytes()).next().unwrap().unwrap();
    D::decode(message.genl().unwrap().1).unwrap()
}

#[test]
fn encoding_and_decoding_allocate_nothing() {
    let echo = Echo { sequence: 1, text: "text", priority: None, urgent: true, tags: Vec::new() };
    let send = Send { name: "name", offset: 0, data: &[7; 2048], last: true };
    let message = Message { id: 1, name: "name", offset: 0, data: &[7; 2048], last: true };
    let mut buffer = Buffer::new();
    assert_eq!(allocations(|| encode(&mut buffer, &echo)), 0);
    assert_eq!(allocations(|| assert!(decode::<Echo<'_>>(&buffer).urgent)), 0);
    assert_eq!(allocations(|| encode(&mut buffer, &send)), 0);
    assert_eq!(allocations(|| encode(&mut buffer, &message)), 0);
    assert_eq!(allocations(|| assert_eq!(decode::<Message<'_>>(&buffer).id, 1)), 0);
    let repeated = Repeated { index: 1, count: 2 };
    assert_eq!(allocations(|| encode(&mut buffer, &repeated)), 0);
    assert_eq!(allocations(|| assert_eq!(decode::<Repeated>(&buffer).count, 2)), 0);
}

#[test]
fn a_nest_and_an_enum_allocate_nothing_either() {
    #[derive(Attributes, Clone, Copy, Debug, PartialEq)]
    struct Outer<'a> {
        #[nl(1)]
        inner: Inner<'a>,
        #[nl(2)]
        absent: Option<Inner<'a>>,
        #[nl(3)]
        number: Number,
    }
    #[derive(Attributes, Clone, Copy, Debug, PartialEq)]
    struct Inner<'a> {
        #[nl(1, max_len = 8)]
        name: &'a str,
    }
    #[derive(Value, Clone, Copy, Debug, PartialEq)]
    #[repr(u16)]
    enum Number {
        One = 1,
        #[nl(other)]
        Other(u16),
    }
    for number in [Number::One, Number::Other(9)] {
        let outer = Outer { inner: Inner { name: "x" }, absent: None, number };
        let mut buffer = Buffer::new();
        assert_eq!(allocations(|| encode(&mut buffer, &outer)), 0);
        assert_eq!(allocations(|| assert_eq!(decode::<Outer<'_>>(&buffer), outer)), 0);
    }
}

#[test]
fn a_call_to_the_kernel_allocates_nothing() {
    let options = Options::new().transport(Transport::Kernel);
    let mut controller = Connection::<Lookup>::open_with(options).unwrap();
    let calls = allocations(|| {
        assert_eq!(controller.call(&ByName { name: "nlctrl" }).unwrap().id, 16);
    });
    assert_eq!(calls, 0);
}

#[test]
fn an_awaited_call_to_the_kernel_allocates_nothing() {
    runtime().block_on(async {
        let options = Options::new().transport(Transport::Kernel);
        let opened = nl_core::tokio::Connection::<Lookup>::open_with(options).await;
        let mut controller = opened.unwrap();
        let mut calls = async || {
            for _ in 0..1000 {
                let found = controller.call(&ByName { name: "nlctrl" }).await.unwrap();
                assert_eq!(found.id, 16);
            }
        };
        calls().await;
        let before = COUNT.with(Cell::get);
        calls().await;
        assert_eq!(COUNT.with(Cell::get) - before, 0);
    });
}

/// The controller, and no more of it than finding a family.
#[derive(Family)]
#[nl(name = "nlctrl", version = 2)]
enum Lookup {
    #[nl(request = ByName<'_>, reply = Id, reply_command = 1)]
    GetFamily = 3,
}

#[derive(Attributes)]
struct ByName<'a> {
    #[nl(2)]
    name: &'a str,
}

#[derive(Attributes)]
struct Id {
    #[nl(1)]
    id: u16,
}

/// What another library's interface forces, and no more.
#[test]
fn other_libraries_cost_one_buffer_for_each_message_that_they_keep() {
    use std::io::Cursor;

    use neli::{FromBytesWithInput, Size, ToBytes};
    use netlink_packet_core::{Emitable, ParseableParametrized};
    use netlink_packet_generic::GenlHeader;
    use nl_core::interop::Payload;
    use nl_core::interop::neli::Asked;

    let echo = Echo { sequence: 1, text: "text", priority: None, urgent: true, tags: Vec::new() };
    let payload = Payload::new(&echo).unwrap();
    let bytes = payload.attributes().to_vec();
    let reply = || assert!(payload.reply().unwrap().urgent);
    assert_eq!(allocations(reply), 0, "reading an answer");

    let mut buffer = vec![0; payload.buffer_len()];
    assert_eq!(allocations(|| payload.emit(&mut buffer)), 0, "netlink-packet-core writes");
    let header = GenlHeader { cmd: 1, version: 1 };
    let parse = || drop(Payload::<Echo<'_>>::parse_with_param(&bytes, header).unwrap());
    assert_eq!(allocations(parse), 1000, "netlink-packet-core parses");

    let mut buffer = Cursor::new(vec![0; Asked(&echo).padded_size()]);
    let write = || {
        buffer.set_position(0);
        Asked(&echo).to_bytes(&mut buffer).unwrap();
    };
    assert_eq!(allocations(write), 0, "neli writes");
    let bytes = buffer.into_inner();
    let read = || {
        let mut buffer = Cursor::new(&bytes);
        drop(Payload::<Echo<'_>>::from_bytes_with_input(&mut buffer, bytes.len()).unwrap());
    };
    assert_eq!(allocations(read), 1000, "neli reads");
}

#[derive(Attributes, Clone, Debug, PartialEq)]
struct Three {
    #[nl(1)]
    a: u32,
    #[nl(2)]
    b: u64,
    #[nl(3)]
    c: u8,
}

/// What another library's types hold, and no more.
#[test]
fn other_libraries_attributes_cost_what_those_hold() {
    use neli::genl::NlattrBuilder;
    use neli::types::{Buffer, GenlBuffer};
    use netlink_packet_core::DefaultNla;
    use nl_core::interop::neli::{from_attrs, to_attrs};
    use nl_core::interop::netlink_packet_generic::{from_nlas, to_nlas};

    let set = Three { a: 1, b: 2, c: 3 };
    let nlas = to_nlas(&set).unwrap();
    assert_eq!(allocations(|| drop(to_nlas(&set).unwrap())), 4000, "a vector and three payloads");
    assert_eq!(allocations(|| assert_eq!(from_nlas::<Three, _>(&nlas).unwrap(), set)), 0);
    let attrs = to_attrs(&set).unwrap();
    assert_eq!(allocations(|| assert_eq!(from_attrs::<Three, _>(&attrs).unwrap(), set)), 0);
    // What it takes to make the same by hand, in a vector of the right size.
    let by_hand = || {
        let attr = |number: u16, payload: &[u8]| {
            let attr = NlattrBuilder::default().nla_type(number.into()).nla_payload(payload);
            attr.build().unwrap()
        };
        let attrs = vec![attr(1, &[0; 4]), attr(2, &[0; 8]), attr(3, &[0; 1])];
        attrs.into_iter().collect::<GenlBuffer<u16, Buffer>>()
    };
    let least = allocations(|| drop(by_hand()));
    assert_eq!(allocations(|| drop(to_attrs(&set).unwrap())), least);
    let one = nl_core::OwnedAttr { raw_type: 1, payload: vec![1] };
    let there_and_back = || drop(nl_core::OwnedAttr::from(DefaultNla::from(one.clone())));
    assert_eq!(allocations(there_and_back), 2000, "the copy, and a payload that is theirs alone");
}

#[test]
fn other_libraries_types_of_the_controller_cost_what_comes_out() {
    use netlink_packet_generic::ctrl::GenlCtrl;
    use netlink_packet_generic::ctrl::nlas::{McastGrpAttrs, NlPolicyTypeAttrs, OpAttrs};
    use nl_core::controller::{FamilyInfo, GetFamily, GroupInfo, OperationInfo};
    use nl_core::{PolicyInfo, PolicyType};

    let operation = OperationInfo { command: 1, flags: 2 };
    let theirs = Vec::<OpAttrs>::from(&operation);
    assert_eq!(allocations(|| drop(Vec::<OpAttrs>::from(&operation))), 1000);
    let back = || assert_eq!(OperationInfo::try_from(&theirs[..]).unwrap(), operation);
    assert_eq!(allocations(back), 0);
    let group = GroupInfo { name: "group".to_owned(), id: 3 };
    let theirs = Vec::<McastGrpAttrs>::from(&group);
    assert_eq!(allocations(|| drop(Vec::<McastGrpAttrs>::from(&group))), 2000);
    assert_eq!(allocations(|| drop(GroupInfo::try_from(&theirs[..]).unwrap())), 1000, "its name");
    let policy = PolicyInfo { kind: Some(PolicyType::U32), min: Some(1), ..PolicyInfo::default() };
    let theirs = Vec::<NlPolicyTypeAttrs>::try_from(&policy).unwrap();
    let there = || drop(Vec::<NlPolicyTypeAttrs>::try_from(&policy).unwrap());
    assert_eq!(allocations(there), 1000);
    assert_eq!(allocations(|| assert_eq!(PolicyInfo::from(&theirs[..]), policy)), 0);
    let family = FamilyInfo {
        id: 40,
        name: "nl_demo".to_owned(),
        version: 1,
        header_size: 0,
        max_attribute: 5,
        operations: vec![operation; 9],
        groups: vec![group; 2],
    };
    let theirs = GenlCtrl::from(&family);
    let back = || drop(FamilyInfo::try_from(&theirs).unwrap());
    assert_eq!(allocations(back), 5000, "three names and two lists");
    let there = || drop(GenlCtrl::from(&family));
    assert_eq!(allocations(there), 17_000, "three names, and a list of lists of 9 and of 2");
    let asked = GenlCtrl::from(GetFamily { id: None, name: Some("nl_demo") });
    let read = || assert_eq!(GetFamily::try_from(&asked).unwrap().name, Some("nl_demo"));
    assert_eq!(allocations(read), 0);
}

#[test]
fn futures_that_are_dropped_leave_nothing_behind() {
    // Nothing is ever answered: each call is dropped while it waits.
    let puppet = Puppet::new(|_| Vec::new());
    runtime().block_on(async {
        let options = puppet.options();
        let demo = nl_core::tokio::Connection::<Demo>::open_with(options).await.unwrap();
        let (mut one, mut another) = (demo.clone(), demo.clone());
        let echo =
            Echo { sequence: 1, text: "text", priority: None, urgent: true, tags: Vec::new() };
        let mut drop_some = async |times: usize| {
            for _ in 0..times {
                let mut first = pin!(one.call(&echo));
                let mut second = pin!(another.stream(&Repeat { count: None, interval: None }));
                poll_fn(|cx| {
                    assert!(first.as_mut().poll(cx).is_pending());
                    assert!(second.as_mut().poll(cx).is_pending());
                    Poll::Ready(())
                })
                .await;
            }
        };
        drop_some(100).await;
        let before = LIVE.with(Cell::get);
        drop_some(10_000).await;
        let more = LIVE.with(Cell::get).wrapping_sub(before).cast_signed();
        println!("after 20,000 futures that were dropped: {more} bytes more");
        assert!(more < 1024, "{more} bytes");
    });
}
