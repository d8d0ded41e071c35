// Expanded from declared/ext_ack.rs: change that, and see nl-derive/src/bootstrap.rs.

//! What comes with an acknowledgement or a refusal (`linux/netlink.h`).
use crate::PolicyInfo;
/// An extended ack (`enum nlmsgerr_attrs` of `linux/netlink.h`).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExtAck<'a> {
    /// A sentence. On success it is a warning.
    pub message: Option<&'a [u8]>,
    /// Where the refused attribute starts, bytes from the request's header on.
    pub offset: Option<u32>,
    /// Whatever the family wants to say on success.
    pub cookie: Option<&'a [u8]>,
    /// The policy that refused.
    pub policy: Option<PolicyInfo>,
    /// The number of an attribute that is missing.
    pub missing: Option<u32>,
    /// Where the nest starts that misses it; at the top level where this is not there.
    pub missing_nest: Option<u32>,
}
#[automatically_derived]
#[allow(deprecated)]
impl<'a> crate::__private::Encode for ExtAck<'a> {
    const SCHEMA: &'static crate::__private::SetSchema = &crate::__private::SetSchema {
        name: "extended_ack",
        type_name: "ExtAck",
        doc: "An extended ack (`enum nlmsgerr_attrs` of `linux/netlink.h`).",
        header: 0,
        attributes: &[
            crate::__private::AttributeSchema {
                name: "message",
                number: 1u16,
                kind: <Option<&'a [u8]> as crate::__private::Field<'static>>::KIND,
                presence: <Option<
                    &'a [u8],
                > as crate::__private::Field<'static>>::PRESENCE,
                bounds: crate::__private::Bounds::NONE,
                doc: "A sentence. On success it is a warning.",
            },
            crate::__private::AttributeSchema {
                name: "offset",
                number: 2u16,
                kind: <Option<u32> as crate::__private::Field<'static>>::KIND,
                presence: <Option<u32> as crate::__private::Field<'static>>::PRESENCE,
                bounds: crate::__private::Bounds::NONE,
                doc: "Where the refused attribute starts, bytes from the request's header on.",
            },
            crate::__private::AttributeSchema {
                name: "cookie",
                number: 3u16,
                kind: <Option<&'a [u8]> as crate::__private::Field<'static>>::KIND,
                presence: <Option<
                    &'a [u8],
                > as crate::__private::Field<'static>>::PRESENCE,
                bounds: crate::__private::Bounds::NONE,
                doc: "Whatever the family wants to say on success.",
            },
            crate::__private::AttributeSchema {
                name: "policy",
                number: 4u16,
                kind: <Option<PolicyInfo> as crate::__private::Field<'static>>::KIND,
                presence: <Option<
                    PolicyInfo,
                > as crate::__private::Field<'static>>::PRESENCE,
                bounds: crate::__private::Bounds::NONE,
                doc: "The policy that refused.",
            },
            crate::__private::AttributeSchema {
                name: "missing",
                number: 5u16,
                kind: <Option<u32> as crate::__private::Field<'static>>::KIND,
                presence: <Option<u32> as crate::__private::Field<'static>>::PRESENCE,
                bounds: crate::__private::Bounds::NONE,
                doc: "The number of an attribute that is missing.",
            },
            crate::__private::AttributeSchema {
                name: "missing_nest",
                number: 6u16,
                kind: <Option<u32> as crate::__private::Field<'static>>::KIND,
                presence: <Option<u32> as crate::__private::Field<'static>>::PRESENCE,
                bounds: crate::__private::Bounds::NONE,
                doc: "Where the nest starts that misses it; at the top level where this is not there.",
            },
        ],
        ordered: false,
    };
    #[inline]
    fn size(&self) -> usize {
        0 + <Option<&'a [u8]> as crate::__private::Field<'static>>::size(&self.message)
            + <Option<u32> as crate::__private::Field<'static>>::size(&self.offset)
            + <Option<&'a [u8]> as crate::__private::Field<'static>>::size(&self.cookie)
            + <Option<
                PolicyInfo,
            > as crate::__private::Field<'static>>::size(&self.policy)
            + <Option<u32> as crate::__private::Field<'static>>::size(&self.missing)
            + <Option<u32> as crate::__private::Field<'static>>::size(&self.missing_nest)
    }
    #[inline]
    fn emit(
        &self,
        writer: &mut crate::__private::Writer<'_>,
    ) -> crate::__private::Result<(), crate::__private::EncodeError> {
        if let crate::__private::Err(error) = <Option<
            &'a [u8],
        > as crate::__private::Field<
            'static,
        >>::emit(&self.message, 1u16, &crate::__private::Bounds::NONE, writer) {
            return crate::__private::Err(
                crate::__private::EncodeError::within(
                    error,
                    <Self as crate::__private::Encode>::SCHEMA,
                    0usize,
                ),
            );
        }
        if let crate::__private::Err(error) = <Option<
            u32,
        > as crate::__private::Field<
            'static,
        >>::emit(&self.offset, 2u16, &crate::__private::Bounds::NONE, writer) {
            return crate::__private::Err(
                crate::__private::EncodeError::within(
                    error,
                    <Self as crate::__private::Encode>::SCHEMA,
                    1usize,
                ),
            );
        }
        if let crate::__private::Err(error) = <Option<
            &'a [u8],
        > as crate::__private::Field<
            'static,
        >>::emit(&self.cookie, 3u16, &crate::__private::Bounds::NONE, writer) {
            return crate::__private::Err(
                crate::__private::EncodeError::within(
                    error,
                    <Self as crate::__private::Encode>::SCHEMA,
                    2usize,
                ),
            );
        }
        if let crate::__private::Err(error) = <Option<
            PolicyInfo,
        > as crate::__private::Field<
            'static,
        >>::emit(&self.policy, 4u16, &crate::__private::Bounds::NONE, writer) {
            return crate::__private::Err(
                crate::__private::EncodeError::within(
                    error,
                    <Self as crate::__private::Encode>::SCHEMA,
                    3usize,
                ),
            );
        }
        if let crate::__private::Err(error) = <Option<
            u32,
        > as crate::__private::Field<
            'static,
        >>::emit(&self.missing, 5u16, &crate::__private::Bounds::NONE, writer) {
            return crate::__private::Err(
                crate::__private::EncodeError::within(
                    error,
                    <Self as crate::__private::Encode>::SCHEMA,
                    4usize,
                ),
            );
        }
        if let crate::__private::Err(error) = <Option<
            u32,
        > as crate::__private::Field<
            'static,
        >>::emit(&self.missing_nest, 6u16, &crate::__private::Bounds::NONE, writer) {
            return crate::__private::Err(
                crate::__private::EncodeError::within(
                    error,
                    <Self as crate::__private::Encode>::SCHEMA,
                    5usize,
                ),
            );
        }
        crate::__private::Ok(())
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl<'nl: 'a, 'a> crate::__private::Decode<'nl> for ExtAck<'a> {
    #[inline]
    fn decode_at(
        attributes: &'nl [u8],
        depth: crate::__private::Depth,
    ) -> crate::__private::Result<Self, crate::__private::DecodeError> {
        let mut slot_0_message = <<Option<
            &'a [u8],
        > as crate::__private::Field<
            'nl,
        >>::Slot as crate::__private::Default>::default();
        let mut slot_0_offset = <<Option<
            u32,
        > as crate::__private::Field<
            'nl,
        >>::Slot as crate::__private::Default>::default();
        let mut slot_0_cookie = <<Option<
            &'a [u8],
        > as crate::__private::Field<
            'nl,
        >>::Slot as crate::__private::Default>::default();
        let mut slot_0_policy = <<Option<
            PolicyInfo,
        > as crate::__private::Field<
            'nl,
        >>::Slot as crate::__private::Default>::default();
        let mut slot_0_missing = <<Option<
            u32,
        > as crate::__private::Field<
            'nl,
        >>::Slot as crate::__private::Default>::default();
        let mut slot_0_missing_nest = <<Option<
            u32,
        > as crate::__private::Field<
            'nl,
        >>::Slot as crate::__private::Default>::default();
        let mut iterator = crate::__private::Attrs::new(attributes);
        loop {
            let from_here = crate::__private::Attrs::rest(&iterator);
            match crate::__private::Attrs::next_attr(&mut iterator) {
                crate::__private::Ok(crate::__private::None) => break,
                crate::__private::Ok(crate::__private::Some(attribute)) => {
                    let _ = from_here;
                    match crate::__private::Attr::number(&attribute) {
                        1u16 => {
                            let arrived = crate::__private::Arrived {
                                payload: attribute.payload,
                                from_here,
                                depth: depth,
                            };
                            if let crate::__private::Err(error) = <Option<
                                &'a [u8],
                            > as crate::__private::Field<
                                'nl,
                            >>::accept(&mut slot_0_message, arrived) {
                                return crate::__private::Err(
                                    crate::__private::DecodeError::within(
                                        error,
                                        <Self as crate::__private::Encode>::SCHEMA,
                                        0usize,
                                        <Option<
                                            &'a [u8],
                                        > as crate::__private::Field<'nl>>::index(&slot_0_message),
                                    ),
                                );
                            }
                            <Option<
                                &'a [u8],
                            > as crate::__private::Field<
                                'nl,
                            >>::pass_over(&mut iterator, from_here);
                        }
                        2u16 => {
                            let arrived = crate::__private::Arrived {
                                payload: attribute.payload,
                                from_here,
                                depth: depth,
                            };
                            if let crate::__private::Err(error) = <Option<
                                u32,
                            > as crate::__private::Field<
                                'nl,
                            >>::accept(&mut slot_0_offset, arrived) {
                                return crate::__private::Err(
                                    crate::__private::DecodeError::within(
                                        error,
                                        <Self as crate::__private::Encode>::SCHEMA,
                                        1usize,
                                        <Option<
                                            u32,
                                        > as crate::__private::Field<'nl>>::index(&slot_0_offset),
                                    ),
                                );
                            }
                            <Option<
                                u32,
                            > as crate::__private::Field<
                                'nl,
                            >>::pass_over(&mut iterator, from_here);
                        }
                        3u16 => {
                            let arrived = crate::__private::Arrived {
                                payload: attribute.payload,
                                from_here,
                                depth: depth,
                            };
                            if let crate::__private::Err(error) = <Option<
                                &'a [u8],
                            > as crate::__private::Field<
                                'nl,
                            >>::accept(&mut slot_0_cookie, arrived) {
                                return crate::__private::Err(
                                    crate::__private::DecodeError::within(
                                        error,
                                        <Self as crate::__private::Encode>::SCHEMA,
                                        2usize,
                                        <Option<
                                            &'a [u8],
                                        > as crate::__private::Field<'nl>>::index(&slot_0_cookie),
                                    ),
                                );
                            }
                            <Option<
                                &'a [u8],
                            > as crate::__private::Field<
                                'nl,
                            >>::pass_over(&mut iterator, from_here);
                        }
                        4u16 => {
                            let arrived = crate::__private::Arrived {
                                payload: attribute.payload,
                                from_here,
                                depth: depth,
                            };
                            if let crate::__private::Err(error) = <Option<
                                PolicyInfo,
                            > as crate::__private::Field<
                                'nl,
                            >>::accept(&mut slot_0_policy, arrived) {
                                return crate::__private::Err(
                                    crate::__private::DecodeError::within(
                                        error,
                                        <Self as crate::__private::Encode>::SCHEMA,
                                        3usize,
                                        <Option<
                                            PolicyInfo,
                                        > as crate::__private::Field<'nl>>::index(&slot_0_policy),
                                    ),
                                );
                            }
                            <Option<
                                PolicyInfo,
                            > as crate::__private::Field<
                                'nl,
                            >>::pass_over(&mut iterator, from_here);
                        }
                        5u16 => {
                            let arrived = crate::__private::Arrived {
                                payload: attribute.payload,
                                from_here,
                                depth: depth,
                            };
                            if let crate::__private::Err(error) = <Option<
                                u32,
                            > as crate::__private::Field<
                                'nl,
                            >>::accept(&mut slot_0_missing, arrived) {
                                return crate::__private::Err(
                                    crate::__private::DecodeError::within(
                                        error,
                                        <Self as crate::__private::Encode>::SCHEMA,
                                        4usize,
                                        <Option<
                                            u32,
                                        > as crate::__private::Field<'nl>>::index(&slot_0_missing),
                                    ),
                                );
                            }
                            <Option<
                                u32,
                            > as crate::__private::Field<
                                'nl,
                            >>::pass_over(&mut iterator, from_here);
                        }
                        6u16 => {
                            let arrived = crate::__private::Arrived {
                                payload: attribute.payload,
                                from_here,
                                depth: depth,
                            };
                            if let crate::__private::Err(error) = <Option<
                                u32,
                            > as crate::__private::Field<
                                'nl,
                            >>::accept(&mut slot_0_missing_nest, arrived) {
                                return crate::__private::Err(
                                    crate::__private::DecodeError::within(
                                        error,
                                        <Self as crate::__private::Encode>::SCHEMA,
                                        5usize,
                                        <Option<
                                            u32,
                                        > as crate::__private::Field<
                                            'nl,
                                        >>::index(&slot_0_missing_nest),
                                    ),
                                );
                            }
                            <Option<
                                u32,
                            > as crate::__private::Field<
                                'nl,
                            >>::pass_over(&mut iterator, from_here);
                        }
                        _ => {}
                    }
                }
                crate::__private::Err(error) => {
                    return crate::__private::Err(
                        crate::__private::DecodeError::in_set(
                            error,
                            <Self as crate::__private::Encode>::SCHEMA,
                        ),
                    );
                }
            }
        }
        let field_0_message: Option<&'a [u8]> = match <Option<
            &'a [u8],
        > as crate::__private::Field<'nl>>::finish(slot_0_message) {
            crate::__private::Some(value) => value,
            crate::__private::None => {
                return crate::__private::Err(
                    crate::__private::DecodeError::missing(
                        <Self as crate::__private::Encode>::SCHEMA,
                        0usize,
                        attributes,
                    ),
                );
            }
        };
        let field_0_offset: Option<u32> = match <Option<
            u32,
        > as crate::__private::Field<'nl>>::finish(slot_0_offset) {
            crate::__private::Some(value) => value,
            crate::__private::None => {
                return crate::__private::Err(
                    crate::__private::DecodeError::missing(
                        <Self as crate::__private::Encode>::SCHEMA,
                        1usize,
                        attributes,
                    ),
                );
            }
        };
        let field_0_cookie: Option<&'a [u8]> = match <Option<
            &'a [u8],
        > as crate::__private::Field<'nl>>::finish(slot_0_cookie) {
            crate::__private::Some(value) => value,
            crate::__private::None => {
                return crate::__private::Err(
                    crate::__private::DecodeError::missing(
                        <Self as crate::__private::Encode>::SCHEMA,
                        2usize,
                        attributes,
                    ),
                );
            }
        };
        let field_0_policy: Option<PolicyInfo> = match <Option<
            PolicyInfo,
        > as crate::__private::Field<'nl>>::finish(slot_0_policy) {
            crate::__private::Some(value) => value,
            crate::__private::None => {
                return crate::__private::Err(
                    crate::__private::DecodeError::missing(
                        <Self as crate::__private::Encode>::SCHEMA,
                        3usize,
                        attributes,
                    ),
                );
            }
        };
        let field_0_missing: Option<u32> = match <Option<
            u32,
        > as crate::__private::Field<'nl>>::finish(slot_0_missing) {
            crate::__private::Some(value) => value,
            crate::__private::None => {
                return crate::__private::Err(
                    crate::__private::DecodeError::missing(
                        <Self as crate::__private::Encode>::SCHEMA,
                        4usize,
                        attributes,
                    ),
                );
            }
        };
        let field_0_missing_nest: Option<u32> = match <Option<
            u32,
        > as crate::__private::Field<'nl>>::finish(slot_0_missing_nest) {
            crate::__private::Some(value) => value,
            crate::__private::None => {
                return crate::__private::Err(
                    crate::__private::DecodeError::missing(
                        <Self as crate::__private::Encode>::SCHEMA,
                        5usize,
                        attributes,
                    ),
                );
            }
        };
        crate::__private::Ok(Self {
            message: field_0_message,
            offset: field_0_offset,
            cookie: field_0_cookie,
            policy: field_0_policy,
            missing: field_0_missing,
            missing_nest: field_0_missing_nest,
        })
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl<'nl: 'a, 'a> crate::__private::Value<'nl> for ExtAck<'a> {
    const KIND: crate::__private::Kind = crate::__private::Kind::Nest(
        crate::__private::schema_of::<Self>,
    );
    #[inline]
    fn size(&self) -> usize {
        <Self as crate::__private::Encode>::size(self)
    }
    #[inline]
    fn emit(
        &self,
        writer: &mut crate::__private::Writer<'_>,
    ) -> crate::__private::Result<(), crate::__private::EncodeError> {
        <Self as crate::__private::Encode>::emit(self, writer)
    }
    #[inline]
    fn decode_payload(
        payload: &'nl [u8],
        depth: crate::__private::Depth,
    ) -> crate::__private::Result<Self, crate::__private::DecodeError> {
        let depth = crate::__private::Depth::deeper(depth, payload)?;
        <Self as crate::__private::Decode<'nl>>::decode_at(payload, depth)
    }
}
#[automatically_derived]
impl<'nl: 'a, 'a> crate::__private::Element<'nl> for ExtAck<'a> {}
