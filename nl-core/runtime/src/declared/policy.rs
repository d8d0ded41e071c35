// Expanded from declared/policy.rs: change that, and see nl-derive/src/bootstrap.rs.

//! The policy of an attribute as the kernel tells it (`enum netlink_policy_type_attr`).
/// The attributes of `NLMSGERR_ATTR_POLICY`, and of a policy dump's innermost nests.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PolicyInfo {
    /// What the payload must be.
    pub kind: Option<PolicyType>,
    /// The least signed value.
    pub min_signed: Option<i64>,
    /// The greatest signed value.
    pub max_signed: Option<i64>,
    /// The least unsigned value.
    pub min: Option<u64>,
    /// The greatest unsigned value.
    pub max: Option<u64>,
    /// The least length, bytes.
    pub min_len: Option<u32>,
    /// The greatest length, bytes.
    pub max_len: Option<u32>,
    /// Which policy of a policy dump a nest must follow.
    pub policy_index: Option<u32>,
    /// The greatest attribute number of that nest.
    pub max_type: Option<u32>,
    /// The bits that a bitfield may select.
    pub bitfield_mask: Option<u32>,
    /// The bits that an integer may have.
    pub mask: Option<u64>,
}
#[automatically_derived]
#[allow(deprecated)]
impl crate::__private::Encode for PolicyInfo {
    const SCHEMA: &'static crate::__private::SetSchema = &crate::__private::SetSchema {
        name: "policy",
        type_name: "PolicyInfo",
        doc: "The attributes of `NLMSGERR_ATTR_POLICY`, and of a policy dump's innermost nests.",
        header: 0,
        attributes: &[
            crate::__private::AttributeSchema {
                name: "kind",
                number: 1u16,
                kind: <Option<PolicyType> as crate::__private::Field<'static>>::KIND,
                presence: <Option<
                    PolicyType,
                > as crate::__private::Field<'static>>::PRESENCE,
                bounds: crate::__private::Bounds::NONE,
                doc: "What the payload must be.",
            },
            crate::__private::AttributeSchema {
                name: "min_signed",
                number: 2u16,
                kind: <Option<i64> as crate::__private::Field<'static>>::KIND,
                presence: <Option<i64> as crate::__private::Field<'static>>::PRESENCE,
                bounds: crate::__private::Bounds::NONE,
                doc: "The least signed value.",
            },
            crate::__private::AttributeSchema {
                name: "max_signed",
                number: 3u16,
                kind: <Option<i64> as crate::__private::Field<'static>>::KIND,
                presence: <Option<i64> as crate::__private::Field<'static>>::PRESENCE,
                bounds: crate::__private::Bounds::NONE,
                doc: "The greatest signed value.",
            },
            crate::__private::AttributeSchema {
                name: "min",
                number: 4u16,
                kind: <Option<u64> as crate::__private::Field<'static>>::KIND,
                presence: <Option<u64> as crate::__private::Field<'static>>::PRESENCE,
                bounds: crate::__private::Bounds::NONE,
                doc: "The least unsigned value.",
            },
            crate::__private::AttributeSchema {
                name: "max",
                number: 5u16,
                kind: <Option<u64> as crate::__private::Field<'static>>::KIND,
                presence: <Option<u64> as crate::__private::Field<'static>>::PRESENCE,
                bounds: crate::__private::Bounds::NONE,
                doc: "The greatest unsigned value.",
            },
            crate::__private::AttributeSchema {
                name: "min_len",
                number: 6u16,
                kind: <Option<u32> as crate::__private::Field<'static>>::KIND,
                presence: <Option<u32> as crate::__private::Field<'static>>::PRESENCE,
                bounds: crate::__private::Bounds::NONE,
                doc: "The least length, bytes.",
            },
            crate::__private::AttributeSchema {
                name: "max_len",
                number: 7u16,
                kind: <Option<u32> as crate::__private::Field<'static>>::KIND,
                presence: <Option<u32> as crate::__private::Field<'static>>::PRESENCE,
                bounds: crate::__private::Bounds::NONE,
                doc: "The greatest length, bytes.",
            },
            crate::__private::AttributeSchema {
                name: "policy_index",
                number: 8u16,
                kind: <Option<u32> as crate::__private::Field<'static>>::KIND,
                presence: <Option<u32> as crate::__private::Field<'static>>::PRESENCE,
                bounds: crate::__private::Bounds::NONE,
                doc: "Which policy of a policy dump a nest must follow.",
            },
            crate::__private::AttributeSchema {
                name: "max_type",
                number: 9u16,
                kind: <Option<u32> as crate::__private::Field<'static>>::KIND,
                presence: <Option<u32> as crate::__private::Field<'static>>::PRESENCE,
                bounds: crate::__private::Bounds::NONE,
                doc: "The greatest attribute number of that nest.",
            },
            crate::__private::AttributeSchema {
                name: "bitfield_mask",
                number: 10u16,
                kind: <Option<u32> as crate::__private::Field<'static>>::KIND,
                presence: <Option<u32> as crate::__private::Field<'static>>::PRESENCE,
                bounds: crate::__private::Bounds::NONE,
                doc: "The bits that a bitfield may select.",
            },
            crate::__private::AttributeSchema {
                name: "mask",
                number: 12u16,
                kind: <Option<u64> as crate::__private::Field<'static>>::KIND,
                presence: <Option<u64> as crate::__private::Field<'static>>::PRESENCE,
                bounds: crate::__private::Bounds::NONE,
                doc: "The bits that an integer may have.",
            },
        ],
        ordered: false,
    };
    #[inline]
    fn size(&self) -> usize {
        0 + <Option<PolicyType> as crate::__private::Field<'static>>::size(&self.kind)
            + <Option<i64> as crate::__private::Field<'static>>::size(&self.min_signed)
            + <Option<i64> as crate::__private::Field<'static>>::size(&self.max_signed)
            + <Option<u64> as crate::__private::Field<'static>>::size(&self.min)
            + <Option<u64> as crate::__private::Field<'static>>::size(&self.max)
            + <Option<u32> as crate::__private::Field<'static>>::size(&self.min_len)
            + <Option<u32> as crate::__private::Field<'static>>::size(&self.max_len)
            + <Option<u32> as crate::__private::Field<'static>>::size(&self.policy_index)
            + <Option<u32> as crate::__private::Field<'static>>::size(&self.max_type)
            + <Option<
                u32,
            > as crate::__private::Field<'static>>::size(&self.bitfield_mask)
            + <Option<u64> as crate::__private::Field<'static>>::size(&self.mask)
    }
    #[inline]
    fn emit(
        &self,
        writer: &mut crate::__private::Writer<'_>,
    ) -> crate::__private::Result<(), crate::__private::EncodeError> {
        if let crate::__private::Err(error) = <Option<
            PolicyType,
        > as crate::__private::Field<
            'static,
        >>::emit(&self.kind, 1u16, &crate::__private::Bounds::NONE, writer) {
            return crate::__private::Err(
                crate::__private::EncodeError::within(
                    error,
                    <Self as crate::__private::Encode>::SCHEMA,
                    0usize,
                ),
            );
        }
        if let crate::__private::Err(error) = <Option<
            i64,
        > as crate::__private::Field<
            'static,
        >>::emit(&self.min_signed, 2u16, &crate::__private::Bounds::NONE, writer) {
            return crate::__private::Err(
                crate::__private::EncodeError::within(
                    error,
                    <Self as crate::__private::Encode>::SCHEMA,
                    1usize,
                ),
            );
        }
        if let crate::__private::Err(error) = <Option<
            i64,
        > as crate::__private::Field<
            'static,
        >>::emit(&self.max_signed, 3u16, &crate::__private::Bounds::NONE, writer) {
            return crate::__private::Err(
                crate::__private::EncodeError::within(
                    error,
                    <Self as crate::__private::Encode>::SCHEMA,
                    2usize,
                ),
            );
        }
        if let crate::__private::Err(error) = <Option<
            u64,
        > as crate::__private::Field<
            'static,
        >>::emit(&self.min, 4u16, &crate::__private::Bounds::NONE, writer) {
            return crate::__private::Err(
                crate::__private::EncodeError::within(
                    error,
                    <Self as crate::__private::Encode>::SCHEMA,
                    3usize,
                ),
            );
        }
        if let crate::__private::Err(error) = <Option<
            u64,
        > as crate::__private::Field<
            'static,
        >>::emit(&self.max, 5u16, &crate::__private::Bounds::NONE, writer) {
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
        >>::emit(&self.min_len, 6u16, &crate::__private::Bounds::NONE, writer) {
            return crate::__private::Err(
                crate::__private::EncodeError::within(
                    error,
                    <Self as crate::__private::Encode>::SCHEMA,
                    5usize,
                ),
            );
        }
        if let crate::__private::Err(error) = <Option<
            u32,
        > as crate::__private::Field<
            'static,
        >>::emit(&self.max_len, 7u16, &crate::__private::Bounds::NONE, writer) {
            return crate::__private::Err(
                crate::__private::EncodeError::within(
                    error,
                    <Self as crate::__private::Encode>::SCHEMA,
                    6usize,
                ),
            );
        }
        if let crate::__private::Err(error) = <Option<
            u32,
        > as crate::__private::Field<
            'static,
        >>::emit(&self.policy_index, 8u16, &crate::__private::Bounds::NONE, writer) {
            return crate::__private::Err(
                crate::__private::EncodeError::within(
                    error,
                    <Self as crate::__private::Encode>::SCHEMA,
                    7usize,
                ),
            );
        }
        if let crate::__private::Err(error) = <Option<
            u32,
        > as crate::__private::Field<
            'static,
        >>::emit(&self.max_type, 9u16, &crate::__private::Bounds::NONE, writer) {
            return crate::__private::Err(
                crate::__private::EncodeError::within(
                    error,
                    <Self as crate::__private::Encode>::SCHEMA,
                    8usize,
                ),
            );
        }
        if let crate::__private::Err(error) = <Option<
            u32,
        > as crate::__private::Field<
            'static,
        >>::emit(&self.bitfield_mask, 10u16, &crate::__private::Bounds::NONE, writer) {
            return crate::__private::Err(
                crate::__private::EncodeError::within(
                    error,
                    <Self as crate::__private::Encode>::SCHEMA,
                    9usize,
                ),
            );
        }
        if let crate::__private::Err(error) = <Option<
            u64,
        > as crate::__private::Field<
            'static,
        >>::emit(&self.mask, 12u16, &crate::__private::Bounds::NONE, writer) {
            return crate::__private::Err(
                crate::__private::EncodeError::within(
                    error,
                    <Self as crate::__private::Encode>::SCHEMA,
                    10usize,
                ),
            );
        }
        crate::__private::Ok(())
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl<'nl> crate::__private::Decode<'nl> for PolicyInfo {
    #[inline]
    fn decode_at(
        attributes: &'nl [u8],
        depth: crate::__private::Depth,
    ) -> crate::__private::Result<Self, crate::__private::DecodeError> {
        let mut slot_0_kind = <<Option<
            PolicyType,
        > as crate::__private::Field<
            'nl,
        >>::Slot as crate::__private::Default>::default();
        let mut slot_0_min_signed = <<Option<
            i64,
        > as crate::__private::Field<
            'nl,
        >>::Slot as crate::__private::Default>::default();
        let mut slot_0_max_signed = <<Option<
            i64,
        > as crate::__private::Field<
            'nl,
        >>::Slot as crate::__private::Default>::default();
        let mut slot_0_min = <<Option<
            u64,
        > as crate::__private::Field<
            'nl,
        >>::Slot as crate::__private::Default>::default();
        let mut slot_0_max = <<Option<
            u64,
        > as crate::__private::Field<
            'nl,
        >>::Slot as crate::__private::Default>::default();
        let mut slot_0_min_len = <<Option<
            u32,
        > as crate::__private::Field<
            'nl,
        >>::Slot as crate::__private::Default>::default();
        let mut slot_0_max_len = <<Option<
            u32,
        > as crate::__private::Field<
            'nl,
        >>::Slot as crate::__private::Default>::default();
        let mut slot_0_policy_index = <<Option<
            u32,
        > as crate::__private::Field<
            'nl,
        >>::Slot as crate::__private::Default>::default();
        let mut slot_0_max_type = <<Option<
            u32,
        > as crate::__private::Field<
            'nl,
        >>::Slot as crate::__private::Default>::default();
        let mut slot_0_bitfield_mask = <<Option<
            u32,
        > as crate::__private::Field<
            'nl,
        >>::Slot as crate::__private::Default>::default();
        let mut slot_0_mask = <<Option<
            u64,
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
                                PolicyType,
                            > as crate::__private::Field<
                                'nl,
                            >>::accept(&mut slot_0_kind, arrived) {
                                return crate::__private::Err(
                                    crate::__private::DecodeError::within(
                                        error,
                                        <Self as crate::__private::Encode>::SCHEMA,
                                        0usize,
                                        <Option<
                                            PolicyType,
                                        > as crate::__private::Field<'nl>>::index(&slot_0_kind),
                                    ),
                                );
                            }
                            <Option<
                                PolicyType,
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
                                i64,
                            > as crate::__private::Field<
                                'nl,
                            >>::accept(&mut slot_0_min_signed, arrived) {
                                return crate::__private::Err(
                                    crate::__private::DecodeError::within(
                                        error,
                                        <Self as crate::__private::Encode>::SCHEMA,
                                        1usize,
                                        <Option<
                                            i64,
                                        > as crate::__private::Field<
                                            'nl,
                                        >>::index(&slot_0_min_signed),
                                    ),
                                );
                            }
                            <Option<
                                i64,
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
                                i64,
                            > as crate::__private::Field<
                                'nl,
                            >>::accept(&mut slot_0_max_signed, arrived) {
                                return crate::__private::Err(
                                    crate::__private::DecodeError::within(
                                        error,
                                        <Self as crate::__private::Encode>::SCHEMA,
                                        2usize,
                                        <Option<
                                            i64,
                                        > as crate::__private::Field<
                                            'nl,
                                        >>::index(&slot_0_max_signed),
                                    ),
                                );
                            }
                            <Option<
                                i64,
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
                                u64,
                            > as crate::__private::Field<
                                'nl,
                            >>::accept(&mut slot_0_min, arrived) {
                                return crate::__private::Err(
                                    crate::__private::DecodeError::within(
                                        error,
                                        <Self as crate::__private::Encode>::SCHEMA,
                                        3usize,
                                        <Option<
                                            u64,
                                        > as crate::__private::Field<'nl>>::index(&slot_0_min),
                                    ),
                                );
                            }
                            <Option<
                                u64,
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
                                u64,
                            > as crate::__private::Field<
                                'nl,
                            >>::accept(&mut slot_0_max, arrived) {
                                return crate::__private::Err(
                                    crate::__private::DecodeError::within(
                                        error,
                                        <Self as crate::__private::Encode>::SCHEMA,
                                        4usize,
                                        <Option<
                                            u64,
                                        > as crate::__private::Field<'nl>>::index(&slot_0_max),
                                    ),
                                );
                            }
                            <Option<
                                u64,
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
                            >>::accept(&mut slot_0_min_len, arrived) {
                                return crate::__private::Err(
                                    crate::__private::DecodeError::within(
                                        error,
                                        <Self as crate::__private::Encode>::SCHEMA,
                                        5usize,
                                        <Option<
                                            u32,
                                        > as crate::__private::Field<'nl>>::index(&slot_0_min_len),
                                    ),
                                );
                            }
                            <Option<
                                u32,
                            > as crate::__private::Field<
                                'nl,
                            >>::pass_over(&mut iterator, from_here);
                        }
                        7u16 => {
                            let arrived = crate::__private::Arrived {
                                payload: attribute.payload,
                                from_here,
                                depth: depth,
                            };
                            if let crate::__private::Err(error) = <Option<
                                u32,
                            > as crate::__private::Field<
                                'nl,
                            >>::accept(&mut slot_0_max_len, arrived) {
                                return crate::__private::Err(
                                    crate::__private::DecodeError::within(
                                        error,
                                        <Self as crate::__private::Encode>::SCHEMA,
                                        6usize,
                                        <Option<
                                            u32,
                                        > as crate::__private::Field<'nl>>::index(&slot_0_max_len),
                                    ),
                                );
                            }
                            <Option<
                                u32,
                            > as crate::__private::Field<
                                'nl,
                            >>::pass_over(&mut iterator, from_here);
                        }
                        8u16 => {
                            let arrived = crate::__private::Arrived {
                                payload: attribute.payload,
                                from_here,
                                depth: depth,
                            };
                            if let crate::__private::Err(error) = <Option<
                                u32,
                            > as crate::__private::Field<
                                'nl,
                            >>::accept(&mut slot_0_policy_index, arrived) {
                                return crate::__private::Err(
                                    crate::__private::DecodeError::within(
                                        error,
                                        <Self as crate::__private::Encode>::SCHEMA,
                                        7usize,
                                        <Option<
                                            u32,
                                        > as crate::__private::Field<
                                            'nl,
                                        >>::index(&slot_0_policy_index),
                                    ),
                                );
                            }
                            <Option<
                                u32,
                            > as crate::__private::Field<
                                'nl,
                            >>::pass_over(&mut iterator, from_here);
                        }
                        9u16 => {
                            let arrived = crate::__private::Arrived {
                                payload: attribute.payload,
                                from_here,
                                depth: depth,
                            };
                            if let crate::__private::Err(error) = <Option<
                                u32,
                            > as crate::__private::Field<
                                'nl,
                            >>::accept(&mut slot_0_max_type, arrived) {
                                return crate::__private::Err(
                                    crate::__private::DecodeError::within(
                                        error,
                                        <Self as crate::__private::Encode>::SCHEMA,
                                        8usize,
                                        <Option<
                                            u32,
                                        > as crate::__private::Field<'nl>>::index(&slot_0_max_type),
                                    ),
                                );
                            }
                            <Option<
                                u32,
                            > as crate::__private::Field<
                                'nl,
                            >>::pass_over(&mut iterator, from_here);
                        }
                        10u16 => {
                            let arrived = crate::__private::Arrived {
                                payload: attribute.payload,
                                from_here,
                                depth: depth,
                            };
                            if let crate::__private::Err(error) = <Option<
                                u32,
                            > as crate::__private::Field<
                                'nl,
                            >>::accept(&mut slot_0_bitfield_mask, arrived) {
                                return crate::__private::Err(
                                    crate::__private::DecodeError::within(
                                        error,
                                        <Self as crate::__private::Encode>::SCHEMA,
                                        9usize,
                                        <Option<
                                            u32,
                                        > as crate::__private::Field<
                                            'nl,
                                        >>::index(&slot_0_bitfield_mask),
                                    ),
                                );
                            }
                            <Option<
                                u32,
                            > as crate::__private::Field<
                                'nl,
                            >>::pass_over(&mut iterator, from_here);
                        }
                        12u16 => {
                            let arrived = crate::__private::Arrived {
                                payload: attribute.payload,
                                from_here,
                                depth: depth,
                            };
                            if let crate::__private::Err(error) = <Option<
                                u64,
                            > as crate::__private::Field<
                                'nl,
                            >>::accept(&mut slot_0_mask, arrived) {
                                return crate::__private::Err(
                                    crate::__private::DecodeError::within(
                                        error,
                                        <Self as crate::__private::Encode>::SCHEMA,
                                        10usize,
                                        <Option<
                                            u64,
                                        > as crate::__private::Field<'nl>>::index(&slot_0_mask),
                                    ),
                                );
                            }
                            <Option<
                                u64,
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
        let field_0_kind: Option<PolicyType> = match <Option<
            PolicyType,
        > as crate::__private::Field<'nl>>::finish(slot_0_kind) {
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
        let field_0_min_signed: Option<i64> = match <Option<
            i64,
        > as crate::__private::Field<'nl>>::finish(slot_0_min_signed) {
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
        let field_0_max_signed: Option<i64> = match <Option<
            i64,
        > as crate::__private::Field<'nl>>::finish(slot_0_max_signed) {
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
        let field_0_min: Option<u64> = match <Option<
            u64,
        > as crate::__private::Field<'nl>>::finish(slot_0_min) {
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
        let field_0_max: Option<u64> = match <Option<
            u64,
        > as crate::__private::Field<'nl>>::finish(slot_0_max) {
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
        let field_0_min_len: Option<u32> = match <Option<
            u32,
        > as crate::__private::Field<'nl>>::finish(slot_0_min_len) {
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
        let field_0_max_len: Option<u32> = match <Option<
            u32,
        > as crate::__private::Field<'nl>>::finish(slot_0_max_len) {
            crate::__private::Some(value) => value,
            crate::__private::None => {
                return crate::__private::Err(
                    crate::__private::DecodeError::missing(
                        <Self as crate::__private::Encode>::SCHEMA,
                        6usize,
                        attributes,
                    ),
                );
            }
        };
        let field_0_policy_index: Option<u32> = match <Option<
            u32,
        > as crate::__private::Field<'nl>>::finish(slot_0_policy_index) {
            crate::__private::Some(value) => value,
            crate::__private::None => {
                return crate::__private::Err(
                    crate::__private::DecodeError::missing(
                        <Self as crate::__private::Encode>::SCHEMA,
                        7usize,
                        attributes,
                    ),
                );
            }
        };
        let field_0_max_type: Option<u32> = match <Option<
            u32,
        > as crate::__private::Field<'nl>>::finish(slot_0_max_type) {
            crate::__private::Some(value) => value,
            crate::__private::None => {
                return crate::__private::Err(
                    crate::__private::DecodeError::missing(
                        <Self as crate::__private::Encode>::SCHEMA,
                        8usize,
                        attributes,
                    ),
                );
            }
        };
        let field_0_bitfield_mask: Option<u32> = match <Option<
            u32,
        > as crate::__private::Field<'nl>>::finish(slot_0_bitfield_mask) {
            crate::__private::Some(value) => value,
            crate::__private::None => {
                return crate::__private::Err(
                    crate::__private::DecodeError::missing(
                        <Self as crate::__private::Encode>::SCHEMA,
                        9usize,
                        attributes,
                    ),
                );
            }
        };
        let field_0_mask: Option<u64> = match <Option<
            u64,
        > as crate::__private::Field<'nl>>::finish(slot_0_mask) {
            crate::__private::Some(value) => value,
            crate::__private::None => {
                return crate::__private::Err(
                    crate::__private::DecodeError::missing(
                        <Self as crate::__private::Encode>::SCHEMA,
                        10usize,
                        attributes,
                    ),
                );
            }
        };
        crate::__private::Ok(Self {
            kind: field_0_kind,
            min_signed: field_0_min_signed,
            max_signed: field_0_max_signed,
            min: field_0_min,
            max: field_0_max,
            min_len: field_0_min_len,
            max_len: field_0_max_len,
            policy_index: field_0_policy_index,
            max_type: field_0_max_type,
            bitfield_mask: field_0_bitfield_mask,
            mask: field_0_mask,
        })
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl<'nl> crate::__private::Value<'nl> for PolicyInfo {
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
impl<'nl> crate::__private::Element<'nl> for PolicyInfo {}
/// What a policy wants a payload to be (`enum netlink_attribute_type` of `linux/netlink.h`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
#[allow(missing_docs, reason = "each is named as the kernel names it")]
pub enum PolicyType {
    Invalid = 0,
    Flag = 1,
    U8 = 2,
    U16 = 3,
    U32 = 4,
    U64 = 5,
    S8 = 6,
    S16 = 7,
    S32 = 8,
    S64 = 9,
    Binary = 10,
    String = 11,
    NulString = 12,
    Nested = 13,
    NestedArray = 14,
    Bitfield32 = 15,
    Sint = 16,
    Uint = 17,
    /// A type newer than this crate.
    Other(u32),
}
#[automatically_derived]
impl<'nl> crate::__private::Value<'nl> for PolicyType {
    const KIND: crate::__private::Kind = crate::__private::Kind::Enum(
        <u32 as crate::__private::EnumRepr>::SCALAR,
        &crate::__private::EnumSchema {
            name: "PolicyType",
            doc: "What a policy wants a payload to be (`enum netlink_attribute_type` of `linux/netlink.h`).",
            values: &[
                crate::__private::EnumValue {
                    name: "Invalid",
                    value: 0,
                    doc: "",
                },
                crate::__private::EnumValue {
                    name: "Flag",
                    value: 1,
                    doc: "",
                },
                crate::__private::EnumValue {
                    name: "U8",
                    value: 2,
                    doc: "",
                },
                crate::__private::EnumValue {
                    name: "U16",
                    value: 3,
                    doc: "",
                },
                crate::__private::EnumValue {
                    name: "U32",
                    value: 4,
                    doc: "",
                },
                crate::__private::EnumValue {
                    name: "U64",
                    value: 5,
                    doc: "",
                },
                crate::__private::EnumValue {
                    name: "S8",
                    value: 6,
                    doc: "",
                },
                crate::__private::EnumValue {
                    name: "S16",
                    value: 7,
                    doc: "",
                },
                crate::__private::EnumValue {
                    name: "S32",
                    value: 8,
                    doc: "",
                },
                crate::__private::EnumValue {
                    name: "S64",
                    value: 9,
                    doc: "",
                },
                crate::__private::EnumValue {
                    name: "Binary",
                    value: 10,
                    doc: "",
                },
                crate::__private::EnumValue {
                    name: "String",
                    value: 11,
                    doc: "",
                },
                crate::__private::EnumValue {
                    name: "NulString",
                    value: 12,
                    doc: "",
                },
                crate::__private::EnumValue {
                    name: "Nested",
                    value: 13,
                    doc: "",
                },
                crate::__private::EnumValue {
                    name: "NestedArray",
                    value: 14,
                    doc: "",
                },
                crate::__private::EnumValue {
                    name: "Bitfield32",
                    value: 15,
                    doc: "",
                },
                crate::__private::EnumValue {
                    name: "Sint",
                    value: 16,
                    doc: "",
                },
                crate::__private::EnumValue {
                    name: "Uint",
                    value: 17,
                    doc: "",
                },
            ],
        },
    );
    const SIZE: crate::__private::Option<usize> = <u32 as crate::__private::Value<
        '_,
    >>::SIZE;
    #[inline]
    fn size(&self) -> usize {
        ::core::mem::size_of::<u32>()
    }
    #[inline]
    fn emit(
        &self,
        writer: &mut crate::__private::Writer<'_>,
    ) -> crate::__private::Result<(), crate::__private::EncodeError> {
        let number: u32 = match self {
            Self::Invalid => 0,
            Self::Flag => 1,
            Self::U8 => 2,
            Self::U16 => 3,
            Self::U32 => 4,
            Self::U64 => 5,
            Self::S8 => 6,
            Self::S16 => 7,
            Self::S32 => 8,
            Self::S64 => 9,
            Self::Binary => 10,
            Self::String => 11,
            Self::NulString => 12,
            Self::Nested => 13,
            Self::NestedArray => 14,
            Self::Bitfield32 => 15,
            Self::Sint => 16,
            Self::Uint => 17,
            Self::Other(number) => *number,
        };
        <u32 as crate::__private::Value<'_>>::emit(&number, writer)
    }
    #[inline]
    fn decode_payload(
        payload: &'nl [u8],
        depth: crate::__private::Depth,
    ) -> crate::__private::Result<Self, crate::__private::DecodeError> {
        match <u32 as crate::__private::Value<'_>>::decode_payload(payload, depth) {
            crate::__private::Ok(number) => {
                crate::__private::Ok(
                    match number {
                        0 => Self::Invalid,
                        1 => Self::Flag,
                        2 => Self::U8,
                        3 => Self::U16,
                        4 => Self::U32,
                        5 => Self::U64,
                        6 => Self::S8,
                        7 => Self::S16,
                        8 => Self::S32,
                        9 => Self::S64,
                        10 => Self::Binary,
                        11 => Self::String,
                        12 => Self::NulString,
                        13 => Self::Nested,
                        14 => Self::NestedArray,
                        15 => Self::Bitfield32,
                        16 => Self::Sint,
                        17 => Self::Uint,
                        other => Self::Other(other),
                    },
                )
            }
            crate::__private::Err(error) => crate::__private::Err(error),
        }
    }
    #[inline]
    fn check(
        &self,
        bounds: &crate::__private::Bounds,
    ) -> crate::__private::Result<(), crate::__private::EncodeError> {
        let number: u32 = match self {
            Self::Invalid => 0,
            Self::Flag => 1,
            Self::U8 => 2,
            Self::U16 => 3,
            Self::U32 => 4,
            Self::U64 => 5,
            Self::S8 => 6,
            Self::S16 => 7,
            Self::S32 => 8,
            Self::S64 => 9,
            Self::Binary => 10,
            Self::String => 11,
            Self::NulString => 12,
            Self::Nested => 13,
            Self::NestedArray => 14,
            Self::Bitfield32 => 15,
            Self::Sint => 16,
            Self::Uint => 17,
            Self::Other(number) => *number,
        };
        <u32 as crate::__private::Value<'_>>::check(&number, bounds)
    }
}
#[automatically_derived]
impl<'nl> crate::__private::Element<'nl> for PolicyType {}
#[automatically_derived]
impl crate::__private::Selects for PolicyType {
    fn selector(&self) -> crate::__private::Selector<'_> {
        let number: u32 = match self {
            Self::Invalid => 0,
            Self::Flag => 1,
            Self::U8 => 2,
            Self::U16 => 3,
            Self::U32 => 4,
            Self::U64 => 5,
            Self::S8 => 6,
            Self::S16 => 7,
            Self::S32 => 8,
            Self::S64 => 9,
            Self::Binary => 10,
            Self::String => 11,
            Self::NulString => 12,
            Self::Nested => 13,
            Self::NestedArray => 14,
            Self::Bitfield32 => 15,
            Self::Sint => 16,
            Self::Uint => 17,
            Self::Other(number) => *number,
        };
        crate::__private::Selector::Number(::core::convert::From::from(number))
    }
}
