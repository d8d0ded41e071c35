//! The program as its users run it, against the user-space host and against the kernel module:
//! which of them is said by `NL_TEST_TRANSPORT`, as for `tests/tests/demo.rs`.

use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Output};

use nl_core::Transport;
use nl_family_demo::family::Echo;
use nl_tests::program::{BIN, NOBODY, Running, built_at, run, text};
use nl_tests::puppet::{Puppet, attribute};
use nl_tests::{Peer, is_kernel, own_port};

const BUILT: &str = env!("CARGO_BIN_EXE_nl-family-demo");

fn program(peer: &Peer, arguments: &[&str]) -> Command {
    let mut command = built_at(BUILT, peer);
    command.args(arguments);
    command
}

/// Runs a command that ends well; its standard output.
fn out(peer: &Peer, arguments: &[&str]) -> String {
    let output = run(&mut program(peer, arguments));
    assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

/// Runs a command that ends with that exit code; its standard error.
fn fails(command: &mut Command, code: i32) -> String {
    let Output { status, stderr, .. } = run(command);
    let stderr = text(&stderr);
    assert_eq!(status.code(), Some(code), "{command:?}: {stderr}");
    stderr
}

fn is_root() -> bool {
    // The owner of a process' own folder is whoever it acts as.
    std::os::unix::fs::MetadataExt::uid(&std::fs::metadata("/proc/self").unwrap()) == 0
}

#[test]
fn without_arguments_it_tells_the_whole_story() {
    let peer = is_kernel().then(Peer::new);
    let mut command = match &peer {
        Some(peer) => program(peer, &[]),
        // A port id of its own: somebody may be trying the demo on this machine.
        None => {
            let mut command = Command::new(BUILT);
            command.args(["--transport", &own_port().to_string()]);
            command
        }
    };
    let output = run(&mut command);
    let story = text(&output.stdout);
    assert!(output.status.success(), "{story}{}", text(&output.stderr));
    let served = if is_kernel() { "the kernel serves nl_demo" } else { "serves nl_demo itself" };
    for part in [
        served,
        "listener 1: Greeting from kernel!",
        "listener 2: Greeting from kernel!",
        "every one as it was sent",
        "echo.tags[0].weight: integer out of range (ERANGE), it accepts 1..=7",
        "echo.text is missing",
        "reply 3 of 3",
        "cargo xtask vm",
    ] {
        assert!(story.contains(part), "no {part:?} in {story}");
    }
}

#[test]
fn an_echo_is_printed_with_all_that_it_has() {
    let peer = Peer::new();
    let echo = ["echo", "hello", "--priority", "9", "--urgent", "--tag", "b=7", "--tag", "a=1"];
    let printed = out(&peer, &echo);
    assert!(printed.contains("hello"), "{printed}");
    assert!(printed.contains("priority 9, urgent, tag b=7, tag a=1"), "{printed}");
}

#[test]
fn json_is_one_object_a_line() {
    let peer = Peer::new();
    let printed = out(&peer, &["--json", "echo", "hello", "--priority", "high"]);
    let echo: serde_json::Value = serde_json::from_str(printed.trim()).unwrap();
    assert_eq!((&echo["text"], &echo["priority"]), (&"hello".into(), &"high".into()));
    let lines = out(&peer, &["--json", "repeat", "--count", "3", "--interval", "5"]);
    let objects =
        lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let indexes: Vec<_> = objects.filter_map(|object| object["index"].as_u64()).collect();
    assert_eq!(indexes, [1, 2, 3]);
    let mut refused = program(&peer, &["--json", "echo", "x", "--tag", "a=8"]);
    let error: serde_json::Value = serde_json::from_str(fails(&mut refused, 7).trim()).unwrap();
    assert_eq!(error["attribute"], "Echo.tags[0].weight");
}

#[test]
fn a_warning_is_printed_beside_what_was_done() {
    let peer = Peer::new();
    let output = run(&mut program(&peer, &["greet", "anybody?"]));
    assert!(output.status.success());
    assert_eq!(text(&output.stdout), "greeted group greetings: anybody?\n");
    let who = if nl_tests::is_kernel() { "the kernel" } else { "the user-space host" };
    let warning = format!("{who} warns: nobody has joined the group to hear it\n");
    assert_eq!(text(&output.stderr), warning);
}

#[test]
fn two_listeners_both_print_a_greeting() {
    let peer = Peer::new();
    let listeners = [(); 2].map(|()| {
        let listener =
            Running::start(&mut program(&peer, &["listen", "greetings", "--count", "1"]));
        listener.notice("listening");
        listener
    });
    out(&peer, &["greet"]);
    for listener in listeners {
        listener.line("Greeting from kernel!");
        assert!(listener.ends_well());
    }
}

fn delivers(content: &[u8]) {
    let peer = Peer::new();
    let folder = tempfile::tempdir().unwrap();
    let (original, copy) = (folder.path().join("original"), folder.path().join("copy"));
    std::fs::write(&original, content).unwrap();
    let path = |path: &Path| path.to_str().unwrap().to_owned();
    let receiver = Running::start(&mut program(&peer, &["receive", &path(&copy)]));
    receiver.notice("receiving");
    out(&peer, &["send", &path(&original)]);
    assert!(receiver.ends_well());
    assert!(std::fs::read(&copy).unwrap() == content, "the receiver's copy differs");
    let kept = run(&mut program(&peer, &["list", "--data"]));
    assert!(kept.stdout == content, "what is kept differs");
    assert_eq!(out(&peer, &["list"]).lines().count(), content.len().div_ceil(2048));
    out(&peer, &["clear"]);
    assert_eq!(out(&peer, &["list", "--data"]), "");
}

#[test]
fn a_megabyte_of_text_is_delivered_byte_for_byte() {
    let lines = (0..60_000).flat_map(|n| format!("line {n} of a text\n").into_bytes());
    delivers(&lines.take(1 << 20).collect::<Vec<u8>>());
}

#[test]
fn arbitrary_bytes_are_delivered_byte_for_byte() {
    let mut state = 1u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    delivers(&(0..1 << 20).map(|_| next()).collect::<Vec<u8>>());
}

#[test]
fn only_the_administrator_sends_and_clears() {
    if !is_root() {
        eprintln!("SKIPPED: acting as another user wants root");
        return;
    }
    let peer = Peer::new();
    for command in [["send", "/proc/version"].as_slice(), &["clear"]] {
        let error = fails(program(&peer, command).uid(NOBODY), 4);
        assert!(error.contains("EPERM") && error.contains("CAP_NET_ADMIN"), "{error}");
    }
    for command in [["echo", "hello"].as_slice(), &["greet"], &["list"]] {
        let allowed = run(program(&peer, command).uid(NOBODY));
        assert!(allowed.status.success(), "{command:?}: {}", text(&allowed.stderr));
    }
    out(&peer, &["clear"]);
}

#[test]
fn each_failure_has_its_exit_code() {
    let peer = Peer::new();
    let mut absent = Command::new(program(&peer, &[]).get_program());
    absent.args(["--transport", &own_port().to_string(), "greet"]);
    let error = fails(&mut absent, 3);
    assert!(error.contains("modprobe nl_demo") && error.contains("serve"), "{error}");
    fails(&mut program(&peer, &["repeat", "--count", "many"]), 2);
    let error = fails(&mut program(&peer, &["repeat", "--count", "1001"]), 7);
    assert!(error.contains("Repeat.count: 1001 where 1..=1000 is allowed"), "{error}");
    fails(&mut program(&peer, &["--timeout", "0.05", "listen", "greetings"]), 6);
}

#[test]
fn with_nl_trace_every_message_is_printed_and_what_is_unknown_as_hex() {
    let puppet = Puppet::new(|asked| {
        let echo =
            Echo { sequence: 1, text: "hello", priority: None, urgent: true, tags: Vec::new() };
        let mut reply = asked.reply(1, &echo);
        reply.extend(attribute(9, &[0xab, 0xcd, 0xef, 0x01]));
        let length = u32::try_from(reply.len()).unwrap();
        reply[..4].copy_from_slice(&length.to_ne_bytes());
        vec![[reply, asked.ack()].concat()]
    });
    let Transport::UserAt(port) = puppet.options().transport else { panic!("a port") };
    let echo = |trace: &str| {
        let mut command = Command::new(std::env::var_os(BIN).unwrap_or_else(|| BUILT.into()));
        command.args(["--transport", &port.to_string(), "echo", "hello", "--urgent"]);
        let output = run(command.env("NL_TRACE", trace));
        assert!(output.status.success());
        text(&output.stderr)
    };
    // The first sequence number is a random one.
    let trace = echo("1");
    let first = trace.split("seq ").nth(1).and_then(|rest| rest.split(' ').next()).unwrap();
    let second = first.parse::<u32>().unwrap().wrapping_add(1).max(1);
    let trace = trace.replace(&format!("seq {first} "), "seq 1 ");
    let trace = trace.replace(&format!("seq {second} "), "seq 2 ");
    let lines: Vec<_> = trace.lines().collect();
    for line in [
        r#"-> nlctrl GetFamily seq 1 flags 0x1 {name: "nl_demo"}"#,
        r#"-> nl_demo Echo seq 2 flags 0x1 {sequence: 1, text: "hello", urgent: true}"#,
        r#"<- nl_demo Echo seq 2 flags 0x0 {sequence: 1, text: "hello", urgent: true, #9: 0xabcdef01}"#,
    ] {
        assert!(lines.contains(&line), "{line:?} is not in {trace}");
    }
    // The controller's answer is told in the controller's names, whoever's socket it comes to.
    let known = r#"<- nlctrl NewFamily seq 1 flags 0x0 {id: 64, name: "nl_demo", "#;
    assert!(lines.iter().any(|line| line.starts_with(known)), "{trace}");
    assert!(lines.iter().any(|line| line.starts_with("<- ERROR seq 2") && line.contains("ok")));
    assert_eq!(echo("0"), "", "nothing where it is not wanted");
}
