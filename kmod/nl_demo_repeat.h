/* SPDX-License-Identifier: GPL-2.0 */
/* Repeats: messages that one caller gets in the course of time. */
#ifndef _NL_DEMO_REPEAT_H
#define _NL_DEMO_REPEAT_H

#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/types.h>

struct genl_info;
struct nl_demo_net;
struct sk_buff;

struct nl_demo_repeats {
	/*
	 * Protects all members below, and by the list who frees a repeat (see
	 * nl_demo_repeat.c). Never held while waiting for a repeat's work,
	 * because the work takes it.
	 */
	struct mutex lock;
	struct list_head running;
	unsigned int count;	/* of those in running */
	bool stopped;		/* no new ones */
};

void nl_demo_repeats_init(struct nl_demo_repeats *repeats);
void nl_demo_repeats_exit(struct nl_demo_repeats *repeats);

/* Ends all and refuses new ones; callers get NLMSG_DONE with -ECANCELED. */
void nl_demo_repeats_stop(struct nl_demo_repeats *repeats);

/* Ends those of a socket that is closed. */
void nl_demo_repeats_hang_up(struct nl_demo_repeats *repeats, u32 portid);

int nl_demo_repeat_start(struct nl_demo_net *demo, struct sk_buff *request,
			 struct genl_info *info, u32 count, u32 interval);

#endif /* _NL_DEMO_REPEAT_H */
