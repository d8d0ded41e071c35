#[automatically_derived]
#[allow(deprecated)]
impl<'a> private::Encode for Stored<'a> {
    const SCHEMA: &'static private::SetSchema = &private::SetSchema {
        name: "stored",
        type_name: "Stored",
        doc: "A message that was stored.",
        header: 0,
        attributes: &[
            private::AttributeSchema {
                name: "id",
                number: 1u16,
                kind: <u32 as private::Field<'static>>::KIND,
                presence: <u32 as private::Field<'static>>::PRESENCE,
                bounds: private::Bounds::checked(
                    private::Bounds {
                        min: private::Some(1),
                        max: private::Some(9),
                        min_len: private::None,
                        max_len: private::None,
                        mask: private::None,
                    },
                    &<u32 as private::Field<'static>>::KIND,
                ),
                doc: "From 1 to 9.",
            },
            private::AttributeSchema {
                name: "text",
                number: 2u16,
                kind: <Option<&'a str> as private::Field<'static>>::KIND,
                presence: <Option<&'a str> as private::Field<'static>>::PRESENCE,
                bounds: private::Bounds::NONE,
                doc: "",
            },
            private::AttributeSchema {
                name: "tags",
                number: 3u16,
                kind: <Vec<u16> as private::Field<'static>>::KIND,
                presence: <Vec<u16> as private::Field<'static>>::PRESENCE,
                bounds: private::Bounds::NONE,
                doc: "",
            },
        ],
        ordered: false,
    };
    #[inline]
    fn size(&self) -> usize {
        0 + <u32 as private::Field<'static>>::size(&self.id)
            + <Option<&'a str> as private::Field<'static>>::size(&self.text)
            + <Vec<u16> as private::Field<'static>>::size(&self.tags)
    }
    #[inline]
    fn emit(
        &self,
        writer: &mut private::Writer<'_>,
    ) -> private::Result<(), private::EncodeError> {
        if let private::Err(error) = <u32 as private::Field<
            'static,
        >>::emit(
            &self.id,
            1u16,
            &private::Bounds {
                min: private::Some(1),
                max: private::Some(9),
                min_len: private::None,
                max_len: private::None,
                mask: private::None,
            },
            writer,
        ) {
            return private::Err(
                private::EncodeError::within(
                    error,
                    <Self as private::Encode>::SCHEMA,
                    0usize,
                ),
            );
        }
        if let private::Err(error) = <Option<
            &'a str,
        > as private::Field<
            'static,
        >>::emit(&self.text, 2u16, &private::Bounds::NONE, writer) {
            return private::Err(
                private::EncodeError::within(
                    error,
                    <Self as private::Encode>::SCHEMA,
                    1usize,
                ),
            );
        }
        if let private::Err(error) = <Vec<
            u16,
        > as private::Field<
            'static,
        >>::emit(&self.tags, 3u16, &private::Bounds::NONE, writer) {
            return private::Err(
                private::EncodeError::within(
                    error,
                    <Self as private::Encode>::SCHEMA,
                    2usize,
                ),
            );
        }
        private::Ok(())
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl<'nl: 'a, 'a> private::Decode<'nl> for Stored<'a> {
    #[inline(always)]
    fn decode_at(
        attributes: &'nl [u8],
        depth: private::Depth,
    ) -> private::Result<Self, private::DecodeError> {
        let mut slot_0_id = <<u32 as private::Field<
            'nl,
        >>::Slot as private::Default>::default();
        let mut slot_0_text = <<Option<
            &'a str,
        > as private::Field<'nl>>::Slot as private::Default>::default();
        let mut slot_0_tags = <<Vec<
            u16,
        > as private::Field<'nl>>::Slot as private::Default>::default();
        let mut iterator = private::Attrs::new(attributes);
        loop {
            let from_here = private::Attrs::rest(&iterator);
            match private::Attrs::next_attr(&mut iterator) {
                private::Ok(private::None) => break,
                private::Ok(private::Some(attribute)) => {
                    let _ = from_here;
                    match private::Attr::number(&attribute) {
                        1u16 => {
                            let arrived = private::Arrived {
                                payload: attribute.payload,
                                from_here,
                                depth: depth,
                            };
                            if let private::Err(error) = <u32 as private::Field<
                                'nl,
                            >>::accept(&mut slot_0_id, arrived) {
                                return private::Err(
                                    private::DecodeError::within(
                                        error,
                                        <Self as private::Encode>::SCHEMA,
                                        0usize,
                                        <u32 as private::Field<'nl>>::index(&slot_0_id),
                                    ),
                                );
                            }
                            <u32 as private::Field<
                                'nl,
                            >>::pass_over(&mut iterator, from_here);
                        }
                        2u16 => {
                            let arrived = private::Arrived {
                                payload: attribute.payload,
                                from_here,
                                depth: depth,
                            };
                            if let private::Err(error) = <Option<
                                &'a str,
                            > as private::Field<
                                'nl,
                            >>::accept(&mut slot_0_text, arrived) {
                                return private::Err(
                                    private::DecodeError::within(
                                        error,
                                        <Self as private::Encode>::SCHEMA,
                                        1usize,
                                        <Option<
                                            &'a str,
                                        > as private::Field<'nl>>::index(&slot_0_text),
                                    ),
                                );
                            }
                            <Option<
                                &'a str,
                            > as private::Field<
                                'nl,
                            >>::pass_over(&mut iterator, from_here);
                        }
                        3u16 => {
                            let arrived = private::Arrived {
                                payload: attribute.payload,
                                from_here,
                                depth: depth,
                            };
                            if let private::Err(error) = <Vec<
                                u16,
                            > as private::Field<
                                'nl,
                            >>::accept(&mut slot_0_tags, arrived) {
                                return private::Err(
                                    private::DecodeError::within(
                                        error,
                                        <Self as private::Encode>::SCHEMA,
                                        2usize,
                                        <Vec<u16> as private::Field<'nl>>::index(&slot_0_tags),
                                    ),
                                );
                            }
                            <Vec<
                                u16,
                            > as private::Field<
                                'nl,
                            >>::pass_over(&mut iterator, from_here);
                        }
                        _ => {}
                    }
                }
                private::Err(error) => {
                    return private::Err(
                        private::DecodeError::in_set(
                            error,
                            <Self as private::Encode>::SCHEMA,
                        ),
                    );
                }
            }
        }
        let field_0_id: u32 = match <u32 as private::Field<'nl>>::finish(slot_0_id) {
            private::Some(value) => value,
            private::None => {
                return private::Err(
                    private::DecodeError::missing(
                        <Self as private::Encode>::SCHEMA,
                        0usize,
                        attributes,
                    ),
                );
            }
        };
        let field_0_text: Option<&'a str> = match <Option<
            &'a str,
        > as private::Field<'nl>>::finish(slot_0_text) {
            private::Some(value) => value,
            private::None => {
                return private::Err(
                    private::DecodeError::missing(
                        <Self as private::Encode>::SCHEMA,
                        1usize,
                        attributes,
                    ),
                );
            }
        };
        let field_0_tags: Vec<u16> = match <Vec<
            u16,
        > as private::Field<'nl>>::finish(slot_0_tags) {
            private::Some(value) => value,
            private::None => {
                return private::Err(
                    private::DecodeError::missing(
                        <Self as private::Encode>::SCHEMA,
                        2usize,
                        attributes,
                    ),
                );
            }
        };
        private::Ok(Self {
            id: field_0_id,
            text: field_0_text,
            tags: field_0_tags,
        })
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl<'nl: 'a, 'a> private::Value<'nl> for Stored<'a> {
    const KIND: private::Kind = private::Kind::Nest(private::schema_of::<Self>);
    #[inline]
    fn size(&self) -> usize {
        <Self as private::Encode>::size(self)
    }
    #[inline]
    fn emit(
        &self,
        writer: &mut private::Writer<'_>,
    ) -> private::Result<(), private::EncodeError> {
        <Self as private::Encode>::emit(self, writer)
    }
    #[inline(always)]
    fn decode_payload(
        payload: &'nl [u8],
        depth: private::Depth,
    ) -> private::Result<Self, private::DecodeError> {
        let depth = private::Depth::deeper(depth, payload)?;
        <Self as private::Decode<'nl>>::decode_at(payload, depth)
    }
}
#[automatically_derived]
impl<'nl: 'a, 'a> private::Element<'nl> for Stored<'a> {}
