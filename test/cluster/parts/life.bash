# Up, down, and what they leave to each other.

packages=(etcd-server containerd runc buildah busybox-static containernetworking-plugins rabbitmq-server
  iproute2 openssl curl procps util-linux gcc musl-tools)

# One `up` or `down` of this checkout at a time. The lock is on the folder: no file of it has to remain. Nothing that
# lives longer may inherit it (startHolder closes it).
locked() {
  exec {lock}<"$here"
  flock --nonblock $lock || { say "another up or down of this checkout is at work; waiting for it"; flock $lock; }
  "$@"
}

running() { held && [ -e "$state/up" ] || fail "not running; start it with 'cluster up'"; }

status() {
  local part
  running
  for part in "${parts[@]}"; do
    partAlive "$part" && echo "$part: running" || echo "$part: dead"
  done
  [ -z "$(deadParts)" ]
}

deadParts() {
  local part
  for part in "${parts[@]}"; do partAlive "$part" || echo -n "$part "; done
}

up() {
  local begin=$SECONDS
  if held && [ -e "$state/up" ] && [ -z "$(deadParts)" ]; then
    say "already running in $state; 'cluster down' stops it"
    return
  fi
  clearRemains
  "$here/../packages" "${packages[@]}"
  build
  trap 'say "starting failed; clearing"; clear' EXIT
  trap 'exit 130' INT TERM HUP
  startAll
  trap - EXIT
  : >"$state/up"
  say "up after $((SECONDS - begin)) s, in $state"
}

startAll() {
  mkdir -m 700 "$state"
  mkdir "$state"/{logs,parts,path}
  printf '#!/bin/sh\nexec %q kubectl "$@"\n' "$kube" >"$state/path/kubectl"
  chmod +x "$state/path/kubectl"
  makeCgroups
  phase "namespaces and certificates" eval 'startHolder; certificates'
  startEtcd
  startRabbitmq
  startContainerd
  startApiserver
  phase "pause image" makePauseImage
  phase "API server" await apiserver etcd
  startControllers
  phase "containerd" eval 'await containerd; load "$state/pause.tar"'
  startKubelet
  startKeda
  phase "KEDA" await keda
  phase "node" await kubelet
  phase "controllers" eval 'await controller-manager; await scheduler'
  phase "RabbitMQ" await rabbitmq
}

down() {
  if ! held && [ ! -e "$state" ] && [ -z "$(cgroups)" ]; then
    say "not running"
    return
  fi
  phase "down" clear
}

clearRemains() {
  if held && [ -e "$state/up" ]; then
    say "these parts have died: $(deadParts); starting anew"
  elif [ -e "$state" ] || [ -n "$(cgroups)" ]; then
    say "clearing what a killed cluster left in $state"
  fi
  clear
}

# Everything is below the holder, in the cgroups or in the state folder.
clear() {
  endHolder
  removeCgroups
  rm -rf --one-file-system "$state"
}
