// SPDX-License-Identifier: GPL-2.0
/* The commands that keep nothing: echo, greet and repeat. */
#include "nl_demo_net.h"
#include "nl_demo_ops.h"

static int nl_demo_tag_fill(struct sk_buff *skb, const struct nlattr *request,
			    struct netlink_ext_ack *extack)
{
	struct nlattr *tb[NL_DEMO_A_TAG_MAX + 1];
	struct nlattr *nest;
	int err;

	err = nla_parse_nested(tb, NL_DEMO_A_TAG_MAX, request,
			       nl_demo_tag_policy, extack);
	if (err)
		return err;

	if (NL_REQ_ATTR_CHECK(extack, request, tb, NL_DEMO_A_TAG_NAME) ||
	    NL_REQ_ATTR_CHECK(extack, request, tb, NL_DEMO_A_TAG_WEIGHT))
		return -EINVAL;

	nest = nla_nest_start(skb, NL_DEMO_A_ECHO_TAGS);
	if (!nest)
		return -EMSGSIZE;

	if (nla_put_string(skb, NL_DEMO_A_TAG_NAME,
			   nla_data(tb[NL_DEMO_A_TAG_NAME])) ||
	    nla_put_u32(skb, NL_DEMO_A_TAG_WEIGHT,
			nla_get_u32(tb[NL_DEMO_A_TAG_WEIGHT])))
		return -EMSGSIZE;

	nla_nest_end(skb, nest);
	return 0;
}

static int nl_demo_echo_fill(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr **tb = info->attrs;
	struct nlattr *attr;
	void *hdr;
	int err;
	int rem;

	hdr = genlmsg_put_reply(skb, info, &nl_demo_family, 0,
				NL_DEMO_CMD_ECHO);
	if (!hdr)
		return -EMSGSIZE;

	if (nla_put_u32(skb, NL_DEMO_A_ECHO_SEQUENCE,
			nla_get_u32(tb[NL_DEMO_A_ECHO_SEQUENCE])) ||
	    nla_put_string(skb, NL_DEMO_A_ECHO_TEXT,
			   nla_data(tb[NL_DEMO_A_ECHO_TEXT])))
		return -EMSGSIZE;
	if (tb[NL_DEMO_A_ECHO_PRIORITY] &&
	    nla_put_u8(skb, NL_DEMO_A_ECHO_PRIORITY,
		       nla_get_u8(tb[NL_DEMO_A_ECHO_PRIORITY])))
		return -EMSGSIZE;
	if (tb[NL_DEMO_A_ECHO_URGENT] &&
	    nla_put_flag(skb, NL_DEMO_A_ECHO_URGENT))
		return -EMSGSIZE;

	/* The parsed attributes hold only the last tag. */
	nlmsg_for_each_attr(attr, info->nlhdr, GENL_HDRLEN, rem) {
		if (nla_type(attr) != NL_DEMO_A_ECHO_TAGS)
			continue;
		err = nl_demo_tag_fill(skb, attr, info->extack);
		if (err)
			return err;
	}

	genlmsg_end(skb, hdr);
	return 0;
}

int nl_demo_echo_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct sk_buff *reply;
	int err;

	if (GENL_REQ_ATTR_CHECK(info, NL_DEMO_A_ECHO_SEQUENCE) ||
	    GENL_REQ_ATTR_CHECK(info, NL_DEMO_A_ECHO_TEXT))
		return -EINVAL;

	/* Everything comes back, so there must be room for what came. */
	reply = genlmsg_new(NLMSG_ALIGN(info->nlhdr->nlmsg_len), GFP_KERNEL);
	if (!reply)
		return -ENOMEM;

	err = nl_demo_echo_fill(reply, info);
	if (err) {
		nlmsg_free(reply);
		return err;
	}

	return genlmsg_reply(reply, info);
}

int nl_demo_greet_doit(struct sk_buff *skb, struct genl_info *info)
{
	const struct nlattr *text = info->attrs[NL_DEMO_A_GREETING_TEXT];

	return nl_demo_greet(nl_demo_net(genl_info_net(info)),
			     text ? nla_data(text) : NL_DEMO_GREETING_DEFAULT,
			     info->extack);
}

int nl_demo_repeat_doit(struct sk_buff *skb, struct genl_info *info)
{
	const struct nlattr *attr;
	u32 interval;
	u32 count;
	int err;

	attr = info->attrs[NL_DEMO_A_REPEAT_COUNT];
	count = attr ? nla_get_u32(attr) : NL_DEMO_COUNT_DEFAULT;
	attr = info->attrs[NL_DEMO_A_REPEAT_INTERVAL];
	interval = attr ? nla_get_u32(attr) : NL_DEMO_INTERVAL_DEFAULT;

	err = nl_demo_repeat_start(nl_demo_net(genl_info_net(info)), skb, info,
				   count, interval);
	if (err)
		return err;

	/* The ACK is sent already; netlink takes this as "send none". */
	return -EINTR;
}
