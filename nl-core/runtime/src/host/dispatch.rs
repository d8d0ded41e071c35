//! One request from its header to its ACK, with the checks in the kernel's order (`genl_rcv_msg`).

use super::answer::{self, Failure};
use super::control::{membership, registry};
use super::core::{Core, DumpState};
use super::page::{Progress, RawPage};
use super::{Caller, Context, Refusal, Service};
use crate::controller;
use crate::declared::membership;
use crate::policy;
use crate::schema::{Mode, Operation, Permission};
use crate::wire::{GENL_HEADER_LEN, GenlHeader, MIN_TYPE, Message, MessageHeader, Messages, flags};
use crate::{Errno, Family, trace};

/// Runs every request of a datagram, in order; a bad one does not stop those behind it.
pub(super) fn datagram<S: Service>(service: &mut S, core: &mut Core, caller: Caller, bytes: &[u8]) {
    trace::received(core.schema, core.family, bytes);
    // What does not hold together is dropped without an answer, as the kernel does.
    for message in Messages::new(bytes).map_while(Result::ok) {
        let MessageHeader { kind, flags: request_flags, .. } = message.header;
        (core.serving, core.warning) = (kind, None);
        let result = if kind < MIN_TYPE || request_flags & flags::REQUEST == 0 {
            Ok(Some(()))
        } else if kind == core.family {
            request(service, core, caller, &message)
        } else if kind == controller::ID {
            request(&mut registry(core), core, caller, &message)
        } else if kind == membership::ID {
            request(&mut membership(), core, caller, &message)
        } else {
            Err((Refusal::new(Errno::ENOENT), None))
        };
        acknowledge(core, caller, &message, result);
    }
}

/// `Ok(None)` for a dump, whose end is its ACK.
type Outcome = Result<Option<()>, (Refusal, Option<&'static Operation>)>;

fn acknowledge(core: &mut Core, caller: Caller, message: &Message<'_>, result: Outcome) {
    core.message.clear();
    match result {
        Ok(None) => return,
        Ok(Some(())) if message.header.flags & flags::ACK == 0 => return,
        Ok(Some(())) => {
            let warning = core.warning.take();
            answer::ack(&mut core.message, caller.port, &message.header, warning);
        }
        Err((refusal, operation)) => {
            let failure = Failure {
                refusal: &refusal,
                request: message.payload.get(GENL_HEADER_LEN..).unwrap_or_default(),
                set: operation.and_then(|operation| operation.request),
            };
            answer::error(&mut core.message, caller.port, &message.header, &failure);
        }
    }
    core.unicast(caller.port);
}

fn request<S: Service>(
    service: &mut S,
    core: &mut Core,
    caller: Caller,
    message: &Message<'_>,
) -> Outcome {
    let Some((genl, attributes)) = message.genl() else {
        return Err((Refusal::new(Errno::EINVAL), None));
    };
    check_headers(&message.header, genl).map_err(|refusal| (refusal, None))?;
    let dump = message.header.flags & flags::DUMP == flags::DUMP;
    let modes: &[Mode] = if dump { &[Mode::Dump] } else { &[Mode::Do, Mode::Stream] };
    let Some(operation) = S::Family::SCHEMA.operation(genl.command, modes) else {
        return Err((Refusal::unsupported(), None));
    };
    let fail = |refusal| (refusal, Some(operation));
    if operation.permission != Permission::Everyone && !caller.is_admin() {
        return Err(fail(Refusal::new(Errno::EPERM)));
    }
    if dump && core.dumps.iter().any(|dump| dump.header.port == caller.port) {
        return Err(fail(Refusal::new(Errno::EBUSY)));
    }
    if let Some(set) = operation.request {
        policy::validate(set, attributes).map_err(|violation| fail(violation.into()))?;
    }
    if dump {
        begin_dump(service, core, caller, message, operation, attributes);
        return Ok(None);
    }
    let streams = core.streams.len();
    let mut context = Context::new(core, Some((caller, message.header)));
    let result = service.call(operation, attributes, &mut context);
    if result.is_err() {
        // A request that was refused is owed nothing more.
        core.streams.truncate(streams);
    }
    result.map(Some).map_err(fail)
}

fn check_headers(header: &MessageHeader, genl: GenlHeader) -> Result<(), Refusal> {
    if genl.reserved != 0 {
        return Err(Refusal::new(Errno::EINVAL).message("genlmsghdr.reserved field is not 0"));
    }
    let dump = header.flags & flags::DUMP == flags::DUMP;
    let beside = header.flags & !if dump { flags::DUMP } else { 0 };
    if beside & !(flags::REQUEST | flags::ACK | flags::ECHO) != 0 {
        let message = "ambiguous or reserved bits set in nlmsg_flags";
        return Err(Refusal::new(Errno::EINVAL).message(message));
    }
    Ok(())
}

fn begin_dump<S: Service>(
    service: &mut S,
    core: &mut Core,
    caller: Caller,
    message: &Message<'_>,
    operation: &'static Operation,
    attributes: &[u8],
) {
    let header = MessageHeader {
        len: 0,
        kind: message.header.kind,
        flags: 0,
        seq: message.header.seq,
        port: caller.port,
    };
    core.dumps.push(DumpState {
        operation,
        header,
        version: S::Family::SCHEMA.version,
        attributes: attributes.to_vec(),
        progress: Progress::default(),
    });
    let at = core.dumps.len() - 1;
    continue_dump(service, core, at);
}

/// Makes the next page of every dump whose caller has taken the last one.
pub(super) fn continue_dumps<S: Service>(service: &mut S, core: &mut Core) {
    for at in (0..core.dumps.len()).rev() {
        let Some(MessageHeader { kind, port, .. }) = core.dumps.get(at).map(|dump| dump.header)
        else {
            continue;
        };
        if core.is_blocked(port) {
            continue;
        }
        if kind == controller::ID {
            continue_dump(&mut registry(core), core, at);
        } else {
            continue_dump(service, core, at);
        }
    }
}

fn continue_dump<S: Service>(service: &mut S, core: &mut Core, at: usize) {
    core.message.clear();
    let dump = &mut core.dumps[at];
    let genl =
        GenlHeader { command: dump.operation.reply_command, version: dump.version, reserved: 0 };
    let mut page = RawPage {
        buffer: &mut core.message,
        progress: &mut dump.progress,
        header: dump.header,
        genl,
        full: false,
    };
    let filled = service.dump(dump.operation, &dump.attributes, &mut page);
    let full = page.full;
    let port = dump.header.port;
    if filled.is_err() || !full {
        let flags = flags::MULTI | dump.progress.take_flag();
        let header = MessageHeader { flags, ..dump.header };
        answer::done(&mut core.message, header, filled.err().as_ref());
        core.dumps.remove(at);
    }
    core.unicast(port);
}
