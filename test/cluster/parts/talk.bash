# What the program says: on stderr, one line per phase with the time it took.

say() { echo "${speaker:-cluster}: $*" >&2; }

fail() {
  say "$*"
  exit 1
}

phase() { # TITLE COMMAND...
  local title=$1 begin=${EPOCHREALTIME/[.,]/} took
  shift
  "$@"
  took=$(((${EPOCHREALTIME/[.,]/} - begin) / 100000))
  say "$title: $((took / 10)).$((took % 10)) s"
}
