#!/bin/busybox sh
# The guest's first process: sets the machine up, runs /plan, and powers off.
# Lines that begin with @@ are read by xtask/src/guest/console.rs.

/bin/busybox --install -s /bin
export PATH=/bin:/sbin HOME=/
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mount -t tmpfs tmpfs /run
mount -t tmpfs -o mode=1777 tmpfs /tmp
ip link set lo up
ulimit -c 0

release=$(uname -r)
export NL_TEST_TRANSPORT=kernel
export NL_DEMO_BIN=/bin/nl-family-demo
export NL_DEMO_KO=/lib/modules/$release/extra/nl_demo.ko
export RUST_BACKTRACE=1

# step NAME COMMAND…: runs the command between two markers.
step() {
	step_name=$1
	shift
	printf '\n@@ begin %s\n' "$step_name"
	"$@" </dev/null 2>&1
	printf '\n@@ end %s rc=%d\n' "$step_name" $?
}

# The kernel's log from the mark on, or all of it if it has grown over the mark.
kernel_log() {
	dmesg >/run/log
	if grep -q '@@ watch$' /run/log; then
		sed -n '/@@ watch$/,$p' /run/log
	else
		cat /run/log
	fi
}

# The firmware does not end its last line.
printf '\n@@ kernel %s\n' "$release"
read -r uptime rest </proc/uptime
echo "@@ booted $uptime"

# From here on, the kernel's log is ours to answer for.
echo "@@ watch" >/dev/kmsg
. /plan
step dmesg kernel_log
echo "@@ done"
poweroff -f
