# The parts: processes inside the holder, each with its command in parts/NAME.command, which the holder runs and which
# stays the same over a restart.

parts=(etcd apiserver controller-manager scheduler containerd kubelet keda rabbitmq)

# Writes down the command and has it started.
start() { # NAME COMMAND...
  local part=$1
  shift
  printf '%q ' exec "$@" >"$state/parts/$part.command"
  launch "$part"
}

launch() { # NAME
  rm -f "$state/parts/$1.pid"
  echo "$1" >"$state/commands"
  waitUntil 10 test -e "$state/parts/$1.pid" || failed "$1"
}

# Pids of parts are those of the holder's namespace, and so they can be looked up only in its /proc.
partAlive() { PROC=/proc/$(holder)/root/proc alive "$state/parts/$1.pid"; }
partGone() { ! partAlive "$1"; }

await() { # NAME [OTHER...]: until it is ready; fails at once if it, or another one that it needs, has died
  local part
  waitUntil 120 readyOrDead "$@" || failed "$1"
  for part in "$@"; do partAlive "$part" || failed "$part"; done
}
readyOrDead() {
  local part
  for part in "$@"; do partAlive "$part" || return 0; done
  "ready-$1"
}

failed() { # NAME
  say "$1 did not become ready; the end of its log:"
  tail -n 20 "$state/logs/$1.log" | cut -c1-400 >&2 || true
  exit 1
}

partNamed() {
  [[ " ${parts[*]} " = *" ${1:-} "* ]] || fail "no such part: '${1:-}'; there are: ${parts[*]}"
}

killPart() { # NAME
  local pid
  partAlive "$1" || { say "$1 is not running"; return 0; }
  read -r pid _ <"$state/parts/$1.pid"
  inside kill -9 "$pid"
  waitUntil 10 partGone "$1"
}

startPart() { # NAME
  partGone "$1" || { say "$1 is running already"; return 0; }
  launch "$1"
  await "$1"
}
