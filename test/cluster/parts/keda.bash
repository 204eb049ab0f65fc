# KEDA's operator, without its chart: no webhook and no metrics adapter, which only ScaledObjects need.

startKeda() {
  mkdir "$state/keda"
  cp "$state/pki/ca.crt" "$state/keda/ca.crt"
  cp "$state/pki/keda.crt" "$state/keda/tls.crt"
  cp "$state/pki/keda.key" "$state/keda/tls.key"
  kubectl create namespace keda >/dev/null
  # On the server's side: the ScaledJob's definition is too large for client-side apply.
  kubectl apply --server-side -f "$kedaCrds" >/dev/null
  kubectl wait --for=condition=Established --timeout=30s -f "$kedaCrds" >/dev/null
  kedaRights | kubectl apply --server-side -f - >/dev/null
  start keda env KUBECONFIG="$state/pki/keda.kubeconfig" WATCH_NAMESPACE= POD_NAMESPACE=keda \
    KEDA_CLUSTER_OBJECT_NAMESPACE=keda KEDA_SCALEDJOB_CTRL_MAX_RECONCILES=10 \
    "$state/bin/keda" --leader-elect=false --enable-cert-rotation=false --cert-dir="$state/keda" \
    --metrics-bind-address=0 --health-probe-bind-address=127.0.0.1:8081 --metrics-service-bind-address=127.0.0.1:9666 \
    --kube-api-qps=100 --kube-api-burst=200
}

# The rights on Jobs by themselves: a test takes some of them away.
kedaRights() {
  cat <<'K'
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: keda}
rules:
  - {apiGroups: ['*'], resources: ['*'], verbs: [get]}
  - apiGroups: ['', apps, autoscaling, admissionregistration.k8s.io, apiregistration.k8s.io, coordination.k8s.io, discovery.k8s.io, eventing.keda.sh, events.k8s.io, keda.sh]
    resources: ['*']
    verbs: ['*']
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: keda-jobs}
rules:
  - {apiGroups: [batch], resources: [jobs], verbs: [get, list, watch, create, update, patch, delete]}
K
  local role
  for role in keda keda-jobs; do
    cat <<K
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: $role}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: $role}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: keda}]
K
  done
}

ready-keda() { responds http://127.0.0.1:8081/readyz; }
