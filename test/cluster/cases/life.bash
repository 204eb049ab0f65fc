# A cluster's life, and two beside each other.

a-cluster-comes-up-whole-and-runs-a-Job() {
  one up
  one kubectl get node node -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}' | grep -x True
  one kubectl get crd scaledjobs.keda.sh
  one rabbitmqctl list_vhosts
  works one
}

RabbitMQ-is-there-with-TLS-and-a-second-virtual-host() {
  eval "$(one env)"
  one run openssl s_client -brief -verify_return_error -connect $AMQP_HOST:$AMQPS_PORT -CAfile $AMQPS_CA \
    -cert $AMQPS_CERTIFICATE -key $AMQPS_KEY </dev/null
  one rabbitmqctl --quiet list_permissions -p $AMQP_VHOST | grep event-jobs
}

a-second-up-says-that-it-runs-already-and-does-no-harm() {
  local begin=$SECONDS
  says 'already running' one up
  [ $((SECONDS - begin)) -le 2 ]
  works one
}

a-command-in-its-network-keeps-its-exit-code-and-its-signals() {
  local status=0 pid
  one run sh -c 'exit 7' || status=$?
  [ $status = 7 ]
  eval "$(one env)"
  one run sh -c 'kubectl get namespace keda && curl -sf -u "$AMQP_USERNAME:$AMQP_PASSWORD" http://$MANAGEMENT_HOST:$MANAGEMENT_PORT/api/overview'
  one run sleep 60 &
  pid=$!
  sleep .5
  kill -TERM $pid
  status=0
  wait $pid || status=$?
  [ $status = 143 ]
}

every-part-comes-back-after-a-restart() {
  local part
  for part in etcd apiserver controller-manager scheduler containerd kubelet keda rabbitmq; do
    one restart $part 0
  done
  works one
}

the-API-server-can-go-down-and-come-up-later() {
  one kill apiserver
  fails one kubectl get nodes --request-timeout=2s
  fails one status
  one start apiserver
  works one
}

two-checkouts-run-at-once-and-do-not-meet() {
  two up
  local name
  for name in one two; do
    $name kubectl create configmap "of-$name"
    $name rabbitmqctl add_vhost "of-$name"
    jobRuns $name "of-$name"
  done
  [ "$(one kubectl get configmap -o name | grep of-)" = configmap/of-one ]
  [ "$(two kubectl get configmap -o name | grep of-)" = configmap/of-two ]
  [ "$(one rabbitmqctl --quiet list_vhosts | grep of-)" = of-one ]
  [ "$(two rabbitmqctl --quiet list_vhosts | grep of-)" = of-two ]
  one kubectl logs job/of-one
  # Longer than a kubelet's round of cleaning, which ends pods that it does not know.
  two kubectl create job lasting --image=localhost/pause:1 -- /bin/busybox sleep 8
  two kubectl wait --for=condition=Complete job/lasting --timeout=60s
  [ "$(two kubectl get pods --selector job-name=lasting -o name | wc -l)" = 1 ]
}

the-end-of-one-leaves-the-other-working() {
  one down
  fails one status
  [ ! -e "/var/tmp/$(nameOf one)" ]
  works two
}

after-down-nothing-is-left() {
  one up
  jobRuns one left
  one kubectl create job lasting --image=localhost/pause:1 -- /bin/busybox sleep 60
  sleep 2
  one down
  two down
  leftNothing
}

down-of-nothing-is-fine() {
  says 'not running' one down
  leftNothing
}
