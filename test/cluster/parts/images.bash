# Images reach the node as OCI archives; there is no registry.

pauseImage=localhost/pause:1

load() { # ARCHIVE...
  local archive
  for archive in "$@"; do containers images import "$archive" >/dev/null; done
}

# What holds a pod's namespaces: busybox waiting for a signal.
makePauseImage() {
  local folder=$state/pause
  mkdir "$folder"
  cp /bin/busybox "$folder"
  cat >"$folder/Dockerfile" <<'K'
FROM scratch
COPY busybox /bin/busybox
ENTRYPOINT ["/bin/busybox", "sh", "-c", "trap 'exit 0' TERM INT; while :; do /bin/busybox sleep 3600 & wait; done"]
K
  buildah bud --quiet --tag $pauseImage "$folder" >/dev/null
  buildah push --quiet $pauseImage "oci-archive:$folder.tar:$pauseImage" >/dev/null
}

# In the holder's mounts, so that nothing stays in /var/lib/containers; the configuration keeps it out of /etc/cni.
# There is no registry: an image starts FROM scratch or from a --build-context.
buildah() {
  mkdir -p "$state/tmp"
  printf '[network]\nnetwork_config_dir = "%s"\n' "$state/tmp" >"$state/containers.conf"
  inside --wdns="$PWD" env HOME="$state" TMPDIR="$state/tmp" CONTAINERS_CONF="$state/containers.conf" \
    STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot buildah "$@"
}
