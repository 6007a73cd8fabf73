#!/bin/sh
# Becomes the sandbox: joins its control groups, collects what it may see, drops to its uid.
#   launch.sh RLIMITS UID N GROUP... AGENT-COMMAND...
# Runs in the sandbox's folder, in a mount namespace of its own; descriptor 4 is for init.sh.
set -eu
limits=$1 uid=$2 groups=$3
shift 3
while [ "$groups" -gt 0 ]; do
  echo 0 >"$1/cgroup.procs"
  shift
  groups=$((groups - 1))
done
echo 200 >/proc/self/oom_score_adj

# The stage will lie over the control groups, so those are taken aside first.
while read -r path name; do
  mkdir -p "groups/$name"
  mount --bind "$path" "groups/$name"
done <group-binds

# The slot's uid can't walk through our private folders, so everything is bound where it can. This
# hides /sys from nobody but the next commands; other folders could hold our data.
mount -t tmpfs -o mode=755,size=64k stage /sys
while read -r path name; do
  if [ -d "$path" ]; then mkdir -p "/sys/$name"; else : >"/sys/$name"; fi
  mount --rbind "$path" "/sys/$name"
done <binds
# Other sandboxes' disks came along with the new namespace and would stay busy while it lives. Most
# of these folders are no mount points, and without root none is: that is no error.
umount -l ../*/disk 2>/dev/null || :
chown "$uid:$uid" /sys/workspace /sys/home /sys/state /sys/listen

# shellcheck disable=SC2086 # several limits
exec prlimit $limits setpriv --reuid "$uid" --regid "$uid" --clear-groups --no-new-privs \
  bwrap --args 5 -- /bin/sh /opt/joy/init.sh "$@" \
  3>status 5<arguments 6<"${0%/*}/system-calls.bpf"
