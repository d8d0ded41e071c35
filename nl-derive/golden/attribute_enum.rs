#[automatically_derived]
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
                    min: ::core::option::Option::None,
                    max: ::core::option::Option::None,
                    min_len: ::core::option::Option::None,
                    max_len: ::core::option::Option::Some(8),
                    mask: ::core::option::Option::None,
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
    };
    #[inline]
    fn size(&self) -> usize {
        match self {
            Self::Name(value) => private::size_of_attribute(value),
            Self::Urgent => 4,
            Self::Other(other) => {
                private::kept_size(<Attr<'a> as private::Kept<'_>>::attr(other))
            }
        }
    }
    #[inline]
    fn emit(
        &self,
        writer: &mut private::Writer<'_>,
    ) -> ::core::result::Result<(), private::EncodeError> {
        match self {
            Self::Name(value) => {
                match private::emit_attribute(
                    value,
                    1u16,
                    &private::Bounds {
                        min: ::core::option::Option::None,
                        max: ::core::option::Option::None,
                        min_len: ::core::option::Option::None,
                        max_len: ::core::option::Option::Some(8),
                        mask: ::core::option::Option::None,
                    },
                    writer,
                ) {
                    ::core::result::Result::Ok(()) => ::core::result::Result::Ok(()),
                    ::core::result::Result::Err(error) => {
                        ::core::result::Result::Err(
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
                    ::core::result::Result::Ok(()) => ::core::result::Result::Ok(()),
                    ::core::result::Result::Err(error) => {
                        ::core::result::Result::Err(
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
                    <Attr<'a> as private::Kept<'_>>::attr(other),
                    <Self as private::Encode>::SCHEMA,
                    writer,
                )
            }
        }
    }
}
#[automatically_derived]
impl<'nl: 'a, 'a> private::Attribute<'nl> for Item<'a> {
    #[inline]
    fn read(
        attribute: private::Attr<'nl>,
        depth: private::Depth,
    ) -> ::core::result::Result<::core::option::Option<Self>, private::DecodeError> {
        let _ = depth;
        ::core::result::Result::Ok(
            match private::Attr::number(&attribute) {
                1u16 => {
                    match <&'a str as private::Value<
                        'nl,
                    >>::decode_payload(attribute.payload, depth)
                        .map(Self::Name)
                    {
                        ::core::result::Result::Ok(attribute) => {
                            ::core::option::Option::Some(attribute)
                        }
                        ::core::result::Result::Err(error) => {
                            return ::core::result::Result::Err(
                                private::DecodeError::within(
                                    error,
                                    <Self as private::Encode>::SCHEMA,
                                    0usize,
                                    ::core::option::Option::None,
                                ),
                            );
                        }
                    }
                }
                2u16 => {
                    match private::flag(attribute.payload).map(|()| Self::Urgent) {
                        ::core::result::Result::Ok(attribute) => {
                            ::core::option::Option::Some(attribute)
                        }
                        ::core::result::Result::Err(error) => {
                            return ::core::result::Result::Err(
                                private::DecodeError::within(
                                    error,
                                    <Self as private::Encode>::SCHEMA,
                                    1usize,
                                    ::core::option::Option::None,
                                ),
                            );
                        }
                    }
                }
                _ => {
                    ::core::option::Option::Some(
                        Self::Other(<Attr<'a> as private::Kept<'_>>::keep(attribute)),
                    )
                }
            },
        )
    }
}
