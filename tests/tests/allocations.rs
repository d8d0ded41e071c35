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
