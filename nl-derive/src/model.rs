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
    /// Whether the number may be 0.
    pub(crate) zero: Option<Span>,
    pub(crate) bounds: Bounds,
    pub(crate) role: Role,
    pub(crate) doc: String,
}

/// What a field of a set is.
pub(crate) enum Role {
    /// An attribute, with the value that it has when it is not there.
    Attribute { default: Option<Expr> },
    /// An attribute whose format another field names.
    SubMessage { selector: Ident },
    /// The family's own header before the attributes.
    Header(Span),
    /// The attributes that no other field takes.
    Rest(Span),
}

impl Set {
    /// The fields that are attributes, in the order of the schema.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.is_attribute())
    }
}

impl Field {
    pub(crate) fn is_attribute(&self) -> bool {
        matches!(self.role, Role::Attribute { .. } | Role::SubMessage { .. })
    }
}

/// `#[derive(Attributes)]` of an enum: a variant for each attribute, or for each message.
pub(crate) struct Choice {
    pub(crate) krate: Option<syn::Path>,
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) variants: Vec<Variant>,
    pub(crate) others: Vec<OtherVariant>,
}

/// A variant that is an attribute or a message.
pub(crate) struct Variant {
    pub(crate) ident: Ident,
    /// What it holds; a flag holds nothing.
    pub(crate) ty: Option<Type>,
    pub(crate) number: Number,
    /// Whether the number is a command.
    pub(crate) command: bool,
    /// Whether the number may be 0.
    pub(crate) zero: Option<Span>,
    pub(crate) bounds: Bounds,
    pub(crate) doc: String,
}

/// The variant for what is not declared.
pub(crate) struct OtherVariant {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) span: Span,
}

/// `#[derive(SubMessage)]`.
pub(crate) struct SubMessage {
    pub(crate) krate: Option<syn::Path>,
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    pub(crate) doc: String,
    /// Whether it is an enum at all.
    pub(crate) is_enum: bool,
    pub(crate) formats: Vec<Format>,
    pub(crate) others: Vec<OtherVariant>,
}

/// A format of a sub-message.
pub(crate) struct Format {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) selector: Selector,
    pub(crate) span: Span,
    pub(crate) doc: String,
}

/// What selects a format.
#[derive(PartialEq)]
pub(crate) enum Selector {
    Text(String),
    Number(i128),
}

/// `min`, `max`, `min_len`, `max_len`, and `exact_len`, which is both of the latter.
#[derive(Default)]
pub(crate) struct Bounds {
    pub(crate) min: Option<Expr>,
    pub(crate) max: Option<Expr>,
    pub(crate) min_len: Option<Expr>,
    pub(crate) max_len: Option<Expr>,
    pub(crate) exact_len: Option<Expr>,
    pub(crate) mask: Option<Expr>,
}

impl Bounds {
    pub(crate) fn is_empty(&self) -> bool {
        self.min.is_none()
            && self.max.is_none()
            && self.min_len.is_none()
            && self.max_len.is_none()
            && self.exact_len.is_none()
            && self.mask.is_none()
    }
}

/// `#[derive(Value)]`.
pub(crate) struct Value {
    pub(crate) krate: Option<syn::Path>,
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    pub(crate) repr: Option<Ident>,
    /// Whether it is an enum at all.
    pub(crate) is_enum: bool,
    pub(crate) doc: String,
    pub(crate) named: Vec<Named>,
    /// Whether its numbers take 4 bytes or 8: with a sign, or without.
    pub(crate) variable: Option<(Variable, Span)>,
    /// Whether a variant is meant for the other numbers.
    pub(crate) has_other: bool,
    pub(crate) others: Vec<Other>,
    /// What a struct wraps; it is encoded as that is.
    pub(crate) inner: Option<Type>,
}

/// An integer of 4 bytes or 8.
#[derive(Clone, Copy)]
pub(crate) enum Variable {
    Uint,
    Sint,
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
    /// Whether a name was given.
    pub(crate) named: bool,
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
