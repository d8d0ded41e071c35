//! A declaration as plain data, every option with its place.

use proc_macro2::Span;
use syn::{Expr, Generics, Ident, Type, Visibility};

/// A number with its place.
#[derive(Clone, Copy)]
pub(crate) struct Number {
    pub(crate) value: i128,
    pub(crate) span: Span,
}

/// `#[derive(Attributes)]`.
pub(crate) struct Set {
    pub(crate) krate: Option<syn::Path>,
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) fields: Vec<Field>,
}

/// A field of a set.
pub(crate) struct Field {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) number: Option<Number>,
    pub(crate) bounds: Bounds,
    pub(crate) doc: String,
}

/// `min`, `max`, `min_len`, `max_len`, and `exact_len`, which is both of the latter.
#[derive(Default)]
pub(crate) struct Bounds {
    pub(crate) min: Option<Expr>,
    pub(crate) max: Option<Expr>,
    pub(crate) min_len: Option<Expr>,
    pub(crate) max_len: Option<Expr>,
    pub(crate) exact_len: Option<Expr>,
}

impl Bounds {
    pub(crate) fn is_empty(&self) -> bool {
        self.min.is_none()
            && self.max.is_none()
            && self.min_len.is_none()
            && self.max_len.is_none()
            && self.exact_len.is_none()
    }
}

/// `#[derive(Value)]`.
pub(crate) struct Value {
    pub(crate) krate: Option<syn::Path>,
    pub(crate) ident: Ident,
    pub(crate) repr: Option<Ident>,
    pub(crate) doc: String,
    pub(crate) named: Vec<Named>,
    pub(crate) others: Vec<Other>,
}

/// A named number of an enum.
pub(crate) struct Named {
    pub(crate) ident: Ident,
    pub(crate) value: Number,
    pub(crate) doc: String,
}

/// The variant that keeps the other numbers.
pub(crate) struct Other {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) span: Span,
}

/// `#[derive(Family)]`.
pub(crate) struct Family {
    pub(crate) krate: Option<syn::Path>,
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    pub(crate) name: String,
    pub(crate) name_span: Span,
    pub(crate) version: Number,
    pub(crate) doc: String,
    pub(crate) groups: Vec<Group>,
    pub(crate) operations: Vec<Operation>,
}

/// A multicast group.
pub(crate) struct Group {
    pub(crate) name: String,
    pub(crate) span: Span,
}

/// One `#[nl(…)]` of a variant.
pub(crate) struct Operation {
    pub(crate) variant: Ident,
    pub(crate) command: Number,
    /// Whether it is the first of its variant.
    pub(crate) first: bool,
    pub(crate) reply_command: Option<Number>,
    pub(crate) permission: Option<(Permission, Span)>,
    pub(crate) mode: Mode,
    pub(crate) doc: String,
}

/// Who may call it.
#[derive(Clone, Copy)]
pub(crate) enum Permission {
    Admin,
    NamespaceAdmin,
}

/// How it is called and answered.
pub(crate) enum Mode {
    Do { request: Type, reply: Option<Type> },
    Dump { request: Type, item: Type },
    Stream { request: Type, item: Type },
    Event { set: Type, group: Option<Group> },
}

impl Mode {
    pub(crate) fn request(&self) -> Option<&Type> {
        match self {
            Self::Do { request, .. }
            | Self::Dump { request, .. }
            | Self::Stream { request, .. } => Some(request),
            Self::Event { .. } => None,
        }
    }
}
