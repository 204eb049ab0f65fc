# The holder: one process that is PID 1 of a namespace for processes, one for mounts and one for the network. Every
# part is its child. When it ends, the kernel ends all of them and their mounts vanish, so that nothing has to be
# found and cleaned one by one. It reads names of parts from a pipe, and starts them.

holder() { local pid; read -r pid _ <"$state/holder" && echo "$pid"; }
held() { alive "$state/holder"; }

startHolder() {
  mkfifo "$state/commands"
  # --kill-child: whichever of the two processes is killed, the other one ends too.
  (cd / && exec setsid unshare --net --mount --pid --fork --kill-child \
    bash "$here/parts/init.bash" "$state" "$kube" "$kedaOperator" "$here/../broker/process.bash" \
    </dev/null >>"$state/logs/holder.log" 2>&1 {lock}>&-) &
  waitUntil 10 test -e "$state/held" || failed holder
}

# Inside all three namespaces.
inside() { nsenter --target "$(holder)" --net --mount --pid "$@"; }

endHolder() {
  local pid
  held || return 0
  pid=$(holder)
  signal KILL "$state/holder"
  waitUntil 30 test ! -e "/proc/$pid/ns/pid" || fail "process $pid does not end"
}
