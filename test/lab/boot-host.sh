#!/bin/bash
# Boots one lab host out of this machine's own root file system, and boots it again when it reboots itself.
# Started detached by host-boot.ts; everything comes in by environment:
#   HOST name · ADDRESS a.b.c.d/24 · GATEWAY · MAC · LINK name of this side of the cable · BRIDGE
#   DISK directory of the host's own tmpfs (upper/ and work/) · TEMPLATE the layer common to the lab · CGROUP absolute path
# Lessons behind the lines below:
#  - a host needs a cgroup2 subtree of its own, or stopping a unit fails where another host runs one of the same name; and
#    in that subtree the supervisor sits beside the host, not above it: systemd cannot hand out controllers in a cgroup
#    that has processes of its own;
#  - the upper layer must not itself be on an overlay: it is on a tmpfs;
#  - a network namespace without a name, a cable made from inside: both vanish with the last process, there is nothing to forget;
#  - the kernel's boot id is the same for all hosts and all their reboots: each boot gets one of its own, bound over it,
#    as systemd-nspawn does.
set -euo pipefail

supervise() {
  # Never mkdir -p here: `down` may have removed the parent a moment ago, and then this host must not come up.
  for group in supervisor payload; do [ -d "$CGROUP/$group" ] || mkdir "$CGROUP/$group"; done
  echo 0 >"$CGROUP/supervisor/cgroup.procs"
  ulimit -n 1048576 2>/dev/null || true
  exec 9</proc/self/ns/net
  while :; do
    ip link delete "$LINK" 2>/dev/null || true
    status=0
    unshare --mount --net --uts --ipc --pid --fork --kill-child=SIGKILL /bin/bash "$0" enter || status=$?
    # reboot(2) inside a pid namespace ends its init: by SIGHUP for a restart, by SIGINT for halt and power off.
    [ "$status" -eq 129 ] || exit "$status"
  done
}

enter() {
  mount --make-rprivate /
  echo 0 >"$CGROUP/payload/cgroup.procs"
  ip link add eth0 address "$MAC" type veth peer name "$LINK" netns /proc/self/fd/9
  ip link set eth0 addrgenmode none
  ip address add "$ADDRESS" dev eth0
  ip link set lo up
  ip link set eth0 up
  ip route add default via "$GATEWAY"
  nsenter --net=/proc/self/fd/9 ip link set "$LINK" addrgenmode none master "$BRIDGE" up
  exec 9<&-
  exec unshare --cgroup /bin/bash "$0" pivot
}

pivot() {
  root=$DISK/root
  mkdir -p "$root"
  boot_id=$(cat /proc/sys/kernel/random/uuid)
  mount -t overlay overlay -o "lowerdir=$TEMPLATE:/,upperdir=$DISK/upper,workdir=$DISK/work" "$root"
  cd "$root"
  hostname "$HOST"
  mount -t proc proc proc
  mount -t sysfs sysfs sys
  mount -t cgroup2 cgroup2 sys/fs/cgroup
  mount -o remount,bind,ro sys
  # The kernel's settings, its modules, the clock and sysrq belong to the developer's machine.
  for path in proc/sys proc/sysrq-trigger; do
    [ -e "$path" ] || continue
    mount --bind "$path" "$path"
    mount -o remount,bind,ro "$path"
  done
  mount -t tmpfs tmpfs dev -o mode=755
  mkdir dev/pts dev/shm
  for device in null zero full random urandom tty; do
    touch "dev/$device"
    mount --bind "/dev/$device" "dev/$device"
  done
  mount -t devpts devpts dev/pts -o newinstance,ptmxmode=0666,mode=620,gid=5
  ln -s pts/ptmx dev/ptmx
  ln -s /proc/self/fd dev/fd
  ln -s /proc/self/fd/0 dev/stdin
  ln -s /proc/self/fd/1 dev/stdout
  ln -s /proc/self/fd/2 dev/stderr
  mount -t tmpfs tmpfs dev/shm -o mode=1777
  mount -t tmpfs tmpfs tmp -o mode=1777
  mount -t tmpfs tmpfs run -o mode=755
  mkdir -p run/lab run/systemd/system
  echo "$boot_id" >run/lab/boot_id
  mount --bind run/lab/boot_id proc/sys/kernel/random/boot_id
  # Masks for what only costs time here are in /run, so that /etc/systemd/system of a fresh host is all but empty.
  while read -r unit; do ln -s /dev/null "run/systemd/system/$unit"; done <etc/lab/masks
  mkdir -p old
  pivot_root . old
  umount -l /old
  rmdir /old
  exec env -i container=lab PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    setpriv --bounding-set=-sys_time,-sys_module,-sys_rawio /lib/systemd/systemd --system systemd.unit=multi-user.target </dev/null
}

case ${1:-supervise} in
  supervise) supervise ;;
  enter) enter ;;
  pivot) pivot ;;
esac
