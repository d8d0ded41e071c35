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
    const SIZE: ::core::option::Option<usize> = ::core::option::Option::Some(
        ::core::mem::size_of::<u8>(),
    );
    #[inline]
    fn size(&self) -> usize {
        ::core::mem::size_of::<u8>()
    }
    #[inline]
    fn emit(
        &self,
        writer: &mut private::Writer<'_>,
    ) -> ::core::result::Result<(), private::EncodeError> {
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
    ) -> ::core::result::Result<Self, private::DecodeError> {
        match <u8 as private::Value<'_>>::decode_payload(payload, depth) {
            ::core::result::Result::Ok(number) => {
                ::core::result::Result::Ok(
                    match number {
                        1 => Self::Slow,
                        other => Self::Other(other),
                    },
                )
            }
            ::core::result::Result::Err(error) => ::core::result::Result::Err(error),
        }
    }
    #[inline]
    fn check(
        &self,
        bounds: &private::Bounds,
    ) -> ::core::result::Result<(), private::EncodeError> {
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
