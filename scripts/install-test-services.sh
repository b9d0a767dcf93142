#!/usr/bin/env bash
# Installs what the integration tests start by themselves: MariaDB, Redis and Chromium, from Debian's packages.
set -euo pipefail

missing=()
[ -x /usr/sbin/mariadbd ] || missing+=(mariadb-server)
command -v redis-server >/dev/null || missing+=(redis-server)
command -v chromium >/dev/null || missing+=(chromium)
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo > /dev/null || {
        echo "The tests need ${missing[*]}: run $0 as root once." >&2
        exit 1
    }
    as_root=(sudo)
fi
echo "Installing ${missing[*]} …"
# The packages must not start their own servers: the tests start private ones on free ports.
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
