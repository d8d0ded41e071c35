//! What a switchboard does with losses.

use std::task::Waker;

use super::*;
use crate::Family;
use crate::controller::Nlctrl;
use crate::kept::Part;
use crate::tokio::slot::Inbox;

/// What there is for a slot without waiting.
fn there(board: &Switchboard, key: u32) -> Option<Part> {
    let mut cx = Context::from_waker(Waker::noop());
    let look = board.poll(key, &mut cx, |holds| match holds {
        Holds::Inbox(inbox) => inbox.parts.pop_front(),
        _ => None,
    });
    match look {
        Look::Found(part) => Some(part.unwrap()),
        Look::Nothing | Look::Waits(_) => None,
    }
}

fn begin(board: &Switchboard, key: u32) {
    assert!(board.begin(|_| Slot::new(key, Holds::Inbox(Inbox::default()))));
}

#[test]
fn a_loss_that_is_told_while_a_request_is_on_its_way_is_told_to_that_as_well() {
    let runtime = ::tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let board = Switchboard::open(Place::Kernel, Nlctrl::SCHEMA, &Options::new()).unwrap();
        (1..=2).for_each(|key| begin(&board, key));
        board.sent(1);
        // Of the second one the kernel knows already, and this side does not.
        board.lock().tell_of_loss();
        board.sent(2);
        assert_eq!([there(&board, 1), there(&board, 2)], [Some(Part::Lost), Some(Part::Lost)]);
        begin(&board, 3);
        board.sent(3);
        assert_eq!([there(&board, 2), there(&board, 3)], [None, None], "once");
    });
}

#[test]
fn a_loss_ends_no_dump_of_the_kernel_s_that_has_begun() {
    let runtime = ::tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let board = Switchboard::open(Place::Kernel, Nlctrl::SCHEMA, &Options::new()).unwrap();
        for (key, is_dump, is_answered) in [(1, true, true), (2, true, false), (3, false, false)] {
            let slot = Slot::new(key, Holds::Inbox(Inbox::default()));
            board.lock().slots.push_back(Slot { is_dump, is_answered, ..slot });
            board.sent(key);
        }
        board.lock().tell_of_loss();
        let lost = Some(Part::Lost);
        assert_eq!([1, 2, 3].map(|key| there(&board, key)), [None, lost.clone(), lost]);
    });
}
