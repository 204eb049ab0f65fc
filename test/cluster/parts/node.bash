# The node: containerd and the kubelet.

startContainerd() {
  cat >"$state/containerd.toml" <<K
version = 2
root = "$state/containerd/root"
state = "$state/containerd/state"
[grpc]
  address = "$state/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "$pauseImage"
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$state/cni"
[plugins."io.containerd.internal.v1.opt"]
  path = "$state/containerd/opt"
K
  podNetwork
  start containerd containerd --config "$state/containerd.toml"
}

# resolvConf "": there is no DNS server in here. failCgroupV1: later kubelets refuse cgroup v1 otherwise.
startKubelet() {
  cat >"$state/kubelet.yaml" <<K
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
containerRuntimeEndpoint: unix://$state/containerd.sock
cgroupDriver: cgroupfs
cgroupRoot: /$name
failCgroupV1: false
failSwapOn: false
resolvConf: ""
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: $state/pki/ca.crt}}
authorization: {mode: Webhook}
tlsCertFile: $state/pki/node.crt
tlsPrivateKeyFile: $state/pki/node.key
evictionHard: {memory.available: "100Mi", nodefs.available: "1%", imagefs.available: "1%", nodefs.inodesFree: "1%"}
imageGCHighThresholdPercent: 100
maxPods: 250
volumePluginDir: $state/kubelet/plugins
K
  start kubelet "$state/bin/kube" kubelet --config="$state/kubelet.yaml" --kubeconfig="$state/pki/node.kubeconfig" \
    --hostname-override=node --root-dir="$state/kubelet" --node-ip=$serviceAddress
}

containers() { ctr --address "$state/containerd.sock" --namespace k8s.io "$@"; }

ready-containerd() { containers version; }
ready-kubelet() { responds http://127.0.0.1:10248/healthz && nodeReady; }
nodeReady() { kubectl wait --for=condition=Ready node/node --timeout=1s; }
