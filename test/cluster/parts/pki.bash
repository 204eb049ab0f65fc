# Certificates and kubeconfigs, made anew by every `up`.

certificates() {
  local pki=$state/pki user
  mkdir "$pki"
  authority ca
  certificate apiserver /CN=kube-apiserver \
    "DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,IP:127.0.0.1,IP:$serviceAddress"
  certificate admin /O=system:masters/CN=admin DNS:admin
  certificate controller-manager /CN=system:kube-controller-manager DNS:controller-manager
  certificate scheduler /CN=system:kube-scheduler DNS:scheduler
  # The kubelet serves with it too: without the node's address in it `kubectl logs` fails.
  certificate node /O=system:nodes/CN=system:node:node "DNS:node,IP:127.0.0.1,IP:$serviceAddress"
  certificate keda /CN=keda DNS:localhost,IP:127.0.0.1
  certificate rabbitmq /CN=rabbitmq "DNS:localhost,IP:127.0.0.1,IP:$serviceAddress"
  certificate "$certifiedUser" "/CN=$certifiedUser" "DNS:$certifiedUser"
  openssl genrsa -out "$pki/serviceaccount.key" 2048 2>/dev/null
  for user in admin controller-manager scheduler node keda; do kubeconfig $user >"$pki/$user.kubeconfig"; done
}

kubeconfig() { # USER
  cat <<K
apiVersion: v1
kind: Config
clusters: [{name: test, cluster: {server: "https://127.0.0.1:443", certificate-authority: $state/pki/ca.crt}}]
users: [{name: $1, user: {client-certificate: $state/pki/$1.crt, client-key: $state/pki/$1.key}}]
contexts: [{name: test, context: {cluster: test, user: $1}}]
current-context: test
K
}
