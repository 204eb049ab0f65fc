# A cluster that is killed, half started or broken. Cluster two runs when the first case begins.

up-clears-a-cluster-whose-holder-was-killed() {
  killHolder two
  fails two status
  says 'clearing what a killed cluster left' two up
  works two
}

up-clears-a-cluster-whose-parts-were-all-killed() {
  local part
  for part in etcd apiserver controller-manager scheduler containerd kubelet keda rabbitmq; do two kill $part; done
  says 'have died: etcd apiserver' two up
  works two
}

up-clears-a-cluster-whose-start-was-killed() {
  local pid
  two down
  setsid "$work/two/test/cluster/cluster" up &
  pid=$!
  sleep 4
  kill -9 -- -$pid
  fails two status
  says 'clearing what a killed cluster left' two up
  works two
}

two-starts-at-once-make-one-cluster() {
  two down
  two up 2>"$work/first" &
  two up 2>"$work/second"
  wait $!
  cat "$work/first" "$work/second" | tee "$work/both"
  grep -q 'waiting for it' "$work/both"
  grep -q 'already running' "$work/both"
  two down
}

a-part-that-fails-is-shown-and-nothing-stays() {
  sed -i 's|"$state/etcd"|/proc/nowhere|' "$work/broken/test/cluster/parts/controlPlane.bash"
  fails broken up 2>"$work/said"
  cat "$work/said"
  grep -q 'etcd did not become ready' "$work/said"
  grep -q nowhere "$work/said"
  leftNothing
}

an-interrupted-start-leaves-nothing() {
  local status=0 pid
  setsid bash -c 'trap - INT; exec "$0" up' "$work/two/test/cluster/cluster" &
  pid=$!
  sleep 3
  kill -TERM -- -$pid
  wait $pid || status=$?
  [ $status = 130 ]
  leftNothing
}
