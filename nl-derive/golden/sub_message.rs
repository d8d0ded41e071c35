#[automatically_derived]
impl<'nl: 'a, 'a> private::SubMessage<'nl> for Data<'a> {
    const SCHEMA: &'static private::SubMessageSchema = &private::SubMessageSchema {
        name: "Data",
        doc: "",
        formats: &[
            private::Format {
                selector: private::Selector::Text("bridge"),
                kind: <Bridge as private::Value<'nl>>::KIND,
                doc: "",
            },
        ],
    };
    fn decode(
        selector: private::Selector<'_>,
        attribute: private::Attr<'nl>,
        depth: private::Depth,
    ) -> private::Result<Self, private::DecodeError> {
        match selector {
            private::Selector::Text("bridge") => {
                <Bridge as private::Value<'nl>>::decode_payload(attribute.payload, depth)
                    .map(Self::Bridge)
            }
            _ => {
                private::Ok(
                    Self::Other(<Attr<'a> as private::Kept<'nl>>::keep(attribute)),
                )
            }
        }
    }
    fn selector(&self) -> private::Option<private::Selector<'static>> {
        match self {
            Self::Bridge(_) => private::Some(private::Selector::Text("bridge")),
            Self::Other(_) => private::None,
        }
    }
    fn flags(&self) -> u16 {
        match self {
            Self::Bridge(_) => private::flags_of(<Bridge as private::Value<'nl>>::KIND),
            Self::Other(kept) => {
                private::flags_of_kept(<Attr<'a> as private::Kept<'nl>>::attr(kept))
            }
        }
    }
    fn size(&self) -> usize {
        match self {
            Self::Bridge(value) => <Bridge as private::Value<'nl>>::size(value),
            Self::Other(kept) => {
                <Attr<'a> as private::Kept<'nl>>::attr(kept).payload.len()
            }
        }
    }
    fn emit(
        &self,
        writer: &mut private::Writer<'_>,
    ) -> private::Result<(), private::EncodeError> {
        match self {
            Self::Bridge(value) => <Bridge as private::Value<'nl>>::emit(value, writer),
            Self::Other(kept) => {
                private::Writer::bytes(
                    writer,
                    <Attr<'a> as private::Kept<'nl>>::attr(kept).payload,
                )
            }
        }
    }
}
