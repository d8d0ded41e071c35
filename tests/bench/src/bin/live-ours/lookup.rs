//! What of the controller a look-up needs.

use nl_core::{Attributes, Family};

#[derive(Family)]
#[nl(name = "nlctrl", version = 2)]
pub(crate) enum Lookup {
    #[nl(request = ByName<'_>, reply = Id, reply_command = 1)]
    GetFamily = 3,
}

#[derive(Attributes)]
pub(crate) struct ByName<'a> {
    #[nl(2, max_len = 15)]
    pub(crate) name: &'a str,
}

#[derive(Attributes)]
pub(crate) struct Id {
    #[nl(1)]
    pub(crate) id: u16,
}
