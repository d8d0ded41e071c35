#[automatically_derived]
impl<'nl: 'a, 'a> private::SubMessage<'nl> for Data<'a> {
    const SCHEMA: &'static private::SubMessageSchema = &private::SubMessageSchema {
        name: "Data",
        doc: "",
        formats: &[
            private::Format {
                selector: private::Selector::Text("bridge"),
                kind: <Bridge as private::Value<'static>>::KIND,
                doc: "",
            },
        ],
    };
    fn decode(
        selector: private::Selector<'_>,
        payload: &'nl [u8],
        depth: private::Depth,
    ) -> ::core::result::Result<Self, private::DecodeError> {
        match selector {
            private::Selector::Text("bridge") => {
                <Bridge as private::Value<'nl>>::decode_payload(payload, depth)
                    .map(Self::Bridge)
            }
            _ => {
                <&'a [u8] as private::Value<'nl>>::decode_payload(payload, depth)
                    .map(Self::Other)
            }
        }
    }
    fn selector(&self) -> ::core::option::Option<private::Selector<'static>> {
        match self {
            Self::Bridge(_) => {
                ::core::option::Option::Some(private::Selector::Text("bridge"))
            }
            Self::Other(_) => ::core::option::Option::None,
        }
    }
    fn is_nested(&self) -> bool {
        match self {
            Self::Bridge(_) => <Bridge as private::Value<'static>>::KIND.is_nested(),
            Self::Other(_) => false,
        }
    }
    fn size(&self) -> usize {
        match self {
            Self::Bridge(value) => <Bridge as private::Value<'_>>::size(value),
            Self::Other(value) => <&'a [u8] as private::Value<'_>>::size(value),
        }
    }
    fn emit(
        &self,
        writer: &mut private::Writer<'_>,
    ) -> ::core::result::Result<(), private::EncodeError> {
        match self {
            Self::Bridge(value) => <Bridge as private::Value<'_>>::emit(value, writer),
            Self::Other(value) => <&'a [u8] as private::Value<'_>>::emit(value, writer),
        }
    }
}
