// SPDX-License-Identifier: GPL-2.0
#include <linux/jiffies.h>
#include <linux/moduleparam.h>
#include <linux/netlink.h>
#include <linux/string.h>

#include "nl_demo_net.h"
#include "nl_demo_ops.h"

/* A while, so that whoever was started before the module has time to join. */
static uint greet_delay_ms = 1000;
module_param(greet_delay_ms, uint, 0444);
MODULE_PARM_DESC(greet_delay_ms, "Milliseconds until a network namespace is greeted (default 1000)");

static size_t nl_demo_greeting_size(const char *text)
{
	return nla_total_size(strlen(text) + 1) +	/* TEXT */
	       nla_total_size(sizeof(u32));		/* NUMBER */
}

static int nl_demo_greeting_fill(struct sk_buff *skb, const char *text,
				 u32 number)
{
	void *hdr;

	hdr = genlmsg_put(skb, 0, 0, &nl_demo_family, 0, NL_DEMO_CMD_GREETING);
	if (!hdr)
		return -EMSGSIZE;

	if (nla_put_string(skb, NL_DEMO_A_GREETING_TEXT, text) ||
	    nla_put_u32(skb, NL_DEMO_A_GREETING_NUMBER, number))
		return -EMSGSIZE;

	genlmsg_end(skb, hdr);
	return 0;
}

static int nl_demo_greet_locked(struct nl_demo_net *demo, const char *text,
				struct netlink_ext_ack *extack)
{
	struct sk_buff *skb;

	/* A greeting that nobody hears is counted, but need not be built. */
	if (!genl_has_listeners(&nl_demo_family, demo->net,
				NL_DEMO_GROUP_GREETINGS)) {
		demo->greeter.number++;
		NL_SET_ERR_MSG(extack, "nobody has joined the group to hear it");
		return 0;
	}

	skb = genlmsg_new(nl_demo_greeting_size(text), GFP_KERNEL);
	if (!skb)
		return -ENOMEM;

	if (WARN_ON_ONCE(nl_demo_greeting_fill(skb, text,
					       demo->greeter.number + 1))) {
		nlmsg_free(skb);
		return -EMSGSIZE;
	}

	/*
	 * A listener that is too slow learns of it by ENOBUFS, and -ESRCH only
	 * says that the last one left: neither is the greeter's concern.
	 */
	demo->greeter.number++;
	genlmsg_multicast_netns(&nl_demo_family, demo->net, skb, 0,
				NL_DEMO_GROUP_GREETINGS, GFP_KERNEL);
	return 0;
}

/**
 * nl_demo_greet() - broadcast one greeting
 * @demo: network namespace to greet
 * @text: what to say
 * @extack: for a warning that there are no listeners, or NULL
 *
 * Return: 0, with or without listeners, or a negative errno.
 */
int nl_demo_greet(struct nl_demo_net *demo, const char *text,
		  struct netlink_ext_ack *extack)
{
	int err;

	mutex_lock(&demo->greeter.lock);
	err = nl_demo_greet_locked(demo, text, extack);
	mutex_unlock(&demo->greeter.lock);
	return err;
}

static void nl_demo_greet_first(struct work_struct *work)
{
	struct nl_demo_net *demo = container_of(to_delayed_work(work),
						struct nl_demo_net,
						greeter.first);

	/* Nobody asked for it, so there is nobody to tell of a failure. */
	nl_demo_greet(demo, NL_DEMO_GREETING_DEFAULT, NULL);
}

void nl_demo_greeter_init(struct nl_demo_greeter *greeter)
{
	mutex_init(&greeter->lock);
	greeter->number = 0;
	INIT_DELAYED_WORK(&greeter->first, nl_demo_greet_first);
}

void nl_demo_greeter_exit(struct nl_demo_greeter *greeter)
{
	mutex_destroy(&greeter->lock);
}

void nl_demo_greeter_start(struct nl_demo_greeter *greeter)
{
	queue_delayed_work(nl_demo_workqueue, &greeter->first,
			   msecs_to_jiffies(greet_delay_ms));
}

void nl_demo_greeter_stop(struct nl_demo_greeter *greeter)
{
	cancel_delayed_work_sync(&greeter->first);
}
