// SPDX-License-Identifier: GPL-2.0
/*
 * A repeat is a delayed work that sends the next message and queues itself
 * again. It ends in one of three ways: its work has sent everything, its
 * caller's socket is closed (nl_demo_repeats_hang_up()), or the module or the
 * network namespace goes away (nl_demo_repeats_stop()). Whoever takes it off
 * the list frees it: the work at its end, others after waiting for the work.
 */
#include <linux/jiffies.h>
#include <linux/moduleparam.h>
#include <linux/workqueue.h>

#include "nl_demo_caller.h"
#include "nl_demo_compat.h"
#include "nl_demo_net.h"
#include "nl_demo_ops.h"

/* How long to leave a caller alone whose queue is full, in milliseconds. */
#define NL_DEMO_REPEAT_RETRY	100

static uint max_repeats = 64;
module_param(max_repeats, uint, 0644);
MODULE_PARM_DESC(max_repeats, "Repeats running in a network namespace (default 64)");

struct nl_demo_repeat {
	struct list_head node;		/* in running, or empty */
	struct nl_demo_repeats *repeats;
	struct delayed_work work;
	struct nl_demo_caller caller;
	u32 count;
	u32 interval;			/* milliseconds */
	/* The work's own; others may read it once the work cannot run. */
	u32 sent;
	bool done;			/* NLMSG_DONE is sent too */
};

static int nl_demo_repeat_fill(struct sk_buff *skb,
			       const struct nl_demo_repeat *repeat, u32 index)
{
	void *hdr;

	hdr = genlmsg_put(skb, repeat->caller.portid, repeat->caller.seq,
			  &nl_demo_family, NLM_F_MULTI, NL_DEMO_CMD_REPEAT);
	if (!hdr)
		return -EMSGSIZE;

	if (nla_put_u32(skb, NL_DEMO_A_REPEAT_INDEX, index) ||
	    nla_put_u32(skb, NL_DEMO_A_REPEAT_COUNT, repeat->count))
		return -EMSGSIZE;

	genlmsg_end(skb, hdr);
	return 0;
}

static int nl_demo_repeat_send(const struct nl_demo_repeat *repeat, u32 index)
{
	struct sk_buff *skb;

	skb = genlmsg_new(2 * nla_total_size(sizeof(u32)), GFP_KERNEL);
	if (!skb)
		return -ENOMEM;

	if (WARN_ON_ONCE(nl_demo_repeat_fill(skb, repeat, index))) {
		nlmsg_free(skb);
		return -EMSGSIZE;
	}

	return nl_demo_caller_send(&repeat->caller, skb);
}

/* Send what is due: the next message, and after the last one the end. */
static int nl_demo_repeat_step(struct nl_demo_repeat *repeat)
{
	int err;

	if (repeat->sent < repeat->count) {
		err = nl_demo_repeat_send(repeat, repeat->sent + 1);
		if (err)
			return err;
		repeat->sent++;
	}

	if (repeat->sent == repeat->count) {
		err = nl_demo_caller_send_done(&repeat->caller, 0);
		if (err)
			return err;
		repeat->done = true;
	}

	return 0;
}

static void nl_demo_repeat_free(struct nl_demo_repeat *repeat)
{
	nl_demo_caller_put(&repeat->caller);
	kfree(repeat);
}

/* The caller must free the repeat, once it has dropped the lock. */
static void nl_demo_repeat_unlist(struct nl_demo_repeat *repeat)
{
	lockdep_assert_held(&repeat->repeats->lock);

	list_del_init(&repeat->node);
	repeat->repeats->count--;
}

/* The end from inside the work: unless somebody is waiting for it to end. */
static void nl_demo_repeat_finish(struct nl_demo_repeat *repeat)
{
	struct nl_demo_repeats *repeats = repeat->repeats;
	bool mine;

	mutex_lock(&repeats->lock);
	mine = !list_empty(&repeat->node);
	if (mine)
		nl_demo_repeat_unlist(repeat);
	mutex_unlock(&repeats->lock);

	if (mine)
		nl_demo_repeat_free(repeat);
}

static void nl_demo_repeat_work(struct work_struct *work)
{
	struct nl_demo_repeat *repeat = container_of(to_delayed_work(work),
						     struct nl_demo_repeat,
						     work);
	u32 delay = repeat->interval;
	int err;

	err = nl_demo_repeat_step(repeat);
	if (err == -EAGAIN || err == -ENOMEM) {
		/*
		 * The caller's queue is full, or memory is short. Nothing is
		 * lost and nobody else held up: the same message is tried
		 * again later. A caller that never reads is bounded by
		 * max_repeats and by the life of its socket.
		 */
		delay = max_t(u32, delay, NL_DEMO_REPEAT_RETRY);
	} else if (err || repeat->done) {
		nl_demo_repeat_finish(repeat);
		return;
	}

	/* Does nothing while somebody is waiting for this work to end. */
	queue_delayed_work(nl_demo_workqueue, &repeat->work,
			   msecs_to_jiffies(delay));
}

/* Take one off the list: any, or with a port id one whose socket is closed. */
static struct nl_demo_repeat *
nl_demo_repeats_take(struct nl_demo_repeats *repeats, u32 closed_portid)
{
	struct nl_demo_repeat *repeat;

	lockdep_assert_held(&repeats->lock);

	list_for_each_entry(repeat, &repeats->running, node) {
		if (closed_portid &&
		    (repeat->caller.portid != closed_portid ||
		     !nl_demo_caller_is_gone(&repeat->caller)))
			continue;
		nl_demo_repeat_unlist(repeat);
		return repeat;
	}

	return NULL;
}

static void nl_demo_repeats_cancel(struct nl_demo_repeats *repeats,
				   u32 closed_portid)
{
	struct nl_demo_repeat *repeat;

	for (;;) {
		mutex_lock(&repeats->lock);
		repeat = nl_demo_repeats_take(repeats, closed_portid);
		mutex_unlock(&repeats->lock);
		if (!repeat)
			return;

		cancel_delayed_work_sync(&repeat->work);
		/*
		 * So that a caller that is still there does not wait in vain.
		 * If its queue is full, it has ENOBUFS to go by.
		 */
		if (!repeat->done)
			nl_demo_caller_send_done(&repeat->caller, -ECANCELED);
		nl_demo_repeat_free(repeat);
	}
}

void nl_demo_repeats_init(struct nl_demo_repeats *repeats)
{
	mutex_init(&repeats->lock);
	INIT_LIST_HEAD(&repeats->running);
	repeats->count = 0;
	repeats->stopped = false;
}

void nl_demo_repeats_exit(struct nl_demo_repeats *repeats)
{
	WARN_ON(!list_empty(&repeats->running));
	mutex_destroy(&repeats->lock);
}

void nl_demo_repeats_stop(struct nl_demo_repeats *repeats)
{
	mutex_lock(&repeats->lock);
	repeats->stopped = true;
	mutex_unlock(&repeats->lock);

	nl_demo_repeats_cancel(repeats, 0);
}

void nl_demo_repeats_hang_up(struct nl_demo_repeats *repeats, u32 portid)
{
	nl_demo_repeats_cancel(repeats, portid);
}

/* The lock keeps the repeat from being freed until its work is queued. */
static int nl_demo_repeat_enlist(struct nl_demo_repeat *repeat,
				 struct sk_buff *request,
				 struct netlink_ext_ack *extack)
{
	struct nl_demo_repeats *repeats = repeat->repeats;
	struct nlmsghdr *nlh = nlmsg_hdr(request);

	lockdep_assert_held(&repeats->lock);

	if (repeats->stopped) {
		NL_SET_ERR_MSG(extack, "the module is going away");
		return -ESHUTDOWN;
	}
	if (repeats->count >= READ_ONCE(max_repeats)) {
		NL_SET_ERR_MSG(extack, "too many repeats are running");
		return -EBUSY;
	}

	list_add_tail(&repeat->node, &repeats->running);
	repeats->count++;

	if (nlh->nlmsg_flags & NLM_F_ACK)
		netlink_ack(request, nlh, 0, extack);
	queue_delayed_work(nl_demo_workqueue, &repeat->work,
			   msecs_to_jiffies(repeat->interval));
	return 0;
}

/**
 * nl_demo_repeat_start() - let a repeat run for the sender of a request
 * @demo: network namespace of the sender
 * @request: the request
 * @info: the same, parsed
 * @count: how many messages
 * @interval: milliseconds before each
 *
 * If it succeeds the request is acknowledged already: were that left to
 * netlink, the first message could overtake the ACK.
 *
 * Return: 0 or a negative errno.
 */
int nl_demo_repeat_start(struct nl_demo_net *demo, struct sk_buff *request,
			 struct genl_info *info, u32 count, u32 interval)
{
	struct nl_demo_repeat *repeat;
	int err;

	repeat = kzalloc_obj(*repeat, GFP_KERNEL_ACCOUNT);
	if (!repeat)
		return -ENOMEM;

	repeat->repeats = &demo->repeats;
	INIT_DELAYED_WORK(&repeat->work, nl_demo_repeat_work);
	nl_demo_caller_get(&repeat->caller, request, info);
	repeat->count = count;
	repeat->interval = interval;

	mutex_lock(&demo->repeats.lock);
	err = nl_demo_repeat_enlist(repeat, request, info->extack);
	mutex_unlock(&demo->repeats.lock);

	if (err)
		nl_demo_repeat_free(repeat);
	return err;
}
