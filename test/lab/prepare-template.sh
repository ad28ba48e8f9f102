#!/bin/bash
# Makes the layer that all hosts of a lab share, between this machine's root (below) and each host's own disk (above):
# it hides what is private or noisy on this machine, and brings sshd's configuration, the users and the keys.
# usage (root): unshare --mount prepare-template.sh DIR     DIR is on a tmpfs; has id_ed25519.pub; the layer is DIR/template
set -euo pipefail
dir=$1
upper=$dir/template work=$dir/template-work root=$dir/template-root
mount --make-rprivate /
rm -rf "$upper" "$work"
mkdir -p "$upper" "$work" "$root"

# Directories of which a host sees nothing. A whiteout first, then a directory made over it through the overlay, is how
# the kernel itself marks a directory opaque: no tool for extended attributes is needed.
# /root and /home: this machine's own shell profile would run in every ssh command (145 ms each, measured).
# /etc/systemd: units enabled on this machine would all start on every host.
hidden="root home srv var/log var/tmp var/lib/systemd var/lib/muster var/spool etc/muster etc/systemd etc/ssh etc/cron.d
  etc/update-motd.d etc/profile.d etc/sudoers.d etc/ld.so.preload"
for path in $hidden; do
  [ -e "/$path" ] || continue
  mkdir -p "$upper/$(dirname "$path")"
  mknod "$upper/$path" c 0 0
done
mount -t overlay overlay -o "lowerdir=/,upperdir=$upper,workdir=$work" "$root"
cd "$root"
for path in $hidden; do [ "$path" = etc/ld.so.preload ] || mkdir -p "$path"; done
chmod 700 root
chmod 1777 var/tmp
mkdir -p etc/systemd/system/multi-user.target.wants etc/systemd/user etc/systemd/network etc/lab var/lib/systemd/linger usr/local/bin
rm -f etc/fstab etc/crypttab etc/machine-id etc/nologin etc/environment var/lib/dbus/machine-id
: >etc/fstab
: >etc/environment

# The distributions call it ssh (Debian, Ubuntu) or sshd (Fedora, Arch, SUSE).
for unit in ssh.service sshd.service; do
  if [ -f "lib/systemd/system/$unit" ]; then
    ln -s "/lib/systemd/system/$unit" "etc/systemd/system/multi-user.target.wants/$unit"
    break
  fi
done
cat >etc/ssh/sshd_config <<'END'
HostKey /etc/ssh/ssh_host_ed25519_key
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM yes
UseDNS no
MaxStartups 500:30:1000
MaxSessions 200
LoginGraceTime 120
PrintMotd no
PrintLastLog no
LogLevel INFO
Subsystem sftp internal-sftp
END
# Logging in writes no message of the day and looks for no mail. Only hosts with user units open a logind session: that
# starts a second systemd for the user, some 100 ms of CPU for the first login.
cat >etc/pam.d/sshd <<'END'
auth     required pam_unix.so
account  required pam_nologin.so
account  required pam_unix.so
session  required pam_limits.so
session  required pam_unix.so
END
cat >etc/systemd/journald.conf <<'END'
[Journal]
Storage=volatile
RuntimeMaxUse=32M
RuntimeKeepFree=0
RateLimitIntervalSec=0
END
printf '127.0.0.1 localhost\n' >etc/hosts
rm -f etc/resolv.conf
: >etc/resolv.conf

cat >etc/lab/masks <<'END'
systemd-binfmt.service
systemd-boot-system-token.service
systemd-boot-update.service
systemd-firstboot.service
systemd-hwdb-update.service
systemd-journal-catalog-update.service
systemd-journal-flush.service
systemd-machine-id-commit.service
systemd-modules-load.service
systemd-network-generator.service
systemd-pcrphase.service
systemd-pcrphase-sysinit.service
systemd-pstore.service
systemd-random-seed.service
systemd-remount-fs.service
systemd-resolved.service
systemd-sysctl.service
systemd-sysusers.service
systemd-timesyncd.service
systemd-tmpfiles-setup-dev-early.service
systemd-tmpfiles-setup-dev.service
systemd-udev-settle.service
systemd-udev-trigger.service
systemd-udevd.service
systemd-udevd-control.socket
systemd-udevd-kernel.socket
systemd-update-done.service
systemd-update-utmp.service
systemd-update-utmp-runlevel.service
systemd-journald-audit.socket
ldconfig.service
kmod-static-nodes.service
modprobe@.service
proc-sys-fs-binfmt_misc.automount
proc-sys-fs-binfmt_misc.mount
sys-fs-fuse-connections.mount
sys-kernel-config.mount
sys-kernel-debug.mount
sys-kernel-tracing.mount
dev-hugepages.mount
dev-mqueue.mount
getty.target
getty-static.service
console-getty.service
END

mount --rbind /dev dev
mount -t proc proc proc
if chroot . getent passwd deploy >/dev/null; then
  chroot . usermod --home /home/deploy --shell /bin/bash deploy
  mkdir -p home/deploy
  chroot . chown deploy: /home/deploy
else
  chroot . useradd --create-home --home-dir /home/deploy --shell /bin/bash deploy
fi
# The password is "deploy"; only a host with sudoPassword ever asks for it.
chroot . usermod --password '$6$muster$SskMcyV7kBsrFNeD8Xl5ISH/ikKBXHQzh9DKS6HuABQzYbYei0Rl49LiEk041CXx6BI3iAqwjO.kw2u7yr9w8.' deploy
if [ -f etc/sudoers ]; then
  printf '%s\n' 'Defaults env_reset' 'root ALL=(ALL:ALL) ALL' '@includedir /etc/sudoers.d' >etc/sudoers
  printf 'deploy ALL=(ALL:ALL) NOPASSWD: ALL\n' >etc/sudoers.d/deploy
  chmod 440 etc/sudoers etc/sudoers.d/deploy
  cat >etc/pam.d/sudo <<'END'
auth     required pam_unix.so
account  required pam_unix.so
session  required pam_limits.so
session  required pam_unix.so
END
fi
for home in root home/deploy; do
  mkdir -p "$home/.ssh"
  cp "$dir/id_ed25519.pub" "$home/.ssh/authorized_keys"
  chmod 700 "$home/.ssh"
  chmod 600 "$home/.ssh/authorized_keys"
done
chroot . chown -R deploy: /home/deploy
chroot . id -u deploy >"$dir/deploy-uid"
umount -R dev proc
cd /
umount "$root"
rmdir "$root"
rm -rf "$work"
