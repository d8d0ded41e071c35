// Expanded from declared/membership.rs: change that, and see nl-derive/src/bootstrap.rs.

//! The family that every host serves beside its own: group membership.
/// The id of [`Control`] at every host.
pub(crate) const ID: u16 = 0x11;
/// Group membership. In the kernel it is a socket option, which `NETLINK_USERSOCK` grants the
/// administrator alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Control {
    /// Sends the group's events to the caller from now on.
    Join = 1,
    /// Sends them no more.
    Leave = 2,
}
#[automatically_derived]
impl crate::__private::Family for Control {
    const SCHEMA: &'static crate::__private::FamilySchema = &crate::__private::FamilySchema {
        name: "nl_host",
        version: 1u8,
        doc: "Group membership. In the kernel it is a socket option, which `NETLINK_USERSOCK` grants the\nadministrator alone.",
        operations: &[
            crate::__private::Operation {
                name: "Join",
                command: 1u8,
                reply_command: 1u8,
                mode: crate::__private::Mode::Do,
                permission: crate::__private::Permission::Everyone,
                request: crate::__private::Some(
                    <Join as crate::__private::Encode>::SCHEMA,
                ),
                answer: crate::__private::None,
                group: crate::__private::None,
                doc: "Sends the group's events to the caller from now on.",
            },
            crate::__private::Operation {
                name: "Leave",
                command: 2u8,
                reply_command: 2u8,
                mode: crate::__private::Mode::Do,
                permission: crate::__private::Permission::Everyone,
                request: crate::__private::Some(
                    <Leave as crate::__private::Encode>::SCHEMA,
                ),
                answer: crate::__private::None,
                group: crate::__private::None,
                doc: "Sends them no more.",
            },
        ],
        groups: &[],
    };
    const COMMANDS: &'static [Self] = &[Self::Join, Self::Leave];
    type Event<'nl> = ControlEvent<'nl>;
}
#[automatically_derived]
impl crate::__private::Request for Join {
    type Family = Control;
    const OPERATION: &'static crate::__private::Operation = &<Control as crate::__private::Family>::SCHEMA
        .operations[0usize];
}
#[automatically_derived]
impl crate::__private::Call for Join {
    type Reply<'nl> = ();
}
#[automatically_derived]
impl crate::__private::Request for Leave {
    type Family = Control;
    const OPERATION: &'static crate::__private::Operation = &<Control as crate::__private::Family>::SCHEMA
        .operations[1usize];
}
#[automatically_derived]
impl crate::__private::Call for Leave {
    type Reply<'nl> = ();
}
impl Control {}
///An event of [`Control`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub(crate) enum ControlEvent<'nl> {
    /// A command that the declaration does not have, as it came.
    Unknown(crate::__private::UnknownEvent<'nl>),
}
#[automatically_derived]
impl<'nl> crate::__private::Event<'nl> for ControlEvent<'nl> {
    #[inline]
    fn decode(
        command: u8,
        attributes: &'nl [u8],
    ) -> crate::__private::Result<Self, crate::__private::DecodeError> {
        match command {
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
            Self::Unknown(_) => crate::__private::None,
        }
    }
    #[inline]
    fn size(&self) -> usize {
        match self {
            Self::Unknown(event) => event.attributes().len(),
        }
    }
    #[inline]
    fn emit(
        &self,
        writer: &mut crate::__private::Writer<'_>,
    ) -> crate::__private::Result<(), crate::__private::EncodeError> {
        match self {
            Self::Unknown(event) => {
                crate::__private::Writer::bytes(writer, event.attributes())
            }
        }
    }
}
#[cfg(feature = "host")]
///Serves [`Control`] from user space: what the kernel's side does.
#[allow(dead_code)]
pub(crate) trait ControlHandler {
    ///Sends the group's events to the caller from now on.
    fn join<'nl>(
        &'nl mut self,
        request: Join,
        context: &mut crate::__private::Context<'_, Control>,
    ) -> crate::__private::Result<(), crate::__private::Refusal>;
    ///Sends them no more.
    fn leave<'nl>(
        &'nl mut self,
        request: Leave,
        context: &mut crate::__private::Context<'_, Control>,
    ) -> crate::__private::Result<(), crate::__private::Refusal>;
    /// The host runs now; nobody has called yet.
    fn start(&mut self, context: &mut crate::__private::Context<'_, Control>) {
        let _ = context;
    }
    /// The time that was asked for with the context's `wake_after` has come.
    fn wake(
        &mut self,
        token: u64,
        context: &mut crate::__private::Context<'_, Control>,
    ) {
        let _ = (token, context);
    }
    /// The handler as what a host runs.
    fn service(self) -> ControlService<Self>
    where
        Self: ::core::marker::Sized,
    {
        ControlService(self)
    }
}
#[cfg(feature = "host")]
///A [`ControlHandler`] as a service that a host runs.
#[derive(Debug)]
#[allow(dead_code)]
pub(crate) struct ControlService<Own>(pub(crate) Own);
#[cfg(feature = "host")]
#[automatically_derived]
impl<Own: ControlHandler> crate::__private::Service for ControlService<Own> {
    type Family = Control;
    fn start(&mut self, context: &mut crate::__private::Context<'_, Control>) {
        ControlHandler::start(&mut self.0, context);
    }
    fn wake(
        &mut self,
        token: u64,
        context: &mut crate::__private::Context<'_, Control>,
    ) {
        ControlHandler::wake(&mut self.0, token, context);
    }
    fn call(
        &mut self,
        operation: &'static crate::__private::Operation,
        attributes: &[u8],
        context: &mut crate::__private::Context<'_, Control>,
    ) -> crate::__private::Result<(), crate::__private::Refusal> {
        let _ = (attributes, &context);
        match (operation.command, operation.mode) {
            (1u8, crate::__private::Mode::Do) => {
                self.0.join(crate::__private::request(attributes)?, context)
            }
            (2u8, crate::__private::Mode::Do) => {
                self.0.leave(crate::__private::request(attributes)?, context)
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
            _ => crate::__private::Err(crate::__private::Refusal::unsupported()),
        }
    }
}
/// Joins a group; joining twice is as good as once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Join {
    /// The group's number.
    pub(crate) group: u32,
}
#[automatically_derived]
#[allow(deprecated)]
impl crate::__private::Encode for Join {
    const SCHEMA: &'static crate::__private::SetSchema = &crate::__private::SetSchema {
        name: "join",
        type_name: "Join",
        doc: "Joins a group; joining twice is as good as once.",
        header: 0,
        attributes: &[
            crate::__private::AttributeSchema {
                name: "group",
                number: 1u16,
                kind: <u32 as crate::__private::Field<'static>>::KIND,
                presence: <u32 as crate::__private::Field<'static>>::PRESENCE,
                bounds: crate::__private::Bounds::NONE,
                doc: "The group's number.",
            },
        ],
        ordered: false,
    };
    #[inline]
    fn size(&self) -> usize {
        0 + <u32 as crate::__private::Field<'static>>::size(&self.group)
    }
    #[inline]
    fn emit(
        &self,
        writer: &mut crate::__private::Writer<'_>,
    ) -> crate::__private::Result<(), crate::__private::EncodeError> {
        if let crate::__private::Err(error) = <u32 as crate::__private::Field<
            'static,
        >>::emit(&self.group, 1u16, &crate::__private::Bounds::NONE, writer) {
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
impl<'nl> crate::__private::Decode<'nl> for Join {
    #[inline(always)]
    fn decode_at(
        attributes: &'nl [u8],
        depth: crate::__private::Depth,
    ) -> crate::__private::Result<Self, crate::__private::DecodeError> {
        let mut slot_0_group = <<u32 as crate::__private::Field<
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
                            >>::accept(&mut slot_0_group, arrived) {
                                return crate::__private::Err(
                                    crate::__private::DecodeError::within(
                                        error,
                                        <Self as crate::__private::Encode>::SCHEMA,
                                        0usize,
                                        <u32 as crate::__private::Field<'nl>>::index(&slot_0_group),
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
        let field_0_group: u32 = match <u32 as crate::__private::Field<
            'nl,
        >>::finish(slot_0_group) {
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
        crate::__private::Ok(Self { group: field_0_group })
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl<'nl> crate::__private::Value<'nl> for Join {
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
impl<'nl> crate::__private::Element<'nl> for Join {}
/// Leaves a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Leave {
    /// The group's number.
    pub(crate) group: u32,
}
#[automatically_derived]
#[allow(deprecated)]
impl crate::__private::Encode for Leave {
    const SCHEMA: &'static crate::__private::SetSchema = &crate::__private::SetSchema {
        name: "leave",
        type_name: "Leave",
        doc: "Leaves a group.",
        header: 0,
        attributes: &[
            crate::__private::AttributeSchema {
                name: "group",
                number: 1u16,
                kind: <u32 as crate::__private::Field<'static>>::KIND,
                presence: <u32 as crate::__private::Field<'static>>::PRESENCE,
                bounds: crate::__private::Bounds::NONE,
                doc: "The group's number.",
            },
        ],
        ordered: false,
    };
    #[inline]
    fn size(&self) -> usize {
        0 + <u32 as crate::__private::Field<'static>>::size(&self.group)
    }
    #[inline]
    fn emit(
        &self,
        writer: &mut crate::__private::Writer<'_>,
    ) -> crate::__private::Result<(), crate::__private::EncodeError> {
        if let crate::__private::Err(error) = <u32 as crate::__private::Field<
            'static,
        >>::emit(&self.group, 1u16, &crate::__private::Bounds::NONE, writer) {
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
impl<'nl> crate::__private::Decode<'nl> for Leave {
    #[inline(always)]
    fn decode_at(
        attributes: &'nl [u8],
        depth: crate::__private::Depth,
    ) -> crate::__private::Result<Self, crate::__private::DecodeError> {
        let mut slot_0_group = <<u32 as crate::__private::Field<
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
                            >>::accept(&mut slot_0_group, arrived) {
                                return crate::__private::Err(
                                    crate::__private::DecodeError::within(
                                        error,
                                        <Self as crate::__private::Encode>::SCHEMA,
                                        0usize,
                                        <u32 as crate::__private::Field<'nl>>::index(&slot_0_group),
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
        let field_0_group: u32 = match <u32 as crate::__private::Field<
            'nl,
        >>::finish(slot_0_group) {
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
        crate::__private::Ok(Self { group: field_0_group })
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl<'nl> crate::__private::Value<'nl> for Leave {
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
impl<'nl> crate::__private::Element<'nl> for Leave {}
