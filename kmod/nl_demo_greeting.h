/* SPDX-License-Identifier: GPL-2.0 */
/* Greetings: broadcast to the group "greetings" of a network namespace. */
#ifndef _NL_DEMO_GREETING_H
#define _NL_DEMO_GREETING_H

#include <linux/mutex.h>
#include <linux/types.h>
#include <linux/workqueue.h>

struct netlink_ext_ack;
struct nl_demo_net;

struct nl_demo_greeter {
	/* Protects number; held while sending, so that they come in order. */
	struct mutex lock;
	u32 number;			/* of the last greeting */
	struct delayed_work first;	/* the one that comes by itself */
};

void nl_demo_greeter_init(struct nl_demo_greeter *greeter);
void nl_demo_greeter_exit(struct nl_demo_greeter *greeter);

/* The family must be registered while the first greeting is pending. */
void nl_demo_greeter_start(struct nl_demo_greeter *greeter);
void nl_demo_greeter_stop(struct nl_demo_greeter *greeter);

int nl_demo_greet(struct nl_demo_net *demo, const char *text,
		  struct netlink_ext_ack *extack);

#endif /* _NL_DEMO_GREETING_H */
