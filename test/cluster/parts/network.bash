# Addresses in the cluster's own network. They are the same in every cluster: the networks do not meet.

serviceAddress=10.96.0.1 # of the Service `kubernetes`; on lo, see init.bash
serviceRange=10.96.0.0/24
podRange=10.85.0.0/16

podNetwork() {
  mkdir -p "$state/cni"
  cat >"$state/cni/10-bridge.conflist" <<K
{"cniVersion": "0.4.0", "name": "pods", "plugins": [{
  "type": "bridge", "bridge": "cni0", "isGateway": true,
  "ipam": {
    "type": "host-local", "dataDir": "$state/ipam",
    "ranges": [[{"subnet": "$podRange"}]], "routes": [{"dst": "0.0.0.0/0"}]}}]}
K
}

# What a program started by `cluster run` needs to know.
environment() {
  cat <<K
export KUBECONFIG=$state/pki/admin.kubeconfig
export KUBECACHEDIR=$state/kubectl
export AMQP_HOST=$serviceAddress
export AMQP_PORT=5672
export AMQP_USERNAME=guest
export AMQP_PASSWORD=guest
export AMQP_VHOST=$vhost
export AMQPS_PORT=5671
export AMQPS_CA=$state/pki/ca.crt
export AMQPS_CERTIFICATE=$state/pki/$certifiedUser.crt
export AMQPS_KEY=$state/pki/$certifiedUser.key
export MANAGEMENT_HOST=127.0.0.1
export MANAGEMENT_PORT=15672
export CLUSTER_NAME=$name
export CLUSTER_STATE=$state
export CLUSTER_LOGS=$state/logs
export PATH=$state/path:\$PATH
K
}
