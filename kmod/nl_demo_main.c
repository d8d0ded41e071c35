// SPDX-License-Identifier: GPL-2.0
#include <linux/module.h>
#include <linux/workqueue.h>

#include "nl_demo_caller.h"
#include "nl_demo_net.h"
#include "nl_demo_ops.h"

unsigned int nl_demo_net_id;
struct workqueue_struct *nl_demo_workqueue;

static int __net_init nl_demo_net_init(struct net *net)
{
	struct nl_demo_net *demo = nl_demo_net(net);
	int err;

	demo->net = net;
	nl_demo_store_init(&demo->store);
	nl_demo_greeter_init(&demo->greeter);
	nl_demo_repeats_init(&demo->repeats);

	err = nl_demo_proc_init(net);
	if (err)
		goto err_exit;
	return 0;

err_exit:
	nl_demo_repeats_exit(&demo->repeats);
	nl_demo_greeter_exit(&demo->greeter);
	nl_demo_store_exit(&demo->store);
	return err;
}

static void __net_exit nl_demo_net_exit(struct net *net)
{
	struct nl_demo_net *demo = nl_demo_net(net);

	nl_demo_proc_exit(net);
	nl_demo_repeats_exit(&demo->repeats);
	nl_demo_greeter_exit(&demo->greeter);
	nl_demo_store_exit(&demo->store);
}

static struct pernet_operations nl_demo_net_ops = {
	.init	= nl_demo_net_init,
	.exit	= nl_demo_net_exit,
	.id	= &nl_demo_net_id,
	.size	= sizeof(struct nl_demo_net),
};

static int __net_init nl_demo_timed_init(struct net *net)
{
	nl_demo_greeter_start(&nl_demo_net(net)->greeter);
	return 0;
}

static void __net_exit nl_demo_timed_exit(struct net *net)
{
	struct nl_demo_net *demo = nl_demo_net(net);

	nl_demo_repeats_stop(&demo->repeats);
	nl_demo_greeter_stop(&demo->greeter);
}

/*
 * What sends by itself runs only while the family is registered: afterwards
 * the numbers of its groups may be another family's.
 */
static struct pernet_operations nl_demo_timed_ops = {
	.init	= nl_demo_timed_init,
	.exit	= nl_demo_timed_exit,
};

static int __init nl_demo_init(void)
{
	int err;

	err = register_pernet_subsys(&nl_demo_net_ops);
	if (err)
		return err;

	err = -ENOMEM;
	nl_demo_workqueue = alloc_workqueue("nl_demo", WQ_UNBOUND, 0);
	if (!nl_demo_workqueue)
		goto err_net;

	err = nl_demo_caller_register_notifier();
	if (err)
		goto err_workqueue;

	err = genl_register_family(&nl_demo_family);
	if (err)
		goto err_notifier;

	err = register_pernet_subsys(&nl_demo_timed_ops);
	if (err)
		goto err_family;
	return 0;

err_family:
	genl_unregister_family(&nl_demo_family);
err_notifier:
	nl_demo_caller_unregister_notifier();
err_workqueue:
	destroy_workqueue(nl_demo_workqueue);
err_net:
	unregister_pernet_subsys(&nl_demo_net_ops);
	return err;
}

static void __exit nl_demo_exit(void)
{
	unregister_pernet_subsys(&nl_demo_timed_ops);
	genl_unregister_family(&nl_demo_family);
	nl_demo_caller_unregister_notifier();
	/* Waits for works that have left the lists but not the code yet. */
	destroy_workqueue(nl_demo_workqueue);
	unregister_pernet_subsys(&nl_demo_net_ops);
}

module_init(nl_demo_init);
module_exit(nl_demo_exit);

MODULE_DESCRIPTION("Demo of a generic netlink family");
MODULE_LICENSE("GPL");
MODULE_ALIAS_GENL_FAMILY(NL_DEMO_FAMILY_NAME);
