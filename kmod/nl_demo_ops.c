// SPDX-License-Identifier: GPL-2.0
#include <linux/module.h>

#include "nl_demo_compat.h"
#include "nl_demo_ops.h"

/* Does not fit into the policy itself, whose limits are s16. */
static nl_demo_range_const struct netlink_range_validation nl_demo_interval_range = {
	.min	= NL_DEMO_INTERVAL_MIN,
	.max	= NL_DEMO_INTERVAL_MAX,
};

const struct nla_policy nl_demo_tag_policy[NL_DEMO_A_TAG_MAX + 1] = {
	[NL_DEMO_A_TAG_NAME] = {
		.type	= NLA_NUL_STRING,
		.len	= NL_DEMO_TAG_NAME_MAX_LEN,
	},
	[NL_DEMO_A_TAG_WEIGHT] = NLA_POLICY_RANGE(NLA_U32,
						  NL_DEMO_WEIGHT_MIN,
						  NL_DEMO_WEIGHT_MAX),
};

static const struct nla_policy nl_demo_echo_policy[NL_DEMO_A_ECHO_MAX + 1] = {
	[NL_DEMO_A_ECHO_SEQUENCE] = { .type = NLA_U32 },
	[NL_DEMO_A_ECHO_TEXT] = {
		.type	= NLA_NUL_STRING,
		.len	= NL_DEMO_TEXT_MAX_LEN,
	},
	[NL_DEMO_A_ECHO_PRIORITY] = { .type = NLA_U8 },
	[NL_DEMO_A_ECHO_URGENT] = { .type = NLA_FLAG },
	[NL_DEMO_A_ECHO_TAGS] = NLA_POLICY_NESTED(nl_demo_tag_policy),
};

/* Ends before ID, which makes it unknown here: the kernel numbers messages. */
static const struct nla_policy nl_demo_send_policy[NL_DEMO_A_MESSAGE_LAST + 1] = {
	[NL_DEMO_A_MESSAGE_NAME] = {
		.type	= NLA_NUL_STRING,
		.len	= NL_DEMO_NAME_MAX_LEN,
	},
	[NL_DEMO_A_MESSAGE_OFFSET] = { .type = NLA_U32 },
	[NL_DEMO_A_MESSAGE_DATA] = NLA_POLICY_RANGE(NLA_BINARY, 1,
						    NL_DEMO_DATA_MAX_LEN),
	[NL_DEMO_A_MESSAGE_LAST] = { .type = NLA_FLAG },
};

static const struct nla_policy nl_demo_list_policy[NL_DEMO_A_LIST_AFTER + 1] = {
	[NL_DEMO_A_LIST_AFTER] = { .type = NLA_U32 },
};

/* Without any policy split operations would ignore attributes. */
static const struct nla_policy nl_demo_clear_policy[] = {
	[1] = { .type = NLA_REJECT, .reject_message = "no attributes are taken here" },
};

static const struct nla_policy nl_demo_greet_policy[NL_DEMO_A_GREETING_TEXT + 1] = {
	[NL_DEMO_A_GREETING_TEXT] = {
		.type	= NLA_NUL_STRING,
		.len	= NL_DEMO_GREETING_MAX_LEN,
	},
};

static const struct nla_policy nl_demo_repeat_policy[NL_DEMO_A_REPEAT_INTERVAL + 1] = {
	[NL_DEMO_A_REPEAT_COUNT] = NLA_POLICY_RANGE(NLA_U32, NL_DEMO_COUNT_MIN,
						    NL_DEMO_COUNT_MAX),
	[NL_DEMO_A_REPEAT_INTERVAL] =
		NLA_POLICY_FULL_RANGE(NLA_U32, &nl_demo_interval_range),
};

static const struct nl_demo_ops_struct nl_demo_ops[] = {
	{
		.cmd		= NL_DEMO_CMD_ECHO,
		.doit		= nl_demo_echo_doit,
		.policy		= nl_demo_echo_policy,
		.maxattr	= ARRAY_SIZE(nl_demo_echo_policy) - 1,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NL_DEMO_CMD_SEND,
		.doit		= nl_demo_send_doit,
		.policy		= nl_demo_send_policy,
		.maxattr	= ARRAY_SIZE(nl_demo_send_policy) - 1,
		.flags		= GENL_CMD_CAP_DO | GENL_ADMIN_PERM,
	},
	{
		.cmd		= NL_DEMO_CMD_LIST,
		.start		= nl_demo_list_start,
		.dumpit		= nl_demo_list_dumpit,
		.policy		= nl_demo_list_policy,
		.maxattr	= ARRAY_SIZE(nl_demo_list_policy) - 1,
		.flags		= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= NL_DEMO_CMD_CLEAR,
		.doit		= nl_demo_clear_doit,
		.policy		= nl_demo_clear_policy,
		.maxattr	= ARRAY_SIZE(nl_demo_clear_policy) - 1,
		.flags		= GENL_CMD_CAP_DO | GENL_ADMIN_PERM,
	},
	{
		.cmd		= NL_DEMO_CMD_GREET,
		.doit		= nl_demo_greet_doit,
		.policy		= nl_demo_greet_policy,
		.maxattr	= ARRAY_SIZE(nl_demo_greet_policy) - 1,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NL_DEMO_CMD_REPEAT,
		.doit		= nl_demo_repeat_doit,
		.policy		= nl_demo_repeat_policy,
		.maxattr	= ARRAY_SIZE(nl_demo_repeat_policy) - 1,
		.flags		= GENL_CMD_CAP_DO,
	},
};

static const struct genl_multicast_group nl_demo_groups[] = {
	[NL_DEMO_GROUP_MESSAGES]	= { .name = NL_DEMO_MCGRP_MESSAGES },
	[NL_DEMO_GROUP_GREETINGS]	= { .name = NL_DEMO_MCGRP_GREETINGS },
};

struct genl_family nl_demo_family __ro_after_init = {
	.name			= NL_DEMO_FAMILY_NAME,
	.version		= NL_DEMO_FAMILY_VERSION,
	.netnsok		= true,
	.parallel_ops		= true,
	.module			= THIS_MODULE,
	.nl_demo_ops_field	= nl_demo_ops,
	.nl_demo_n_ops_field	= ARRAY_SIZE(nl_demo_ops),
	.mcgrps			= nl_demo_groups,
	.n_mcgrps		= ARRAY_SIZE(nl_demo_groups),
};
