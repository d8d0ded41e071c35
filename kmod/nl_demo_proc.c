// SPDX-License-Identifier: GPL-2.0
/*
 * /proc/net/nl_demo: the data of all messages in their order and nothing else,
 * so that a file sent in chunks reads back equal.
 */
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/seq_file_net.h>

#include "nl_demo_net.h"

#define NL_DEMO_PROC_NAME	NL_DEMO_FAMILY_NAME

/*
 * The position is the id of the last message shown. Ids are never used twice,
 * so a reader that is overtaken by a clear or an append shows nothing twice.
 * seq_file copies to the reader after stop, with the lock dropped.
 */
static void *nl_demo_seq_start(struct seq_file *seq, loff_t *pos)
{
	struct nl_demo_store *store = &nl_demo_net(seq_file_net(seq))->store;

	mutex_lock(&store->lock);
	return nl_demo_store_after(store, *pos);
}

static void *nl_demo_seq_next(struct seq_file *seq, void *v, loff_t *pos)
{
	struct nl_demo_store *store = &nl_demo_net(seq_file_net(seq))->store;
	const struct nl_demo_message *message = v;

	*pos = message->id;
	return nl_demo_store_after(store, message->id);
}

static void nl_demo_seq_stop(struct seq_file *seq, void *v)
{
	mutex_unlock(&nl_demo_net(seq_file_net(seq))->store.lock);
}

static int nl_demo_seq_show(struct seq_file *seq, void *v)
{
	const struct nl_demo_message *message = v;

	seq_write(seq, message->data, message->len);
	return 0;
}

static const struct seq_operations nl_demo_seq_ops = {
	.start	= nl_demo_seq_start,
	.next	= nl_demo_seq_next,
	.stop	= nl_demo_seq_stop,
	.show	= nl_demo_seq_show,
};

int nl_demo_proc_init(struct net *net)
{
	if (!proc_create_net(NL_DEMO_PROC_NAME, 0444, net->proc_net,
			     &nl_demo_seq_ops, sizeof(struct seq_net_private)))
		return -ENOMEM;
	return 0;
}

/* Waits for readers; files still open read -EIO from then on. */
void nl_demo_proc_exit(struct net *net)
{
	remove_proc_entry(NL_DEMO_PROC_NAME, net->proc_net);
}
