/* SPDX-License-Identifier: GPL-2.0 */
/* What the module keeps for each network namespace. */
#ifndef _NL_DEMO_NET_H
#define _NL_DEMO_NET_H

#include <net/net_namespace.h>
#include <net/netns/generic.h>

#include "nl_demo_greeting.h"
#include "nl_demo_repeat.h"
#include "nl_demo_store.h"

struct nl_demo_net {
	struct net *net;
	struct nl_demo_store store;
	struct nl_demo_greeter greeter;
	struct nl_demo_repeats repeats;
};

extern unsigned int nl_demo_net_id;

/* For greetings and repeats: drained before the module's code goes away. */
extern struct workqueue_struct *nl_demo_workqueue;

static inline struct nl_demo_net *nl_demo_net(const struct net *net)
{
	return net_generic(net, nl_demo_net_id);
}

int nl_demo_proc_init(struct net *net);
void nl_demo_proc_exit(struct net *net);

#endif /* _NL_DEMO_NET_H */
