#[automatically_derived]
#[allow(deprecated)]
impl<'a> private::Encode for Link<'a> {
    const SCHEMA: &'static private::SetSchema = &private::SetSchema {
        name: "link",
        type_name: "Link",
        doc: "",
        header: private::header_size(<u32 as private::Value<'static>>::SIZE),
        attributes: &[
            private::AttributeSchema {
                name: "kind",
                number: 1u16,
                kind: <u8 as private::Field<'static>>::KIND,
                presence: private::presence_with_default(
                    <u8 as private::Field<'static>>::PRESENCE,
                ),
                bounds: private::Bounds::NONE,
                doc: "",
            },
            private::AttributeSchema {
                name: "data",
                number: 2u16,
                kind: private::Kind::SubMessage(
                    1u16,
                    || <Option<Data<'a>> as private::Selected<'static>>::SCHEMA,
                ),
                presence: private::presence_of_selected(
                    <Option<Data<'a>> as private::Selected<'static>>::REQUIRED,
                ),
                bounds: private::Bounds::NONE,
                doc: "",
            },
        ],
        ordered: false,
    };
    #[inline]
    fn size(&self) -> usize {
        0 + <u32 as private::Value<'static>>::size(&self.index)
            + <u8 as private::Field<'static>>::size(&self.kind)
            + private::sub_message::size::<Option<Data<'a>>>(&self.data)
            + <Vec<Attr<'a>> as private::Rest<'static>>::size(&self.rest)
    }
    #[inline]
    fn emit(
        &self,
        writer: &mut private::Writer<'_>,
    ) -> private::Result<(), private::EncodeError> {
        <u32 as private::Value<'static>>::emit(&self.index, writer)?;
        if let private::Err(error) = <u8 as private::Field<
            'static,
        >>::emit(&self.kind, 1u16, &private::Bounds::NONE, writer) {
            return private::Err(
                private::EncodeError::within(
                    error,
                    <Self as private::Encode>::SCHEMA,
                    0usize,
                ),
            );
        }
        if let private::Err(error) = private::sub_message::emit::<
            Option<Data<'a>>,
        >(&self.data, private::Selects::selector(&self.kind), 2u16, writer) {
            return private::Err(
                private::EncodeError::within(
                    error,
                    <Self as private::Encode>::SCHEMA,
                    1usize,
                ),
            );
        }
        <Vec<
            Attr<'a>,
        > as private::Rest<
            'static,
        >>::emit(&self.rest, <Self as private::Encode>::SCHEMA, writer)?;
        private::Ok(())
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl<'nl: 'a, 'a> private::Decode<'nl> for Link<'a> {
    #[inline(always)]
    fn decode_at(
        attributes: &'nl [u8],
        depth: private::Depth,
    ) -> private::Result<Self, private::DecodeError> {
        let (header, attributes) = private::split_header(
            attributes,
            <Self as private::Encode>::SCHEMA,
        )?;
        let field_0_index = match <u32 as private::Value<
            'nl,
        >>::decode_payload(header, depth) {
            private::Ok(header) => header,
            private::Err(error) => {
                return private::Err(
                    private::DecodeError::in_header(
                        error,
                        <Self as private::Encode>::SCHEMA,
                        "index",
                    ),
                );
            }
        };
        let mut slot_0_kind = <<u8 as private::Field<
            'nl,
        >>::Slot as private::Default>::default();
        let mut slot_0_data: private::Option<private::Attr<'nl>> = private::None;
        let mut field_0_rest = <Vec<Attr<'a>> as private::Default>::default();
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
                            if let private::Err(error) = <u8 as private::Field<
                                'nl,
                            >>::accept(&mut slot_0_kind, arrived) {
                                return private::Err(
                                    private::DecodeError::within(
                                        error,
                                        <Self as private::Encode>::SCHEMA,
                                        0usize,
                                        <u8 as private::Field<'nl>>::index(&slot_0_kind),
                                    ),
                                );
                            }
                            <u8 as private::Field<
                                'nl,
                            >>::pass_over(&mut iterator, from_here);
                        }
                        2u16 => slot_0_data = private::Some(attribute),
                        _ => {
                            <Vec<
                                Attr<'a>,
                            > as private::Rest<'nl>>::keep(&mut field_0_rest, attribute)
                        }
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
        let field_0_kind: u8 = match <u8 as private::Field<'nl>>::finish(slot_0_kind) {
            private::Some(value) => value,
            private::None => 7,
        };
        let selector = private::Selects::selector(&field_0_kind);
        let field_0_data = match <Option<
            Data<'a>,
        > as private::Selected<'nl>>::finish(selector, slot_0_data, depth) {
            private::Ok(private::Some(value)) => value,
            private::Ok(private::None) => {
                return private::Err(
                    private::DecodeError::missing(
                        <Self as private::Encode>::SCHEMA,
                        1usize,
                        attributes,
                    ),
                );
            }
            private::Err(error) => {
                return private::Err(
                    private::DecodeError::within(
                        error,
                        <Self as private::Encode>::SCHEMA,
                        1usize,
                        private::None,
                    ),
                );
            }
        };
        private::Ok(Self {
            index: field_0_index,
            kind: field_0_kind,
            data: field_0_data,
            rest: field_0_rest,
        })
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl<'nl: 'a, 'a> private::Value<'nl> for Link<'a> {
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
impl<'nl: 'a, 'a> private::Element<'nl> for Link<'a> {}
const _: () = private::selected_by(
    &<u8 as private::Field<'static>>::KIND,
    <Option<Data<'static>> as private::Selected<'static>>::SCHEMA,
);
