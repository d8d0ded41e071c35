/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * nl_demo: the kernel-user protocol of the demo family, in the kernel's terms.
 * nl-family-demo/src/family.rs declares the same in Rust; a test compares them.
 */
#ifndef _UAPI_LINUX_NL_DEMO_H
#define _UAPI_LINUX_NL_DEMO_H

#define NL_DEMO_FAMILY_NAME	"nl_demo"
#define NL_DEMO_FAMILY_VERSION	1

#define NL_DEMO_MCGRP_MESSAGES	"messages"
#define NL_DEMO_MCGRP_GREETINGS	"greetings"

/* Lengths in bytes; those of strings do not count the NUL. */
#define NL_DEMO_TEXT_MAX_LEN		1024
#define NL_DEMO_TAG_NAME_MAX_LEN	15
#define NL_DEMO_NAME_MAX_LEN		64
#define NL_DEMO_DATA_MAX_LEN		2048
#define NL_DEMO_GREETING_MAX_LEN	128

#define NL_DEMO_WEIGHT_MIN		1
#define NL_DEMO_WEIGHT_MAX		7
#define NL_DEMO_COUNT_MIN		1
#define NL_DEMO_COUNT_MAX		1000
#define NL_DEMO_COUNT_DEFAULT		10
/* Milliseconds. */
#define NL_DEMO_INTERVAL_MIN		1
#define NL_DEMO_INTERVAL_MAX		60000
#define NL_DEMO_INTERVAL_DEFAULT	3000

#define NL_DEMO_GREETING_DEFAULT	"Greeting from kernel!"

/* A u8; other numbers are carried, not refused. */
enum nl_demo_priority {
	NL_DEMO_PRIORITY_LOW = 1,
	NL_DEMO_PRIORITY_HIGH,
};

enum {
	NL_DEMO_A_TAG_NAME = 1,		/* NUL-terminated string, required */
	NL_DEMO_A_TAG_WEIGHT,		/* u32, required */

	__NL_DEMO_A_TAG_MAX,
	NL_DEMO_A_TAG_MAX = (__NL_DEMO_A_TAG_MAX - 1)
};

enum {
	NL_DEMO_A_ECHO_SEQUENCE = 1,	/* u32, required */
	NL_DEMO_A_ECHO_TEXT,		/* NUL-terminated string, required */
	NL_DEMO_A_ECHO_PRIORITY,	/* u8, enum nl_demo_priority */
	NL_DEMO_A_ECHO_URGENT,		/* flag */
	NL_DEMO_A_ECHO_TAGS,		/* nest of tag, repeated */

	__NL_DEMO_A_ECHO_MAX,
	NL_DEMO_A_ECHO_MAX = (__NL_DEMO_A_ECHO_MAX - 1)
};

/* One chunk of a file. In a request ID is refused: the kernel numbers them. */
enum {
	NL_DEMO_A_MESSAGE_NAME = 1,	/* NUL-terminated string, required */
	NL_DEMO_A_MESSAGE_OFFSET,	/* u32, required: of the chunk in its file */
	NL_DEMO_A_MESSAGE_DATA,		/* binary, 1 byte or more, required */
	NL_DEMO_A_MESSAGE_LAST,		/* flag: the file ends with this chunk */
	NL_DEMO_A_MESSAGE_ID,		/* u32, from 1 up, never used twice */

	__NL_DEMO_A_MESSAGE_MAX,
	NL_DEMO_A_MESSAGE_MAX = (__NL_DEMO_A_MESSAGE_MAX - 1)
};

enum {
	NL_DEMO_A_RECEIPT_ID = 1,	/* u32: the stored message's */
	NL_DEMO_A_RECEIPT_MESSAGES,	/* u32: in the buffer now */
	NL_DEMO_A_RECEIPT_BYTES,	/* u32: of data in the buffer now */

	__NL_DEMO_A_RECEIPT_MAX,
	NL_DEMO_A_RECEIPT_MAX = (__NL_DEMO_A_RECEIPT_MAX - 1)
};

enum {
	NL_DEMO_A_LIST_AFTER = 1,	/* u32: only messages with a greater id */

	__NL_DEMO_A_LIST_MAX,
	NL_DEMO_A_LIST_MAX = (__NL_DEMO_A_LIST_MAX - 1)
};

enum {
	NL_DEMO_A_GREETING_TEXT = 1,	/* NUL-terminated string */
	NL_DEMO_A_GREETING_NUMBER,	/* u32: greetings of this netns, from 1 */

	__NL_DEMO_A_GREETING_MAX,
	NL_DEMO_A_GREETING_MAX = (__NL_DEMO_A_GREETING_MAX - 1)
};

enum {
	NL_DEMO_A_REPEAT_COUNT = 1,	/* u32 */
	NL_DEMO_A_REPEAT_INTERVAL,	/* u32, milliseconds */
	NL_DEMO_A_REPEAT_INDEX,		/* u32, from 1 to the count; replies only */

	__NL_DEMO_A_REPEAT_MAX,
	NL_DEMO_A_REPEAT_MAX = (__NL_DEMO_A_REPEAT_MAX - 1)
};

enum {
	NL_DEMO_CMD_ECHO = 1,		/* do: echo -> echo */
	NL_DEMO_CMD_SEND,		/* do, admin: message -> receipt */
	NL_DEMO_CMD_LIST,		/* dump: list -> message */
	NL_DEMO_CMD_CLEAR,		/* do, admin: no attributes, only an ACK */
	NL_DEMO_CMD_GREET,		/* do: greeting, only an ACK */
	/*
	 * do: repeat -> COUNT messages with INDEX and COUNT, NLM_F_MULTI set,
	 * then NLMSG_DONE: all with the request's sequence. The ACK comes first.
	 */
	NL_DEMO_CMD_REPEAT,
	NL_DEMO_CMD_STORED,		/* event to "messages": message */
	NL_DEMO_CMD_GREETING,		/* event to "greetings": greeting */

	__NL_DEMO_CMD_MAX,
	NL_DEMO_CMD_MAX = (__NL_DEMO_CMD_MAX - 1)
};

#endif /* _UAPI_LINUX_NL_DEMO_H */
