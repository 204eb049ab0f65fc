# Kubernetes and KEDA, compiled once from their Go modules and kept outside the tree, by content: a checkout with the
# same go.mod, go.sum, main.go and flags finds what another one built.

cache=${XDG_CACHE_HOME:-$HOME/.cache}/kubernetes-event-jobs

kubeVersion=v1.36.3
# Without these a client sees v0.0.0 and refuses features.
kubeFlags="-s -w
  -X k8s.io/component-base/version.gitVersion=$kubeVersion
  -X k8s.io/component-base/version.gitMajor=1
  -X k8s.io/component-base/version.gitMinor=36
  -X k8s.io/component-base/version.gitTreeState=clean"
kedaModule=github.com/kedacore/keda/v2
kedaFlags="-s -w"

contentHash() { # FLAGS FILE...
  { cat "${@:2}" && echo "$1" && uname -m; } | sha256sum | cut -c1-12
}

kube=$cache/kube-$(contentHash "$kubeFlags" "$here"/kube/{go.mod,go.sum,main.go})
kedaHome=$cache/keda-$(contentHash "$kedaFlags" "$here"/keda/{go.mod,go.sum})
kedaOperator=$kedaHome/operator
kedaCrds=$kedaHome/crds

build() {
  mkdir -p "$cache"
  # Two builds at once would only take each other's processor.
  exec {buildLock}>"$cache/lock"
  flock --nonblock $buildLock || { say "another build is running; waiting for it"; flock $buildLock; }
  [ -x "$kube" ] || {
    say "building Kubernetes $kubeVersion from its Go module (about 4 minutes on 2 cores, once)"
    phase "Kubernetes built" buildKube
  }
  [ -d "$kedaHome" ] || {
    say "building KEDA from its Go module (about 5 minutes on 2 cores, once)"
    phase "KEDA built" buildKeda
  }
  exec {buildLock}>&-
}

# A build goes to a temporary name and is renamed when it is whole, so a killed one leaves no half binary to be found.
buildKube() {
  local unfinished=$kube.unfinished
  rm -rf "$unfinished"
  compile kube -o "$unfinished" -ldflags "${kubeFlags//$'\n'/}" .
  mv -T "$unfinished" "$kube"
}

buildKeda() {
  local unfinished=$kedaHome.unfinished
  rm -rf "$unfinished"
  mkdir -p "$unfinished"
  compile keda -o "$unfinished/operator" -ldflags "$kedaFlags" $kedaModule/cmd/operator
  # The definitions of exactly this KEDA; copied, so that 'up' needs no Go when everything is cached.
  cp -r --no-preserve=mode "$(cd "$here/keda" && go list -m -f '{{.Dir}}' $kedaModule)/config/crd/bases" "$unfinished/crds"
  mv -T "$unfinished" "$kedaHome"
}

compile() { # FOLDER ARGS...
  command -v go >/dev/null || fail "Go 1.26 or later is needed to build the test cluster: https://go.dev/dl"
  local folder=$1 log=$cache/$1.log
  shift
  (cd "$here/$folder" && CGO_ENABLED=0 exec nice -n 5 go build -trimpath -buildvcs=false -mod=readonly "$@" \
    {buildLock}>&- >"$log" 2>&1) || { tail -n 20 "$log" >&2; fail "could not build $folder; see $log"; }
  rm "$log"
}
