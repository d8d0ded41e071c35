// Expanded from declared/nlctrl.rs: change that, and see nl-derive/src/bootstrap.rs.

//! The family `nlctrl` (`linux/genetlink.h`).
use crate::{Keyed, List, PolicyInfo};
/// The controller's id, which is fixed (`GENL_ID_CTRL`), and that of its group `notify`.
pub const ID: u16 = 0x10;
/// The controller's family.
///
/// A family that comes is a [`Nlctrl::NewFamily`] and then a [`Nlctrl::NewMcastGrp`] for each of its
/// groups; one that goes a [`Nlctrl::DelMcastGrp`] for each, and then a [`Nlctrl::DelFamily`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nlctrl {
    /// A family was registered.
    NewFamily = 1,
    /// A family was unregistered.
    DelFamily = 2,
    /// A family by name or id, or all of them. Asking by name loads a module which has it.
    GetFamily = 3,
    /// A family got another multicast group, the only one that is listed.
    NewMcastGrp = 7,
    /// A family lost a multicast group, the only one that is listed.
    DelMcastGrp = 8,
    /// What the attributes of a family's requests must be.
    GetPolicy = 10,
}
#[automatically_derived]
impl crate::__private::Family for Nlctrl {
    const SCHEMA: &'static crate::__private::FamilySchema = &crate::__private::FamilySchema {
        name: "nlctrl",
        version: 2u8,
        doc: "The controller's family.\n\nA family that comes is a [`Nlctrl::NewFamily`] and then a [`Nlctrl::NewMcastGrp`] for each of its\ngroups; one that goes a [`Nlctrl::DelMcastGrp`] for each, and then a [`Nlctrl::DelFamily`].",
        operations: &[
            crate::__private::Operation {
                name: "NewFamily",
                command: 1u8,
                reply_command: 1u8,
                mode: crate::__private::Mode::Event,
                permission: crate::__private::Permission::Everyone,
                request: crate::__private::None,
                answer: crate::__private::Some(
                    <FamilyAttrs<'static> as crate::__private::Encode>::SCHEMA,
                ),
                group: crate::__private::Some("notify"),
                doc: "A family was registered.",
            },
            crate::__private::Operation {
                name: "DelFamily",
                command: 2u8,
                reply_command: 2u8,
                mode: crate::__private::Mode::Event,
                permission: crate::__private::Permission::Everyone,
                request: crate::__private::None,
                answer: crate::__private::Some(
                    <FamilyAttrs<'static> as crate::__private::Encode>::SCHEMA,
                ),
                group: crate::__private::Some("notify"),
                doc: "A family was unregistered.",
            },
            crate::__private::Operation {
                name: "GetFamily",
                command: 3u8,
                reply_command: 1u8,
                mode: crate::__private::Mode::Do,
                permission: crate::__private::Permission::Everyone,
                request: crate::__private::Some(
                    <GetFamily<'static> as crate::__private::Encode>::SCHEMA,
                ),
                answer: crate::__private::Some(
                    <FamilyAttrs<'static> as crate::__private::Encode>::SCHEMA,
                ),
                group: crate::__private::None,
                doc: "A family by name or id, or all of them. Asking by name loads a module which has it.",
            },
            crate::__private::Operation {
                name: "GetFamily",
                command: 3u8,
                reply_command: 1u8,
                mode: crate::__private::Mode::Dump,
                permission: crate::__private::Permission::Everyone,
                request: crate::__private::Some(
                    <GetFamilies as crate::__private::Encode>::SCHEMA,
                ),
                answer: crate::__private::Some(
                    <FamilyAttrs<'static> as crate::__private::Encode>::SCHEMA,
                ),
                group: crate::__private::None,
                doc: "A family by name or id, or all of them. Asking by name loads a module which has it.",
            },
            crate::__private::Operation {
                name: "NewMcastGrp",
                command: 7u8,
                reply_command: 7u8,
                mode: crate::__private::Mode::Event,
                permission: crate::__private::Permission::Everyone,
                request: crate::__private::None,
                answer: crate::__private::Some(
                    <FamilyAttrs<'static> as crate::__private::Encode>::SCHEMA,
                ),
                group: crate::__private::Some("notify"),
                doc: "A family got another multicast group, the only one that is listed.",
            },
            crate::__private::Operation {
                name: "DelMcastGrp",
                command: 8u8,
                reply_command: 8u8,
                mode: crate::__private::Mode::Event,
                permission: crate::__private::Permission::Everyone,
                request: crate::__private::None,
                answer: crate::__private::Some(
                    <FamilyAttrs<'static> as crate::__private::Encode>::SCHEMA,
                ),
                group: crate::__private::Some("notify"),
                doc: "A family lost a multicast group, the only one that is listed.",
            },
            crate::__private::Operation {
                name: "GetPolicy",
                command: 10u8,
                reply_command: 10u8,
                mode: crate::__private::Mode::Dump,
                permission: crate::__private::Permission::Everyone,
                request: crate::__private::Some(
                    <GetPolicy<'static> as crate::__private::Encode>::SCHEMA,
                ),
                answer: crate::__private::Some(
                    <PolicyPart<'static> as crate::__private::Encode>::SCHEMA,
                ),
                group: crate::__private::None,
                doc: "What the attributes of a family's requests must be.",
            },
        ],
        groups: &[
            crate::__private::GroupSchema {
                name: "notify",
            },
        ],
    };
    const COMMANDS: &'static [Self] = &[
        Self::NewFamily,
        Self::DelFamily,
        Self::GetFamily,
        Self::NewMcastGrp,
        Self::DelMcastGrp,
        Self::GetPolicy,
    ];
    type Event<'nl> = NlctrlEvent<'nl>;
}
#[automatically_derived]
impl crate::__private::Request for GetFamily<'_> {
    type Family = Nlctrl;
    const OPERATION: &'static crate::__private::Operation = &<Nlctrl as crate::__private::Family>::SCHEMA
        .operations[2usize];
}
#[automatically_derived]
impl crate::__private::Call for GetFamily<'_> {
    type Reply<'nl> = FamilyAttrs<'nl>;
}
#[automatically_derived]
impl crate::__private::Request for GetFamilies {
    type Family = Nlctrl;
    const OPERATION: &'static crate::__private::Operation = &<Nlctrl as crate::__private::Family>::SCHEMA
        .operations[3usize];
}
#[automatically_derived]
impl crate::__private::Dump for GetFamilies {
    type Item<'nl> = FamilyAttrs<'nl>;
}
#[automatically_derived]
impl crate::__private::Request for GetPolicy<'_> {
    type Family = Nlctrl;
    const OPERATION: &'static crate::__private::Operation = &<Nlctrl as crate::__private::Family>::SCHEMA
        .operations[6usize];
}
#[automatically_derived]
impl crate::__private::Dump for GetPolicy<'_> {
    type Item<'nl> = PolicyPart<'nl>;
}
impl Nlctrl {
    ///The multicast group "notify".
    pub const NOTIFY: crate::__private::Group<Self> = crate::__private::Group::new(
        0usize,
    );
}
///An event of [`Nlctrl`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum NlctrlEvent<'nl> {
    ///A family was registered.
    NewFamily(FamilyAttrs<'nl>),
    ///A family was unregistered.
    DelFamily(FamilyAttrs<'nl>),
    ///A family got another multicast group, the only one that is listed.
    NewMcastGrp(FamilyAttrs<'nl>),
    ///A family lost a multicast group, the only one that is listed.
    DelMcastGrp(FamilyAttrs<'nl>),
    /// A command that the declaration does not have, as it came.
    Unknown(crate::__private::UnknownEvent<'nl>),
}
#[automatically_derived]
impl<'nl> crate::__private::Event<'nl> for NlctrlEvent<'nl> {
    #[inline]
    fn decode(
        command: u8,
        attributes: &'nl [u8],
    ) -> crate::__private::Result<Self, crate::__private::DecodeError> {
        match command {
            1u8 => {
                match <FamilyAttrs<
                    'nl,
                > as crate::__private::Decode<'nl>>::decode(attributes) {
                    crate::__private::Ok(event) => {
                        crate::__private::Ok(Self::NewFamily(event))
                    }
                    crate::__private::Err(error) => crate::__private::Err(error),
                }
            }
            2u8 => {
                match <FamilyAttrs<
                    'nl,
                > as crate::__private::Decode<'nl>>::decode(attributes) {
                    crate::__private::Ok(event) => {
                        crate::__private::Ok(Self::DelFamily(event))
                    }
                    crate::__private::Err(error) => crate::__private::Err(error),
                }
            }
            7u8 => {
                match <FamilyAttrs<
                    'nl,
                > as crate::__private::Decode<'nl>>::decode(attributes) {
                    crate::__private::Ok(event) => {
                        crate::__private::Ok(Self::NewMcastGrp(event))
                    }
                    crate::__private::Err(error) => crate::__private::Err(error),
                }
            }
            8u8 => {
                match <FamilyAttrs<
                    'nl,
                > as crate::__private::Decode<'nl>>::decode(attributes) {
                    crate::__private::Ok(event) => {
                        crate::__private::Ok(Self::DelMcastGrp(event))
                    }
                    crate::__private::Err(error) => crate::__private::Err(error),
                }
            }
            _ => {
                crate::__private::Ok(
                    Self::Unknown(
                        crate::__private::UnknownEvent::new(command, attributes),
                    ),
                )
            }
        }
    }
    #[inline]
    fn operation(
        &self,
    ) -> crate::__private::Option<&'static crate::__private::Operation> {
        match self {
            Self::NewFamily(_) => {
                crate::__private::Some(
                    &<Nlctrl as crate::__private::Family>::SCHEMA.operations[0usize],
                )
            }
            Self::DelFamily(_) => {
                crate::__private::Some(
                    &<Nlctrl as crate::__private::Family>::SCHEMA.operations[1usize],
                )
            }
            Self::NewMcastGrp(_) => {
                crate::__private::Some(
                    &<Nlctrl as crate::__private::Family>::SCHEMA.operations[4usize],
                )
            }
            Self::DelMcastGrp(_) => {
                crate::__private::Some(
                    &<Nlctrl as crate::__private::Family>::SCHEMA.operations[5usize],
                )
            }
            Self::Unknown(_) => crate::__private::None,
        }
    }
    #[inline]
    fn size(&self) -> usize {
        match self {
            Self::NewFamily(event) => {
                <FamilyAttrs<'nl> as crate::__private::Encode>::size(event)
            }
            Self::DelFamily(event) => {
                <FamilyAttrs<'nl> as crate::__private::Encode>::size(event)
            }
            Self::NewMcastGrp(event) => {
                <FamilyAttrs<'nl> as crate::__private::Encode>::size(event)
            }
            Self::DelMcastGrp(event) => {
                <FamilyAttrs<'nl> as crate::__private::Encode>::size(event)
            }
            Self::Unknown(event) => event.attributes().len(),
        }
    }
    #[inline]
    fn emit(
        &self,
        writer: &mut crate::__private::Writer<'_>,
    ) -> crate::__private::Result<(), crate::__private::EncodeError> {
        match self {
            Self::NewFamily(event) => {
                <FamilyAttrs<'nl> as crate::__private::Encode>::emit(event, writer)
            }
            Self::DelFamily(event) => {
                <FamilyAttrs<'nl> as crate::__private::Encode>::emit(event, writer)
            }
            Self::NewMcastGrp(event) => {
                <FamilyAttrs<'nl> as crate::__private::Encode>::emit(event, writer)
            }
            Self::DelMcastGrp(event) => {
                <FamilyAttrs<'nl> as crate::__private::Encode>::emit(event, writer)
            }
            Self::Unknown(event) => {
                crate::__private::Writer::bytes(writer, event.attributes())
            }
        }
    }
}
#[cfg(feature = "host")]
///Serves [`Nlctrl`] from user space: what the kernel's side does.
#[allow(dead_code)]
pub trait NlctrlHandler {
    ///A family by name or id, or all of them. Asking by name loads a module which has it.
    fn get_family<'nl>(
        &'nl mut self,
        request: GetFamily<'nl>,
        context: &mut crate::__private::Context<'_, Nlctrl>,
    ) -> crate::__private::Result<FamilyAttrs<'nl>, crate::__private::Refusal>;
    ///A family by name or id, or all of them. Asking by name loads a module which has it.
    fn get_family_dump<'nl>(
        &'nl mut self,
        request: GetFamilies,
        page: &mut crate::__private::Page<'_, GetFamilies>,
    ) -> crate::__private::Result<(), crate::__private::Refusal>;
    ///What the attributes of a family's requests must be.
    fn get_policy<'nl>(
        &'nl mut self,
        request: GetPolicy<'nl>,
        page: &mut crate::__private::Page<'_, GetPolicy<'static>>,
    ) -> crate::__private::Result<(), crate::__private::Refusal>;
    /// The host runs now; nobody has called yet.
    fn start(&mut self, context: &mut crate::__private::Context<'_, Nlctrl>) {
        let _ = context;
    }
    /// The time that was asked for with the context's `wake_after` has come.
    fn wake(&mut self, token: u64, context: &mut crate::__private::Context<'_, Nlctrl>) {
        let _ = (token, context);
    }
    /// The handler as what a host runs.
    fn service(self) -> NlctrlService<Self>
    where
        Self: ::core::marker::Sized,
    {
        NlctrlService(self)
    }
}
#[cfg(feature = "host")]
///A [`NlctrlHandler`] as a service that a host runs.
#[derive(Debug)]
#[allow(dead_code)]
pub struct NlctrlService<Own>(pub Own);
#[cfg(feature = "host")]
#[automatically_derived]
impl<Own: NlctrlHandler> crate::__private::Service for NlctrlService<Own> {
    type Family = Nlctrl;
    fn start(&mut self, context: &mut crate::__private::Context<'_, Nlctrl>) {
        NlctrlHandler::start(&mut self.0, context);
    }
    fn wake(&mut self, token: u64, context: &mut crate::__private::Context<'_, Nlctrl>) {
        NlctrlHandler::wake(&mut self.0, token, context);
    }
    fn call(
        &mut self,
        operation: &'static crate::__private::Operation,
        attributes: &[u8],
        context: &mut crate::__private::Context<'_, Nlctrl>,
    ) -> crate::__private::Result<(), crate::__private::Refusal> {
        let _ = (attributes, &context);
        match (operation.command, operation.mode) {
            (3u8, crate::__private::Mode::Do) => {
                let reply = self
                    .0
                    .get_family(crate::__private::request(attributes)?, context)?;
                context.reply(operation, &reply)
            }
            _ => crate::__private::Err(crate::__private::Refusal::unsupported()),
        }
    }
    fn dump(
        &mut self,
        operation: &'static crate::__private::Operation,
        attributes: &[u8],
        page: &mut crate::__private::RawPage<'_>,
    ) -> crate::__private::Result<(), crate::__private::Refusal> {
        let _ = (attributes, &page);
        match operation.command {
            3u8 => {
                self.0
                    .get_family_dump(
                        crate::__private::request(attributes)?,
                        &mut crate::__private::Page::new(page),
                    )
            }
            10u8 => {
                self.0
                    .get_policy(
                        crate::__private::request(attributes)?,
                        &mut crate::__private::Page::new(page),
                    )
            }
            _ => crate::__private::Err(crate::__private::Refusal::unsupported()),
        }
    }
}
/// Asks for one family, by id or by name.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct GetFamily<'a> {
    /// The family's id.
    pub id: Option<u16>,
    /// The family's name; it wins over the id.
    pub name: Option<&'a str>,
}
#[automatically_derived]
#[allow(deprecated)]
impl<'a> crate::__private::Encode for GetFamily<'a> {
    const SCHEMA: &'static crate::__private::SetSchema = &crate::__private::SetSchema {
        name: "family",
        type_name: "GetFamily",
        doc: "Asks for one family, by id or by name.",
        header: 0,
        attributes: &[
            crate::__private::AttributeSchema {
                name: "id",
                number: 1u16,
                kind: <Option<u16> as crate::__private::Field<'static>>::KIND,
                presence: <Option<u16> as crate::__private::Field<'static>>::PRESENCE,
                bounds: crate::__private::Bounds::NONE,
                doc: "The family's id.",
            },
            crate::__private::AttributeSchema {
                name: "name",
                number: 2u16,
                kind: <Option<&'a str> as crate::__private::Field<'static>>::KIND,
                presence: <Option<
                    &'a str,
                > as crate::__private::Field<'static>>::PRESENCE,
                bounds: crate::__private::Bounds::checked(
                    crate::__private::Bounds {
                        min: crate::__private::None,
                        max: crate::__private::None,
                        min_len: crate::__private::None,
                        max_len: crate::__private::Some(15),
                        mask: crate::__private::None,
                    },
                    &<Option<&'a str> as crate::__private::Field<'static>>::KIND,
                ),
                doc: "The family's name; it wins over the id.",
            },
        ],
        ordered: false,
    };
    #[inline]
    fn size(&self) -> usize {
        0 + <Option<u16> as crate::__private::Field<'static>>::size(&self.id)
            + <Option<&'a str> as crate::__private::Field<'static>>::size(&self.name)
    }
    #[inline]
    fn emit(
        &self,
        writer: &mut crate::__private::Writer<'_>,
    ) -> crate::__private::Result<(), crate::__private::EncodeError> {
        if let crate::__private::Err(error) = <Option<
            u16,
        > as crate::__private::Field<
            'static,
        >>::emit(&self.id, 1u16, &crate::__private::Bounds::NONE, writer) {
            return crate::__private::Err(
                crate::__private::EncodeError::within(
                    error,
                    <Self as crate::__private::Encode>::SCHEMA,
                    0usize,
                ),
            );
        }
        if let crate::__private::Err(error) = <Option<
            &'a str,
        > as crate::__private::Field<
            'static,
        >>::emit(
            &self.name,
            2u16,
            &crate::__private::Bounds {
                min: crate::__private::None,
                max: crate::__private::None,
                min_len: crate::__private::None,
                max_len: crate::__private::Some(15),
                mask: crate::__private::None,
            },
            writer,
        ) {
            return crate::__private::Err(
                crate::__private::EncodeError::within(
                    error,
                    <Self as crate::__private::Encode>::SCHEMA,
                    1usize,
                ),
            );
        }
        crate::__private::Ok(())
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl<'nl: 'a, 'a> crate::__private::Decode<'nl> for GetFamily<'a> {
    #[inline(always)]
    fn decode_at(
        attributes: &'nl [u8],
        depth: crate::__private::Depth,
    ) -> crate::__private::Result<Self, crate::__private::DecodeError> {
        let mut slot_0_id = <<Option<
            u16,
        > as crate::__private::Field<
            'nl,
        >>::Slot as crate::__private::Default>::default();
        let mut slot_0_name = <<Option<
            &'a str,
        > as crate::__private::Field<
            'nl,
        >>::Slot as crate::__private::Default>::default();
        let mut iterator = crate::__private::Attrs::new(attributes);
        loop {
            let from_here = crate::__private::Attrs::rest(&iterator);
            match crate::__private::Attrs::next_attr(&mut iterator) {
                crate::__private::Ok(crate::__private::None) => break,
                crate::__private::Ok(crate::__private::Some(attribute)) => {
                    let _ = from_here;
                    match crate::__private::Attr::number(&attribute) {
                        1u16 => {
                            let arrived = crate::__private::Arrived {
                                payload: attribute.payload,
                                from_here,
                                depth: depth,
                            };
                            if let crate::__private::Err(error) = <Option<
                                u16,
                            > as crate::__private::Field<
                                'nl,
                            >>::accept(&mut slot_0_id, arrived) {
                                return crate::__private::Err(
                                    crate::__private::DecodeError::within(
                                        error,
                                        <Self as crate::__private::Encode>::SCHEMA,
                                        0usize,
                                        <Option<
                                            u16,
                                        > as crate::__private::Field<'nl>>::index(&slot_0_id),
                                    ),
                                );
                            }
                            <Option<
                                u16,
                            > as crate::__private::Field<
                                'nl,
                            >>::pass_over(&mut iterator, from_here);
                        }
                        2u16 => {
                            let arrived = crate::__private::Arrived {
                                payload: attribute.payload,
                                from_here,
                                depth: depth,
                            };
                            if let crate::__private::Err(error) = <Option<
                                &'a str,
                            > as crate::__private::Field<
                                'nl,
                            >>::accept(&mut slot_0_name, arrived) {
                                return crate::__private::Err(
                                    crate::__private::DecodeError::within(
                                        error,
                                        <Self as crate::__private::Encode>::SCHEMA,
                                        1usize,
                                        <Option<
                                            &'a str,
                                        > as crate::__private::Field<'nl>>::index(&slot_0_name),
                                    ),
                                );
                            }
                            <Option<
                                &'a str,
                            > as crate::__private::Field<
                                'nl,
                            >>::pass_over(&mut iterator, from_here);
                        }
                        _ => {}
                    }
                }
                crate::__private::Err(error) => {
                    return crate::__private::Err(
                        crate::__private::DecodeError::in_set(
                            error,
                            <Self as crate::__private::Encode>::SCHEMA,
                        ),
                    );
                }
            }
        }
        let field_0_id: Option<u16> = match <Option<
            u16,
        > as crate::__private::Field<'nl>>::finish(slot_0_id) {
            crate::__private::Some(value) => value,
            crate::__private::None => {
                return crate::__private::Err(
                    crate::__private::DecodeError::missing(
                        <Self as crate::__private::Encode>::SCHEMA,
                        0usize,
                        attributes,
                    ),
                );
            }
        };
        let field_0_name: Option<&'a str> = match <Option<
            &'a str,
        > as crate::__private::Field<'nl>>::finish(slot_0_name) {
            crate::__private::Some(value) => value,
            crate::__private::None => {
                return crate::__private::Err(
                    crate::__private::DecodeError::missing(
                        <Self as crate::__private::Encode>::SCHEMA,
                        1usize,
                        attributes,
                    ),
                );
            }
        };
        crate::__private::Ok(Self {
            id: field_0_id,
            name: field_0_name,
        })
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl<'nl: 'a, 'a> crate::__private::Value<'nl> for GetFamily<'a> {
    const KIND: crate::__private::Kind = crate::__private::Kind::Nest(
        crate::__private::schema_of::<Self>,
    );
    #[inline]
    fn size(&self) -> usize {
        <Self as crate::__private::Encode>::size(self)
    }
    #[inline]
    fn emit(
        &self,
        writer: &mut crate::__private::Writer<'_>,
    ) -> crate::__private::Result<(), crate::__private::EncodeError> {
        <Self as crate::__private::Encode>::emit(self, writer)
    }
    #[inline(always)]
    fn decode_payload(
        payload: &'nl [u8],
        depth: crate::__private::Depth,
    ) -> crate::__private::Result<Self, crate::__private::DecodeError> {
        let depth = crate::__private::Depth::deeper(depth, payload)?;
        <Self as crate::__private::Decode<'nl>>::decode_at(payload, depth)
    }
}
#[automatically_derived]
impl<'nl: 'a, 'a> crate::__private::Element<'nl> for GetFamily<'a> {}
/// Asks for all families.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct GetFamilies {}
#[automatically_derived]
#[allow(deprecated)]
impl crate::__private::Encode for GetFamilies {
    const SCHEMA: &'static crate::__private::SetSchema = &crate::__private::SetSchema {
        name: "family",
        type_name: "GetFamilies",
        doc: "Asks for all families.",
        header: 0,
        attributes: &[],
        ordered: false,
    };
    #[inline]
    fn size(&self) -> usize {
        0
    }
    #[inline]
    fn emit(
        &self,
        _: &mut crate::__private::Writer<'_>,
    ) -> crate::__private::Result<(), crate::__private::EncodeError> {
        crate::__private::Ok(())
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl<'nl> crate::__private::Decode<'nl> for GetFamilies {
    #[inline(always)]
    fn decode_at(
        attributes: &'nl [u8],
        _: crate::__private::Depth,
    ) -> crate::__private::Result<Self, crate::__private::DecodeError> {
        let mut iterator = crate::__private::Attrs::new(attributes);
        loop {
            let from_here = crate::__private::Attrs::rest(&iterator);
            match crate::__private::Attrs::next_attr(&mut iterator) {
                crate::__private::Ok(crate::__private::None) => break,
                crate::__private::Ok(crate::__private::Some(_)) => {
                    let _ = from_here;
                }
                crate::__private::Err(error) => {
                    return crate::__private::Err(
                        crate::__private::DecodeError::in_set(
                            error,
                            <Self as crate::__private::Encode>::SCHEMA,
                        ),
                    );
                }
            }
        }
        crate::__private::Ok(Self {})
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl<'nl> crate::__private::Value<'nl> for GetFamilies {
    const KIND: crate::__private::Kind = crate::__private::Kind::Nest(
        crate::__private::schema_of::<Self>,
    );
    #[inline]
    fn size(&self) -> usize {
        <Self as crate::__private::Encode>::size(self)
    }
    #[inline]
    fn emit(
        &self,
        writer: &mut crate::__private::Writer<'_>,
    ) -> crate::__private::Result<(), crate::__private::EncodeError> {
        <Self as crate::__private::Encode>::emit(self, writer)
    }
    #[inline(always)]
    fn decode_payload(
        payload: &'nl [u8],
        depth: crate::__private::Depth,
    ) -> crate::__private::Result<Self, crate::__private::DecodeError> {
        let depth = crate::__private::Depth::deeper(depth, payload)?;
        <Self as crate::__private::Decode<'nl>>::decode_at(payload, depth)
    }
}
#[automatically_derived]
impl<'nl> crate::__private::Element<'nl> for GetFamilies {}
/// A family as the controller describes it.
#[derive(Clone, Debug, PartialEq)]
pub struct FamilyAttrs<'a> {
    /// The id under which it is known now; another one after the next load of its module.
    pub id: u16,
    /// Its name.
    pub name: &'a str,
    /// Its version.
    pub version: Option<u32>,
    /// Bytes of the family's own header behind the generic one.
    pub header_size: Option<u32>,
    /// The greatest attribute number; 0 where each operation has its own.
    pub max_attribute: Option<u32>,
    /// What it can be asked.
    pub operations: Option<List<'a, OperationInfo, 1>>,
    /// Its multicast groups.
    pub groups: Option<List<'a, GroupAttrs<'a>, 1>>,
}
#[automatically_derived]
#[allow(deprecated)]
impl<'a> crate::__private::Encode for FamilyAttrs<'a> {
    const SCHEMA: &'static crate::__private::SetSchema = &crate::__private::SetSchema {
        name: "family",
        type_name: "FamilyAttrs",
        doc: "A family as the controller describes it.",
        header: 0,
        attributes: &[
            crate::__private::AttributeSchema {
                name: "id",
                number: 1u16,
                kind: <u16 as crate::__private::Field<'static>>::KIND,
                presence: <u16 as crate::__private::Field<'static>>::PRESENCE,
                bounds: crate::__private::Bounds::NONE,
                doc: "The id under which it is known now; another one after the next load of its module.",
            },
            crate::__private::AttributeSchema {
                name: "name",
                number: 2u16,
                kind: <&'a str as crate::__private::Field<'static>>::KIND,
                presence: <&'a str as crate::__private::Field<'static>>::PRESENCE,
                bounds: crate::__private::Bounds::NONE,
                doc: "Its name.",
            },
            crate::__private::AttributeSchema {
                name: "version",
                number: 3u16,
                kind: <Option<u32> as crate::__private::Field<'static>>::KIND,
                presence: <Option<u32> as crate::__private::Field<'static>>::PRESENCE,
                bounds: crate::__private::Bounds::NONE,
                doc: "Its version.",
            },
            crate::__private::AttributeSchema {
                name: "header_size",
                number: 4u16,
                kind: <Option<u32> as crate::__private::Field<'static>>::KIND,
                presence: <Option<u32> as crate::__private::Field<'static>>::PRESENCE,
                bounds: crate::__private::Bounds::NONE,
                doc: "Bytes of the family's own header behind the generic one.",
            },
            crate::__private::AttributeSchema {
                name: "max_attribute",
                number: 5u16,
                kind: <Option<u32> as crate::__private::Field<'static>>::KIND,
                presence: <Option<u32> as crate::__private::Field<'static>>::PRESENCE,
                bounds: crate::__private::Bounds::NONE,
                doc: "The greatest attribute number; 0 where each operation has its own.",
            },
            crate::__private::AttributeSchema {
                name: "operations",
                number: 6u16,
                kind: <Option<
                    List<'a, OperationInfo, 1>,
                > as crate::__private::Field<'static>>::KIND,
                presence: <Option<
                    List<'a, OperationInfo, 1>,
                > as crate::__private::Field<'static>>::PRESENCE,
                bounds: crate::__private::Bounds::NONE,
                doc: "What it can be asked.",
            },
            crate::__private::AttributeSchema {
                name: "groups",
                number: 7u16,
                kind: <Option<
                    List<'a, GroupAttrs<'a>, 1>,
                > as crate::__private::Field<'static>>::KIND,
                presence: <Option<
                    List<'a, GroupAttrs<'a>, 1>,
                > as crate::__private::Field<'static>>::PRESENCE,
                bounds: crate::__private::Bounds::NONE,
                doc: "Its multicast groups.",
            },
        ],
        ordered: false,
    };
    #[inline]
    fn size(&self) -> usize {
        0 + <u16 as crate::__private::Field<'static>>::size(&self.id)
            + <&'a str as crate::__private::Field<'static>>::size(&self.name)
            + <Option<u32> as crate::__private::Field<'static>>::size(&self.version)
            + <Option<u32> as crate::__private::Field<'static>>::size(&self.header_size)
            + <Option<
                u32,
            > as crate::__private::Field<'static>>::size(&self.max_attribute)
            + <Option<
                List<'a, OperationInfo, 1>,
            > as crate::__private::Field<'static>>::size(&self.operations)
            + <Option<
                List<'a, GroupAttrs<'a>, 1>,
            > as crate::__private::Field<'static>>::size(&self.groups)
    }
    #[inline]
    fn emit(
        &self,
        writer: &mut crate::__private::Writer<'_>,
    ) -> crate::__private::Result<(), crate::__private::EncodeError> {
        if let crate::__private::Err(error) = <u16 as crate::__private::Field<
            'static,
        >>::emit(&self.id, 1u16, &crate::__private::Bounds::NONE, writer) {
            return crate::__private::Err(
                crate::__private::EncodeError::within(
                    error,
                    <Self as crate::__private::Encode>::SCHEMA,
                    0usize,
                ),
            );
        }
        if let crate::__private::Err(error) = <&'a str as crate::__private::Field<
            'static,
        >>::emit(&self.name, 2u16, &crate::__private::Bounds::NONE, writer) {
            return crate::__private::Err(
                crate::__private::EncodeError::within(
                    error,
                    <Self as crate::__private::Encode>::SCHEMA,
                    1usize,
                ),
            );
        }
        if let crate::__private::Err(error) = <Option<
            u32,
        > as crate::__private::Field<
            'static,
        >>::emit(&self.version, 3u16, &crate::__private::Bounds::NONE, writer) {
            return crate::__private::Err(
                crate::__private::EncodeError::within(
                    error,
                    <Self as crate::__private::Encode>::SCHEMA,
                    2usize,
                ),
            );
        }
        if let crate::__private::Err(error) = <Option<
            u32,
        > as crate::__private::Field<
            'static,
        >>::emit(&self.header_size, 4u16, &crate::__private::Bounds::NONE, writer) {
            return crate::__private::Err(
                crate::__private::EncodeError::within(
                    error,
                    <Self as crate::__private::Encode>::SCHEMA,
                    3usize,
                ),
            );
        }
        if let crate::__private::Err(error) = <Option<
            u32,
        > as crate::__private::Field<
            'static,
        >>::emit(&self.max_attribute, 5u16, &crate::__private::Bounds::NONE, writer) {
            return crate::__private::Err(
                crate::__private::EncodeError::within(
                    error,
                    <Self as crate::__private::Encode>::SCHEMA,
                    4usize,
                ),
            );
        }
        if let crate::__private::Err(error) = <Option<
            List<'a, OperationInfo, 1>,
        > as crate::__private::Field<
            'static,
        >>::emit(&self.operations, 6u16, &crate::__private::Bounds::NONE, writer) {
            return crate::__private::Err(
                crate::__private::EncodeError::within(
                    error,
                    <Self as crate::__private::Encode>::SCHEMA,
                    5usize,
                ),
            );
        }
        if let crate::__private::Err(error) = <Option<
            List<'a, GroupAttrs<'a>, 1>,
        > as crate::__private::Field<
            'static,
        >>::emit(&self.groups, 7u16, &crate::__private::Bounds::NONE, writer) {
            return crate::__private::Err(
                crate::__private::EncodeError::within(
                    error,
                    <Self as crate::__private::Encode>::SCHEMA,
                    6usize,
                ),
            );
        }
        crate::__private::Ok(())
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl<'nl: 'a, 'a> crate::__private::Decode<'nl> for FamilyAttrs<'a> {
    #[inline]
    fn decode_at(
        attributes: &'nl [u8],
        depth: crate::__private::Depth,
    ) -> crate::__private::Result<Self, crate::__private::DecodeError> {
        let mut slot_0_id = <<u16 as crate::__private::Field<
            'nl,
        >>::Slot as crate::__private::Default>::default();
        let mut slot_0_name = <<&'a str as crate::__private::Field<
            'nl,
        >>::Slot as crate::__private::Default>::default();
        let mut slot_0_version = <<Option<
            u32,
        > as crate::__private::Field<
            'nl,
        >>::Slot as crate::__private::Default>::default();
        let mut slot_0_header_size = <<Option<
            u32,
        > as crate::__private::Field<
            'nl,
        >>::Slot as crate::__private::Default>::default();
        let mut slot_0_max_attribute = <<Option<
            u32,
        > as crate::__private::Field<
            'nl,
        >>::Slot as crate::__private::Default>::default();
        let mut slot_0_operations = <<Option<
            List<'a, OperationInfo, 1>,
        > as crate::__private::Field<
            'nl,
        >>::Slot as crate::__private::Default>::default();
        let mut slot_0_groups = <<Option<
            List<'a, GroupAttrs<'a>, 1>,
        > as crate::__private::Field<
            'nl,
        >>::Slot as crate::__private::Default>::default();
        let mut iterator = crate::__private::Attrs::new(attributes);
        loop {
            let from_here = crate::__private::Attrs::rest(&iterator);
            match crate::__private::Attrs::next_attr(&mut iterator) {
                crate::__private::Ok(crate::__private::None) => break,
                crate::__private::Ok(crate::__private::Some(attribute)) => {
                    let _ = from_here;
                    match crate::__private::Attr::number(&attribute) {
                        1u16 => {
                            let arrived = crate::__private::Arrived {
                                payload: attribute.payload,
                                from_here,
                                depth: depth,
                            };
                            if let crate::__private::Err(error) = <u16 as crate::__private::Field<
                                'nl,
                            >>::accept(&mut slot_0_id, arrived) {
                                return crate::__private::Err(
                                    crate::__private::DecodeError::within(
                                        error,
                                        <Self as crate::__private::Encode>::SCHEMA,
                                        0usize,
                                        <u16 as crate::__private::Field<'nl>>::index(&slot_0_id),
                                    ),
                                );
                            }
                            <u16 as crate::__private::Field<
                                'nl,
                            >>::pass_over(&mut iterator, from_here);
                        }
                        2u16 => {
                            let arrived = crate::__private::Arrived {
                                payload: attribute.payload,
                                from_here,
                                depth: depth,
                            };
                            if let crate::__private::Err(error) = <&'a str as crate::__private::Field<
                                'nl,
                            >>::accept(&mut slot_0_name, arrived) {
                                return crate::__private::Err(
                                    crate::__private::DecodeError::within(
                                        error,
                                        <Self as crate::__private::Encode>::SCHEMA,
                                        1usize,
                                        <&'a str as crate::__private::Field<
                                            'nl,
                                        >>::index(&slot_0_name),
                                    ),
                                );
                            }
                            <&'a str as crate::__private::Field<
                                'nl,
                            >>::pass_over(&mut iterator, from_here);
                        }
                        3u16 => {
                            let arrived = crate::__private::Arrived {
                                payload: attribute.payload,
                                from_here,
                                depth: depth,
                            };
                            if let crate::__private::Err(error) = <Option<
                                u32,
                            > as crate::__private::Field<
                                'nl,
                            >>::accept(&mut slot_0_version, arrived) {
                                return crate::__private::Err(
                                    crate::__private::DecodeError::within(
                                        error,
                                        <Self as crate::__private::Encode>::SCHEMA,
                                        2usize,
                                        <Option<
                                            u32,
                                        > as crate::__private::Field<'nl>>::index(&slot_0_version),
                                    ),
                                );
                            }
                            <Option<
                                u32,
                            > as crate::__private::Field<
                                'nl,
                            >>::pass_over(&mut iterator, from_here);
                        }
                        4u16 => {
                            let arrived = crate::__private::Arrived {
                                payload: attribute.payload,
                                from_here,
                                depth: depth,
                            };
                            if let crate::__private::Err(error) = <Option<
                                u32,
                            > as crate::__private::Field<
                                'nl,
                            >>::accept(&mut slot_0_header_size, arrived) {
                                return crate::__private::Err(
                                    crate::__private::DecodeError::within(
                                        error,
                                        <Self as crate::__private::Encode>::SCHEMA,
                                        3usize,
                                        <Option<
                                            u32,
                                        > as crate::__private::Field<
                                            'nl,
                                        >>::index(&slot_0_header_size),
                                    ),
                                );
                            }
                            <Option<
                                u32,
                            > as crate::__private::Field<
                                'nl,
                            >>::pass_over(&mut iterator, from_here);
                        }
                        5u16 => {
                            let arrived = crate::__private::Arrived {
                                payload: attribute.payload,
                                from_here,
                                depth: depth,
                            };
                            if let crate::__private::Err(error) = <Option<
                                u32,
                            > as crate::__private::Field<
                                'nl,
                            >>::accept(&mut slot_0_max_attribute, arrived) {
                                return crate::__private::Err(
                                    crate::__private::DecodeError::within(
                                        error,
                                        <Self as crate::__private::Encode>::SCHEMA,
                                        4usize,
                                        <Option<
                                            u32,
                                        > as crate::__private::Field<
                                            'nl,
                                        >>::index(&slot_0_max_attribute),
                                    ),
                                );
                            }
                            <Option<
                                u32,
                            > as crate::__private::Field<
                                'nl,
                            >>::pass_over(&mut iterator, from_here);
                        }
                        6u16 => {
                            let arrived = crate::__private::Arrived {
                                payload: attribute.payload,
                                from_here,
                                depth: depth,
                            };
                            if let crate::__private::Err(error) = <Option<
                                List<'a, OperationInfo, 1>,
                            > as crate::__private::Field<
                                'nl,
                            >>::accept(&mut slot_0_operations, arrived) {
                                return crate::__private::Err(
                                    crate::__private::DecodeError::within(
                                        error,
                                        <Self as crate::__private::Encode>::SCHEMA,
                                        5usize,
                                        <Option<
                                            List<'a, OperationInfo, 1>,
                                        > as crate::__private::Field<
                                            'nl,
                                        >>::index(&slot_0_operations),
                                    ),
                                );
                            }
                            <Option<
                                List<'a, OperationInfo, 1>,
                            > as crate::__private::Field<
                                'nl,
                            >>::pass_over(&mut iterator, from_here);
                        }
                        7u16 => {
                            let arrived = crate::__private::Arrived {
                                payload: attribute.payload,
                                from_here,
                                depth: depth,
                            };
                            if let crate::__private::Err(error) = <Option<
                                List<'a, GroupAttrs<'a>, 1>,
                            > as crate::__private::Field<
                                'nl,
                            >>::accept(&mut slot_0_groups, arrived) {
                                return crate::__private::Err(
                                    crate::__private::DecodeError::within(
                                        error,
                                        <Self as crate::__private::Encode>::SCHEMA,
                                        6usize,
                                        <Option<
                                            List<'a, GroupAttrs<'a>, 1>,
                                        > as crate::__private::Field<'nl>>::index(&slot_0_groups),
                                    ),
                                );
                            }
                            <Option<
                                List<'a, GroupAttrs<'a>, 1>,
                            > as crate::__private::Field<
                                'nl,
                            >>::pass_over(&mut iterator, from_here);
                        }
                        _ => {}
                    }
                }
                crate::__private::Err(error) => {
                    return crate::__private::Err(
                        crate::__private::DecodeError::in_set(
                            error,
                            <Self as crate::__private::Encode>::SCHEMA,
                        ),
                    );
                }
            }
        }
        let field_0_id: u16 = match <u16 as crate::__private::Field<
            'nl,
        >>::finish(slot_0_id) {
            crate::__private::Some(value) => value,
            crate::__private::None => {
                return crate::__private::Err(
                    crate::__private::DecodeError::missing(
                        <Self as crate::__private::Encode>::SCHEMA,
                        0usize,
                        attributes,
                    ),
                );
            }
        };
        let field_0_name: &'a str = match <&'a str as crate::__private::Field<
            'nl,
        >>::finish(slot_0_name) {
            crate::__private::Some(value) => value,
            crate::__private::None => {
                return crate::__private::Err(
                    crate::__private::DecodeError::missing(
                        <Self as crate::__private::Encode>::SCHEMA,
                        1usize,
                        attributes,
                    ),
                );
            }
        };
        let field_0_version: Option<u32> = match <Option<
            u32,
        > as crate::__private::Field<'nl>>::finish(slot_0_version) {
            crate::__private::Some(value) => value,
            crate::__private::None => {
                return crate::__private::Err(
                    crate::__private::DecodeError::missing(
                        <Self as crate::__private::Encode>::SCHEMA,
                        2usize,
                        attributes,
                    ),
                );
            }
        };
        let field_0_header_size: Option<u32> = match <Option<
            u32,
        > as crate::__private::Field<'nl>>::finish(slot_0_header_size) {
            crate::__private::Some(value) => value,
            crate::__private::None => {
                return crate::__private::Err(
                    crate::__private::DecodeError::missing(
                        <Self as crate::__private::Encode>::SCHEMA,
                        3usize,
                        attributes,
                    ),
                );
            }
        };
        let field_0_max_attribute: Option<u32> = match <Option<
            u32,
        > as crate::__private::Field<'nl>>::finish(slot_0_max_attribute) {
            crate::__private::Some(value) => value,
            crate::__private::None => {
                return crate::__private::Err(
                    crate::__private::DecodeError::missing(
                        <Self as crate::__private::Encode>::SCHEMA,
                        4usize,
                        attributes,
                    ),
                );
            }
        };
        let field_0_operations: Option<List<'a, OperationInfo, 1>> = match <Option<
            List<'a, OperationInfo, 1>,
        > as crate::__private::Field<'nl>>::finish(slot_0_operations) {
            crate::__private::Some(value) => value,
            crate::__private::None => {
                return crate::__private::Err(
                    crate::__private::DecodeError::missing(
                        <Self as crate::__private::Encode>::SCHEMA,
                        5usize,
                        attributes,
                    ),
                );
            }
        };
        let field_0_groups: Option<List<'a, GroupAttrs<'a>, 1>> = match <Option<
            List<'a, GroupAttrs<'a>, 1>,
        > as crate::__private::Field<'nl>>::finish(slot_0_groups) {
            crate::__private::Some(value) => value,
            crate::__private::None => {
                return crate::__private::Err(
                    crate::__private::DecodeError::missing(
                        <Self as crate::__private::Encode>::SCHEMA,
                        6usize,
                        attributes,
                    ),
                );
            }
        };
        crate::__private::Ok(Self {
            id: field_0_id,
            name: field_0_name,
            version: field_0_version,
            header_size: field_0_header_size,
            max_attribute: field_0_max_attribute,
            operations: field_0_operations,
            groups: field_0_groups,
        })
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl<'nl: 'a, 'a> crate::__private::Value<'nl> for FamilyAttrs<'a> {
    const KIND: crate::__private::Kind = crate::__private::Kind::Nest(
        crate::__private::schema_of::<Self>,
    );
    #[inline]
    fn size(&self) -> usize {
        <Self as crate::__private::Encode>::size(self)
    }
    #[inline]
    fn emit(
        &self,
        writer: &mut crate::__private::Writer<'_>,
    ) -> crate::__private::Result<(), crate::__private::EncodeError> {
        <Self as crate::__private::Encode>::emit(self, writer)
    }
    #[inline]
    fn decode_payload(
        payload: &'nl [u8],
        depth: crate::__private::Depth,
    ) -> crate::__private::Result<Self, crate::__private::DecodeError> {
        let depth = crate::__private::Depth::deeper(depth, payload)?;
        <Self as crate::__private::Decode<'nl>>::decode_at(payload, depth)
    }
}
#[automatically_derived]
impl<'nl: 'a, 'a> crate::__private::Element<'nl> for FamilyAttrs<'a> {}
/// An operation of a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OperationInfo {
    /// The command.
    pub command: u32,
    /// Bits of [`op_flags`].
    pub flags: u32,
}
#[automatically_derived]
#[allow(deprecated)]
impl crate::__private::Encode for OperationInfo {
    const SCHEMA: &'static crate::__private::SetSchema = &crate::__private::SetSchema {
        name: "operation",
        type_name: "OperationInfo",
        doc: "An operation of a family.",
        header: 0,
        attributes: &[
            crate::__private::AttributeSchema {
                name: "command",
                number: 1u16,
                kind: <u32 as crate::__private::Field<'static>>::KIND,
                presence: <u32 as crate::__private::Field<'static>>::PRESENCE,
                bounds: crate::__private::Bounds::NONE,
                doc: "The command.",
            },
            crate::__private::AttributeSchema {
                name: "flags",
                number: 2u16,
                kind: <u32 as crate::__private::Field<'static>>::KIND,
                presence: <u32 as crate::__private::Field<'static>>::PRESENCE,
                bounds: crate::__private::Bounds::NONE,
                doc: "Bits of [`op_flags`].",
            },
        ],
        ordered: false,
    };
    #[inline]
    fn size(&self) -> usize {
        0 + <u32 as crate::__private::Field<'static>>::size(&self.command)
            + <u32 as crate::__private::Field<'static>>::size(&self.flags)
    }
    #[inline]
    fn emit(
        &self,
        writer: &mut crate::__private::Writer<'_>,
    ) -> crate::__private::Result<(), crate::__private::EncodeError> {
        if let crate::__private::Err(error) = <u32 as crate::__private::Field<
            'static,
        >>::emit(&self.command, 1u16, &crate::__private::Bounds::NONE, writer) {
            return crate::__private::Err(
                crate::__private::EncodeError::within(
                    error,
                    <Self as crate::__private::Encode>::SCHEMA,
                    0usize,
                ),
            );
        }
        if let crate::__private::Err(error) = <u32 as crate::__private::Field<
            'static,
        >>::emit(&self.flags, 2u16, &crate::__private::Bounds::NONE, writer) {
            return crate::__private::Err(
                crate::__private::EncodeError::within(
                    error,
                    <Self as crate::__private::Encode>::SCHEMA,
                    1usize,
                ),
            );
        }
        crate::__private::Ok(())
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl<'nl> crate::__private::Decode<'nl> for OperationInfo {
    #[inline(always)]
    fn decode_at(
        attributes: &'nl [u8],
        depth: crate::__private::Depth,
    ) -> crate::__private::Result<Self, crate::__private::DecodeError> {
        let mut slot_0_command = <<u32 as crate::__private::Field<
            'nl,
        >>::Slot as crate::__private::Default>::default();
        let mut slot_0_flags = <<u32 as crate::__private::Field<
            'nl,
        >>::Slot as crate::__private::Default>::default();
        let mut iterator = crate::__private::Attrs::new(attributes);
        loop {
            let from_here = crate::__private::Attrs::rest(&iterator);
            match crate::__private::Attrs::next_attr(&mut iterator) {
                crate::__private::Ok(crate::__private::None) => break,
                crate::__private::Ok(crate::__private::Some(attribute)) => {
                    let _ = from_here;
                    match crate::__private::Attr::number(&attribute) {
                        1u16 => {
                            let arrived = crate::__private::Arrived {
                                payload: attribute.payload,
                                from_here,
                                depth: depth,
                            };
                            if let crate::__private::Err(error) = <u32 as crate::__private::Field<
                                'nl,
                            >>::accept(&mut slot_0_command, arrived) {
                                return crate::__private::Err(
                                    crate::__private::DecodeError::within(
                                        error,
                                        <Self as crate::__private::Encode>::SCHEMA,
                                        0usize,
                                        <u32 as crate::__private::Field<
                                            'nl,
                                        >>::index(&slot_0_command),
                                    ),
                                );
                            }
                            <u32 as crate::__private::Field<
                                'nl,
                            >>::pass_over(&mut iterator, from_here);
                        }
                        2u16 => {
                            let arrived = crate::__private::Arrived {
                                payload: attribute.payload,
                                from_here,
                                depth: depth,
                            };
                            if let crate::__private::Err(error) = <u32 as crate::__private::Field<
                                'nl,
                            >>::accept(&mut slot_0_flags, arrived) {
                                return crate::__private::Err(
                                    crate::__private::DecodeError::within(
                                        error,
                                        <Self as crate::__private::Encode>::SCHEMA,
                                        1usize,
                                        <u32 as crate::__private::Field<'nl>>::index(&slot_0_flags),
                                    ),
                                );
                            }
                            <u32 as crate::__private::Field<
                                'nl,
                            >>::pass_over(&mut iterator, from_here);
                        }
                        _ => {}
                    }
                }
                crate::__private::Err(error) => {
                    return crate::__private::Err(
                        crate::__private::DecodeError::in_set(
                            error,
                            <Self as crate::__private::Encode>::SCHEMA,
                        ),
                    );
                }
            }
        }
        let field_0_command: u32 = match <u32 as crate::__private::Field<
            'nl,
        >>::finish(slot_0_command) {
            crate::__private::Some(value) => value,
            crate::__private::None => {
                return crate::__private::Err(
                    crate::__private::DecodeError::missing(
                        <Self as crate::__private::Encode>::SCHEMA,
                        0usize,
                        attributes,
                    ),
                );
            }
        };
        let field_0_flags: u32 = match <u32 as crate::__private::Field<
            'nl,
        >>::finish(slot_0_flags) {
            crate::__private::Some(value) => value,
            crate::__private::None => {
                return crate::__private::Err(
                    crate::__private::DecodeError::missing(
                        <Self as crate::__private::Encode>::SCHEMA,
                        1usize,
                        attributes,
                    ),
                );
            }
        };
        crate::__private::Ok(Self {
            command: field_0_command,
            flags: field_0_flags,
        })
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl<'nl> crate::__private::Value<'nl> for OperationInfo {
    const KIND: crate::__private::Kind = crate::__private::Kind::Nest(
        crate::__private::schema_of::<Self>,
    );
    #[inline]
    fn size(&self) -> usize {
        <Self as crate::__private::Encode>::size(self)
    }
    #[inline]
    fn emit(
        &self,
        writer: &mut crate::__private::Writer<'_>,
    ) -> crate::__private::Result<(), crate::__private::EncodeError> {
        <Self as crate::__private::Encode>::emit(self, writer)
    }
    #[inline(always)]
    fn decode_payload(
        payload: &'nl [u8],
        depth: crate::__private::Depth,
    ) -> crate::__private::Result<Self, crate::__private::DecodeError> {
        let depth = crate::__private::Depth::deeper(depth, payload)?;
        <Self as crate::__private::Decode<'nl>>::decode_at(payload, depth)
    }
}
#[automatically_derived]
impl<'nl> crate::__private::Element<'nl> for OperationInfo {}
/// The bits of [`OperationInfo::flags`].
pub mod op_flags {
    /// Wants `CAP_NET_ADMIN` in the initial user namespace.
    pub const ADMIN: u32 = 0x01;
    /// Can be called.
    pub const DO: u32 = 0x02;
    /// Can be dumped.
    pub const DUMP: u32 = 0x04;
    /// Has a policy.
    pub const HAS_POLICY: u32 = 0x08;
    /// Wants `CAP_NET_ADMIN` in the network namespace's user namespace.
    pub const NAMESPACE_ADMIN: u32 = 0x10;
}
/// A multicast group of a family, borrowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroupAttrs<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its number, which may be above 32.
    pub id: u32,
}
#[automatically_derived]
#[allow(deprecated)]
impl<'a> crate::__private::Encode for GroupAttrs<'a> {
    const SCHEMA: &'static crate::__private::SetSchema = &crate::__private::SetSchema {
        name: "group",
        type_name: "GroupAttrs",
        doc: "A multicast group of a family, borrowed.",
        header: 0,
        attributes: &[
            crate::__private::AttributeSchema {
                name: "name",
                number: 1u16,
                kind: <&'a str as crate::__private::Field<'static>>::KIND,
                presence: <&'a str as crate::__private::Field<'static>>::PRESENCE,
                bounds: crate::__private::Bounds::NONE,
                doc: "Its name.",
            },
            crate::__private::AttributeSchema {
                name: "id",
                number: 2u16,
                kind: <u32 as crate::__private::Field<'static>>::KIND,
                presence: <u32 as crate::__private::Field<'static>>::PRESENCE,
                bounds: crate::__private::Bounds::NONE,
                doc: "Its number, which may be above 32.",
            },
        ],
        ordered: false,
    };
    #[inline]
    fn size(&self) -> usize {
        0 + <&'a str as crate::__private::Field<'static>>::size(&self.name)
            + <u32 as crate::__private::Field<'static>>::size(&self.id)
    }
    #[inline]
    fn emit(
        &self,
        writer: &mut crate::__private::Writer<'_>,
    ) -> crate::__private::Result<(), crate::__private::EncodeError> {
        if let crate::__private::Err(error) = <&'a str as crate::__private::Field<
            'static,
        >>::emit(&self.name, 1u16, &crate::__private::Bounds::NONE, writer) {
            return crate::__private::Err(
                crate::__private::EncodeError::within(
                    error,
                    <Self as crate::__private::Encode>::SCHEMA,
                    0usize,
                ),
            );
        }
        if let crate::__private::Err(error) = <u32 as crate::__private::Field<
            'static,
        >>::emit(&self.id, 2u16, &crate::__private::Bounds::NONE, writer) {
            return crate::__private::Err(
                crate::__private::EncodeError::within(
                    error,
                    <Self as crate::__private::Encode>::SCHEMA,
                    1usize,
                ),
            );
        }
        crate::__private::Ok(())
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl<'nl: 'a, 'a> crate::__private::Decode<'nl> for GroupAttrs<'a> {
    #[inline(always)]
    fn decode_at(
        attributes: &'nl [u8],
        depth: crate::__private::Depth,
    ) -> crate::__private::Result<Self, crate::__private::DecodeError> {
        let mut slot_0_name = <<&'a str as crate::__private::Field<
            'nl,
        >>::Slot as crate::__private::Default>::default();
        let mut slot_0_id = <<u32 as crate::__private::Field<
            'nl,
        >>::Slot as crate::__private::Default>::default();
        let mut iterator = crate::__private::Attrs::new(attributes);
        loop {
            let from_here = crate::__private::Attrs::rest(&iterator);
            match crate::__private::Attrs::next_attr(&mut iterator) {
                crate::__private::Ok(crate::__private::None) => break,
                crate::__private::Ok(crate::__private::Some(attribute)) => {
                    let _ = from_here;
                    match crate::__private::Attr::number(&attribute) {
                        1u16 => {
                            let arrived = crate::__private::Arrived {
                                payload: attribute.payload,
                                from_here,
                                depth: depth,
                            };
                            if let crate::__private::Err(error) = <&'a str as crate::__private::Field<
                                'nl,
                            >>::accept(&mut slot_0_name, arrived) {
                                return crate::__private::Err(
                                    crate::__private::DecodeError::within(
                                        error,
                                        <Self as crate::__private::Encode>::SCHEMA,
                                        0usize,
                                        <&'a str as crate::__private::Field<
                                            'nl,
                                        >>::index(&slot_0_name),
                                    ),
                                );
                            }
                            <&'a str as crate::__private::Field<
                                'nl,
                            >>::pass_over(&mut iterator, from_here);
                        }
                        2u16 => {
                            let arrived = crate::__private::Arrived {
                                payload: attribute.payload,
                                from_here,
                                depth: depth,
                            };
                            if let crate::__private::Err(error) = <u32 as crate::__private::Field<
                                'nl,
                            >>::accept(&mut slot_0_id, arrived) {
                                return crate::__private::Err(
                                    crate::__private::DecodeError::within(
                                        error,
                                        <Self as crate::__private::Encode>::SCHEMA,
                                        1usize,
                                        <u32 as crate::__private::Field<'nl>>::index(&slot_0_id),
                                    ),
                                );
                            }
                            <u32 as crate::__private::Field<
                                'nl,
                            >>::pass_over(&mut iterator, from_here);
                        }
                        _ => {}
                    }
                }
                crate::__private::Err(error) => {
                    return crate::__private::Err(
                        crate::__private::DecodeError::in_set(
                            error,
                            <Self as crate::__private::Encode>::SCHEMA,
                        ),
                    );
                }
            }
        }
        let field_0_name: &'a str = match <&'a str as crate::__private::Field<
            'nl,
        >>::finish(slot_0_name) {
            crate::__private::Some(value) => value,
            crate::__private::None => {
                return crate::__private::Err(
                    crate::__private::DecodeError::missing(
                        <Self as crate::__private::Encode>::SCHEMA,
                        0usize,
                        attributes,
                    ),
                );
            }
        };
        let field_0_id: u32 = match <u32 as crate::__private::Field<
            'nl,
        >>::finish(slot_0_id) {
            crate::__private::Some(value) => value,
            crate::__private::None => {
                return crate::__private::Err(
                    crate::__private::DecodeError::missing(
                        <Self as crate::__private::Encode>::SCHEMA,
                        1usize,
                        attributes,
                    ),
                );
            }
        };
        crate::__private::Ok(Self {
            name: field_0_name,
            id: field_0_id,
        })
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl<'nl: 'a, 'a> crate::__private::Value<'nl> for GroupAttrs<'a> {
    const KIND: crate::__private::Kind = crate::__private::Kind::Nest(
        crate::__private::schema_of::<Self>,
    );
    #[inline]
    fn size(&self) -> usize {
        <Self as crate::__private::Encode>::size(self)
    }
    #[inline]
    fn emit(
        &self,
        writer: &mut crate::__private::Writer<'_>,
    ) -> crate::__private::Result<(), crate::__private::EncodeError> {
        <Self as crate::__private::Encode>::emit(self, writer)
    }
    #[inline(always)]
    fn decode_payload(
        payload: &'nl [u8],
        depth: crate::__private::Depth,
    ) -> crate::__private::Result<Self, crate::__private::DecodeError> {
        let depth = crate::__private::Depth::deeper(depth, payload)?;
        <Self as crate::__private::Decode<'nl>>::decode_at(payload, depth)
    }
}
#[automatically_derived]
impl<'nl: 'a, 'a> crate::__private::Element<'nl> for GroupAttrs<'a> {}
/// Asks for the policies of a family, by id or by name, or for those of one of its operations.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct GetPolicy<'a> {
    /// The family's id.
    pub id: Option<u16>,
    /// The family's name; it wins over the id.
    pub name: Option<&'a str>,
    /// The operation's command; without it all operations are meant.
    pub command: Option<u32>,
}
#[automatically_derived]
#[allow(deprecated)]
impl<'a> crate::__private::Encode for GetPolicy<'a> {
    const SCHEMA: &'static crate::__private::SetSchema = &crate::__private::SetSchema {
        name: "policy",
        type_name: "GetPolicy",
        doc: "Asks for the policies of a family, by id or by name, or for those of one of its operations.",
        header: 0,
        attributes: &[
            crate::__private::AttributeSchema {
                name: "id",
                number: 1u16,
                kind: <Option<u16> as crate::__private::Field<'static>>::KIND,
                presence: <Option<u16> as crate::__private::Field<'static>>::PRESENCE,
                bounds: crate::__private::Bounds::NONE,
                doc: "The family's id.",
            },
            crate::__private::AttributeSchema {
                name: "name",
                number: 2u16,
                kind: <Option<&'a str> as crate::__private::Field<'static>>::KIND,
                presence: <Option<
                    &'a str,
                > as crate::__private::Field<'static>>::PRESENCE,
                bounds: crate::__private::Bounds::checked(
                    crate::__private::Bounds {
                        min: crate::__private::None,
                        max: crate::__private::None,
                        min_len: crate::__private::None,
                        max_len: crate::__private::Some(15),
                        mask: crate::__private::None,
                    },
                    &<Option<&'a str> as crate::__private::Field<'static>>::KIND,
                ),
                doc: "The family's name; it wins over the id.",
            },
            crate::__private::AttributeSchema {
                name: "command",
                number: 10u16,
                kind: <Option<u32> as crate::__private::Field<'static>>::KIND,
                presence: <Option<u32> as crate::__private::Field<'static>>::PRESENCE,
                bounds: crate::__private::Bounds::NONE,
                doc: "The operation's command; without it all operations are meant.",
            },
        ],
        ordered: false,
    };
    #[inline]
    fn size(&self) -> usize {
        0 + <Option<u16> as crate::__private::Field<'static>>::size(&self.id)
            + <Option<&'a str> as crate::__private::Field<'static>>::size(&self.name)
            + <Option<u32> as crate::__private::Field<'static>>::size(&self.command)
    }
    #[inline]
    fn emit(
        &self,
        writer: &mut crate::__private::Writer<'_>,
    ) -> crate::__private::Result<(), crate::__private::EncodeError> {
        if let crate::__private::Err(error) = <Option<
            u16,
        > as crate::__private::Field<
            'static,
        >>::emit(&self.id, 1u16, &crate::__private::Bounds::NONE, writer) {
            return crate::__private::Err(
                crate::__private::EncodeError::within(
                    error,
                    <Self as crate::__private::Encode>::SCHEMA,
                    0usize,
                ),
            );
        }
        if let crate::__private::Err(error) = <Option<
            &'a str,
        > as crate::__private::Field<
            'static,
        >>::emit(
            &self.name,
            2u16,
            &crate::__private::Bounds {
                min: crate::__private::None,
                max: crate::__private::None,
                min_len: crate::__private::None,
                max_len: crate::__private::Some(15),
                mask: crate::__private::None,
            },
            writer,
        ) {
            return crate::__private::Err(
                crate::__private::EncodeError::within(
                    error,
                    <Self as crate::__private::Encode>::SCHEMA,
                    1usize,
                ),
            );
        }
        if let crate::__private::Err(error) = <Option<
            u32,
        > as crate::__private::Field<
            'static,
        >>::emit(&self.command, 10u16, &crate::__private::Bounds::NONE, writer) {
            return crate::__private::Err(
                crate::__private::EncodeError::within(
                    error,
                    <Self as crate::__private::Encode>::SCHEMA,
                    2usize,
                ),
            );
        }
        crate::__private::Ok(())
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl<'nl: 'a, 'a> crate::__private::Decode<'nl> for GetPolicy<'a> {
    #[inline(always)]
    fn decode_at(
        attributes: &'nl [u8],
        depth: crate::__private::Depth,
    ) -> crate::__private::Result<Self, crate::__private::DecodeError> {
        let mut slot_0_id = <<Option<
            u16,
        > as crate::__private::Field<
            'nl,
        >>::Slot as crate::__private::Default>::default();
        let mut slot_0_name = <<Option<
            &'a str,
        > as crate::__private::Field<
            'nl,
        >>::Slot as crate::__private::Default>::default();
        let mut slot_0_command = <<Option<
            u32,
        > as crate::__private::Field<
            'nl,
        >>::Slot as crate::__private::Default>::default();
        let mut iterator = crate::__private::Attrs::new(attributes);
        loop {
            let from_here = crate::__private::Attrs::rest(&iterator);
            match crate::__private::Attrs::next_attr(&mut iterator) {
                crate::__private::Ok(crate::__private::None) => break,
                crate::__private::Ok(crate::__private::Some(attribute)) => {
                    let _ = from_here;
                    match crate::__private::Attr::number(&attribute) {
                        1u16 => {
                            let arrived = crate::__private::Arrived {
                                payload: attribute.payload,
                                from_here,
                                depth: depth,
                            };
                            if let crate::__private::Err(error) = <Option<
                                u16,
                            > as crate::__private::Field<
                                'nl,
                            >>::accept(&mut slot_0_id, arrived) {
                                return crate::__private::Err(
                                    crate::__private::DecodeError::within(
                                        error,
                                        <Self as crate::__private::Encode>::SCHEMA,
                                        0usize,
                                        <Option<
                                            u16,
                                        > as crate::__private::Field<'nl>>::index(&slot_0_id),
                                    ),
                                );
                            }
                            <Option<
                                u16,
                            > as crate::__private::Field<
                                'nl,
                            >>::pass_over(&mut iterator, from_here);
                        }
                        2u16 => {
                            let arrived = crate::__private::Arrived {
                                payload: attribute.payload,
                                from_here,
                                depth: depth,
                            };
                            if let crate::__private::Err(error) = <Option<
                                &'a str,
                            > as crate::__private::Field<
                                'nl,
                            >>::accept(&mut slot_0_name, arrived) {
                                return crate::__private::Err(
                                    crate::__private::DecodeError::within(
                                        error,
                                        <Self as crate::__private::Encode>::SCHEMA,
                                        1usize,
                                        <Option<
                                            &'a str,
                                        > as crate::__private::Field<'nl>>::index(&slot_0_name),
                                    ),
                                );
                            }
                            <Option<
                                &'a str,
                            > as crate::__private::Field<
                                'nl,
                            >>::pass_over(&mut iterator, from_here);
                        }
                        10u16 => {
                            let arrived = crate::__private::Arrived {
                                payload: attribute.payload,
                                from_here,
                                depth: depth,
                            };
                            if let crate::__private::Err(error) = <Option<
                                u32,
                            > as crate::__private::Field<
                                'nl,
                            >>::accept(&mut slot_0_command, arrived) {
                                return crate::__private::Err(
                                    crate::__private::DecodeError::within(
                                        error,
                                        <Self as crate::__private::Encode>::SCHEMA,
                                        2usize,
                                        <Option<
                                            u32,
                                        > as crate::__private::Field<'nl>>::index(&slot_0_command),
                                    ),
                                );
                            }
                            <Option<
                                u32,
                            > as crate::__private::Field<
                                'nl,
                            >>::pass_over(&mut iterator, from_here);
                        }
                        _ => {}
                    }
                }
                crate::__private::Err(error) => {
                    return crate::__private::Err(
                        crate::__private::DecodeError::in_set(
                            error,
                            <Self as crate::__private::Encode>::SCHEMA,
                        ),
                    );
                }
            }
        }
        let field_0_id: Option<u16> = match <Option<
            u16,
        > as crate::__private::Field<'nl>>::finish(slot_0_id) {
            crate::__private::Some(value) => value,
            crate::__private::None => {
                return crate::__private::Err(
                    crate::__private::DecodeError::missing(
                        <Self as crate::__private::Encode>::SCHEMA,
                        0usize,
                        attributes,
                    ),
                );
            }
        };
        let field_0_name: Option<&'a str> = match <Option<
            &'a str,
        > as crate::__private::Field<'nl>>::finish(slot_0_name) {
            crate::__private::Some(value) => value,
            crate::__private::None => {
                return crate::__private::Err(
                    crate::__private::DecodeError::missing(
                        <Self as crate::__private::Encode>::SCHEMA,
                        1usize,
                        attributes,
                    ),
                );
            }
        };
        let field_0_command: Option<u32> = match <Option<
            u32,
        > as crate::__private::Field<'nl>>::finish(slot_0_command) {
            crate::__private::Some(value) => value,
            crate::__private::None => {
                return crate::__private::Err(
                    crate::__private::DecodeError::missing(
                        <Self as crate::__private::Encode>::SCHEMA,
                        2usize,
                        attributes,
                    ),
                );
            }
        };
        crate::__private::Ok(Self {
            id: field_0_id,
            name: field_0_name,
            command: field_0_command,
        })
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl<'nl: 'a, 'a> crate::__private::Value<'nl> for GetPolicy<'a> {
    const KIND: crate::__private::Kind = crate::__private::Kind::Nest(
        crate::__private::schema_of::<Self>,
    );
    #[inline]
    fn size(&self) -> usize {
        <Self as crate::__private::Encode>::size(self)
    }
    #[inline]
    fn emit(
        &self,
        writer: &mut crate::__private::Writer<'_>,
    ) -> crate::__private::Result<(), crate::__private::EncodeError> {
        <Self as crate::__private::Encode>::emit(self, writer)
    }
    #[inline(always)]
    fn decode_payload(
        payload: &'nl [u8],
        depth: crate::__private::Depth,
    ) -> crate::__private::Result<Self, crate::__private::DecodeError> {
        let depth = crate::__private::Depth::deeper(depth, payload)?;
        <Self as crate::__private::Decode<'nl>>::decode_at(payload, depth)
    }
}
#[automatically_derived]
impl<'nl: 'a, 'a> crate::__private::Element<'nl> for GetPolicy<'a> {}
/// A message of a policy dump: an operation, or one attribute of a policy.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyPart<'a> {
    /// The family's id.
    pub family: Option<u16>,
    /// Attributes by number, by the index of their policy. It means something in this dump alone.
    pub policies: Option<Keyed<'a, Keyed<'a, PolicyInfo>>>,
    /// Operations by command. Many kernels since Linux 6.2 say 0 for one that can be dumped alone.
    pub operations: Option<Keyed<'a, OperationPolicy>>,
}
#[automatically_derived]
#[allow(deprecated)]
impl<'a> crate::__private::Encode for PolicyPart<'a> {
    const SCHEMA: &'static crate::__private::SetSchema = &crate::__private::SetSchema {
        name: "policy",
        type_name: "PolicyPart",
        doc: "A message of a policy dump: an operation, or one attribute of a policy.",
        header: 0,
        attributes: &[
            crate::__private::AttributeSchema {
                name: "family",
                number: 1u16,
                kind: <Option<u16> as crate::__private::Field<'static>>::KIND,
                presence: <Option<u16> as crate::__private::Field<'static>>::PRESENCE,
                bounds: crate::__private::Bounds::NONE,
                doc: "The family's id.",
            },
            crate::__private::AttributeSchema {
                name: "policies",
                number: 8u16,
                kind: <Option<
                    Keyed<'a, Keyed<'a, PolicyInfo>>,
                > as crate::__private::Field<'static>>::KIND,
                presence: <Option<
                    Keyed<'a, Keyed<'a, PolicyInfo>>,
                > as crate::__private::Field<'static>>::PRESENCE,
                bounds: crate::__private::Bounds::NONE,
                doc: "Attributes by number, by the index of their policy. It means something in this dump alone.",
            },
            crate::__private::AttributeSchema {
                name: "operations",
                number: 9u16,
                kind: <Option<
                    Keyed<'a, OperationPolicy>,
                > as crate::__private::Field<'static>>::KIND,
                presence: <Option<
                    Keyed<'a, OperationPolicy>,
                > as crate::__private::Field<'static>>::PRESENCE,
                bounds: crate::__private::Bounds::NONE,
                doc: "Operations by command. Many kernels since Linux 6.2 say 0 for one that can be dumped alone.",
            },
        ],
        ordered: false,
    };
    #[inline]
    fn size(&self) -> usize {
        0 + <Option<u16> as crate::__private::Field<'static>>::size(&self.family)
            + <Option<
                Keyed<'a, Keyed<'a, PolicyInfo>>,
            > as crate::__private::Field<'static>>::size(&self.policies)
            + <Option<
                Keyed<'a, OperationPolicy>,
            > as crate::__private::Field<'static>>::size(&self.operations)
    }
    #[inline]
    fn emit(
        &self,
        writer: &mut crate::__private::Writer<'_>,
    ) -> crate::__private::Result<(), crate::__private::EncodeError> {
        if let crate::__private::Err(error) = <Option<
            u16,
        > as crate::__private::Field<
            'static,
        >>::emit(&self.family, 1u16, &crate::__private::Bounds::NONE, writer) {
            return crate::__private::Err(
                crate::__private::EncodeError::within(
                    error,
                    <Self as crate::__private::Encode>::SCHEMA,
                    0usize,
                ),
            );
        }
        if let crate::__private::Err(error) = <Option<
            Keyed<'a, Keyed<'a, PolicyInfo>>,
        > as crate::__private::Field<
            'static,
        >>::emit(&self.policies, 8u16, &crate::__private::Bounds::NONE, writer) {
            return crate::__private::Err(
                crate::__private::EncodeError::within(
                    error,
                    <Self as crate::__private::Encode>::SCHEMA,
                    1usize,
                ),
            );
        }
        if let crate::__private::Err(error) = <Option<
            Keyed<'a, OperationPolicy>,
        > as crate::__private::Field<
            'static,
        >>::emit(&self.operations, 9u16, &crate::__private::Bounds::NONE, writer) {
            return crate::__private::Err(
                crate::__private::EncodeError::within(
                    error,
                    <Self as crate::__private::Encode>::SCHEMA,
                    2usize,
                ),
            );
        }
        crate::__private::Ok(())
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl<'nl: 'a, 'a> crate::__private::Decode<'nl> for PolicyPart<'a> {
    #[inline(always)]
    fn decode_at(
        attributes: &'nl [u8],
        depth: crate::__private::Depth,
    ) -> crate::__private::Result<Self, crate::__private::DecodeError> {
        let mut slot_0_family = <<Option<
            u16,
        > as crate::__private::Field<
            'nl,
        >>::Slot as crate::__private::Default>::default();
        let mut slot_0_policies = <<Option<
            Keyed<'a, Keyed<'a, PolicyInfo>>,
        > as crate::__private::Field<
            'nl,
        >>::Slot as crate::__private::Default>::default();
        let mut slot_0_operations = <<Option<
            Keyed<'a, OperationPolicy>,
        > as crate::__private::Field<
            'nl,
        >>::Slot as crate::__private::Default>::default();
        let mut iterator = crate::__private::Attrs::new(attributes);
        loop {
            let from_here = crate::__private::Attrs::rest(&iterator);
            match crate::__private::Attrs::next_attr(&mut iterator) {
                crate::__private::Ok(crate::__private::None) => break,
                crate::__private::Ok(crate::__private::Some(attribute)) => {
                    let _ = from_here;
                    match crate::__private::Attr::number(&attribute) {
                        1u16 => {
                            let arrived = crate::__private::Arrived {
                                payload: attribute.payload,
                                from_here,
                                depth: depth,
                            };
                            if let crate::__private::Err(error) = <Option<
                                u16,
                            > as crate::__private::Field<
                                'nl,
                            >>::accept(&mut slot_0_family, arrived) {
                                return crate::__private::Err(
                                    crate::__private::DecodeError::within(
                                        error,
                                        <Self as crate::__private::Encode>::SCHEMA,
                                        0usize,
                                        <Option<
                                            u16,
                                        > as crate::__private::Field<'nl>>::index(&slot_0_family),
                                    ),
                                );
                            }
                            <Option<
                                u16,
                            > as crate::__private::Field<
                                'nl,
                            >>::pass_over(&mut iterator, from_here);
                        }
                        8u16 => {
                            let arrived = crate::__private::Arrived {
                                payload: attribute.payload,
                                from_here,
                                depth: depth,
                            };
                            if let crate::__private::Err(error) = <Option<
                                Keyed<'a, Keyed<'a, PolicyInfo>>,
                            > as crate::__private::Field<
                                'nl,
                            >>::accept(&mut slot_0_policies, arrived) {
                                return crate::__private::Err(
                                    crate::__private::DecodeError::within(
                                        error,
                                        <Self as crate::__private::Encode>::SCHEMA,
                                        1usize,
                                        <Option<
                                            Keyed<'a, Keyed<'a, PolicyInfo>>,
                                        > as crate::__private::Field<'nl>>::index(&slot_0_policies),
                                    ),
                                );
                            }
                            <Option<
                                Keyed<'a, Keyed<'a, PolicyInfo>>,
                            > as crate::__private::Field<
                                'nl,
                            >>::pass_over(&mut iterator, from_here);
                        }
                        9u16 => {
                            let arrived = crate::__private::Arrived {
                                payload: attribute.payload,
                                from_here,
                                depth: depth,
                            };
                            if let crate::__private::Err(error) = <Option<
                                Keyed<'a, OperationPolicy>,
                            > as crate::__private::Field<
                                'nl,
                            >>::accept(&mut slot_0_operations, arrived) {
                                return crate::__private::Err(
                                    crate::__private::DecodeError::within(
                                        error,
                                        <Self as crate::__private::Encode>::SCHEMA,
                                        2usize,
                                        <Option<
                                            Keyed<'a, OperationPolicy>,
                                        > as crate::__private::Field<
                                            'nl,
                                        >>::index(&slot_0_operations),
                                    ),
                                );
                            }
                            <Option<
                                Keyed<'a, OperationPolicy>,
                            > as crate::__private::Field<
                                'nl,
                            >>::pass_over(&mut iterator, from_here);
                        }
                        _ => {}
                    }
                }
                crate::__private::Err(error) => {
                    return crate::__private::Err(
                        crate::__private::DecodeError::in_set(
                            error,
                            <Self as crate::__private::Encode>::SCHEMA,
                        ),
                    );
                }
            }
        }
        let field_0_family: Option<u16> = match <Option<
            u16,
        > as crate::__private::Field<'nl>>::finish(slot_0_family) {
            crate::__private::Some(value) => value,
            crate::__private::None => {
                return crate::__private::Err(
                    crate::__private::DecodeError::missing(
                        <Self as crate::__private::Encode>::SCHEMA,
                        0usize,
                        attributes,
                    ),
                );
            }
        };
        let field_0_policies: Option<Keyed<'a, Keyed<'a, PolicyInfo>>> = match <Option<
            Keyed<'a, Keyed<'a, PolicyInfo>>,
        > as crate::__private::Field<'nl>>::finish(slot_0_policies) {
            crate::__private::Some(value) => value,
            crate::__private::None => {
                return crate::__private::Err(
                    crate::__private::DecodeError::missing(
                        <Self as crate::__private::Encode>::SCHEMA,
                        1usize,
                        attributes,
                    ),
                );
            }
        };
        let field_0_operations: Option<Keyed<'a, OperationPolicy>> = match <Option<
            Keyed<'a, OperationPolicy>,
        > as crate::__private::Field<'nl>>::finish(slot_0_operations) {
            crate::__private::Some(value) => value,
            crate::__private::None => {
                return crate::__private::Err(
                    crate::__private::DecodeError::missing(
                        <Self as crate::__private::Encode>::SCHEMA,
                        2usize,
                        attributes,
                    ),
                );
            }
        };
        crate::__private::Ok(Self {
            family: field_0_family,
            policies: field_0_policies,
            operations: field_0_operations,
        })
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl<'nl: 'a, 'a> crate::__private::Value<'nl> for PolicyPart<'a> {
    const KIND: crate::__private::Kind = crate::__private::Kind::Nest(
        crate::__private::schema_of::<Self>,
    );
    #[inline]
    fn size(&self) -> usize {
        <Self as crate::__private::Encode>::size(self)
    }
    #[inline]
    fn emit(
        &self,
        writer: &mut crate::__private::Writer<'_>,
    ) -> crate::__private::Result<(), crate::__private::EncodeError> {
        <Self as crate::__private::Encode>::emit(self, writer)
    }
    #[inline(always)]
    fn decode_payload(
        payload: &'nl [u8],
        depth: crate::__private::Depth,
    ) -> crate::__private::Result<Self, crate::__private::DecodeError> {
        let depth = crate::__private::Depth::deeper(depth, payload)?;
        <Self as crate::__private::Decode<'nl>>::decode_at(payload, depth)
    }
}
#[automatically_derived]
impl<'nl: 'a, 'a> crate::__private::Element<'nl> for PolicyPart<'a> {}
/// The policies of an operation, by their indexes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OperationPolicy {
    /// Of the request that is called.
    pub call: Option<u32>,
    /// Of the request for a dump.
    pub dump: Option<u32>,
}
#[automatically_derived]
#[allow(deprecated)]
impl crate::__private::Encode for OperationPolicy {
    const SCHEMA: &'static crate::__private::SetSchema = &crate::__private::SetSchema {
        name: "operation_policy",
        type_name: "OperationPolicy",
        doc: "The policies of an operation, by their indexes.",
        header: 0,
        attributes: &[
            crate::__private::AttributeSchema {
                name: "call",
                number: 1u16,
                kind: <Option<u32> as crate::__private::Field<'static>>::KIND,
                presence: <Option<u32> as crate::__private::Field<'static>>::PRESENCE,
                bounds: crate::__private::Bounds::NONE,
                doc: "Of the request that is called.",
            },
            crate::__private::AttributeSchema {
                name: "dump",
                number: 2u16,
                kind: <Option<u32> as crate::__private::Field<'static>>::KIND,
                presence: <Option<u32> as crate::__private::Field<'static>>::PRESENCE,
                bounds: crate::__private::Bounds::NONE,
                doc: "Of the request for a dump.",
            },
        ],
        ordered: false,
    };
    #[inline]
    fn size(&self) -> usize {
        0 + <Option<u32> as crate::__private::Field<'static>>::size(&self.call)
            + <Option<u32> as crate::__private::Field<'static>>::size(&self.dump)
    }
    #[inline]
    fn emit(
        &self,
        writer: &mut crate::__private::Writer<'_>,
    ) -> crate::__private::Result<(), crate::__private::EncodeError> {
        if let crate::__private::Err(error) = <Option<
            u32,
        > as crate::__private::Field<
            'static,
        >>::emit(&self.call, 1u16, &crate::__private::Bounds::NONE, writer) {
            return crate::__private::Err(
                crate::__private::EncodeError::within(
                    error,
                    <Self as crate::__private::Encode>::SCHEMA,
                    0usize,
                ),
            );
        }
        if let crate::__private::Err(error) = <Option<
            u32,
        > as crate::__private::Field<
            'static,
        >>::emit(&self.dump, 2u16, &crate::__private::Bounds::NONE, writer) {
            return crate::__private::Err(
                crate::__private::EncodeError::within(
                    error,
                    <Self as crate::__private::Encode>::SCHEMA,
                    1usize,
                ),
            );
        }
        crate::__private::Ok(())
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl<'nl> crate::__private::Decode<'nl> for OperationPolicy {
    #[inline(always)]
    fn decode_at(
        attributes: &'nl [u8],
        depth: crate::__private::Depth,
    ) -> crate::__private::Result<Self, crate::__private::DecodeError> {
        let mut slot_0_call = <<Option<
            u32,
        > as crate::__private::Field<
            'nl,
        >>::Slot as crate::__private::Default>::default();
        let mut slot_0_dump = <<Option<
            u32,
        > as crate::__private::Field<
            'nl,
        >>::Slot as crate::__private::Default>::default();
        let mut iterator = crate::__private::Attrs::new(attributes);
        loop {
            let from_here = crate::__private::Attrs::rest(&iterator);
            match crate::__private::Attrs::next_attr(&mut iterator) {
                crate::__private::Ok(crate::__private::None) => break,
                crate::__private::Ok(crate::__private::Some(attribute)) => {
                    let _ = from_here;
                    match crate::__private::Attr::number(&attribute) {
                        1u16 => {
                            let arrived = crate::__private::Arrived {
                                payload: attribute.payload,
                                from_here,
                                depth: depth,
                            };
                            if let crate::__private::Err(error) = <Option<
                                u32,
                            > as crate::__private::Field<
                                'nl,
                            >>::accept(&mut slot_0_call, arrived) {
                                return crate::__private::Err(
                                    crate::__private::DecodeError::within(
                                        error,
                                        <Self as crate::__private::Encode>::SCHEMA,
                                        0usize,
                                        <Option<
                                            u32,
                                        > as crate::__private::Field<'nl>>::index(&slot_0_call),
                                    ),
                                );
                            }
                            <Option<
                                u32,
                            > as crate::__private::Field<
                                'nl,
                            >>::pass_over(&mut iterator, from_here);
                        }
                        2u16 => {
                            let arrived = crate::__private::Arrived {
                                payload: attribute.payload,
                                from_here,
                                depth: depth,
                            };
                            if let crate::__private::Err(error) = <Option<
                                u32,
                            > as crate::__private::Field<
                                'nl,
                            >>::accept(&mut slot_0_dump, arrived) {
                                return crate::__private::Err(
                                    crate::__private::DecodeError::within(
                                        error,
                                        <Self as crate::__private::Encode>::SCHEMA,
                                        1usize,
                                        <Option<
                                            u32,
                                        > as crate::__private::Field<'nl>>::index(&slot_0_dump),
                                    ),
                                );
                            }
                            <Option<
                                u32,
                            > as crate::__private::Field<
                                'nl,
                            >>::pass_over(&mut iterator, from_here);
                        }
                        _ => {}
                    }
                }
                crate::__private::Err(error) => {
                    return crate::__private::Err(
                        crate::__private::DecodeError::in_set(
                            error,
                            <Self as crate::__private::Encode>::SCHEMA,
                        ),
                    );
                }
            }
        }
        let field_0_call: Option<u32> = match <Option<
            u32,
        > as crate::__private::Field<'nl>>::finish(slot_0_call) {
            crate::__private::Some(value) => value,
            crate::__private::None => {
                return crate::__private::Err(
                    crate::__private::DecodeError::missing(
                        <Self as crate::__private::Encode>::SCHEMA,
                        0usize,
                        attributes,
                    ),
                );
            }
        };
        let field_0_dump: Option<u32> = match <Option<
            u32,
        > as crate::__private::Field<'nl>>::finish(slot_0_dump) {
            crate::__private::Some(value) => value,
            crate::__private::None => {
                return crate::__private::Err(
                    crate::__private::DecodeError::missing(
                        <Self as crate::__private::Encode>::SCHEMA,
                        1usize,
                        attributes,
                    ),
                );
            }
        };
        crate::__private::Ok(Self {
            call: field_0_call,
            dump: field_0_dump,
        })
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl<'nl> crate::__private::Value<'nl> for OperationPolicy {
    const KIND: crate::__private::Kind = crate::__private::Kind::Nest(
        crate::__private::schema_of::<Self>,
    );
    #[inline]
    fn size(&self) -> usize {
        <Self as crate::__private::Encode>::size(self)
    }
    #[inline]
    fn emit(
        &self,
        writer: &mut crate::__private::Writer<'_>,
    ) -> crate::__private::Result<(), crate::__private::EncodeError> {
        <Self as crate::__private::Encode>::emit(self, writer)
    }
    #[inline(always)]
    fn decode_payload(
        payload: &'nl [u8],
        depth: crate::__private::Depth,
    ) -> crate::__private::Result<Self, crate::__private::DecodeError> {
        let depth = crate::__private::Depth::deeper(depth, payload)?;
        <Self as crate::__private::Decode<'nl>>::decode_at(payload, depth)
    }
}
#[automatically_derived]
impl<'nl> crate::__private::Element<'nl> for OperationPolicy {}
/// What a client needs of [`FamilyAttrs`]: nothing but the id is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ResolvedId {
    /// The id under which it is known now.
    pub(crate) id: u16,
}
#[automatically_derived]
#[allow(deprecated)]
impl crate::__private::Encode for ResolvedId {
    const SCHEMA: &'static crate::__private::SetSchema = &crate::__private::SetSchema {
        name: "family",
        type_name: "ResolvedId",
        doc: "What a client needs of [`FamilyAttrs`]: nothing but the id is read.",
        header: 0,
        attributes: &[
            crate::__private::AttributeSchema {
                name: "id",
                number: 1u16,
                kind: <u16 as crate::__private::Field<'static>>::KIND,
                presence: <u16 as crate::__private::Field<'static>>::PRESENCE,
                bounds: crate::__private::Bounds::NONE,
                doc: "The id under which it is known now.",
            },
        ],
        ordered: false,
    };
    #[inline]
    fn size(&self) -> usize {
        0 + <u16 as crate::__private::Field<'static>>::size(&self.id)
    }
    #[inline]
    fn emit(
        &self,
        writer: &mut crate::__private::Writer<'_>,
    ) -> crate::__private::Result<(), crate::__private::EncodeError> {
        if let crate::__private::Err(error) = <u16 as crate::__private::Field<
            'static,
        >>::emit(&self.id, 1u16, &crate::__private::Bounds::NONE, writer) {
            return crate::__private::Err(
                crate::__private::EncodeError::within(
                    error,
                    <Self as crate::__private::Encode>::SCHEMA,
                    0usize,
                ),
            );
        }
        crate::__private::Ok(())
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl<'nl> crate::__private::Decode<'nl> for ResolvedId {
    #[inline(always)]
    fn decode_at(
        attributes: &'nl [u8],
        depth: crate::__private::Depth,
    ) -> crate::__private::Result<Self, crate::__private::DecodeError> {
        let mut slot_0_id = <<u16 as crate::__private::Field<
            'nl,
        >>::Slot as crate::__private::Default>::default();
        let mut iterator = crate::__private::Attrs::new(attributes);
        loop {
            let from_here = crate::__private::Attrs::rest(&iterator);
            match crate::__private::Attrs::next_attr(&mut iterator) {
                crate::__private::Ok(crate::__private::None) => break,
                crate::__private::Ok(crate::__private::Some(attribute)) => {
                    let _ = from_here;
                    match crate::__private::Attr::number(&attribute) {
                        1u16 => {
                            let arrived = crate::__private::Arrived {
                                payload: attribute.payload,
                                from_here,
                                depth: depth,
                            };
                            if let crate::__private::Err(error) = <u16 as crate::__private::Field<
                                'nl,
                            >>::accept(&mut slot_0_id, arrived) {
                                return crate::__private::Err(
                                    crate::__private::DecodeError::within(
                                        error,
                                        <Self as crate::__private::Encode>::SCHEMA,
                                        0usize,
                                        <u16 as crate::__private::Field<'nl>>::index(&slot_0_id),
                                    ),
                                );
                            }
                            <u16 as crate::__private::Field<
                                'nl,
                            >>::pass_over(&mut iterator, from_here);
                        }
                        _ => {}
                    }
                }
                crate::__private::Err(error) => {
                    return crate::__private::Err(
                        crate::__private::DecodeError::in_set(
                            error,
                            <Self as crate::__private::Encode>::SCHEMA,
                        ),
                    );
                }
            }
        }
        let field_0_id: u16 = match <u16 as crate::__private::Field<
            'nl,
        >>::finish(slot_0_id) {
            crate::__private::Some(value) => value,
            crate::__private::None => {
                return crate::__private::Err(
                    crate::__private::DecodeError::missing(
                        <Self as crate::__private::Encode>::SCHEMA,
                        0usize,
                        attributes,
                    ),
                );
            }
        };
        crate::__private::Ok(Self { id: field_0_id })
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl<'nl> crate::__private::Value<'nl> for ResolvedId {
    const KIND: crate::__private::Kind = crate::__private::Kind::Nest(
        crate::__private::schema_of::<Self>,
    );
    #[inline]
    fn size(&self) -> usize {
        <Self as crate::__private::Encode>::size(self)
    }
    #[inline]
    fn emit(
        &self,
        writer: &mut crate::__private::Writer<'_>,
    ) -> crate::__private::Result<(), crate::__private::EncodeError> {
        <Self as crate::__private::Encode>::emit(self, writer)
    }
    #[inline(always)]
    fn decode_payload(
        payload: &'nl [u8],
        depth: crate::__private::Depth,
    ) -> crate::__private::Result<Self, crate::__private::DecodeError> {
        let depth = crate::__private::Depth::deeper(depth, payload)?;
        <Self as crate::__private::Decode<'nl>>::decode_at(payload, depth)
    }
}
#[automatically_derived]
impl<'nl> crate::__private::Element<'nl> for ResolvedId {}
