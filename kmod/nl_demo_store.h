/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The bounded buffer of messages, one for each network namespace. It knows
 * nothing of netlink.
 */
#ifndef _NL_DEMO_STORE_H
#define _NL_DEMO_STORE_H

#include <linux/mutex.h>
#include <linux/types.h>
#include <linux/xarray.h>

#include <nl_demo.h>

struct nl_demo_message {
	u32 id;			/* given by nl_demo_store_append() */
	u32 offset;
	bool last;
	char name[NL_DEMO_NAME_MAX_LEN + 1];
	u32 len;
	u8 data[];
};

struct nl_demo_store {
	/*
	 * Protects all members below and the messages themselves: one that is
	 * in the store may be freed as soon as the lock is dropped. Held while
	 * a stored message is announced too, so that announcements come in the
	 * order of the ids.
	 */
	struct mutex lock;
	struct xarray messages;	/* by id */
	u32 count;		/* of messages */
	u32 bytes;		/* of data in all of them */
	u32 last_id;		/* given so far */
	/*
	 * Changes with the contents. Never 0: a dump takes 0 for "no earlier
	 * generation seen" and would miss the first change.
	 */
	u32 generation;
};

void nl_demo_store_init(struct nl_demo_store *store);
void nl_demo_store_exit(struct nl_demo_store *store);

struct nl_demo_message *nl_demo_message_new(const void *data, u32 len);

/* With the lock held by the caller: */
int nl_demo_store_append(struct nl_demo_store *store,
			 struct nl_demo_message *message);
void nl_demo_store_take_back(struct nl_demo_store *store,
			     struct nl_demo_message *message);
struct nl_demo_message *nl_demo_store_after(struct nl_demo_store *store,
					    u32 id);

/* Takes the lock: */
void nl_demo_store_clear(struct nl_demo_store *store);

#endif /* _NL_DEMO_STORE_H */
