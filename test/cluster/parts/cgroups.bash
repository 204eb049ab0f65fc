# The cluster's own cgroup, below which the kubelet makes those of the pods: two kubelets that share one would end
# each other's pods. With cgroup v1 there is one tree per controller, with v2 a single one.

cgroupMounts() { awk '$3 == "cgroup" || $3 == "cgroup2" {print $2}' /proc/mounts; }

makeCgroups() {
  local mount
  if [ "$(stat -f -c %T /sys/fs/cgroup)" = cgroup2fs ]; then
    echo '+cpu +cpuset +io +memory +pids' >/sys/fs/cgroup/cgroup.subtree_control ||
      fail "cannot hand controllers down in /sys/fs/cgroup (is this a container without its own cgroup?)"
  fi
  for mount in $(cgroupMounts); do mkdir -p "$mount/$name"; done
}

# Works only once the processes in them are gone and the kernel has noticed.
removeCgroups() { waitUntil 20 tryRemoveCgroups || fail "cgroups remain: $(cgroups | head -3)"; }

tryRemoveCgroups() {
  cgroups | xargs -r rmdir
  [ -z "$(cgroups)" ]
}

cgroups() {
  local mount
  for mount in $(cgroupMounts); do
    [ ! -d "$mount/$name" ] || find "$mount/$name" -depth -type d
  done
}
