#[automatically_derived]
impl private::Family for Pulse {
    const SCHEMA: &'static private::FamilySchema = &private::FamilySchema {
        name: "pulse",
        version: 1u8,
        doc: "",
        operations: &[
            private::Operation {
                name: "Beat",
                command: 1u8,
                reply_command: 1u8,
                mode: private::Mode::Do,
                permission: private::Permission::Everyone,
                request: private::Some(<Beat<'static> as private::Encode>::SCHEMA),
                answer: private::Some(<Count as private::Encode>::SCHEMA),
                group: private::None,
                doc: "Counts a beat.",
            },
            private::Operation {
                name: "Counted",
                command: 2u8,
                reply_command: 2u8,
                mode: private::Mode::Event,
                permission: private::Permission::Everyone,
                request: private::None,
                answer: private::Some(<Count as private::Encode>::SCHEMA),
                group: private::Some("beats"),
                doc: "",
            },
        ],
        groups: &[
            private::GroupSchema {
                name: "beats",
            },
        ],
    };
    const COMMANDS: &'static [Self] = &[Self::Beat, Self::Counted];
    type Event<'nl> = PulseEvent<'nl>;
}
#[automatically_derived]
impl private::Request for Beat<'_> {
    type Family = Pulse;
    const OPERATION: &'static private::Operation = &<Pulse as private::Family>::SCHEMA
        .operations[0usize];
}
#[automatically_derived]
impl private::Call for Beat<'_> {
    type Reply<'nl> = Count;
}
impl Pulse {
    ///The multicast group "beats".
    pub const BEATS: private::Group<Self> = private::Group::new(0usize);
}
///An event of [`Pulse`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum PulseEvent<'nl> {
    ///
    Counted(Count),
    /// A command that the declaration does not have, as it came.
    Unknown(private::UnknownEvent<'nl>),
}
#[automatically_derived]
impl<'nl> private::Event<'nl> for PulseEvent<'nl> {
    #[inline]
    fn decode(
        command: u8,
        attributes: &'nl [u8],
    ) -> private::Result<Self, private::DecodeError> {
        match command {
            2u8 => {
                match <Count as private::Decode<'nl>>::decode(attributes) {
                    private::Ok(event) => private::Ok(Self::Counted(event)),
                    private::Err(error) => private::Err(error),
                }
            }
            _ => {
                private::Ok(
                    Self::Unknown(private::UnknownEvent::new(command, attributes)),
                )
            }
        }
    }
    #[inline]
    fn operation(&self) -> private::Option<&'static private::Operation> {
        match self {
            Self::Counted(_) => {
                private::Some(&<Pulse as private::Family>::SCHEMA.operations[1usize])
            }
            Self::Unknown(_) => private::None,
        }
    }
    #[inline]
    fn size(&self) -> usize {
        match self {
            Self::Counted(event) => <Count as private::Encode>::size(event),
            Self::Unknown(event) => event.attributes().len(),
        }
    }
    #[inline]
    fn emit(
        &self,
        writer: &mut private::Writer<'_>,
    ) -> private::Result<(), private::EncodeError> {
        match self {
            Self::Counted(event) => <Count as private::Encode>::emit(event, writer),
            Self::Unknown(event) => private::Writer::bytes(writer, event.attributes()),
        }
    }
}
///Serves [`Pulse`] from user space: what the kernel's side does.
#[allow(dead_code)]
pub trait PulseHandler {
    ///Counts a beat.
    fn beat<'nl>(
        &'nl mut self,
        request: Beat<'nl>,
        context: &mut private::Context<'_, Pulse>,
    ) -> private::Result<Count, private::Refusal>;
    /// The host runs now; nobody has called yet.
    fn start(&mut self, context: &mut private::Context<'_, Pulse>) {
        let _ = context;
    }
    /// The time that was asked for with the context's `wake_after` has come.
    fn wake(&mut self, token: u64, context: &mut private::Context<'_, Pulse>) {
        let _ = (token, context);
    }
    /// The handler as what a host runs.
    fn service(self) -> PulseService<Self>
    where
        Self: ::core::marker::Sized,
    {
        PulseService(self)
    }
}
///A [`PulseHandler`] as a service that a host runs.
#[derive(Debug)]
#[allow(dead_code)]
pub struct PulseService<Own>(pub Own);
#[automatically_derived]
impl<Own: PulseHandler> private::Service for PulseService<Own> {
    type Family = Pulse;
    fn start(&mut self, context: &mut private::Context<'_, Pulse>) {
        PulseHandler::start(&mut self.0, context);
    }
    fn wake(&mut self, token: u64, context: &mut private::Context<'_, Pulse>) {
        PulseHandler::wake(&mut self.0, token, context);
    }
    fn call(
        &mut self,
        operation: &'static private::Operation,
        attributes: &[u8],
        context: &mut private::Context<'_, Pulse>,
    ) -> private::Result<(), private::Refusal> {
        let _ = (attributes, &context);
        match (operation.command, operation.mode) {
            (1u8, private::Mode::Do) => {
                let reply = self.0.beat(private::request(attributes)?, context)?;
                context.reply(operation, &reply)
            }
            _ => private::Err(private::Refusal::unsupported()),
        }
    }
    fn dump(
        &mut self,
        operation: &'static private::Operation,
        attributes: &[u8],
        page: &mut private::RawPage<'_>,
    ) -> private::Result<(), private::Refusal> {
        let _ = (attributes, &page);
        match operation.command {
            _ => private::Err(private::Refusal::unsupported()),
        }
    }
}
