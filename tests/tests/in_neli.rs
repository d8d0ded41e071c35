//! Declared messages in `neli`'s sockets and routers, and what is written for these.
//!
//! With `NL_TEST_TRANSPORT=kernel` the demo family is the kernel module's, else a host's, to whose port
//! a socket is connected.

use std::io::Cursor;
use std::os::fd::AsRawFd;

use neli::consts::genl::{CtrlAttr, CtrlCmd};
use neli::consts::nl::{NlmF, Nlmsg};
use neli::consts::socket::NlFamily;
use neli::err::{RouterError, SocketError};
use neli::genl::{Genlmsghdr, GenlmsghdrBuilder, Nlattr};
use neli::nl::{NlPayload, NlmsghdrBuilder};
use neli::router::synchronous::NlRouter;
use neli::socket::synchronous::NlSocketHandle;
use neli::types::{Buffer, GenlBuffer};
use neli::utils::Groups;
use neli::{FromBytes, FromBytesWithInput, Size, ToBytes, TypeSize};
use nix::sys::socket::NetlinkAddr;
use nl_core::controller::{Controller, FamilyAttrs, FamilyInfo, GetFamilies, GetFamily};
use nl_core::host::{Host, HostThread};
use nl_core::interop::neli::{Asked, Neli, encode_attrs, from_attrs, plain, to_attrs, to_message};
use nl_core::interop::{Announcement, Inquiry, Payload};
use nl_core::wire::{Attr, HEADER_LEN, MessageHeader, NESTED, NET_BYTEORDER, flags, kind};
use nl_core::{Attributes, Decode, Error, Family, OwnedAttr, Request, Who, to_attributes};
use nl_family_demo::family::{
    DemoEvent, DemoHandler, Echo, Greet, Greeting, List, Message, Priority, Receipt, Repeat,
    Repeated, Send, Tag,
};
use nl_family_demo::{Demo, Limits, Server};
use nl_tests::puppet::{self, Puppet};
use nl_tests::{is_kernel, own_port};

#[expect(unreachable_pub, reason = "the page that shows it has a program of its own in mind")]
#[path = "../../nl-core/runtime/programs/neli.rs"]
mod program;

#[test]
fn the_program_talks_to_the_demo_family() {
    if is_kernel() {
        return program::main().unwrap();
    }
    // A router sends to the kernel and nowhere else: the controller is asked, and has no nl_demo.
    let said = program::main().unwrap_err().to_string();
    assert!(said.starts_with("nlctrl GetFamily: the kernel refused: "), "{said}");
    assert!(said.ends_with("(ENOENT)"), "{said}");
    eprintln!("SKIPPED: the kernel has no family nl_demo, and a router reaches no host");
}

const ECHO: Echo<'static> =
    Echo { sequence: 7, text: "grüße", priority: None, urgent: true, tags: Vec::new() };

/// A socket whose other side is the host at that port.
fn connected(port: u32) -> NlSocketHandle {
    let socket = NlSocketHandle::connect(NlFamily::Usersock, None, Groups::empty()).unwrap();
    let address = NetlinkAddr::new(port, 0);
    nix::sys::socket::connect(socket.as_raw_fd(), &address).unwrap();
    socket.enable_ext_ack(true).unwrap();
    socket
}

fn send<R: Request>(socket: &NlSocketHandle, id: u16, request: &R, flags: NlmF) {
    let message = NlmsghdrBuilder::default()
        .nl_type(id)
        .nl_flags(NlmF::REQUEST | flags)
        .nl_seq(1)
        .nl_payload(NlPayload::Payload(Asked(request)))
        .build()
        .unwrap();
    socket.send(&message).unwrap();
}

/// Who answers on a socket: a host where it is connected to a port.
fn who(socket: &NlSocketHandle) -> Who {
    let peer = nix::sys::socket::getpeername::<NetlinkAddr>(socket.as_raw_fd()).unwrap();
    if peer.pid() == 0 { Who::Kernel } else { Who::Host }
}

/// Asks, and reads until the end of the answer: what came, and how it ended.
fn ask_on<R: Request>(
    socket: &NlSocketHandle,
    id: u16,
    request: &R,
    flags: NlmF,
) -> (Vec<Payload<R>>, Result<(), Error>) {
    send(socket, id, request, flags);
    let mut inquiry = Inquiry::of(request).by(who(socket));
    let mut payloads = Vec::new();
    while !inquiry.is_over() {
        let (messages, _) = socket.recv::<u16, Payload<R>>().unwrap();
        for message in messages {
            match inquiry.answer(&message) {
                Ok(payload) => payloads.extend(payload.cloned()),
                Err(error) => return (payloads, Err(error)),
            }
        }
    }
    (payloads, inquiry.end())
}

/// A socket whose other side has the demo family, and what keeps it.
struct Demos {
    socket: NlSocketHandle,
    host: Option<HostThread>,
    family: FamilyInfo,
}

impl Demos {
    fn open() -> Self {
        if !is_kernel() {
            return Self::of_host();
        }
        let socket = NlSocketHandle::connect(NlFamily::Generic, None, Groups::empty()).unwrap();
        socket.enable_ext_ack(true).unwrap();
        Self::on(socket, None)
    }

    fn of_host() -> Self {
        let port = own_port();
        let host = Host::bind_at(Server::new(Limits::default()).service(), port).unwrap();
        Self::on(connected(port), Some(host.spawn()))
    }

    fn on(socket: NlSocketHandle, host: Option<HostThread>) -> Self {
        let demo = GetFamily { id: None, name: Some("nl_demo") };
        let (answers, end) = ask_on(&socket, 16, &demo, NlmF::ACK);
        end.unwrap();
        let family = FamilyInfo::try_from(answers[0].reply().unwrap()).unwrap();
        Self { socket, host, family }
    }

    fn ask<R: Request>(&self, request: &R, flags: NlmF) -> Result<Vec<Payload<R>>, Error> {
        let (payloads, end) = ask_on(&self.socket, self.family.id, request, flags);
        end.map(|()| payloads)
    }

    fn close(self) {
        if let Some(host) = self.host {
            host.stop().unwrap();
        }
    }
}

#[test]
fn a_socket_talks_to_the_demo_family() {
    let demos = Demos::open();
    let echo = Echo { priority: Some(Priority::Other(200)), ..ECHO };
    let answers = demos.ask(&echo, NlmF::ACK).unwrap();
    assert_eq!(answers[0].reply().unwrap(), echo);
    let chunk = Send { name: "neli.txt", offset: 0, data: &[0, 255], last: true };
    let receipt = demos.ask(&chunk, NlmF::ACK).unwrap()[0].reply().unwrap();
    let kept = demos.ask(&List { after: Some(receipt.id - 1) }, NlmF::DUMP).unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].item().unwrap().data, chunk.data);
    demos.close();
}

/// A request without bounds of its own.
mod careless {
    use nl_core::schema::{Operation, SetSchema};
    use nl_core::wire::{EncodeError, Writer};
    use nl_core::{Encode, Family, Request};
    use nl_family_demo::Demo;

    pub(crate) struct Careless(pub(crate) Vec<u8>);

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
}

fn too_heavy() -> Vec<u8> {
    let tags = vec![Tag { name: "a", weight: 7 }];
    let mut bytes = to_attributes(&Echo { tags, ..ECHO }).unwrap();
    let weight = bytes.len() - 4;
    bytes[weight..].copy_from_slice(&8u32.to_ne_bytes());
    bytes
}

#[test]
fn a_refusal_on_a_socket_is_read() {
    let demos = Demos::open();
    let said = demos.ask(&careless::Careless(too_heavy()), NlmF::ACK).unwrap_err().to_string();
    // A host leaves the request out, as the kernel does with NETLINK_CAP_ACK, and neli reads the
    // extended ack as the request then.
    let expected = if is_kernel() {
        "nl_demo Echo: the kernel refused echo.tags[0].weight: integer out of range (ERANGE), it \
         accepts 1..=7"
    } else {
        "nl_demo Echo: the user-space host refused: Numerical result out of range (ERANGE)"
    };
    assert_eq!(said, expected);
    demos.close();
}

#[test]
fn a_dump_that_fails_in_its_middle_is_a_refusal() {
    let sentence = to_attributes(&nl_core::ExtAck {
        message: Some(b"broken in the middle\0"),
        ..Default::default()
    });
    let sentence = sentence.unwrap();
    let puppet = Puppet::new(move |asked| {
        let item = asked.part(flags::MULTI, 3, &MESSAGE);
        let end = [&(-libc::EIO).to_ne_bytes()[..], &sentence].concat();
        let end = asked.message(kind::DONE, flags::MULTI | flags::ACK_TLVS, &end);
        vec![item, end]
    });
    let socket = connected(puppet.port());
    let list = List { after: None };
    let (items, end) = ask_on(&socket, puppet::FAMILY, &list, NlmF::DUMP);
    assert_eq!(items[0].item().unwrap(), MESSAGE);
    let said = end.unwrap_err().to_string();
    assert_eq!(said, "nl_demo List: the user-space host refused: broken in the middle (EIO)");
}

#[test]
fn a_dump_that_is_not_consistent_says_so_at_its_end() {
    let puppet = Puppet::new(|asked| {
        let item = |flags| asked.part(flags::MULTI | flags, 3, &MESSAGE);
        vec![item(0), [item(flags::DUMP_INTR), item(0)].concat(), asked.done(0, 0)]
    });
    let socket = connected(puppet.port());
    let list = List { after: None };
    let (items, end) = ask_on(&socket, puppet::FAMILY, &list, NlmF::DUMP);
    assert_eq!(items.len(), 3);
    assert!(matches!(end, Err(Error::Interrupted(_))), "{end:?}");
}

#[test]
fn a_request_without_its_reply_is_an_error() {
    let puppet = Puppet::new(|asked| vec![asked.ack()]);
    let socket = connected(puppet.port());
    let (items, end) = ask_on(&socket, puppet::FAMILY, &ECHO, NlmF::ACK);
    assert_eq!(items, []);
    assert!(matches!(end, Err(Error::NoReply(_))), "{end:?}");
}

const MESSAGE: Message<'static> =
    Message { id: 1, name: "a", offset: 0, data: &[0, 255], last: false };

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
    let demos = Demos::of_host();
    for group in &demos.family.groups {
        ask_on(&demos.socket, 0x11, &Join { group: group.id }, NlmF::ACK).1.unwrap();
    }
    send(&demos.socket, demos.family.id, &Greet { text: Some("hello") }, NlmF::empty());
    let (mut messages, _) = demos.socket.recv::<u16, Announcement<Demo>>().unwrap();
    let message = messages.next().unwrap().unwrap();
    drop(messages);
    assert_eq!(*message.nl_type(), demos.family.id);
    let heard = message.get_payload().unwrap().event().unwrap();
    assert!(matches!(heard, DemoEvent::Greeting(greeting) if greeting.text == "hello"));
    demos.close();
}

/// A message as neli reads it.
fn read<R: Request>(kind: u16, flags: u16, payload: &[u8]) -> neli::nl::Nlmsghdr<u16, Payload<R>> {
    let len = u32::try_from(HEADER_LEN + payload.len()).unwrap();
    let header = MessageHeader { len, kind, flags, ..Default::default() };
    let bytes = [&header.emit()[..], payload].concat();
    neli::nl::Nlmsghdr::from_bytes(&mut Cursor::new(&bytes)).unwrap()
}

#[test]
fn a_refusal_names_the_attribute() {
    let request = careless::Careless(too_heavy());
    let attributes = &request.0;
    let offset = u32::try_from(HEADER_LEN + 4 + attributes.len() - 8).unwrap();
    let ack = nl_core::ExtAck {
        message: Some(b"integer out of range\0"),
        offset: Some(offset),
        ..Default::default()
    };
    let len = u32::try_from(HEADER_LEN + 4 + attributes.len()).unwrap();
    let header = MessageHeader { len, kind: 40, ..Default::default() };
    let errno = (-34i32).to_ne_bytes();
    let genl = [1, 1, 0, 0];
    let ack = to_attributes(&ack).unwrap();
    let payload = [&errno[..], &header.emit(), &genl, attributes, &ack].concat();
    let message = read(kind::ERROR, flags::ACK_TLVS, &payload);
    let error = Inquiry::of(&request).answer(&message).unwrap_err();
    let Error::Refused(refused) = error else { panic!("{error:?}") };
    assert_eq!(refused.errno, nl_core::Errno::ERANGE);
    let said = refused.to_string();
    assert_eq!(
        said,
        "nl_demo Echo: the kernel refused echo.tags[0].weight: integer out of range (ERANGE)"
    );
}

#[test]
fn what_is_no_answer_is_no_refusal_either() {
    let echo = ECHO;
    let mut inquiry = Inquiry::of(&echo);
    let header = MessageHeader::default().emit();
    // neli reads both as payloads.
    assert_eq!(inquiry.answer(&read(kind::NOOP, 0, &[0; 4])).unwrap(), None);
    let overrun = read(kind::OVERRUN, 0, &[0; 4]);
    assert!(matches!(inquiry.answer(&overrun), Err(Error::Overrun(_))));
    assert!(!inquiry.is_over());
    let ack = read(kind::ERROR, 0, &[&[0; 4], &header[..]].concat());
    assert_eq!(inquiry.answer(&ack).unwrap(), None);
    assert!(inquiry.is_over());
    let list = List { after: None };
    for end in [read(kind::DONE, flags::MULTI, &[]), read(kind::DONE, 0, &[0; 4])] {
        let mut inquiry = Inquiry::of(&list);
        assert_eq!(inquiry.answer(&end).unwrap(), None);
        assert!(inquiry.is_over());
    }
    let failed = read(kind::DONE, 0, &(-5i32).to_ne_bytes());
    assert!(matches!(Inquiry::of(&list).answer(&failed), Err(Error::Io("neli", _))));
    let error = RouterError::<u16, Payload<List>>::ClosedChannel;
    let said = Inquiry::of(&list).answer(&error).unwrap_err().to_string();
    assert!(said.starts_with("neli: "), "{said}");
    let overrun = std::io::Error::from_raw_os_error(libc::ENOBUFS);
    let overrun = SocketError::Io(std::sync::Arc::new(overrun));
    let overrun = RouterError::<u16, Payload<List>>::Socket(overrun);
    assert!(matches!(Inquiry::of(&list).answer(&overrun), Err(Error::Overrun(_))));
}

fn router() -> NlRouter {
    NlRouter::connect(NlFamily::Generic, None, Groups::empty()).unwrap().0
}

fn ask<R: Request>(
    router: &NlRouter,
    id: u16,
    flags: NlmF,
    request: &R,
) -> Result<Vec<Payload<R>>, Error> {
    let payload = NlPayload::Payload(Asked(request));
    let mut inquiry = Inquiry::of(request);
    let mut payloads = Vec::new();
    for message in router.send::<_, _, u16, Payload<R>>(id, flags, payload).unwrap() {
        payloads.extend(inquiry.answer(&message)?.cloned());
    }
    inquiry.end().map(|()| payloads)
}

#[test]
fn the_running_kernel_s_controller_answers_a_router() {
    let router = router();
    let one = ask(&router, 16, NlmF::ACK, &GetFamily { id: None, name: Some("nlctrl") }).unwrap();
    assert_eq!(one[0].reply().unwrap().id, 16);
    let all = ask(&router, 16, NlmF::DUMP, &GetFamilies {}).unwrap();
    let all: Vec<_> =
        all.iter().map(|f| FamilyInfo::try_from(f.item().unwrap()).unwrap()).collect();
    assert_eq!(all, Controller::open().unwrap().families().unwrap());
    let nobody = ask(&router, 16, NlmF::ACK, &GetFamily { id: None, name: Some("nobody") });
    let Err(Error::Refused(refused)) = nobody else { panic!("{nobody:?}") };
    assert_eq!((refused.operation, refused.errno), ("GetFamily", nl_core::Errno::ENOENT));
}

#[test]
fn what_neli_decoded_itself_is_read_by_our_types() {
    // Its socket and its types, down to its attributes; the last step is ours.
    let request = to_message(&GetFamily { id: None, name: Some("nlctrl") }).unwrap();
    let router = router();
    let payload = NlPayload::Payload(request);
    let answers = router.send::<_, _, u16, Genlmsghdr<CtrlCmd, CtrlAttr>>(16, NlmF::ACK, payload);
    let mut read = 0;
    for answer in answers.unwrap() {
        let answer = answer.unwrap();
        let Some(message) = answer.get_payload() else { continue };
        let payload = Payload::<GetFamily<'_>>::try_from(message).unwrap();
        assert_eq!(payload.reply().unwrap().name, "nlctrl");
        let bytes = encode_attrs(message.attrs()).unwrap();
        assert_eq!(FamilyAttrs::decode(&bytes).unwrap().id, 16);
        read += 1;
    }
    assert_eq!(read, 1);
}

#[test]
fn a_request_out_of_bounds_is_not_sent() {
    let tags = vec![Tag { name: "a", weight: 8 }];
    let echo = Echo { tags, ..ECHO };
    let request = NlPayload::Payload(Asked(&echo));
    let sent = router().send::<_, _, u16, Payload<Echo<'_>>>(16, NlmF::ACK, request);
    let error = sent.map(|_| ()).map_err(plain).unwrap_err();
    assert!(matches!(error, RouterError::Socket(_)), "{error:?}");
    let said = error.to_string();
    assert!(said.contains("Echo.tags[0].weight: 8 where 1..=7 is allowed"), "{said}");
}

fn bytes<T: Size + ToBytes>(value: &T) -> Vec<u8> {
    let mut buffer = Cursor::new(vec![0xa5; value.padded_size()]);
    value.to_bytes(&mut buffer).unwrap();
    assert_eq!(buffer.position(), value.unpadded_size() as u64);
    buffer.into_inner()
}

/// Writes a whole message with that payload, and reads it again.
fn round_trip<P>(payload: &P) -> P
where
    P: Size + ToBytes + FromBytesWithInput<Input = usize> + Clone + PartialEq + std::fmt::Debug,
{
    let message = NlmsghdrBuilder::default()
        .nl_type(40u16)
        .nl_flags(NlmF::REQUEST)
        .nl_payload(NlPayload::Payload(payload.clone()))
        .build()
        .unwrap();
    let bytes = bytes(&message);
    let read = neli::nl::Nlmsghdr::<u16, P>::from_bytes(&mut Cursor::new(&bytes)).unwrap();
    assert_eq!(read, message);
    read.get_payload().unwrap().clone()
}

#[test]
fn requests_replies_and_events_come_through() {
    let tags = vec![Tag { name: "a", weight: 1 }, Tag { name: "", weight: 7 }];
    let echo = Echo { priority: Some(Priority::Other(200)), tags, ..ECHO };
    let payload = Payload::new(&echo).unwrap();
    assert_eq!(bytes(&Asked(&echo)), bytes(&payload));
    assert_eq!(bytes(&to_message(&echo).unwrap()), bytes(&payload));
    assert_eq!(round_trip(&payload).request().unwrap(), echo);
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
    let greeting = DemoEvent::Greeting(Greeting { text: "hello", number: 1 });
    let heard = round_trip(&Announcement::<Demo>::new(&greeting).unwrap());
    assert!(matches!(heard.event().unwrap(), DemoEvent::Greeting(Greeting { number: 1, .. })));
    // A payload goes where neli's cursor is, into a vector that may be too short.
    let mut buffer = Cursor::new(vec![1, 2, 3, 4]);
    buffer.set_position(4);
    Asked(&List { after: None }).to_bytes(&mut buffer).unwrap();
    assert_eq!((buffer.position(), buffer.into_inner()), (8, vec![1, 2, 3, 4, 3, 1, 0, 0]));
}

#[test]
fn what_is_not_declared_comes_through() {
    let mut set = to_attributes(&ECHO).unwrap();
    set.extend([5, 0, 99, 0xc0, 7, 0, 0, 0]);
    let payload = round_trip(&Payload::<Echo<'_>>::from_parts(1, set.clone()));
    assert_eq!(bytes(&payload)[4..], set);
    assert_eq!(payload.reply().unwrap(), ECHO);
    let event = round_trip(&Announcement::<Demo>::from_parts(200, set.clone()));
    assert!(
        matches!(event.event().unwrap(), DemoEvent::Unknown(event) if event.attributes() == set)
    );
}

#[test]
fn too_few_bytes_are_an_error_and_no_panic() {
    for (given, said) in [(0, 0), (3, 3), (3, 4), (8, 3), (8, 9), (8, usize::MAX)] {
        let mut buffer = Cursor::new(vec![1u8; given]);
        assert!(
            Payload::<List>::from_bytes_with_input(&mut buffer, said).is_err(),
            "{given} {said}"
        );
    }
    let mut buffer = Cursor::new(vec![1u8; 16]);
    buffer.set_position(6);
    assert!(Announcement::<Demo>::from_bytes_with_input(&mut buffer, usize::MAX).is_err());
    buffer.set_position(u64::MAX);
    assert!(Announcement::<Demo>::from_bytes_with_input(&mut buffer, 4).is_err());
}

#[derive(Attributes, Clone, Debug, PartialEq)]
struct Open {
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

#[test]
fn sets_convert_to_its_attributes_and_back() {
    let rest = vec![
        OwnedAttr { raw_type: 0x46 | NESTED, payload: vec![1, 2, 3] },
        OwnedAttr { raw_type: 0x47 | NET_BYTEORDER, payload: Vec::new() },
        OwnedAttr { raw_type: 0x48 | NESTED | NET_BYTEORDER, payload: vec![4] },
    ];
    let set = Open { number: 7, nest: Some(Inner { name: "n".to_owned() }), rest };
    let attrs = to_attrs(&set).unwrap();
    assert_eq!(bytes(&attrs), to_attributes(&set).unwrap());
    assert_eq!(encode_attrs(&attrs).unwrap(), to_attributes(&set).unwrap());
    assert_eq!(from_attrs::<Open, _>(&attrs).unwrap(), set);
    let owned: Vec<_> = attrs.iter().skip(2).map(OwnedAttr::from).collect();
    assert_eq!(owned, set.rest);
    let said = from_attrs::<Open, u16>(&GenlBuffer::new()).unwrap_err().to_string();
    assert!(said.starts_with("Open.number"), "{said}");
    let long = vec![0; 65532];
    assert!(Nlattr::<u16, Buffer>::try_from(Attr { raw_type: 1, payload: &long }).is_err());
}

#[derive(Family)]
#[nl(name = "headed", version = 3, group = "g")]
enum Headed {
    #[nl(request = Ask, reply = Ask)]
    Ask = 5,
    #[nl(event = Ask, group = "g")]
    Told = 6,
}
#[derive(Attributes, Clone, Debug, PartialEq)]
struct Ask {
    #[nl(header)]
    header: [u8; 8],
    #[nl(1)]
    number: u32,
}

/// What a family's header is to a user of neli.
#[derive(Clone, Debug, PartialEq, Size, ToBytes)]
struct Two {
    one: u32,
    other: u32,
}

impl FromBytes for Two {
    fn from_bytes(buffer: &mut Cursor<impl AsRef<[u8]>>) -> Result<Self, neli::err::DeError> {
        Ok(Self { one: u32::from_bytes(buffer)?, other: u32::from_bytes(buffer)? })
    }
}

impl TypeSize for Two {
    fn type_size() -> usize {
        8
    }
}

#[test]
fn a_family_s_header_goes_where_neli_has_room_for_it() {
    let ask = Ask { header: [7, 0, 0, 0, 9, 0, 0, 0], number: 1 };
    let message = bytes(&to_message(&ask).unwrap());
    assert_eq!(message, bytes(&Asked(&ask)));
    let mut buffer = Cursor::new(&message);
    let theirs =
        Genlmsghdr::<u8, u16, Two>::from_bytes_with_input(&mut buffer, message.len()).unwrap();
    assert_eq!(bytes(theirs.header()), ask.header);
    assert_eq!(Payload::<Ask>::try_from(&theirs).unwrap().reply().unwrap(), ask);
    let mut event = message.clone();
    event[0] = 6;
    let mut buffer = Cursor::new(&event);
    let theirs =
        Genlmsghdr::<u8, u16, Two>::from_bytes_with_input(&mut buffer, event.len()).unwrap();
    let event = Announcement::<Headed>::try_from(&theirs).unwrap();
    assert!(matches!(event.event().unwrap(), HeadedEvent::Told(told) if told == ask));
}

#[test]
fn a_family_s_header_is_no_attribute() {
    let ask = Ask { header: [0xaa; 8], number: 9 };
    let said = to_attrs(&ask).unwrap_err().to_string();
    assert!(said.contains("Ask: the family's header of 8 bytes has no place there"), "{said}");
    let number = to_attrs(&Open { number: 9, nest: None, rest: Vec::new() }).unwrap();
    assert!(from_attrs::<Ask, _>(&number).is_err());
    // A message that neli read without the header.
    let message = GenlmsghdrBuilder::default().cmd(5u8).version(3).attrs(number).build().unwrap();
    assert!(Payload::<Ask>::try_from(&message).is_err());
    let message =
        GenlmsghdrBuilder::default().cmd(6u8).version(3).attrs(GenlBuffer::<u16, _>::new());
    assert!(Announcement::<Headed>::try_from(&message.build().unwrap()).is_err());
}

/// A payload that was written for neli.
#[derive(Clone, Copy, Debug, PartialEq, Size, ToBytes)]
struct Point {
    x: u16,
    y: u32,
}

impl FromBytesWithInput for Point {
    type Input = usize;

    fn from_bytes_with_input(
        buffer: &mut Cursor<impl AsRef<[u8]>>,
        _: usize,
    ) -> Result<Self, neli::err::DeError> {
        Ok(Self { x: u16::from_bytes(buffer)?, y: u32::from_bytes(buffer)? })
    }
}

#[derive(Attributes, Debug, PartialEq)]
struct Line {
    #[nl(1)]
    from: Neli<Point>,
    #[nl(2)]
    through: Vec<Neli<Point>>,
    #[nl(3)]
    name: Neli<String>,
}

#[test]
fn what_was_written_for_neli_is_a_field_here() {
    let point = |x, y| Neli(Point { x, y });
    let name = Neli("line".to_owned());
    let line = Line { from: point(1, 2), through: vec![point(3, 4), point(5, 6)], name };
    let set = to_attributes(&line).unwrap();
    assert_eq!(set[..4], [10, 0, 1, 0]);
    assert_eq!(Line::decode(&set).unwrap(), line);
    let error = Line::decode(&[5, 0, 1, 0, 9]).unwrap_err().to_string();
    assert!(error.contains("Point does not take it"), "{error}");
}

#[test]
fn its_done_and_error_numbers_are_ours() {
    assert_eq!(u16::from(Nlmsg::Done), nl_core::wire::kind::DONE);
    assert_eq!(u16::from(Nlmsg::Error), nl_core::wire::kind::ERROR);
    assert_eq!(Demo::SCHEMA.version, 1);
}
