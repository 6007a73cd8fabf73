#!/bin/sh
# First process inside a sandbox: keeps the agent running and reaps what it leaves behind.
#   init.sh AGENT-COMMAND...
# Descriptor 4 tells the supervisor outside that an agent starts.
exec 3>&- 5<&- 6<&- </dev/null >>/var/lib/joy/agent.log 2>&1
export MALLOC_ARENA_MAX=1
delay=1
while :; do
  rm -f /run/joy/agent/agent.sock
  [ "$(wc -c </var/lib/joy/agent.log)" -lt 1000000 ] || : >/var/lib/joy/agent.log
  echo started >&4
  begun=$(date +%s)
  "$@" 4>&-
  status=$?
  lasted=$(($(date +%s) - begun))
  [ "$lasted" -lt 30 ] || delay=1
  echo "the agent ended with status $status after $lasted s; starting it again in $delay s"
  sleep "$delay"
  [ "$delay" -ge 30 ] || delay=$((delay * 2))
done
