# Runs as the holder, PID 1 of the cluster's own namespaces: init.bash STATE KUBE KEDA PROCESS
set -euo pipefail
state=$1
. "$4"

# /proc is still the caller's here, and so is the pid that it tells; the caller can use only that.
read -r pid _ </proc/self/stat
identity "$pid" >"$state/holder"
mount -t proc proc /proc

# These paths are hard coded in the kubelet, containerd and the CNI plugins. The mounts are seen only in here.
mount -t tmpfs tmpfs /run
mkdir -p "$state"/{lib,log,bin}
# The programs may live below /var/lib (a CI user's home), which is about to be hidden.
for program in "kube $2" "keda $3"; do
  : >"$state/bin/${program%% *}"
  mount --bind "${program#* }" "$state/bin/${program%% *}"
done
mount --bind "$state/lib" /var/lib
mount --bind "$state/log" /var/log

# The kubelet sets these for the whole machine unless it reads what it wants.
mkdir "$state/sysctl"
while read -r key value; do
  echo "$value" >"$state/sysctl/${key//\//.}"
  mount --bind "$state/sysctl/${key//\//.}" "/proc/sys/$key"
done <<'K'
vm/overcommit_memory 1
vm/panic_on_oom 0
kernel/panic 10
kernel/panic_on_oops 1
kernel/keys/root_maxkeys 1000000
kernel/keys/root_maxbytes 25000000
K

ip link set lo up
# The address of the Service `kubernetes`: with it on lo no kube-proxy is needed. Pods reach RabbitMQ on it too; the
# bridge's own address comes only with the first pod.
ip addr add 10.96.0.1/32 dev lo
echo 1 >/proc/sys/net/ipv4/ip_forward

# Open for reading and writing: `read` then never sees an end. Ended orphans are reaped by bash itself.
exec {commands}<>"$state/commands"
: >"$state/held"
while read -r part <&$commands; do
  setsid bash "$state/parts/$part.command" {commands}>&- >>"$state/logs/$part.log" 2>&1 &
  identity $! >"$state/parts/$part.new" || true
  mv "$state/parts/$part.new" "$state/parts/$part.pid"
done
