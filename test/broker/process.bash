# Processes by pid, safe against a pid that was given to another one since: an identity is the pid with its start
# time (in clock ticks after boot, proc(5)) and the boot.

# Prints "PID START BOOT"; fails if there is no such process or it is a zombie. PROC: another proc file system.
identity() { # PID
  local stat rest
  read -r stat 2>/dev/null <"${PROC:-/proc}/$1/stat" || return 1
  rest=(${stat##*) })
  [ "${rest[0]}" != Z ] && [ "${rest[0]}" != X ] || return 1
  echo "$1 ${rest[19]} $(</proc/sys/kernel/random/boot_id)"
}

alive() { # FILE with an identity
  local pid rest
  read -r pid rest 2>/dev/null <"$1" || return 1
  [ "$(identity "$pid")" = "$pid $rest" ]
}

signal() { # SIGNAL FILE
  local pid
  alive "$2" || return 0
  read -r pid _ <"$2"
  kill "-$1" "$pid" 2>/dev/null || true
}

# Asks it to end, and ends it after some seconds.
finish() { # FILE SECONDS
  signal TERM "$1"
  waitUntil "$2" gone "$1" || { signal KILL "$1"; waitUntil 10 gone "$1"; }
  rm -f "$1"
}

gone() { ! alive "$1"; }

# Tries a command every 50 ms; fails after SECONDS.
waitUntil() { # SECONDS COMMAND...
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -le $end ] || return 1
    sleep .05
  done
}
