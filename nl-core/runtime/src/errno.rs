//! The numbers by which a kernel refuses.

use std::fmt;

/// An errno as netlink carries it, with its sign turned positive.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Errno(pub i32);

macro_rules! names {
    ($($name:ident)*) => {
        impl Errno {
            $(
                #[doc = concat!("`", stringify!($name), "` of `errno.h`.")]
                pub const $name: Self = Self(libc::$name);
            )*

            /// Its name, such as `ERANGE`, for those that netlink families use.
            #[inline]
            pub fn name(self) -> Option<&'static str> {
                match self.0 {
                    $( libc::$name => Some(stringify!($name)), )*
                    _ => None,
                }
            }
        }
    };
}

names! {
    EPERM ENOENT EINTR EIO ENXIO E2BIG EBADF EAGAIN ENOMEM EACCES EFAULT EBUSY EEXIST EXDEV ENODEV
    EINVAL ENFILE EMFILE EFBIG ENOSPC EROFS EPIPE EDOM ERANGE ENAMETOOLONG ENOSYS ENOTEMPTY ENODATA
    ETIME ENOLINK EPROTO EBADMSG EOVERFLOW EMSGSIZE EPROTONOSUPPORT EOPNOTSUPP EAFNOSUPPORT
    EADDRINUSE EADDRNOTAVAIL ENETDOWN ENETUNREACH ECONNABORTED ECONNRESET ENOBUFS EISCONN ENOTCONN
    ESHUTDOWN ETIMEDOUT ECONNREFUSED EHOSTDOWN EHOSTUNREACH EALREADY EINPROGRESS ESTALE ECANCELED
    ENOKEY EKEYREJECTED
}

impl fmt::Display for Errno {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None => write!(f, "errno {}", self.0),
        }
    }
}

impl fmt::Debug for Errno {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<Errno> for std::io::Error {
    fn from(errno: Errno) -> Self {
        Self::from_raw_os_error(errno.0)
    }
}
