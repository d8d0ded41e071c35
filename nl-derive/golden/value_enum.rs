#[automatically_derived]
impl<'nl> private::Value<'nl> for Pace {
    const KIND: private::Kind = private::Kind::Enum(
        <u8 as private::EnumRepr>::SCALAR,
        &private::EnumSchema {
            name: "Pace",
            doc: "How fast.",
            values: &[
                private::EnumValue {
                    name: "Slow",
                    value: 1,
                    doc: "",
                },
            ],
        },
    );
    const SIZE: private::Option<usize> = <u8 as private::Value<'_>>::SIZE;
    #[inline]
    fn size(&self) -> usize {
        ::core::mem::size_of::<u8>()
    }
    #[inline]
    fn emit(
        &self,
        writer: &mut private::Writer<'_>,
    ) -> private::Result<(), private::EncodeError> {
        let number: u8 = match self {
            Self::Slow => 1,
            Self::Other(number) => *number,
        };
        <u8 as private::Value<'_>>::emit(&number, writer)
    }
    #[inline]
    fn decode_payload(
        payload: &'nl [u8],
        depth: private::Depth,
    ) -> private::Result<Self, private::DecodeError> {
        match <u8 as private::Value<'_>>::decode_payload(payload, depth) {
            private::Ok(number) => {
                private::Ok(
                    match number {
                        1 => Self::Slow,
                        other => Self::Other(other),
                    },
                )
            }
            private::Err(error) => private::Err(error),
        }
    }
    #[inline]
    fn check(
        &self,
        bounds: &private::Bounds,
    ) -> private::Result<(), private::EncodeError> {
        let number: u8 = match self {
            Self::Slow => 1,
            Self::Other(number) => *number,
        };
        <u8 as private::Value<'_>>::check(&number, bounds)
    }
}
#[automatically_derived]
impl<'nl> private::Element<'nl> for Pace {}
#[automatically_derived]
impl private::Selects for Pace {
    fn selector(&self) -> private::Selector<'_> {
        let number: u8 = match self {
            Self::Slow => 1,
            Self::Other(number) => *number,
        };
        private::Selector::Number(::core::convert::From::from(number))
    }
}
