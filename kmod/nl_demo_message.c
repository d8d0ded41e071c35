// SPDX-License-Identifier: GPL-2.0
/* The commands on the stored messages: send, list and clear. */
#include <linux/slab.h>
#include <linux/string.h>
#include <net/sock.h>

#include "nl_demo_compat.h"
#include "nl_demo_net.h"
#include "nl_demo_ops.h"

static size_t nl_demo_message_size(const struct nl_demo_message *message)
{
	return nla_total_size(sizeof(u32)) +			/* ID */
	       nla_total_size(strlen(message->name) + 1) +	/* NAME */
	       nla_total_size(sizeof(u32)) +			/* OFFSET */
	       nla_total_size(message->len) +			/* DATA */
	       nla_total_size(0);				/* LAST */
}

/* The attributes only: a dump and an announcement differ in their headers. */
static int nl_demo_message_fill(struct sk_buff *skb,
				const struct nl_demo_message *message)
{
	if (nla_put_u32(skb, NL_DEMO_A_MESSAGE_ID, message->id) ||
	    nla_put_string(skb, NL_DEMO_A_MESSAGE_NAME, message->name) ||
	    nla_put_u32(skb, NL_DEMO_A_MESSAGE_OFFSET, message->offset) ||
	    nla_put(skb, NL_DEMO_A_MESSAGE_DATA, message->len, message->data))
		return -EMSGSIZE;
	if (message->last && nla_put_flag(skb, NL_DEMO_A_MESSAGE_LAST))
		return -EMSGSIZE;
	return 0;
}

static struct nl_demo_message *nl_demo_message_parse(struct nlattr **tb)
{
	const struct nlattr *data = tb[NL_DEMO_A_MESSAGE_DATA];
	struct nl_demo_message *message;

	message = nl_demo_message_new(nla_data(data), nla_len(data));
	if (!message)
		return NULL;

	nla_strscpy(message->name, tb[NL_DEMO_A_MESSAGE_NAME],
		    sizeof(message->name));
	message->offset = nla_get_u32(tb[NL_DEMO_A_MESSAGE_OFFSET]);
	message->last = nla_get_flag(tb[NL_DEMO_A_MESSAGE_LAST]);
	return message;
}

static int nl_demo_receipt_fill(struct sk_buff *skb, struct genl_info *info,
				const struct nl_demo_store *store, u32 id)
{
	void *hdr;

	hdr = genlmsg_put_reply(skb, info, &nl_demo_family, 0,
				NL_DEMO_CMD_SEND);
	if (!hdr)
		return -EMSGSIZE;

	if (nla_put_u32(skb, NL_DEMO_A_RECEIPT_ID, id) ||
	    nla_put_u32(skb, NL_DEMO_A_RECEIPT_MESSAGES, store->count) ||
	    nla_put_u32(skb, NL_DEMO_A_RECEIPT_BYTES, store->bytes))
		return -EMSGSIZE;

	genlmsg_end(skb, hdr);
	return 0;
}

static int nl_demo_append(struct nl_demo_store *store,
			  struct nl_demo_message *message,
			  struct genl_info *info)
{
	int err;

	err = nl_demo_store_append(store, message);
	if (err == -ENOSPC)
		NL_SET_ERR_MSG_ATTR(info->extack,
				    info->attrs[NL_DEMO_A_MESSAGE_DATA],
				    "the buffer is full, clear it first");
	else if (err == -EOVERFLOW)
		GENL_SET_ERR_MSG(info, "the message ids are used up");
	return err;
}

/* Store and tell the sender, or neither. Consumes the reply. */
static int nl_demo_append_and_reply(struct nl_demo_store *store,
				    struct nl_demo_message *message,
				    struct sk_buff *reply,
				    struct genl_info *info)
{
	int err;

	err = nl_demo_append(store, message, info);
	if (err)
		goto err_free;

	err = nl_demo_receipt_fill(reply, info, store, message->id);
	if (WARN_ON_ONCE(err))
		goto err_take_back;

	err = genlmsg_reply(reply, info);
	if (err)
		nl_demo_store_take_back(store, message);
	return err;

err_take_back:
	nl_demo_store_take_back(store, message);
err_free:
	nlmsg_free(reply);
	return err;
}

/* Tell the listeners what is stored. Consumes the skb, which is large enough. */
static void nl_demo_announce(struct net *net,
			     const struct nl_demo_message *message,
			     struct sk_buff *skb)
{
	void *hdr;

	hdr = genlmsg_put(skb, 0, 0, &nl_demo_family, 0, NL_DEMO_CMD_STORED);
	if (WARN_ON_ONCE(!hdr || nl_demo_message_fill(skb, message))) {
		nlmsg_free(skb);
		return;
	}
	genlmsg_end(skb, hdr);

	/*
	 * A listener that is too slow learns of it by ENOBUFS; the sender has
	 * nothing to do with it, nor with -ESRCH when the last listener left.
	 */
	genlmsg_multicast_netns(&nl_demo_family, net, skb, 0,
				NL_DEMO_GROUP_MESSAGES, GFP_KERNEL);
}

int nl_demo_send_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct net *net = genl_info_net(info);
	struct nl_demo_store *store = &nl_demo_net(net)->store;
	struct nl_demo_message *message;
	struct sk_buff *event;
	struct sk_buff *reply;
	int err = -ENOMEM;

	if (GENL_REQ_ATTR_CHECK(info, NL_DEMO_A_MESSAGE_NAME) ||
	    GENL_REQ_ATTR_CHECK(info, NL_DEMO_A_MESSAGE_OFFSET) ||
	    GENL_REQ_ATTR_CHECK(info, NL_DEMO_A_MESSAGE_DATA))
		return -EINVAL;

	/* Whatever may fail for lack of memory comes before the message counts. */
	message = nl_demo_message_parse(info->attrs);
	if (!message)
		return err;

	/*
	 * Whoever joins before the message is stored hears of it, so that
	 * nobody listens yet is no reason to go without.
	 */
	event = genlmsg_new(nl_demo_message_size(message), GFP_KERNEL);
	if (!event)
		goto err_message;

	reply = genlmsg_new(3 * nla_total_size(sizeof(u32)), GFP_KERNEL);
	if (!reply)
		goto err_event;

	mutex_lock(&store->lock);
	err = nl_demo_append_and_reply(store, message, reply, info);
	if (!err)
		nl_demo_announce(net, message, event);
	mutex_unlock(&store->lock);
	if (err)
		goto err_event;
	return 0;

err_event:
	nlmsg_free(event);
err_message:
	kfree(message);
	return err;
}

/* The place of a dump: the contents may change between two datagrams. */
struct nl_demo_list_ctx {
	u32 after;	/* id of the last message that was listed */
};

static struct nl_demo_list_ctx *nl_demo_list_ctx(struct netlink_callback *cb)
{
	BUILD_BUG_ON(sizeof(struct nl_demo_list_ctx) > sizeof(cb->ctx));

	return (struct nl_demo_list_ctx *)cb->ctx;
}

int nl_demo_list_start(struct netlink_callback *cb)
{
	const struct nlattr *after = nl_demo_dump_attrs(cb)[NL_DEMO_A_LIST_AFTER];

	nl_demo_list_ctx(cb)->after = after ? nla_get_u32(after) : 0;
	return 0;
}

static int nl_demo_list_one(struct sk_buff *skb, struct netlink_callback *cb,
			    const struct nl_demo_message *message)
{
	void *hdr;

	hdr = genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq,
			  &nl_demo_family, NLM_F_MULTI, NL_DEMO_CMD_LIST);
	if (!hdr)
		return -EMSGSIZE;
	genl_dump_check_consistent(cb, hdr);

	if (nl_demo_message_fill(skb, message)) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}

	genlmsg_end(skb, hdr);
	return 0;
}

int nl_demo_list_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct nl_demo_store *store = &nl_demo_net(sock_net(skb->sk))->store;
	struct nl_demo_list_ctx *ctx = nl_demo_list_ctx(cb);
	const struct nl_demo_message *message;
	int err = 0;

	mutex_lock(&store->lock);
	/* Netlink compares it with the last datagram's: NLM_F_DUMP_INTR. */
	cb->seq = store->generation;
	while ((message = nl_demo_store_after(store, ctx->after))) {
		err = nl_demo_list_one(skb, cb, message);
		if (err)
			break;
		ctx->after = message->id;
	}
	mutex_unlock(&store->lock);

	/*
	 * With something in the datagram it was only full and there may be
	 * more; an error counts when not even one message fits. Before 6.9
	 * netlink does not make this difference for us.
	 */
	return skb->len ? skb->len : err;
}

int nl_demo_clear_doit(struct sk_buff *skb, struct genl_info *info)
{
	nl_demo_store_clear(&nl_demo_net(genl_info_net(info))->store);
	return 0;
}
