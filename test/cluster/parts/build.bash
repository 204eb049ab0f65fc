# Kubernetes and KEDA, compiled from their Go modules: where they are, and how to build what is missing.

. "$here/../compile.bash"

kubeVersion=v1.36.3
# Without these a client sees v0.0.0 and refuses features.
kubeFlags="-s -w
  -X k8s.io/component-base/version.gitVersion=$kubeVersion
  -X k8s.io/component-base/version.gitMajor=1
  -X k8s.io/component-base/version.gitMinor=36
  -X k8s.io/component-base/version.gitTreeState=clean"
kedaModule=github.com/kedacore/keda/v2
kedaFlags="-s -w"

kube=$cache/kube-$(contentHash "$kubeFlags" "$here"/kube/{go.mod,go.sum,main.go})
kedaHome=$cache/keda-$(contentHash "$kedaFlags" "$here"/keda/{go.mod,go.sum})
kedaOperator=$kedaHome/operator
kedaCrds=$kedaHome/crds

build() { alone buildMissing; }

buildMissing() {
  [ -x "$kube" ] || {
    say "building Kubernetes $kubeVersion from its Go module (about 4 minutes on 2 cores, once)"
    phase "Kubernetes built" buildKube
  }
  [ -d "$kedaHome" ] || {
    say "building KEDA from its Go module (about 5 minutes on 2 cores, once)"
    phase "KEDA built" buildKeda
  }
}

# A build goes to a temporary name and is renamed when it is whole, so a killed one leaves no half binary to be found.
buildKube() {
  local unfinished=$kube.unfinished
  rm -rf "$unfinished"
  compile "$here/kube" -o "$unfinished" -ldflags "${kubeFlags//$'\n'/}" .
  mv -T "$unfinished" "$kube"
}

buildKeda() {
  local unfinished=$kedaHome.unfinished
  rm -rf "$unfinished"
  mkdir -p "$unfinished"
  compile "$here/keda" -o "$unfinished/operator" -ldflags "$kedaFlags" $kedaModule/cmd/operator
  # The definitions of exactly this KEDA; copied, so that 'up' needs no Go when everything is cached.
  cp -r --no-preserve=mode "$(cd "$here/keda" && go list -m -f '{{.Dir}}' $kedaModule)/config/crd/bases" "$unfinished/crds"
  mv -T "$unfinished" "$kedaHome"
}
