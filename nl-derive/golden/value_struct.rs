#[automatically_derived]
impl<'nl> private::Value<'nl> for Port {
    const KIND: private::Kind = <Be<u16> as private::Value<'nl>>::KIND;
    const SIZE: private::Option<usize> = <Be<u16> as private::Value<'nl>>::SIZE;
    #[inline]
    fn size(&self) -> usize {
        <Be<u16> as private::Value<'nl>>::size(&self.0)
    }
    #[inline]
    fn emit(
        &self,
        writer: &mut private::Writer<'_>,
    ) -> private::Result<(), private::EncodeError> {
        <Be<u16> as private::Value<'nl>>::emit(&self.0, writer)
    }
    #[inline]
    fn decode_payload(
        payload: &'nl [u8],
        depth: private::Depth,
    ) -> private::Result<Self, private::DecodeError> {
        <Be<u16> as private::Value<'nl>>::decode_payload(payload, depth).map(Self)
    }
    #[inline]
    fn check(
        &self,
        bounds: &private::Bounds,
    ) -> private::Result<(), private::EncodeError> {
        <Be<u16> as private::Value<'nl>>::check(&self.0, bounds)
    }
}
#[automatically_derived]
impl<'nl> private::Element<'nl> for Port {}
