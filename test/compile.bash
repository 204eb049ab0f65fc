# Others' Go programs, compiled once from their modules and kept outside the tree, by content: a checkout with the same go.mod, go.sum,
# sources and flags finds what another one built. To be sourced after say and fail are there (test/cluster/parts/talk.bash).

cache=${XDG_CACHE_HOME:-$HOME/.cache}/kubernetes-event-jobs

contentHash() { # FLAGS FILE...
  { cat "${@:2}" && echo "$1" && uname -m; } | sha256sum | cut -c1-12
}

# Two builds at once would only take each other's processor.
alone() { # COMMAND...
  mkdir -p "$cache"
  exec {buildLock}>"$cache/lock"
  flock --nonblock $buildLock || { say "another build is running; waiting for it"; flock $buildLock; }
  "$@"
  exec {buildLock}>&-
}

compile() { # FOLDER ARGS...
  command -v go >/dev/null || fail "Go 1.26 or later is needed to build the tests' programs: https://go.dev/dl"
  local folder=$1 log=$cache/$(basename "$1").log
  shift
  (cd "$folder" && CGO_ENABLED=0 exec nice -n 5 go build -trimpath -buildvcs=false -mod=readonly "$@" \
    {buildLock}>&- >"$log" 2>&1) || { tail -n 20 "$log" >&2; fail "could not build $(basename "$folder"); see $log"; }
  rm "$log"
}
