# etcd, the API server, the controller manager and the scheduler.

etcdUrl=http://127.0.0.1:2379

startEtcd() {
  # Nothing here has to outlive a power cut.
  start etcd etcd --data-dir "$state/etcd" --unsafe-no-fsync \
    --listen-client-urls $etcdUrl --advertise-client-urls $etcdUrl --listen-peer-urls http://127.0.0.1:2380
}

startApiserver() {
  local pki=$state/pki
  start apiserver "$state/bin/kube" apiserver --etcd-servers=$etcdUrl --bind-address=0.0.0.0 --secure-port=443 \
    --advertise-address=$serviceAddress --service-cluster-ip-range=$serviceRange \
    --authorization-mode=Node,RBAC --allow-privileged \
    --client-ca-file="$pki/ca.crt" --tls-cert-file="$pki/apiserver.crt" --tls-private-key-file="$pki/apiserver.key" \
    --service-account-issuer=https://kubernetes.default.svc \
    --service-account-key-file="$pki/serviceaccount.key" --service-account-signing-key-file="$pki/serviceaccount.key" \
    --kubelet-client-certificate="$pki/admin.crt" --kubelet-client-key="$pki/admin.key" \
    --kubelet-certificate-authority="$pki/ca.crt" --kubelet-preferred-address-types=InternalIP
}

startControllers() {
  local pki=$state/pki
  start controller-manager "$state/bin/kube" controller-manager --kubeconfig="$pki/controller-manager.kubeconfig" \
    --service-account-private-key-file="$pki/serviceaccount.key" --root-ca-file="$pki/ca.crt" \
    --use-service-account-credentials --leader-elect=false --flex-volume-plugin-dir="$state/kubelet/plugins"
  start scheduler "$state/bin/kube" scheduler --kubeconfig="$pki/scheduler.kubeconfig" --leader-elect=false
}

kubectl() { KUBECACHEDIR=$state/kubectl inNetwork "$kube" kubectl --kubeconfig "$state/pki/admin.kubeconfig" "$@"; }
inNetwork() { nsenter --net="/proc/$(holder)/ns/net" "$@"; }
responds() { inNetwork curl --silent --fail --insecure --max-time 5 --output /dev/null "$@"; }

ready-etcd() { responds $etcdUrl/health; }
ready-apiserver() {
  responds https://127.0.0.1:443/readyz --cert "$state/pki/admin.crt" --key "$state/pki/admin.key"
}
ready-controller-manager() { responds https://127.0.0.1:10257/healthz; }
ready-scheduler() { responds https://127.0.0.1:10259/healthz; }
