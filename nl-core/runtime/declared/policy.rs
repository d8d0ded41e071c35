//! The policy of an attribute as the kernel tells it (`enum netlink_policy_type_attr`).

/// The attributes of `NLMSGERR_ATTR_POLICY`, and of a policy dump's innermost nests.
#[derive(Attributes, Clone, Debug, Default, PartialEq)]
#[nl(set = "policy")]
pub struct PolicyInfo {
    /// What the payload must be.
    #[nl(1)]
    pub kind: Option<PolicyType>,
    /// The least signed value.
    #[nl(2)]
    pub min_signed: Option<i64>,
    /// The greatest signed value.
    #[nl(3)]
    pub max_signed: Option<i64>,
    /// The least unsigned value.
    #[nl(4)]
    pub min: Option<u64>,
    /// The greatest unsigned value.
    #[nl(5)]
    pub max: Option<u64>,
    /// The least length, bytes.
    #[nl(6)]
    pub min_len: Option<u32>,
    /// The greatest length, bytes.
    #[nl(7)]
    pub max_len: Option<u32>,
    /// Which policy of a policy dump a nest must follow.
    #[nl(8)]
    pub policy_index: Option<u32>,
    /// The greatest attribute number of that nest.
    #[nl(9)]
    pub max_type: Option<u32>,
    /// The bits that a bitfield may select.
    #[nl(10)]
    pub bitfield_mask: Option<u32>,
    /// The bits that an integer may have.
    #[nl(12)]
    pub mask: Option<u64>,
}

/// What a policy wants a payload to be (`enum netlink_attribute_type` of `linux/netlink.h`).
#[derive(Value, Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
#[allow(missing_docs, reason = "each is named as the kernel names it")]
pub enum PolicyType {
    Invalid = 0,
    Flag = 1,
    U8 = 2,
    U16 = 3,
    U32 = 4,
    U64 = 5,
    S8 = 6,
    S16 = 7,
    S32 = 8,
    S64 = 9,
    Binary = 10,
    String = 11,
    NulString = 12,
    Nested = 13,
    NestedArray = 14,
    Bitfield32 = 15,
    Sint = 16,
    Uint = 17,
    /// A type newer than this crate.
    #[nl(other)]
    Other(u32),
}
