//! Where a family may be.

use crate::Options;
use crate::controller::ID;
use crate::error::Error;
use crate::socket::Socket;

/// Where a family may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Kernel,
    Host(u32),
}

impl Place {
    /// A socket that hears from there.
    #[inline]
    pub(crate) fn open(self, options: &Options) -> Result<Socket, Error> {
        let socket = match self {
            Self::Kernel => Socket::kernel(options).and_then(|mut socket| {
                socket.listen(options)?;
                // The controller tells there of families that come and go.
                socket.join(ID.into())?;
                Ok(socket)
            }),
            Self::Host(port) => Socket::to_host(port, options),
        };
        socket.map_err(|error| Error::Io("socket", error))
    }
}
