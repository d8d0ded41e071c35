/* SPDX-License-Identifier: GPL-2.0 */
/* The family, its policies and its tables, and what these point to. */
#ifndef _NL_DEMO_OPS_H
#define _NL_DEMO_OPS_H

#include <net/genetlink.h>

#include <nl_demo.h>

enum nl_demo_group {
	NL_DEMO_GROUP_MESSAGES,
	NL_DEMO_GROUP_GREETINGS,
};

extern const struct nla_policy nl_demo_tag_policy[NL_DEMO_A_TAG_MAX + 1];
extern struct genl_family nl_demo_family;

/* nl_demo_netlink.c */
int nl_demo_echo_doit(struct sk_buff *skb, struct genl_info *info);
int nl_demo_greet_doit(struct sk_buff *skb, struct genl_info *info);
int nl_demo_repeat_doit(struct sk_buff *skb, struct genl_info *info);

/* nl_demo_message.c */
int nl_demo_send_doit(struct sk_buff *skb, struct genl_info *info);
int nl_demo_list_start(struct netlink_callback *cb);
int nl_demo_list_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int nl_demo_clear_doit(struct sk_buff *skb, struct genl_info *info);

#endif /* _NL_DEMO_OPS_H */
