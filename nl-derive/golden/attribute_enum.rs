#[automatically_derived]
#[allow(deprecated)]
impl<'a> private::Encode for Item<'a> {
    const SCHEMA: &'static private::SetSchema = &private::SetSchema {
        name: "item",
        type_name: "Item",
        doc: "",
        header: 0,
        attributes: &[
            private::AttributeSchema {
                name: "name",
                number: 1u16,
                kind: <&'a str as private::Value<'static>>::KIND,
                presence: private::Presence::Optional,
                bounds: private::Bounds {
                    min: private::None,
                    max: private::None,
                    min_len: private::None,
                    max_len: private::Some(8),
                    mask: private::None,
                }
                    .checked(&<&'a str as private::Value<'static>>::KIND),
                doc: "",
            },
            private::AttributeSchema {
                name: "urgent",
                number: 2u16,
                kind: private::Kind::Flag,
                presence: private::Presence::Flag,
                bounds: private::Bounds::NONE.checked(&private::Kind::Flag),
                doc: "",
            },
        ],
        ordered: true,
    };
    #[inline]
    fn size(&self) -> usize {
        match self {
            Self::Name(value) => private::size_of_attribute(value),
            Self::Urgent => 4,
            Self::Other(other) => {
                private::kept_size(<Attr<'a> as private::Kept<'static>>::attr(other))
            }
        }
    }
    #[inline]
    fn emit(
        &self,
        writer: &mut private::Writer<'_>,
    ) -> private::Result<(), private::EncodeError> {
        match self {
            Self::Name(value) => {
                match private::emit_attribute(
                    value,
                    1u16,
                    &private::Bounds {
                        min: private::None,
                        max: private::None,
                        min_len: private::None,
                        max_len: private::Some(8),
                        mask: private::None,
                    },
                    writer,
                ) {
                    private::Ok(()) => private::Ok(()),
                    private::Err(error) => {
                        private::Err(
                            private::EncodeError::within(
                                error,
                                <Self as private::Encode>::SCHEMA,
                                0usize,
                            ),
                        )
                    }
                }
            }
            Self::Urgent => {
                match <bool as private::Field<
                    '_,
                >>::emit(&true, 2u16, &private::Bounds::NONE, writer) {
                    private::Ok(()) => private::Ok(()),
                    private::Err(error) => {
                        private::Err(
                            private::EncodeError::within(
                                error,
                                <Self as private::Encode>::SCHEMA,
                                1usize,
                            ),
                        )
                    }
                }
            }
            Self::Other(other) => {
                private::emit_kept(
                    <Attr<'a> as private::Kept<'static>>::attr(other),
                    <Self as private::Encode>::SCHEMA,
                    writer,
                )
            }
        }
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl<'nl: 'a, 'a> private::Attribute<'nl> for Item<'a> {
    const SCHEMA: &'static private::SetSchema = <Self as private::Encode>::SCHEMA;
    #[inline]
    fn read(
        attribute: private::Attr<'nl>,
        depth: private::Depth,
    ) -> private::Result<private::Option<Self>, private::DecodeError> {
        let _ = depth;
        private::Ok(
            match private::Attr::number(&attribute) {
                1u16 => {
                    match <&'a str as private::Value<
                        'nl,
                    >>::decode_payload(attribute.payload, depth)
                        .map(Self::Name)
                    {
                        private::Ok(attribute) => private::Some(attribute),
                        private::Err(error) => {
                            return private::Err(
                                private::DecodeError::within(
                                    error,
                                    <Self as private::Attribute<'nl>>::SCHEMA,
                                    0usize,
                                    private::None,
                                ),
                            );
                        }
                    }
                }
                2u16 => {
                    match private::flag(attribute.payload).map(|()| Self::Urgent) {
                        private::Ok(attribute) => private::Some(attribute),
                        private::Err(error) => {
                            return private::Err(
                                private::DecodeError::within(
                                    error,
                                    <Self as private::Attribute<'nl>>::SCHEMA,
                                    1usize,
                                    private::None,
                                ),
                            );
                        }
                    }
                }
                _ => {
                    private::Some(
                        Self::Other(<Attr<'a> as private::Kept<'nl>>::keep(attribute)),
                    )
                }
            },
        )
    }
}
