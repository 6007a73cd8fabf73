#!/bin/sh
# Supervises one sandbox, in a session of its own, and outlives the process that started it.
#   supervise.sh SCRIPTS N OWN-GROUP... ARGUMENTS-OF-LAUNCH...
# Runs in the sandbox's folder, as root or as root of the user's namespace. SCRIPTS holds these
# scripts; the N folders that follow are the control groups in which the supervisor itself lives.
set -u
scripts=$1 own=$2
shift 2
while [ "$own" -gt 0 ]; do
  echo 0 >"$1/cgroup.procs"
  shift
  own=$((own - 1))
done
echo $$ >supervisor.pid

# The sandbox may put any link or file where its agent listens. Nobody connects to that path: the
# socket gets a second name in a folder that the sandbox can't write, links are not followed.
publish() {
  tries=0
  while [ "$tries" -lt 600 ]; do
    if [ -S disk/listen/agent.sock ] && ln -fP disk/listen/agent.sock disk/agent.new 2>/dev/null; then
      if [ -S disk/agent.new ] && [ ! -L disk/agent.new ]; then
        chmod 666 disk/agent.new
        mv -f disk/agent.new disk/agent.sock
        return
      fi
      rm -f disk/agent.new
    fi
    [ "$tries" -lt 300 ] && sleep 0.01 || sleep 0.2
    tries=$((tries + 1))
  done
}

mkfifo events
unshare --mount --propagation private -- /bin/sh "$scripts/launch.sh" "$@" 4>events &
launched=$!
# The sandbox's first process says each time that it starts an agent; the pipe ends with it.
while read -r _; do publish; done <events
wait "$launched"
status=$?
echo "$status" >ended.new
mv ended.new ended
