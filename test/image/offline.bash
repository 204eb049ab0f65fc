# Images without a registry and without a trace: what test/image/build and build-processor share. To be sourced first.

for program in buildah gcc musl-gcc unshare; do
  command -v "$program" > /dev/null || "$(dirname "$0")/../packages" buildah gcc musl-tools util-linux
done

# As root, buildah notes the blobs that it saw in /var/lib/containers, wherever its storage is: so it gets one of its own. The lock,
# because removing the folder would unmount it for another such build that still runs.
if [[ ${EVENT_JOBS_OWN_MOUNTS:-} != "$PPID" ]]; then
  ((EUID == 0)) || { echo "$0 must run as root: it mounts" >&2; exit 1; }
  exec {lock}> /run/lock/kubernetes-event-jobs-images
  flock --shared "$lock"
  mkdir -p /var/lib/containers
  unshare --mount bash -c 'mount -t tmpfs tmpfs /var/lib/containers && EVENT_JOBS_OWN_MOUNTS=$$ "$@"; exit' "$0" "$0" "$@" && status=0 || status=$?
  if flock --exclusive --nonblock "$lock"; then rmdir --ignore-fail-on-non-empty /var/lib/containers; fi
  exit "$status"
fi
unset EVENT_JOBS_OWN_MOUNTS

# The files of packages and of all that they depend on, as far as installed, one a line.
installed_files() {
  local -A seen=()
  local queue=("$@") package dependency
  while ((${#queue[@]})); do
    package=${queue[0]} queue=("${queue[@]:1}")
    [[ -z ${seen[$package]:-} ]] || continue
    seen[$package]=1
    [[ $(dpkg-query -W -f ' ${db:Status-Status} ' "$package" 2> /dev/null) == *' installed '* ]] || continue
    while read -r dependency _; do
      queue+=("${dependency%%[:(]*}")
    done < <(dpkg-query -W -f '${Pre-Depends},${Depends}\n' "$package" | tr ',|' '\n\n' | grep .)
    dpkg -L "$package"
  done
}

# Copies files and links listed on stdin into a root folder that is merged as Debian's own: /bin is /usr/bin.
copy_files() {
  local root=$1 folder
  for folder in bin sbin lib lib64; do
    mkdir -p "$root/usr/$folder"
    ln -s "usr/$folder" "$root/$folder"
  done
  sed -E 's,^/(bin|sbin|lib|lib64)/,/usr/\1/,' | sort -u | while read -r file; do
    if [[ -L $file || -f $file ]]; then echo ".$file"; fi
  done | tar --create --file - --directory / --files-from - | tar --extract --file - --directory "$root"
}

base_image() {
  buildah bud --quiet --layers=false --tag "$1" --file <(printf 'FROM scratch\nCOPY . /\n') "$2" > /dev/null
}

# cached_archive ARCHIVE REF BUILD INPUT...: copies the archive that `BUILD FOLDER` makes as FOLDER/archive. It is kept by what the
# inputs hold, and made anew in a storage of its own, so that neither another build nor the machine's own images meet it.
cached_archive() {
  local archive=$1 ref=$2 build=$3 key cache work status=0
  shift 3
  key=$({ cat -- "$@"; echo "$ref"; dpkg-query -W buildah gcc-12 musl-tools libc6 libstdc++6 2> /dev/null || true; } | sha256sum | cut -c1-32)
  cache=${XDG_CACHE_HOME:-$HOME/.cache}/kubernetes-event-jobs/images
  mkdir -p "$cache" "$(dirname "$archive")"
  if [[ ! -s $cache/$key ]]; then
    work=$(mktemp -d)
    trap "rm -rf '$work'" EXIT
    printf '[storage]\ndriver = "vfs"\ngraphroot = "%s"\nrunroot = "%s"\n' "$work/images" "$work/run" > "$work/storage.conf"
    (
      export CONTAINERS_STORAGE_CONF=$work/storage.conf STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot TMPDIR=$work
      "$build" "$work" && mv "$work/archive" "$cache/$key.$$" && mv "$cache/$key.$$" "$cache/$key"
    ) >&2 || status=$?
    rm -rf "$work"
    ((status == 0)) || return "$status"
    ls -t "$cache" | tail -n +9 | while read -r old; do rm -f "$cache/$old"; done
  fi
  touch "$cache/$key"
  cp --reflink=auto "$cache/$key" "$archive"
  echo "$ref"
}
