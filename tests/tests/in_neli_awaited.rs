//! Declared messages in `neli`'s router on tokio.
//!
//! A router sends to the kernel and nowhere else, so the demo family is the module's, with
//! `NL_TEST_TRANSPORT=kernel`.

use neli::consts::nl::NlmF;
use neli::consts::socket::NlFamily;
use neli::nl::NlPayload;
use neli::router::asynchronous::NlRouter;
use neli::utils::Groups;
use nl_core::controller::{Controller, FamilyInfo, GetFamilies, GetFamily};
use nl_core::interop::neli::Asked;
use nl_core::interop::{Announcement, Inquiry, Payload};
use nl_core::{Error, Request};
use nl_family_demo::Demo;
use nl_family_demo::family::{DemoEvent, Echo, Greet, List, Receipt, Send, Tag};
use nl_tests::is_kernel;

const CONTROLLER: u16 = 16;

async fn router() -> NlRouter {
    let (router, _) = NlRouter::connect(NlFamily::Generic, None, Groups::empty()).await.unwrap();
    router.enable_ext_ack(true).unwrap();
    router
}

/// Asks, and reads until the end of the answer.
async fn ask<R: Request>(
    router: &NlRouter,
    id: u16,
    flags: NlmF,
    request: &R,
) -> Result<Vec<Payload<R>>, Error> {
    let payload = NlPayload::Payload(Asked(request));
    let mut messages = router.send::<_, _, u16, Payload<R>>(id, flags, payload).await.unwrap();
    let mut inquiry = Inquiry::of(request);
    let mut payloads = Vec::new();
    while let Some(message) = messages.next::<u16, Payload<R>>().await {
        payloads.extend(inquiry.answer(&message)?.cloned());
    }
    inquiry.end().map(|()| payloads)
}

#[tokio::test]
async fn the_running_kernel_s_controller_answers() {
    let router = router().await;
    let nlctrl = GetFamily { id: None, name: Some("nlctrl") };
    let one = ask(&router, CONTROLLER, NlmF::ACK, &nlctrl).await.unwrap();
    assert_eq!(one[0].reply().unwrap().id, CONTROLLER);
    let all = ask(&router, CONTROLLER, NlmF::DUMP, &GetFamilies {}).await.unwrap();
    let all: Vec<_> =
        all.iter().map(|f| FamilyInfo::try_from(f.item().unwrap()).unwrap()).collect();
    assert_eq!(all, Controller::open().unwrap().families().unwrap());
}

/// The family's id, where the module is loaded.
async fn demo(router: &NlRouter) -> Option<u16> {
    if !is_kernel() {
        eprintln!("SKIPPED: the kernel has no family nl_demo, and a router reaches no host");
        return None;
    }
    Some(router.resolve_genl_family("nl_demo").await.unwrap())
}

#[tokio::test]
async fn requests_and_a_dump_of_the_demo_family_come_through() {
    let router = router().await;
    let Some(id) = demo(&router).await else { return };
    let tags = vec![Tag { name: "heavy", weight: 7 }];
    let echo = Echo { sequence: 7, text: "awaited", priority: None, urgent: true, tags };
    let answers = ask(&router, id, NlmF::ACK, &echo).await.unwrap();
    assert_eq!(answers[0].reply().unwrap(), echo);
    let chunk = Send { name: "neli.txt", offset: 0, data: b"a chunk", last: true };
    let kept = ask(&router, id, NlmF::ACK, &chunk).await.unwrap();
    let Receipt { id: number, .. } = kept[0].reply().unwrap();
    let listed = ask(&router, id, NlmF::DUMP, &List { after: None }).await.unwrap();
    let last = listed.last().unwrap().item().unwrap();
    assert_eq!((last.id, last.data), (number, chunk.data));
}

#[tokio::test]
async fn events_of_the_demo_family_come_through() {
    let router = router().await;
    let Some(id) = demo(&router).await else { return };
    let group = router.resolve_nl_mcast_group("nl_demo", Demo::GREETINGS.name()).await.unwrap();
    let groups = Groups::new_groups(&[group]);
    let (_listener, mut heard) = NlRouter::connect(NlFamily::Generic, None, groups).await.unwrap();
    ask(&router, id, NlmF::ACK, &Greet { text: Some("hello, awaited") }).await.unwrap();
    loop {
        let message = heard.next::<u16, Announcement<Demo>>().await.unwrap().unwrap();
        let DemoEvent::Greeting(greeting) = message.get_payload().unwrap().event().unwrap() else {
            continue;
        };
        if greeting.text == "hello, awaited" {
            return;
        }
    }
}

#[tokio::test]
async fn a_refusal_comes_through() {
    let router = router().await;
    let request = GetFamily { id: None, name: Some("no such") };
    let refused = ask(&router, CONTROLLER, NlmF::ACK, &request).await.unwrap_err();
    let Error::Refused(refused) = refused else { panic!("{refused:?}") };
    assert_eq!((refused.operation, refused.errno), ("GetFamily", nl_core::Errno::ENOENT));
}
