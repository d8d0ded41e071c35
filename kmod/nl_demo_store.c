// SPDX-License-Identifier: GPL-2.0
#include <linux/errno.h>
#include <linux/lockdep.h>
#include <linux/moduleparam.h>
#include <linux/overflow.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "nl_demo_store.h"

/*
 * Both may change while the module runs. A limit below what a buffer holds
 * already drops nothing; it only refuses more.
 */
static uint max_messages = 4096;
module_param(max_messages, uint, 0644);
MODULE_PARM_DESC(max_messages, "Messages kept in a network namespace (default 4096)");

static uint max_bytes = 4 * 1024 * 1024;
module_param(max_bytes, uint, 0644);
MODULE_PARM_DESC(max_bytes, "Bytes of data kept in a network namespace (default 4 MiB)");

void nl_demo_store_init(struct nl_demo_store *store)
{
	mutex_init(&store->lock);
	xa_init_flags(&store->messages, XA_FLAGS_ACCOUNT);
	store->count = 0;
	store->bytes = 0;
	store->last_id = 0;
	store->generation = 1;
}

void nl_demo_store_exit(struct nl_demo_store *store)
{
	nl_demo_store_clear(store);
	mutex_destroy(&store->lock);
}

/**
 * nl_demo_message_new() - allocate a message, in no store yet
 * @data: what it shall carry
 * @len: length of @data
 *
 * The memory stays in use until the buffer is cleared, so it is charged to the
 * sender.
 *
 * Return: the message, to be freed with kfree(), or NULL.
 */
struct nl_demo_message *nl_demo_message_new(const void *data, u32 len)
{
	struct nl_demo_message *message;

	message = kzalloc(struct_size(message, data, len), GFP_KERNEL_ACCOUNT);
	if (!message)
		return NULL;

	message->len = len;
	memcpy(message->data, data, len);
	return message;
}

static bool nl_demo_store_has_room(const struct nl_demo_store *store, u32 len)
{
	u32 limit = READ_ONCE(max_bytes);

	return store->count < READ_ONCE(max_messages) &&
	       store->bytes <= limit && len <= limit - store->bytes;
}

static void nl_demo_store_changed(struct nl_demo_store *store)
{
	store->generation++;
	if (!store->generation)
		store->generation = 1;
}

/**
 * nl_demo_store_append() - number a message and put it at the end
 * @store: where to
 * @message: belongs to @store from now on, unless this fails
 *
 * Return: 0, -ENOSPC when a limit is reached, -EOVERFLOW when all ids were
 * given, or -ENOMEM.
 */
int nl_demo_store_append(struct nl_demo_store *store,
			 struct nl_demo_message *message)
{
	int err;

	lockdep_assert_held(&store->lock);

	if (!nl_demo_store_has_room(store, message->len))
		return -ENOSPC;
	if (store->last_id == U32_MAX)
		return -EOVERFLOW;

	message->id = store->last_id + 1;
	err = xa_insert(&store->messages, message->id, message, GFP_KERNEL);
	if (err)
		return err;

	store->last_id = message->id;
	store->count++;
	store->bytes += message->len;
	nl_demo_store_changed(store);
	return 0;
}

/**
 * nl_demo_store_take_back() - undo nl_demo_store_append()
 * @store: where @message is
 * @message: the caller's again
 *
 * The lock must not have been dropped in between. The id is not used again.
 */
void nl_demo_store_take_back(struct nl_demo_store *store,
			     struct nl_demo_message *message)
{
	lockdep_assert_held(&store->lock);

	xa_erase(&store->messages, message->id);
	store->count--;
	store->bytes -= message->len;
	nl_demo_store_changed(store);
}

/**
 * nl_demo_store_after() - find the first message with a greater id
 * @store: where to look
 * @id: 0 for the very first
 *
 * An id stays a good place to go on from whatever happened in between.
 *
 * Return: the message, valid while the lock is held, or NULL.
 */
struct nl_demo_message *nl_demo_store_after(struct nl_demo_store *store, u32 id)
{
	unsigned long index = id;

	lockdep_assert_held(&store->lock);

	return xa_find_after(&store->messages, &index, ULONG_MAX, XA_PRESENT);
}

void nl_demo_store_clear(struct nl_demo_store *store)
{
	struct nl_demo_message *message;
	unsigned long id;

	mutex_lock(&store->lock);
	xa_for_each(&store->messages, id, message)
		kfree(message);
	xa_destroy(&store->messages);
	store->count = 0;
	store->bytes = 0;
	nl_demo_store_changed(store);
	mutex_unlock(&store->lock);
}
