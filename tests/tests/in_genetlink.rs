//! Declared messages in `genetlink`'s and `netlink-proto`'s sockets, and what is written for these.
//!
//! With `NL_TEST_TRANSPORT=kernel` the demo family is the kernel module's, else a host's, to which a
//! socket type of the test's own leads.

use std::cell::Cell;
use std::io;
use std::task::{Context, Poll};

use failing::FailingHandler;
use futures_core::Stream;
use futures_util::StreamExt;
use genetlink::GenetlinkHandle;
use genetlink::message::RawGenlMessage;
use netlink_packet_core::{
    DefaultNla, Emitable, NLM_F_ACK, NLM_F_DUMP, NLM_F_REQUEST, NetlinkMessage, NetlinkPayload,
    Nla, NlaBuffer, NlasIterator, Parseable, ParseableParametrized, parse_u32,
};
use netlink_packet_generic::{GenlFamily, GenlHeader, GenlMessage};
use netlink_proto::sys::{AsyncSocket, SocketAddr, TokioSocket};
use netlink_sys::Socket;
use nl_core::controller::{Controller, FamilyInfo, GetFamilies, GetFamily};
use nl_core::host::Host;
use nl_core::interop::netlink_packet_generic::{Nlas, encode_nlas, from_nlas, to_nlas};
use nl_core::interop::{Announcement, Inquiry, Payload};
use nl_core::schema::{Operation, SetSchema};
use nl_core::wire::{
    Attr, EncodeError, HEADER_LEN, MessageHeader, NESTED, NET_BYTEORDER, Writer, flags, kind,
};
use nl_core::{Attributes, Decode, Encode, Error, Family, OwnedAttr, Request, Who, to_attributes};
use nl_family_demo::family::{
    DemoEvent, DemoHandler, Echo, Greet, Greeting, List, Message, Priority, Receipt, Repeat,
    Repeated, Send, Tag,
};
use nl_family_demo::{Demo, Limits, Server};
use nl_tests::puppet::Puppet;
use nl_tests::{is_kernel, own_port};

#[expect(unreachable_pub, reason = "the page that shows it has a program of its own in mind")]
#[path = "../../nl-core/runtime/programs/genetlink.rs"]
mod program;

/// `NETLINK_USERSOCK`.
const USERSOCK: isize = 2;

fn block_on<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().unwrap();
    runtime.block_on(future)
}

/// A socket whose kernel is a user-space host: what is for port 0 goes to it, and what comes from it
/// comes from port 0.
struct HostSocket(TokioSocket);

thread_local! {
    static PORT: Cell<u32> = const { Cell::new(0) };
}

impl AsyncSocket for HostSocket {
    fn socket_ref(&self) -> &Socket {
        self.0.socket_ref()
    }

    fn socket_mut(&mut self) -> &mut Socket {
        self.0.socket_mut()
    }

    fn new(_: isize) -> io::Result<Self> {
        TokioSocket::new(USERSOCK).map(Self)
    }

    fn poll_send(&self, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        self.poll_send_to(cx, buf, &SocketAddr::new(0, 0))
    }

    fn poll_send_to(
        &self,
        cx: &mut Context<'_>,
        buf: &[u8],
        _: &SocketAddr,
    ) -> Poll<io::Result<usize>> {
        self.0.poll_send_to(cx, buf, &SocketAddr::new(PORT.get(), 0))
    }

    fn poll_recv<B: bytes::BufMut>(
        &self,
        cx: &mut Context<'_>,
        buf: &mut B,
    ) -> Poll<io::Result<()>> {
        self.0.poll_recv(cx, buf)
    }

    fn poll_recv_from<B: bytes::BufMut>(
        &self,
        cx: &mut Context<'_>,
        buf: &mut B,
    ) -> Poll<io::Result<SocketAddr>> {
        self.0.poll_recv_from(cx, buf).map_ok(|_| SocketAddr::new(0, 0))
    }

    fn poll_recv_from_full(&self, cx: &mut Context<'_>) -> Poll<io::Result<(Vec<u8>, SocketAddr)>> {
        self.0.poll_recv_from_full(cx).map_ok(|(bytes, _)| (bytes, SocketAddr::new(0, 0)))
    }
}

fn host() -> (u32, nl_core::host::HostThread) {
    let port = own_port();
    let host = Host::bind_at(Server::new(Limits::default()).service(), port).unwrap();
    (port, host.spawn())
}

/// A handle whose kernel is the host at that port, and what nobody asked for.
fn connected(
    port: u32,
    forward_done: bool,
) -> (GenetlinkHandle, impl Stream<Item = (NetlinkMessage<RawGenlMessage>, SocketAddr)> + Unpin) {
    PORT.set(port);
    let (mut connection, handle, messages) =
        genetlink::new_connection_with_socket::<HostSocket>().unwrap();
    connection.set_forward_done(forward_done);
    tokio::spawn(connection);
    (handle, messages)
}

/// A handle of the running kernel.
fn in_kernel() -> GenetlinkHandle {
    let (mut connection, handle, _) = genetlink::new_connection().unwrap();
    connection.set_forward_done(true);
    tokio::spawn(connection);
    handle
}

#[test]
fn the_program_talks_to_the_demo_family() {
    if is_kernel() {
        return program::main().unwrap();
    }
    let (port, host) = host();
    block_on(async {
        let (mut handle, _) = connected(port, true);
        // Its own resolver asks the host's controller.
        let family = handle.resolve_family::<Announcement<Demo>>().await.unwrap();
        let mut groups: Vec<_> = family.multicast_groups.into_keys().collect();
        groups.sort();
        assert_eq!(groups, ["greetings", "messages"]);
        program::families(&mut handle).await.unwrap();
        program::talk(&mut handle).await.unwrap();
    });
    host.stop().unwrap();
}

#[test]
fn the_program_asks_the_running_kernel() {
    block_on(async { program::families(&mut in_kernel()).await.unwrap() });
}

/// Asks a peer at an address through `netlink-proto`, under that family id. A connection of that crate
/// has one type of messages, so there is one for each type of requests.
async fn ask_at<R: Request + 'static>(port: u32, id: u16, request: &R) -> Payload<R> {
    let mut message = GenlMessage::from_payload(Payload::new(request).unwrap());
    message.set_resolved_family_id(id);
    let (connection, handle, _) = netlink_proto::new_connection(USERSOCK).unwrap();
    tokio::spawn(connection);
    let mut message = NetlinkMessage::from(message);
    message.header.flags = NLM_F_REQUEST;
    let mut answers = handle.request(message, SocketAddr::new(port, 0)).unwrap();
    let answer = answers.next().await.unwrap();
    Inquiry::of(request).by(Who::Host).answer(&answer).unwrap().unwrap().clone()
}

#[test]
fn netlink_proto_reaches_a_host_at_its_port() {
    let (port, host) = host();
    block_on(async {
        // The controller's id is fixed: the payload knows it.
        let family = ask_at(port, 0, &GetFamily { id: None, name: Some("nl_demo") }).await;
        let id = family.reply().unwrap().id;
        let answer = ask_at(port, id, &ECHO).await;
        assert_eq!(answer.reply().unwrap(), ECHO);
    });
    host.stop().unwrap();
}

#[test]
fn one_connection_of_netlink_proto_takes_requests_that_borrow() {
    let (port, host) = host();
    block_on(async {
        let family = ask_at(port, 0, &GetFamily { id: None, name: Some("nl_demo") }).await;
        let id = family.reply().unwrap().id;
        let (connection, handle, _) =
            netlink_proto::new_connection::<GenlMessage<Payload<Echo<'static>>>>(USERSOCK).unwrap();
        tokio::spawn(connection);
        for number in 0..3 {
            let text = number.to_string();
            let echo = Echo { text: &text, ..ECHO };
            let payload = Payload::new(&echo).unwrap().retyped::<Echo<'static>>();
            let mut message = GenlMessage::from_payload(payload);
            message.set_resolved_family_id(id);
            let mut message = NetlinkMessage::from(message);
            message.header.flags = NLM_F_REQUEST;
            let mut answers = handle.request(message, SocketAddr::new(port, 0)).unwrap();
            let answer = answers.next().await.unwrap();
            let mut inquiry = Inquiry::of(&echo);
            assert_eq!(inquiry.answer(&answer).unwrap().unwrap().reply().unwrap(), echo);
        }
    });
    host.stop().unwrap();
}

const ECHO: Echo<'static> =
    Echo { sequence: 7, text: "grüße", priority: None, urgent: true, tags: Vec::new() };

/// Asks; what came, and how it ended.
async fn ask<R: Request>(
    handle: &mut GenetlinkHandle,
    request: &R,
    flags: u16,
) -> (Vec<Payload<R>>, Result<(), Error>) {
    let mut message =
        NetlinkMessage::from(GenlMessage::from_payload(Payload::new(request).unwrap()));
    message.header.flags = NLM_F_REQUEST | NLM_F_ACK | flags;
    let mut messages = handle.request(message).await.unwrap();
    let mut inquiry = Inquiry::of(request).by(Who::Host);
    let mut payloads = Vec::new();
    while let Some(message) = messages.next().await {
        match inquiry.answer(&message) {
            Ok(payload) => payloads.extend(payload.cloned()),
            Err(error) => return (payloads, Err(error)),
        }
    }
    (payloads, inquiry.end())
}

async fn all<R: Request>(handle: &mut GenetlinkHandle, request: &R, flags: u16) -> Vec<Payload<R>> {
    let (payloads, end) = ask(handle, request, flags).await;
    end.unwrap();
    payloads
}

#[test]
fn the_running_kernel_s_controller_answers() {
    block_on(async {
        let mut handle = in_kernel();
        let one = all(&mut handle, &GetFamily { id: None, name: Some("nlctrl") }, 0).await;
        assert_eq!(one[0].reply().unwrap().id, nl_core::controller::ID);
        let every = all(&mut handle, &GetFamilies {}, NLM_F_DUMP).await;
        let every: Vec<_> =
            every.iter().map(|f| FamilyInfo::try_from(f.item().unwrap()).unwrap()).collect();
        assert_eq!(every, Controller::open().unwrap().families().unwrap());
    });
}

/// A host's dump that fails in its middle.
mod failing {
    use nl_core::host::{Page, Refusal};
    use nl_core::{Attributes, Errno, Family};

    #[derive(Family)]
    #[nl(name = "failing", version = 1)]
    pub(crate) enum Failing {
        #[nl(request = Ask, dump = Item)]
        Items = 1,
    }
    #[derive(Attributes, Debug)]
    pub(crate) struct Ask {}
    #[derive(Attributes, Debug)]
    pub(crate) struct Item {
        #[nl(1)]
        pub(crate) number: u32,
    }

    pub(crate) struct Server;

    impl FailingHandler for Server {
        fn items(&mut self, _: Ask, page: &mut Page<'_, Ask>) -> Result<(), Refusal> {
            for number in page.cursor()..1000 {
                if number == 500 {
                    return Err(Refusal::new(Errno::EIO).message("broken in the middle"));
                }
                let item = Item { number: u32::try_from(number).unwrap() };
                if !page.push(&item, number + 1)? {
                    break;
                }
            }
            Ok(())
        }
    }
}

#[test]
fn a_dump_that_fails_in_its_middle_is_a_refusal() {
    let port = own_port();
    let host = Host::bind_at(FailingHandler::service(failing::Server), port).unwrap().spawn();
    block_on(async {
        let (mut handle, _) = connected(port, true);
        let (items, end) = ask(&mut handle, &failing::Ask {}, NLM_F_DUMP).await;
        assert_eq!(items.last().unwrap().item().unwrap().number, 499);
        let said = end.unwrap_err().to_string();
        let expected = "failing Items: the user-space host refused: broken in the middle (EIO)";
        assert_eq!(said, expected);
        // Where the connection keeps the end to itself, it is missed.
        let (mut handle, _) = connected(port, false);
        let (items, end) = ask(&mut handle, &failing::Ask {}, NLM_F_DUMP).await;
        assert_eq!(items.len(), 500);
        let said = end.unwrap_err().to_string();
        assert_eq!(said, "failing Items: the answers stopped before their end");
    });
    host.stop().unwrap();
}

#[test]
fn a_dump_that_is_not_consistent_says_so_at_its_end() {
    let puppet = Puppet::new(|asked| {
        let item = |flags| asked.part(flags::MULTI | flags, 3, &MESSAGE);
        vec![[item(0), item(flags::DUMP_INTR), item(0), asked.done(0, 0)].concat()]
    });
    block_on(async {
        let (mut handle, _) = connected(puppet.port(), true);
        let (items, end) = ask(&mut handle, &List { after: None }, NLM_F_DUMP).await;
        assert_eq!(items.len(), 3);
        assert!(matches!(end, Err(Error::Interrupted(_))), "{end:?}");
    });
}

const MESSAGE: Message<'static> =
    Message { id: 1, name: "a", offset: 0, data: &[0, 255], last: false };

#[test]
fn a_request_without_its_reply_is_an_error() {
    let puppet = Puppet::new(|asked| vec![asked.ack()]);
    block_on(async {
        let (mut handle, _) = connected(puppet.port(), true);
        let (items, end) = ask(&mut handle, &ECHO, 0).await;
        assert_eq!(items, []);
        assert!(matches!(end, Err(Error::NoReply(_))), "{end:?}");
    });
}

#[test]
fn a_host_s_refusal_names_the_attribute_that_is_not_in_it() {
    let (port, host) = host();
    block_on(async {
        let (mut handle, _) = connected(port, true);
        let said = ask(&mut handle, &Careless(too_heavy()), 0).await.1.unwrap_err().to_string();
        let expected = "nl_demo Echo: the user-space host refused echo.tags[0].weight: integer \
                        out of range (ERANGE), it accepts 1..=7";
        assert_eq!(said, expected);
    });
    host.stop().unwrap();
}

/// The family of every host with which groups are joined: the kernel grants the administrator alone
/// groups of `NETLINK_USERSOCK`.
#[derive(Family)]
#[nl(name = "nl_host", version = 1)]
enum Control {
    #[nl(request = Join)]
    Join = 1,
}
#[derive(Attributes, Debug)]
struct Join {
    #[nl(1)]
    group: u32,
}

#[test]
fn events_of_a_host_come_through() {
    let (port, host) = host();
    block_on(async {
        let (mut handle, mut messages) = connected(port, true);
        let family = handle.resolve_family::<Announcement<Demo>>().await.unwrap();
        for group in family.multicast_groups.values() {
            let mut join =
                GenlMessage::from_payload(Payload::new(&Join { group: *group }).unwrap());
            join.set_resolved_family_id(0x11);
            let mut join = NetlinkMessage::from(join);
            join.header.flags = NLM_F_REQUEST | NLM_F_ACK;
            assert!(handle.request(join).await.unwrap().next().await.is_none());
        }
        all(&mut handle, &Greet { text: Some("hello") }, 0).await;
        let (message, _) = messages.next().await.unwrap();
        let NetlinkPayload::InnerMessage(message) = message.payload else { panic!("{message:?}") };
        assert_eq!(message.family_id, family.id);
        let heard = message.parse_into_genlmsg::<Announcement<Demo>>().unwrap();
        assert!(
            matches!(heard.payload.event().unwrap(), DemoEvent::Greeting(g) if g.text == "hello")
        );
    });
    host.stop().unwrap();
}

/// Family `netdev`, a part of it (`linux/netdev.h`).
#[derive(Family)]
#[nl(name = "netdev", version = 1)]
enum Netdev {
    #[nl(request = Devices, dump = Device)]
    DevGet = 1,
}
#[derive(Attributes)]
struct Devices {}
#[derive(Attributes, Debug, PartialEq)]
struct Device {
    #[nl(1)]
    ifindex: u32,
    #[nl(rest)]
    rest: Vec<OwnedAttr>,
}

#[test]
fn the_running_kernel_s_devices_are_listed() {
    let mut netdev = match nl_core::Connection::<Netdev>::open() {
        Err(Error::FamilyNotFound { .. }) => {
            eprintln!("SKIPPED: this kernel has no family netdev");
            return;
        }
        other => other.unwrap(),
    };
    let mut expected = Vec::new();
    let mut dump = netdev.dump(&Devices {}).unwrap();
    while let Some(device) = dump.next().unwrap() {
        expected.push(device);
    }
    block_on(async {
        let devices = all(&mut in_kernel(), &Devices {}, NLM_F_DUMP).await;
        let devices: Vec<_> = devices.iter().map(|device| device.item().unwrap()).collect();
        assert!(!devices.is_empty());
        assert_eq!(devices, expected);
    });
}

fn emitted<E: Emitable>(message: &E) -> Vec<u8> {
    let mut bytes = vec![0xa5; message.buffer_len()];
    message.emit(&mut bytes);
    bytes
}

/// Emits a payload as a whole message, and parses it again.
fn round_trip<P>(payload: &P) -> P
where
    P: GenlFamily
        + Emitable
        + ParseableParametrized<[u8], GenlHeader>
        + Clone
        + PartialEq
        + std::fmt::Debug,
{
    assert_eq!(P::family_name(), "nl_demo");
    let mut message = GenlMessage::from_payload(payload.clone());
    message.set_resolved_family_id(40);
    let mut message = NetlinkMessage::from(message);
    message.finalize();
    let mut bytes = vec![0xa5; message.buffer_len()];
    message.serialize(&mut bytes);
    let parsed = NetlinkMessage::<GenlMessage<P>>::deserialize(&bytes).unwrap();
    assert_eq!(parsed, message);
    let NetlinkPayload::InnerMessage(message) = parsed.payload else { panic!("{parsed:?}") };
    assert_eq!((message.header.cmd, message.header.version), (payload.command(), 1));
    assert_eq!(message.payload, *payload);
    message.payload
}

#[test]
fn requests_replies_and_events_come_through() {
    let echo = Echo {
        priority: Some(Priority::Other(200)),
        tags: vec![Tag { name: "a", weight: 1 }, Tag { name: "", weight: 7 }],
        ..ECHO
    };
    assert_eq!(round_trip(&Payload::new(&echo).unwrap()).request().unwrap(), echo);
    assert_eq!(round_trip(&Payload::<Echo<'_>>::of_reply(&echo).unwrap()).reply().unwrap(), echo);
    let receipt = Receipt { id: 1, messages: 2, bytes: 3 };
    let reply = round_trip(&Payload::<Send<'_>>::of_reply(&receipt).unwrap());
    assert_eq!(reply.reply().unwrap(), receipt);
    let message = Message { id: 1, name: "a", offset: 0, data: &[0, 255], last: false };
    let item = round_trip(&Payload::<List>::of_item(&message).unwrap());
    assert_eq!(item.item().unwrap(), message);
    let repeated = Repeated { index: 1, count: 2 };
    let part = round_trip(&Payload::<Repeat>::of_streamed(&repeated).unwrap());
    assert_eq!(part.streamed().unwrap(), repeated);
    let stored = round_trip(&Announcement::<Demo>::new(&DemoEvent::Stored(message)).unwrap());
    assert!(matches!(stored.event().unwrap(), DemoEvent::Stored(stored) if stored == message));
    let greeting = DemoEvent::Greeting(Greeting { text: "hello", number: 1 });
    let heard = round_trip(&Announcement::<Demo>::new(&greeting).unwrap());
    assert!(matches!(heard.event().unwrap(), DemoEvent::Greeting(Greeting { number: 1, .. })));
}

#[test]
fn what_is_not_declared_comes_through() {
    let mut bytes = to_attributes(&ECHO).unwrap();
    bytes.extend([5, 0, 99, 0xc0, 7, 0, 0, 0]);
    let payload = round_trip(&Payload::<Echo<'_>>::from_parts(1, bytes.clone()));
    assert_eq!(emitted(&payload), bytes);
    assert_eq!(payload.reply().unwrap(), ECHO);
    let event = round_trip(&Announcement::<Demo>::from_parts(200, bytes.clone()));
    assert_eq!(emitted(&event), bytes);
    assert!(
        matches!(event.event().unwrap(), DemoEvent::Unknown(unknown) if unknown.command() == 200)
    );
}

#[test]
fn a_request_out_of_bounds_is_refused_when_it_is_made() {
    let tags = vec![Tag { name: "a", weight: 8 }];
    let error = Payload::new(&Echo { tags, ..ECHO }).unwrap_err();
    assert_eq!(error.to_string(), "Echo.tags[0].weight: 8 where 1..=7 is allowed");
}

#[test]
fn an_answer_of_another_command_is_no_reply() {
    let stray = Payload::<Echo<'_>>::from_parts(8, to_attributes(&ECHO).unwrap());
    assert!(matches!(stray.reply(), Err(Error::UnexpectedCommand(what)) if what.what == 8));
    let broken = Payload::<Echo<'_>>::from_parts(1, vec![3, 0, 1, 0]);
    let said = broken.reply().unwrap_err().to_string();
    assert!(said.starts_with("nl_demo Echo: the answer does not decode: Echo"), "{said}");
}

/// A request without bounds of its own.
struct Careless(Vec<u8>);

impl Encode for Careless {
    const SCHEMA: &'static SetSchema = Demo::SCHEMA.operations[0].request.unwrap();

    fn size(&self) -> usize {
        self.0.len()
    }

    fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.bytes(&self.0)
    }
}

impl Request for Careless {
    type Family = Demo;
    const OPERATION: &'static Operation = &Demo::SCHEMA.operations[0];
}

fn too_heavy() -> Vec<u8> {
    let tags = vec![Tag { name: "a", weight: 7 }];
    let mut bytes = to_attributes(&Echo { tags, ..ECHO }).unwrap();
    let weight = bytes.len() - 4;
    bytes[weight..].copy_from_slice(&8u32.to_ne_bytes());
    bytes
}

/// A message as netlink-packet-core reads it.
fn read<R: Request>(
    kind: u16,
    flags: u16,
    payload: &[u8],
) -> NetlinkMessage<GenlMessage<Payload<R>>> {
    let len = u32::try_from(HEADER_LEN + payload.len()).unwrap();
    let header = MessageHeader { len, kind, flags, ..Default::default() };
    let bytes = [&header.emit()[..], payload].concat();
    NetlinkMessage::deserialize(&bytes).unwrap()
}

#[test]
fn a_refusal_names_the_attribute() {
    let request = Careless(too_heavy());
    let weight = request.0.len() - 4;
    let ack = nl_core::ExtAck {
        message: Some(b"integer out of range, and a sentence that is longer than the request\0"),
        offset: Some(u32::try_from(HEADER_LEN + 4 + weight - 4).unwrap()),
        ..Default::default()
    };
    let length = u32::try_from(HEADER_LEN + 4 + weight + 4).unwrap();
    let header = MessageHeader { len: length, kind: 40, ..Default::default() };
    let errno = (-34i32).to_ne_bytes();
    let ack = to_attributes(&ack).unwrap();
    for capped in [0, flags::CAPPED] {
        let sent = if capped == 0 { [&[1, 1, 0, 0], &request.0[..]].concat() } else { Vec::new() };
        let payload = [&errno[..], &header.emit(), &sent, &ack].concat();
        let message = read(kind::ERROR, flags::ACK_TLVS | capped, &payload);
        let mut inquiry = Inquiry::of(&request);
        assert_eq!(
            inquiry.answer(&message).unwrap_err().to_string(),
            "nl_demo Echo: the kernel refused echo.tags[0].weight: integer out of range, and a \
             sentence that is longer than the request (ERANGE)"
        );
        assert!(inquiry.is_over());
    }
}

#[test]
fn what_is_no_answer_is_no_refusal_either() {
    let echo = ECHO;
    let mut inquiry = Inquiry::of(&echo);
    let header = MessageHeader::default().emit();
    let ack = read(kind::ERROR, flags::CAPPED, &[&[0; 4], &header[..]].concat());
    assert_eq!(inquiry.answer(&read(kind::NOOP, 0, &[])).unwrap(), None);
    assert!(!inquiry.is_over());
    assert_eq!(inquiry.answer(&ack).unwrap(), None);
    assert!(inquiry.is_over());
    let overrun = read(kind::OVERRUN, 0, &[]);
    assert!(matches!(inquiry.answer(&overrun), Err(Error::Overrun(_))));
    let list = List { after: None };
    let mut inquiry = Inquiry::of(&list);
    assert_eq!(inquiry.answer(&read(kind::ERROR, 0, &[0; 20])).unwrap(), None);
    assert!(!inquiry.is_over(), "a dump ends with NLMSG_DONE");
    assert_eq!(inquiry.answer(&read(kind::DONE, flags::MULTI, &[])).unwrap(), None);
    assert!(inquiry.is_over());
    let broken = Err(netlink_packet_core::DecodeError::from("no message"));
    let said = inquiry.answer(&broken).unwrap_err().to_string();
    assert_eq!(said, "netlink-packet-core: no message");
}

/// A set with what it does not know.
#[derive(Attributes, Clone, Debug, PartialEq)]
struct Open {
    #[nl(header)]
    header: [u8; 4],
    #[nl(1)]
    number: u32,
    #[nl(2)]
    nest: Option<Inner>,
    #[nl(rest)]
    rest: Vec<OwnedAttr>,
}
#[derive(Attributes, Clone, Debug, PartialEq)]
struct Inner {
    #[nl(1)]
    name: String,
}

#[derive(Attributes, Clone, Debug, PartialEq)]
struct Closed {
    #[nl(1)]
    number: u32,
    #[nl(2)]
    nest: Option<Inner>,
    #[nl(rest)]
    rest: Vec<OwnedAttr>,
}

#[test]
fn sets_convert_to_their_attributes_and_back() {
    let rest = vec![
        OwnedAttr { raw_type: 0x46 | NESTED, payload: vec![1, 2, 3] },
        OwnedAttr { raw_type: 0x47 | NET_BYTEORDER, payload: Vec::new() },
        OwnedAttr { raw_type: 0x48 | NESTED | NET_BYTEORDER, payload: vec![4] },
    ];
    let set = Closed { number: 7, nest: Some(Inner { name: "n".to_owned() }), rest };
    let nlas = to_nlas(&set).unwrap();
    let kinds: Vec<_> = nlas.iter().map(Nla::kind).collect();
    let (both, order) = (NESTED | NET_BYTEORDER, NET_BYTEORDER);
    assert_eq!(kinds, [1, 2 | NESTED, 0x46 | NESTED, 0x47 | order, 0x48 | both]);
    assert_eq!(from_nlas::<Closed, _>(&nlas).unwrap(), set);
    assert_eq!(encode_nlas(&nlas).unwrap(), to_attributes(&set).unwrap());
    let said = from_nlas::<Closed, DefaultNla>(&[]).unwrap_err().to_string();
    assert!(said.starts_with("Closed.number"), "{said}");
    let long = [DefaultNla::new(1, vec![0; 65532])];
    assert!(encode_nlas(&long).is_err());
}

#[test]
fn a_family_s_header_is_no_attribute() {
    let open = Open { header: [9; 4], number: 7, nest: None, rest: Vec::new() };
    let said = to_nlas(&open).unwrap_err().to_string();
    assert_eq!(said, "Open: the family's header of 4 bytes has no place there");
    let number = [DefaultNla::new(1, vec![0; 4])];
    assert_eq!(from_nlas::<Open, _>(&number).unwrap_err().to_string(), said);
}

#[test]
fn one_attribute_is_theirs_and_ours() {
    for raw_type in [1, 1 | NESTED, 1 | NET_BYTEORDER] {
        let owned = OwnedAttr { raw_type, payload: vec![1, 2, 3, 4, 5] };
        let attr = Attr { raw_type, payload: &owned.payload };
        let theirs = DefaultNla::from(owned.clone());
        assert_eq!(DefaultNla::from(attr), theirs);
        assert_eq!(emitted(&attr), emitted(&theirs));
        assert_eq!(emitted(&owned), emitted(&theirs));
        assert_eq!(DefaultNla::parse(&NlaBuffer::new(&emitted(&attr)[..])).unwrap(), theirs);
        assert_eq!(OwnedAttr::from(theirs), owned);
    }
}

/// Attributes written for that crate.
#[derive(Clone, Debug, PartialEq)]
enum Theirs {
    Speed(u32),
    Other(DefaultNla),
}

impl Nla for Theirs {
    fn value_len(&self) -> usize {
        match self {
            Self::Speed(_) => 4,
            Self::Other(nla) => nla.value_len(),
        }
    }

    fn kind(&self) -> u16 {
        match self {
            Self::Speed(_) => 1,
            Self::Other(nla) => nla.kind(),
        }
    }

    fn emit_value(&self, buffer: &mut [u8]) {
        match self {
            Self::Speed(speed) => buffer.copy_from_slice(&speed.to_ne_bytes()),
            Self::Other(nla) => nla.emit_value(buffer),
        }
    }
}

impl<'a> Parseable<NlaBuffer<&'a [u8]>> for Theirs {
    fn parse(nla: &NlaBuffer<&'a [u8]>) -> Result<Self, netlink_packet_core::DecodeError> {
        match nla.kind() {
            1 => parse_u32(nla.value()).map(Self::Speed),
            _ => DefaultNla::parse(nla).map(Self::Other),
        }
    }
}

/// One whose flags are not in its number.
struct Flagged;

impl Nla for Flagged {
    fn value_len(&self) -> usize {
        0
    }

    fn kind(&self) -> u16 {
        5
    }

    fn emit_value(&self, _: &mut [u8]) {}

    fn is_nested(&self) -> bool {
        true
    }

    fn is_network_byteorder(&self) -> bool {
        true
    }
}

#[test]
fn flags_that_are_not_in_the_number_are_kept() {
    let raw_type = (NESTED | NET_BYTEORDER | 5).to_ne_bytes();
    assert_eq!(encode_nlas(&[Flagged]).unwrap(), [[4, 0], raw_type].concat());
}

#[derive(Attributes, Debug, PartialEq)]
struct Mixed {
    #[nl(1)]
    name: String,
    #[nl(2)]
    link: Nlas<Theirs>,
    #[nl(3)]
    more: Vec<Nlas<Theirs>>,
}

#[test]
fn what_was_written_for_them_is_a_field_here() {
    let speed = Nlas(vec![Theirs::Speed(10)]);
    let link = Nlas(vec![Theirs::Speed(7), Theirs::Other(DefaultNla::new(9, vec![1]))]);
    let mixed = Mixed { name: "eth0".to_owned(), link, more: vec![speed.clone(), Nlas(vec![])] };
    let bytes = to_attributes(&mixed).unwrap();
    assert_eq!(Mixed::decode(&bytes).unwrap(), mixed);
    let link = NlasIterator::new(&bytes[..]).map(Result::unwrap).find(|nla| nla.kind() == 2);
    assert!(link.unwrap().nested_flag());
    // As a whole message.
    assert_eq!(to_attributes(&speed).unwrap(), emitted(&&speed.0[..]));
    assert_eq!(Nlas::<Theirs>::decode(&emitted(&&speed.0[..])).unwrap(), speed);
    let broken = [5, 0, 1, 0, 7];
    let error = Nlas::<Theirs>::decode(&broken).unwrap_err().to_string();
    assert!(error.contains("Theirs does not take it"), "{error}");
}

#[test]
fn a_set_of_ours_is_a_nest_of_theirs() {
    // An attribute of theirs that holds a set of ours: its payload is the set's attributes.
    let inner = to_attributes(&Inner { name: "n".to_owned() }).unwrap();
    let nla = DefaultNla::new(2 | NESTED, inner);
    let set: Closed = from_nlas(&[DefaultNla::new(1, vec![0; 4]), nla]).unwrap();
    assert_eq!(set.nest.unwrap().name, "n");
    assert_eq!(Closed::SCHEMA.attributes.len(), 2);
}
