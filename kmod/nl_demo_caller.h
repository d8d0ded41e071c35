/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A caller that gets messages after its request was handled.
 *
 * The reference to its socket tells a closed socket from a new one with the
 * same port id. It also keeps the network namespace, so that none goes away
 * while somebody in it waits for messages.
 */
#ifndef _NL_DEMO_CALLER_H
#define _NL_DEMO_CALLER_H

#include <linux/types.h>
#include <net/sock.h>

struct genl_info;
struct sk_buff;

struct nl_demo_caller {
	struct sock *sk;
	u32 portid;
	u32 seq;	/* of the request */
};

void nl_demo_caller_get(struct nl_demo_caller *caller,
			const struct sk_buff *request,
			const struct genl_info *info);
void nl_demo_caller_put(struct nl_demo_caller *caller);

/* Set before the notifiers hear of a close, and never for a new socket. */
static inline bool nl_demo_caller_is_gone(const struct nl_demo_caller *caller)
{
	return sock_flag(caller->sk, SOCK_DEAD);
}

int nl_demo_caller_send(const struct nl_demo_caller *caller,
			struct sk_buff *skb);
int nl_demo_caller_send_done(const struct nl_demo_caller *caller, int status);

int nl_demo_caller_register_notifier(void);
void nl_demo_caller_unregister_notifier(void);

#endif /* _NL_DEMO_CALLER_H */
