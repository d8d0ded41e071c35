// SPDX-License-Identifier: GPL-2.0
#include <linux/errno.h>
#include <linux/notifier.h>
#include <linux/string.h>
#include <net/genetlink.h>

#include "nl_demo_caller.h"
#include "nl_demo_net.h"

void nl_demo_caller_get(struct nl_demo_caller *caller,
			const struct sk_buff *request,
			const struct genl_info *info)
{
	caller->sk = NETLINK_CB(request).sk;
	caller->portid = info->snd_portid;
	caller->seq = info->snd_seq;
	sock_hold(caller->sk);
}

void nl_demo_caller_put(struct nl_demo_caller *caller)
{
	sock_put(caller->sk);
}

/**
 * nl_demo_caller_send() - unicast without waiting
 * @caller: who gets it
 * @skb: what; consumed in any case
 *
 * Return: 0, -EAGAIN when the caller's queue is full (the caller learns that
 * by ENOBUFS), or -ECONNREFUSED when its socket is closed.
 */
int nl_demo_caller_send(const struct nl_demo_caller *caller,
			struct sk_buff *skb)
{
	/*
	 * The port id alone may be another socket's by now. A few instructions
	 * lie between unhashing a socket and marking it dead; a new owner of
	 * the port id that gets a message even so sees a sequence number that
	 * it never sent.
	 */
	if (nl_demo_caller_is_gone(caller)) {
		nlmsg_free(skb);
		return -ECONNREFUSED;
	}

	return genlmsg_unicast(sock_net(caller->sk), skb, caller->portid);
}

/**
 * nl_demo_caller_send_done() - tell that no more messages come
 * @caller: who gets it
 * @status: 0 or a negative errno, as at the end of a dump
 *
 * Return: as nl_demo_caller_send(), or -ENOMEM.
 */
int nl_demo_caller_send_done(const struct nl_demo_caller *caller, int status)
{
	struct nlmsghdr *nlh;
	struct sk_buff *skb;

	skb = nlmsg_new(sizeof(status), GFP_KERNEL);
	if (!skb)
		return -ENOMEM;

	nlh = nlmsg_put(skb, caller->portid, caller->seq, NLMSG_DONE,
			sizeof(status), NLM_F_MULTI);
	if (WARN_ON_ONCE(!nlh)) {
		nlmsg_free(skb);
		return -EMSGSIZE;
	}

	memcpy(nlmsg_data(nlh), &status, sizeof(status));
	return nl_demo_caller_send(caller, skb);
}

/*
 * A socket is closed: none of its requests is being handled any more, so what
 * is started for it was started before. The chain may block, so waiting for
 * works is fine.
 */
static int nl_demo_caller_notify(struct notifier_block *nb,
				 unsigned long event, void *data)
{
	const struct netlink_notify *notify = data;

	if (event == NETLINK_URELEASE && notify->protocol == NETLINK_GENERIC)
		nl_demo_repeats_hang_up(&nl_demo_net(notify->net)->repeats,
					notify->portid);
	return NOTIFY_DONE;
}

static struct notifier_block nl_demo_caller_notifier = {
	.notifier_call = nl_demo_caller_notify,
};

int nl_demo_caller_register_notifier(void)
{
	return netlink_register_notifier(&nl_demo_caller_notifier);
}

void nl_demo_caller_unregister_notifier(void)
{
	netlink_unregister_notifier(&nl_demo_caller_notifier);
}
