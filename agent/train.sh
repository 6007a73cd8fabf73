#!/usr/bin/env bash
# Makes the agent's AOT cache: starts an agent, lets it do a little of everything, and ends it.
#
# usage: train.sh JAVA_HOME AGENT_DIR OUT
#   AGENT_DIR  has joy-agent.jar, lib/ and agent.jvmopts, as they will run
#   OUT        the cache; it fits that JDK, those jars and those options alone. The folders may be
#              found under other paths later, the names in them may not change.
set -euo pipefail

[ $# -eq 3 ] || { echo "usage: $0 JAVA_HOME AGENT_DIR OUT" >&2; exit 2; }
java=$1/bin/java
agent=$2
out=$3

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
rm -f "$out"
MALLOC_ARENA_MAX=1 "$java" "@$agent/agent.jvmopts" -XX:AOTCacheOutput="$scratch/agent.aot" \
  -cp "$agent/joy-agent.jar:$agent/lib/*" com.joyofhardware.agent.training.Training "$scratch"
[ -s "$scratch/agent.aot" ] || { echo "$0: the training run left no cache" >&2; exit 1; }
mv "$scratch/agent.aot" "$out"
