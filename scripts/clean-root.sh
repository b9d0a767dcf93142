#!/usr/bin/env bash
# A Debian root with nothing in it but Debian's smallest set of packages, of this machine's release, for as long as one
# command runs in it: as root, with processes of its own. It reaches what this machine reaches: mirror, name servers,
# proxies and certificates of apt and pip are read from this machine. Needs debootstrap.
# Use: clean-root.sh FOLDER COMMAND…: what is in FOLDER is at /srv in the root.
set -euo pipefail
folder=$(realpath "$1")
shift

fail() {
    echo "clean-root: $1" >&2
    exit 1
}

[ "$(id -u)" -eq 0 ] || fail "only root can make one"
command -v debootstrap > /dev/null || fail "needs debootstrap: apt install debootstrap"

# shellcheck disable=SC1091 # there on every Debian
release=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
# shellcheck disable=SC2016 # apt fills them in
mirror=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' 'Created-By: Packages' |
    awk -v release="$release" '$2 == release { print $1; exit }')
[ -n "$mirror" ] || fail "apt has no mirror for $release here"

root=$(mktemp -d)
chmod 755 "$root"
log=$(mktemp)
# What is mounted in it is so in a name space that has ended by then.
trap 'rm -rf --one-file-system "$root" "$log"' EXIT
debootstrap --variant=minbase "$release" "$root" "$mirror" > "$log" 2>&1 || {
    tail -20 "$log" >&2
    fail "debootstrap does not work"
}

cp /etc/resolv.conf /etc/hosts "$root/etc/"
apt-config dump | grep -E '^Acquire::https?::Proxy ' > "$root/etc/apt/apt.conf.d/90machine" || true
pip() {
    python3 -m pip config list 2> /dev/null | sed -nE "s/^(global|:env:)\.($1)='(.*)'$/\2 = \3/p" | sort -u
}
{
    echo "[global]"
    pip 'index-url|proxy'
    certificates=$(pip cert | sed 's/^cert = //')
    if [ -n "$certificates" ]; then
        mkdir -p "$root/etc/ssl"
        cp "$certificates" "$root/etc/ssl/machine.crt"
        echo "cert = /etc/ssl/machine.crt"
        echo 'Acquire::https::CaInfo "/etc/ssl/machine.crt";' >> "$root/etc/apt/apt.conf.d/90machine"
    fi
} > "$root/etc/pip.conf"
cp -R "$folder/." "$root/srv/"

export ROOT=$root
# shellcheck disable=SC2016 # for the shell inside
unshare --mount --pid --fork --kill-child bash -euc '
    mount --rbind /dev "$ROOT/dev"
    mount -t proc proc "$ROOT/proc"
    exec chroot "$ROOT" "$@"' inside "$@"
