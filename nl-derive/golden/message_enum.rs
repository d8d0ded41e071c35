#[automatically_derived]
#[allow(deprecated)]
impl<'nl: 'a, 'a> private::MessageSet<'nl> for Message<'a> {
    const MESSAGES: &'static [(u8, &'static private::SetSchema)] = &[
        (1u8, <Stored<'a> as private::Encode>::SCHEMA),
    ];
    fn command(&self) -> u8 {
        match self {
            Self::Stored(_) => 1u8,
            Self::Other(other) => other.command(),
        }
    }
    fn read(
        command: u8,
        attributes: &'nl [u8],
    ) -> private::Result<private::Option<Self>, private::DecodeError> {
        let _ = attributes;
        private::Ok(
            match command {
                1u8 => {
                    private::Some(
                        Self::Stored(
                            <Stored<'a> as private::Decode<'nl>>::decode(attributes)?,
                        ),
                    )
                }
                _ => {
                    private::Some(
                        Self::Other(<UnknownEvent<'a>>::new(command, attributes)),
                    )
                }
            },
        )
    }
    fn size(&self) -> usize {
        match self {
            Self::Stored(message) => <Stored<'a> as private::Encode>::size(message),
            Self::Other(other) => other.attributes().len(),
        }
    }
    fn emit(
        &self,
        writer: &mut private::Writer<'_>,
    ) -> private::Result<(), private::EncodeError> {
        match self {
            Self::Stored(message) => {
                <Stored<'a> as private::Encode>::emit(message, writer)
            }
            Self::Other(other) => private::Writer::bytes(writer, other.attributes()),
        }
    }
}
