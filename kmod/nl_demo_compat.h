/* SPDX-License-Identifier: GPL-2.0 */
/* What differs between Linux 6.1 and the newest: all of it is here. */
#ifndef _NL_DEMO_COMPAT_H
#define _NL_DEMO_COMPAT_H

#include <linux/slab.h>
#include <linux/version.h>
#include <net/genetlink.h>

/*
 * Split operations came in 6.2. No command here has both a do and a dump, so
 * one table, written with the names that both kinds of operation share, serves
 * as either.
 */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 2, 0)
#define nl_demo_ops_struct	genl_split_ops
#define nl_demo_ops_field	split_ops
#define nl_demo_n_ops_field	n_split_ops
#else
#define nl_demo_ops_struct	genl_ops
#define nl_demo_ops_field	ops
#define nl_demo_n_ops_field	n_ops
#endif

/* Policies point to const ranges since 6.7. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 7, 0)
#define nl_demo_range_const	const
#else
#define nl_demo_range_const
#endif

/* Came in 7.0. */
#ifndef kzalloc_obj
#define kzalloc_obj(p, gfp)	kzalloc(sizeof(p), gfp)
#endif

/* The parsed attributes of a dump request. */
static inline struct nlattr **nl_demo_dump_attrs(struct netlink_callback *cb)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 6, 0)
	return genl_info_dump(cb)->attrs;
#else
	return genl_dumpit_info(cb)->attrs;
#endif
}

#endif /* _NL_DEMO_COMPAT_H */
