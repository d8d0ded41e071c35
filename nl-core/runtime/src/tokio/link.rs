//! The socket that all handles of a connection use now, and how they come to use another one.

use std::sync::{Arc, Mutex, PoisonError};

use ::tokio::time::Instant;

use super::Connection;
use super::port::Port;
use super::switchboard::Switchboard;
use crate::Family;
use crate::controller::Nlctrl;
use crate::error::Error;
use crate::place::Place;
use crate::resolve::may_have_moved;
use crate::schema::FamilySchema;

/// The socket that all handles use now.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) board: Mutex<Arc<Switchboard>>,
}

impl Link {
    pub(super) fn board(&self) -> Arc<Switchboard> {
        Arc::clone(&self.board.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn replace(&self, board: &Arc<Switchboard>) {
        *self.board.lock().unwrap_or_else(PoisonError::into_inner) = Arc::clone(board);
    }
}

impl<F: Family> Connection<F> {
    /// Uses the socket that the other handles use.
    pub(super) fn adopt(&mut self) {
        let board = self.link.board();
        if !Arc::ptr_eq(&board, &self.port.board) {
            self.port.board = board;
        }
    }

    /// Whether the error says that the family may have moved (a module was reloaded, a host was
    /// started again), and the family was found elsewhere, by this handle or by another one.
    pub(super) async fn moved(&mut self, error: &Error) -> Result<bool, Error> {
        if !may_have_moved(error) || is_controller(F::SCHEMA) {
            return Ok(false);
        }
        let moved = self.found_elsewhere(error).await?;
        // What is asked once more has what is left of the time.
        self.port.goes_on = moved;
        Ok(moved)
    }

    async fn found_elsewhere(&mut self, error: &Error) -> Result<bool, Error> {
        let (asked, until) = (Arc::clone(&self.port.board), self.port.until);
        self.adopt();
        let is_refused = matches!(error, Error::Refused(_));
        if !Arc::ptr_eq(&asked, &self.port.board)
            || (is_refused && asked.family() != self.port.asked_under)
        {
            return Ok(true);
        }
        let mut port = Port::new(asked, &self.options);
        port.go_on_until(until);
        match port.resolve(F::SCHEMA.name).await {
            // A refusal by the family itself says the same as one by a kernel that lacks it.
            Ok(true) => Ok(port.board.family() != self.port.asked_under || !is_refused),
            Ok(false) => self.move_from(port.board.place, until).await,
            // What the family said is more than that nobody could be asked about it.
            Err(_) => Ok(false),
        }
    }

    /// Looks for the family in other places than the one where it is no more.
    async fn move_from(&mut self, place: Place, until: Option<Instant>) -> Result<bool, Error> {
        let found = Port::resolved(F::SCHEMA, &self.options, Some(place), until).await;
        match found {
            Ok(port) => {
                self.link.replace(&port.board);
                self.port.board = port.board;
                Ok(true)
            }
            Err(error @ Error::FamilyNotFound { .. }) => Err(error),
            Err(_) => Ok(false),
        }
    }
}

pub(super) fn is_controller(schema: &FamilySchema) -> bool {
    schema.name == Nlctrl::SCHEMA.name
}
