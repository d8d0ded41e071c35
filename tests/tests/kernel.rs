//! What only a kernel can show: the module comes and goes, namespaces, `/proc`, `modprobe`.
//!
//! Each test loads and unloads the module, so each is ignored but in the virtual machines of
//! `cargo xtask vm`, which run them one after another as root.

use std::process::Command;
use std::time::{Duration, Instant};

use nl_core::controller::{FamilyInfo, Nlctrl, NlctrlEvent};
use nl_core::{Connection, Errno, Error, Incoming, Options, Subscription, Transport};
use nl_family_demo::Demo;
use nl_family_demo::family::{
    Clear, DemoEvent, Echo, Greet, Greeting, List, Repeat, Repeated, Send,
};
use nl_tests::TIMEOUT;
use nl_tests::caller::Caller;
use nl_tests::listener::Listener;
use nl_tests::module::{Module, insmod, is_loaded, rmmod};
use nl_tests::program::{Running, program, run, text};

const PROC: &str = "/proc/net/nl_demo";
/// A greeting that no test waits for.
const QUIET: &str = "greet_delay_ms=3600000";

fn options() -> Options {
    Options::new().transport(Transport::Kernel).timeout(Some(TIMEOUT))
}

fn connect() -> Connection<Demo> {
    Connection::open_with(options()).expect("the module is loaded")
}

fn echo(demo: &mut Connection<Demo>, text: &str) {
    let request = Echo { sequence: 1, text, priority: None, urgent: false, tags: Vec::new() };
    assert_eq!(demo.call(&request).unwrap(), request);
}

fn chunk(data: &[u8]) -> Send<'_> {
    Send { name: "chunk", offset: 0, data, last: false }
}

#[test]
#[ignore = "loads and unloads the module: run by `cargo xtask vm`"]
fn listeners_from_before_the_load_both_print_the_greeting() {
    let _module = Module::absent();
    let listeners = [(); 2].map(|()| {
        let mut listen = program();
        let listener = Running::start(listen.args(["listen", "greetings", "--count", "1"]));
        listener.notice("waiting");
        listener
    });
    insmod(&[]);
    for listener in listeners {
        listener.line("Greeting from kernel!");
        assert!(listener.ends_well());
    }
}

fn delivers(name: &str, content: &[u8]) {
    let _module = Module::load(&[QUIET]);
    let folder = std::env::temp_dir();
    let (original, copy) = (folder.join(name), folder.join(format!("{name}.received")));
    std::fs::write(&original, content).unwrap();
    let receiver = Running::start(program().arg("receive").arg(&copy));
    receiver.notice("receiving");
    let send = run(program().arg("send").arg(&original));
    assert!(send.status.success(), "{}", text(&send.stderr));
    assert!(receiver.ends_well());
    assert!(std::fs::read(&copy).unwrap() == content, "the receiver's copy differs");
    assert!(std::fs::read(PROC).unwrap() == content, "{PROC} differs");
    for file in [original, copy] {
        std::fs::remove_file(file).unwrap();
    }
}

#[test]
#[ignore = "loads and unloads the module: run by `cargo xtask vm`"]
fn a_text_file_is_delivered_and_shown_byte_for_byte() {
    let lines = (0..60_000).flat_map(|n| format!("line {n} of a text\n").into_bytes());
    delivers("text", &lines.take(1 << 20).collect::<Vec<u8>>());
}

#[test]
#[ignore = "loads and unloads the module: run by `cargo xtask vm`"]
fn arbitrary_bytes_are_delivered_and_shown_byte_for_byte() {
    // A linear congruential generator: every byte value, no pattern, the same each time.
    let mut state = 1u32;
    let bytes: Vec<u8> = (0..1 << 20)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        })
        .collect();
    delivers("bytes", &bytes);
}

fn incoming(listener: &mut Listener<Demo>) -> String {
    match listener.hear().unwrap() {
        Incoming::Event(DemoEvent::Greeting(greeting)) => greeting.text.to_owned(),
        other => format!("{other:?}"),
    }
}

#[test]
#[ignore = "loads and unloads the module: run by `cargo xtask vm`"]
fn a_listener_outlives_a_reload_and_hears_the_next_greeting() {
    for open in Listener::OPEN {
        let _module = Module::load(&[QUIET]);
        let mut demo = connect();
        let mut listener = open(&[Demo::GREETINGS], &options()).unwrap();
        let first_id = demo.family_id();
        demo.call(&Greet { text: Some("before") }).unwrap();
        assert_eq!(incoming(&mut listener), "before");
        assert!(rmmod().status.success(), "a listener does not keep the module");
        assert_eq!(incoming(&mut listener), "Gone");
        insmod(&[QUIET]);
        assert_eq!(incoming(&mut listener), "Here");
        demo.call(&Greet { text: Some("after") }).unwrap();
        assert_eq!(incoming(&mut listener), "after");
        assert_eq!(listener.origin().group, Some(Demo::GREETINGS));
        assert_ne!(demo.family_id(), first_id);
    }
}

#[test]
#[ignore = "loads and unloads the module: run by `cargo xtask vm`"]
fn a_listener_from_before_the_load_gets_the_first_event() {
    for wait in Listener::WAIT {
        let _module = Module::absent();
        let mut listener = wait(&[Demo::GREETINGS], &options()).unwrap();
        insmod(&[]);
        assert_eq!(incoming(&mut listener), "Here");
        match listener.hear().unwrap() {
            Incoming::Event(DemoEvent::Greeting(greeting)) => assert_eq!(greeting.number, 1),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
#[ignore = "loads and unloads the module: run by `cargo xtask vm`"]
fn a_connection_waits_for_the_module() {
    for wait in [Caller::blocking_wait, Caller::awaited_wait] {
        let _module = Module::absent();
        let absent = wait(&options(), Some(Duration::from_millis(10))).map(drop).unwrap_err();
        assert!(matches!(absent, Error::FamilyNotFound { family: "nl_demo", .. }), "{absent}");
        let loads = std::thread::spawn(|| {
            std::thread::sleep(Duration::from_millis(100));
            insmod(&[QUIET]);
        });
        let mut demo: Caller<Demo> = wait(&options(), None).unwrap();
        assert!(demo.call(&Clear {}).is_ok());
        loads.join().unwrap();
    }
}

#[test]
#[ignore = "loads and unloads the module: run by `cargo xtask vm`"]
fn the_time_to_hear_of_a_reloaded_module() {
    for (flavour, open) in ["blocking", "awaited"].into_iter().zip(Listener::WAIT) {
        let module = Module::absent();
        let mut listener = open(&[Demo::GREETINGS], &options()).unwrap();
        let mut times = Vec::new();
        for _ in 0..10 {
            let loads = std::thread::spawn(|| {
                let start = Instant::now();
                insmod(&[QUIET]);
                (start, Instant::now())
            });
            assert_eq!(incoming(&mut listener), "Here");
            let heard = Instant::now();
            let (start, loaded) = loads.join().unwrap();
            times.push((heard.saturating_duration_since(loaded), heard - start, loaded - start));
            assert!(rmmod().status.success());
            assert_eq!(incoming(&mut listener), "Gone");
        }
        times.sort();
        let (behind, since, insmod) = times[times.len() / 2];
        println!(
            "{flavour}: joined again {since:?} after insmod began, which took {insmod:?}; {behind:?} after its end"
        );
        drop(module);
    }
}

#[test]
#[ignore = "loads and unloads the module: run by `cargo xtask vm`"]
fn every_kind_of_call_works_after_a_reload() {
    for open in [Caller::<Demo>::blocking, Caller::awaited] {
        let _module = Module::load(&[QUIET]);
        let [mut call, mut dump, mut stream, mut batch] =
            [(); 4].map(|()| open(&options()).unwrap());
        assert!(rmmod().status.success());
        insmod(&[QUIET]);
        let request =
            Echo { sequence: 1, text: "new", priority: None, urgent: false, tags: Vec::new() };
        assert_eq!(call.call(&request).unwrap(), request);
        assert!(dump.dump_map(&List::default(), |_| ()).unwrap().is_empty());
        let once = Repeat { count: Some(1), interval: Some(1) };
        let (replies, error) = stream.stream_some(&once, 9, |reply| reply);
        assert!(replies == [Repeated { index: 1, count: 1 }] && error.is_none(), "{error:?}");
        assert!(batch.batch(&[Clear {}; 100], |()| ()).unwrap().iter().all(Result::is_ok));
        assert!(rmmod().status.success());
        let gone = call.call(&Clear {}).unwrap_err();
        assert!(matches!(gone, Error::FamilyNotFound { family: "nl_demo", .. }), "{gone}");
        insmod(&[QUIET]);
        assert_eq!(call.call(&request).unwrap(), request);
    }
}

#[test]
#[ignore = "loads and unloads the module: run by `cargo xtask vm`"]
fn a_second_namespace_has_its_own_buffer_and_hears_nothing_of_the_first() {
    // Long enough for the listeners to be there, short enough to be waited for.
    let _module = Module::load(&["greet_delay_ms=1000"]);
    let mut demo = connect();
    let mut listener = Listener::OPEN[0](&[Demo::GREETINGS], &options()).unwrap();
    assert_eq!(incoming(&mut listener), Greeting::DEFAULT);
    demo.call(&chunk(b"first")).unwrap();
    let path = std::env::temp_dir().join("second");
    std::fs::write(&path, b"second").unwrap();
    let program = program().get_program().display().to_string() + " --transport kernel";
    // The namespace lives as long as this shell: all that is shown of it is shown here. It sleeps
    // until the greeting that comes there by itself has come.
    let script = format!(
        "{program} list && {program} greet there && {program} send {} && cat {PROC} && sleep 2",
        path.display(),
    );
    let shown = run(Command::new("unshare").args(["-n", "sh", "-c", &script]));
    let (out, err) = (text(&shown.stdout), text(&shown.stderr));
    assert!(shown.status.success(), "{out}{err}");
    assert!(out.ends_with("second") && !out.contains("first"), "{out}");
    assert_eq!(std::fs::read(PROC).unwrap(), b"first");
    // Neither the greeting asked for there, nor the one that comes there by itself.
    let heard = listener.next_within(Duration::from_millis(500)).unwrap();
    assert!(heard.is_none(), "{heard:?}");
    std::fs::remove_file(path).unwrap();
}

#[test]
#[ignore = "loads and unloads the module: run by `cargo xtask vm`"]
fn the_limits_are_the_module_s_parameters() {
    let _module = Module::load(&[QUIET, "max_messages=2", "max_bytes=5", "max_repeats=1"]);
    let mut demo = connect();
    demo.call(&chunk(b"12")).unwrap();
    let full = |demo: &mut Connection<Demo>, data: &[u8]| match demo.call(&chunk(data)) {
        Err(Error::Refused(refused)) => assert_eq!(refused.errno, Errno::ENOSPC),
        other => panic!("{other:?}"),
    };
    full(&mut demo, b"3456");
    demo.call(&chunk(b"345")).unwrap();
    demo.call(&Clear {}).unwrap();
    demo.call(&chunk(b"1")).unwrap();
    demo.call(&chunk(b"2")).unwrap();
    full(&mut demo, b"3");
    let mut other = connect();
    let request = Repeat { count: Some(1), interval: Some(60000) };
    other.stream(&request).unwrap();
    assert!(matches!(demo.stream(&request), Err(Error::Refused(_))));
    // Closing its socket ends a repeat, and makes room for another.
    drop(other);
    demo.stream(&Repeat { count: Some(1), interval: Some(1) }).unwrap().next().unwrap();
}

#[test]
#[ignore = "loads and unloads the module: run by `cargo xtask vm`"]
fn the_kernel_loads_the_module_by_the_family_s_name() {
    let module = Module::absent();
    assert!(matches!(Connection::<Demo>::open_with(options()), Err(Error::FamilyNotFound { .. })));
    module.allow_autoload();
    echo(&mut connect(), "loaded");
    assert!(is_loaded());
}

#[test]
#[ignore = "loads and unloads the module: run by `cargo xtask vm`"]
fn unloading_in_the_middle_of_a_dump_is_refused_and_harms_nothing() {
    let _module = Module::load(&[QUIET]);
    let mut demo = connect();
    let data = [1; Send::DATA_MAX];
    for _ in 0..600 {
        demo.call(&chunk(&data)).unwrap();
    }
    let mut items = demo.dump(&List::default()).unwrap();
    items.next().unwrap().unwrap();
    assert!(!rmmod().status.success(), "an open dump keeps the module");
    let mut seen = 1;
    while items.next().unwrap().is_some() {
        seen += 1;
    }
    assert_eq!(seen, 600);
    drop(items);
    let mut abandoned = connect();
    abandoned.dump(&List::default()).unwrap().next().unwrap().unwrap();
    drop(abandoned);
    assert!(rmmod().status.success(), "a closed one does not");
}

#[test]
#[ignore = "loads and unloads the module: run by `cargo xtask vm`"]
fn unloading_in_the_middle_of_a_repeat_ends_it_with_an_error() {
    let _module = Module::load(&[QUIET]);
    let mut demo = connect();
    let mut replies = demo.stream(&Repeat { count: Some(1000), interval: Some(50) }).unwrap();
    assert_eq!(replies.next().unwrap(), Some(Repeated { index: 1, count: 1000 }));
    assert!(rmmod().status.success());
    let end = loop {
        match replies.next() {
            Ok(Some(_)) => {}
            other => break other,
        }
    };
    match end {
        Err(Error::Refused(refused)) => assert_eq!(refused.errno, Errno::ECANCELED),
        other => panic!("{other:?}"),
    }
}

#[test]
#[ignore = "loads and unloads the module: run by `cargo xtask vm`"]
fn loading_and_unloading_over_and_over_with_listeners_and_repeats() {
    let _module = Module::absent();
    let mut listener =
        Subscription::<Demo>::wait(&[Demo::GREETINGS, Demo::MESSAGES], options()).unwrap();
    for _ in 0..20 {
        insmod(&["greet_delay_ms=1"]);
        let mut demo = connect();
        let _ = demo.stream(&Repeat { count: Some(1000), interval: Some(1) }).unwrap().next();
        demo.call(&chunk(b"x")).unwrap();
        assert!(rmmod().status.success());
    }
    let mut lives = 0;
    while let Some(incoming) = listener.next_within(Duration::from_millis(500)).unwrap() {
        lives += i32::from(matches!(incoming, Incoming::Gone));
    }
    assert_eq!(lives, 20);
}

/// What the controller tells of the demo family, in a few words.
fn notified(families: &mut Listener<Nlctrl>) -> String {
    loop {
        let (what, family) = match families.hear().unwrap() {
            Incoming::Event(NlctrlEvent::NewFamily(family)) => ("new family", family),
            Incoming::Event(NlctrlEvent::DelFamily(family)) => ("family gone", family),
            Incoming::Event(NlctrlEvent::NewMcastGrp(family)) => ("new group", family),
            Incoming::Event(NlctrlEvent::DelMcastGrp(family)) => ("group gone", family),
            other => return format!("{other:?}"),
        };
        let family = FamilyInfo::try_from(family).unwrap();
        if family.name == "nl_demo" {
            let groups: Vec<_> = family.groups.iter().map(|group| &*group.name).collect();
            let (operations, groups) = (family.operations.len(), groups.join(" "));
            return format!("{what}: {operations} operations, {groups}");
        }
    }
}

#[test]
#[ignore = "loads and unloads the module: run by `cargo xtask vm`"]
fn the_controller_tells_of_a_family_that_comes_and_goes() {
    for open in Listener::OPEN {
        let _module = Module::absent();
        let mut families = open(&[Nlctrl::NOTIFY], &options()).unwrap();
        insmod(&[QUIET]);
        assert_eq!(notified(&mut families), "new family: 6 operations, messages greetings");
        assert_eq!(notified(&mut families), "new group: 0 operations, messages");
        assert_eq!(notified(&mut families), "new group: 0 operations, greetings");
        assert!(rmmod().status.success());
        assert_eq!(notified(&mut families), "group gone: 0 operations, messages");
        assert_eq!(notified(&mut families), "group gone: 0 operations, greetings");
        assert_eq!(notified(&mut families), "family gone: 6 operations, messages greetings");
    }
}

#[test]
#[ignore = "loads and unloads the module: run by `cargo xtask vm`"]
fn a_declaration_is_verified_against_the_module_that_is_loaded_now() {
    let _module = Module::load(&[QUIET]);
    let mut demo = connect();
    assert_eq!(demo.verify().unwrap(), []);
    let first_id = demo.family_id();
    assert!(rmmod().status.success());
    assert!(matches!(demo.verify(), Err(Error::FamilyNotFound { .. })));
    insmod(&[QUIET]);
    assert_eq!(demo.verify().unwrap(), []);
    assert_ne!(demo.family_id(), first_id);
    echo(&mut demo, "after");
}
