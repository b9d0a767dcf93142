#!/usr/bin/env bash
# Walks the README as somebody who has just found it: a fresh clone, no caches, and a new account (as root; else a new HOME).
# Each command is looked for in the README first, so that the walk cannot know better than the page. VK and the model are
# stand-ins; everything else is what the README says. Prints how long each step took, and leaves nothing behind.
#   newcomer-walk.sh               on this machine as it is
#   newcomer-walk.sh --clean-root  in a Debian root that holds nothing else, from the README's first command to the unit tests
# PORT, SANDBOX_PORT and STAND_IN_PORT move it away from ports that are taken.
set -euo pipefail
export PORT=${PORT:-8000} SANDBOX_PORT=${SANDBOX_PORT:-8001} STAND_IN_PORT=${STAND_IN_PORT:-8002}
source=$(cd "$(dirname "$0")/.." && pwd)
log=$(mktemp)
chmod 600 "$log"

fail() {
    echo "newcomer-walk: $1" >&2
    tail -30 "$log" >&2
    exit 1
}

# step TITLE, WORDS OF THE README, COMMAND…: the words must be there, the command must work.
step() {
    local title=$1 words=$2 began
    shift 2
    tr '\n' ' ' < README.md | grep --quiet --fixed-strings -- "$words" || fail "the README does not say: $words"
    began=$(date +%s.%N)
    "$@" >> "$log" 2>&1 || fail "$title: does not work"
    awk -v title="$title" -v began="$began" -v ended="$(date +%s.%N)" 'BEGIN { printf "| %s | %.1f |\n", title, ended - began }'
}

# The walk itself, in a checkout, as whoever may do no more than anybody.

site=http://127.0.0.1:$PORT
sandbox=http://127.0.0.1:$SANDBOX_PORT
stand_in=http://127.0.0.1:$STAND_IN_PORT
running=()

stop_all() {
    for process in "${running[@]}"; do
        kill -- "-$process" 2> /dev/null || continue
        wait "$process" || true
    done
}

# In a session of its own, so that Ctrl-C can be given to all of it.
start() {
    setsid "$@" >> "$log" 2>&1 &
    running+=("$!")
}

# ask URL [JSON]: what a browser would be told. By Python, which the README asks for: there may be no curl.
ask() {
    python3 - "$@" << 'PYTHON'
import sys, urllib.request

body = sys.argv[2].encode() if len(sys.argv) > 2 else None
request = urllib.request.Request(sys.argv[1], body, {"Content-Type": "application/json"})
try:
    print(urllib.request.urlopen(request, timeout=10).read().decode())
except OSError as error:
    sys.exit(f"{sys.argv[1]}: {error}")
PYTHON
}

answers() {
    local process=${running[-1]}
    for _ in $(seq 6000); do
        ask "$1" > /dev/null 2>&1 && return
        kill -0 "$process" 2> /dev/null || return 1
        sleep 0.1
    done
    return 1
}

serve() {
    start make run
    answers "$site/health/ready"
}

leave() {
    kill -INT -- "-${running[-1]}"
    wait "${running[-1]}" || true
    ! ask "$site/health/live"
}

# comment_is_answered WHERE: a post, a comment below it, and the community's answer to that comment.
comment_is_answered() {
    local post comment
    post=$(ask "$1/sandbox/api/post" '{"text": "Новости мастерской"}' | number post_id)
    comment=$(ask "$1/sandbox/api/comment" \
        "{\"post_id\": $post, \"text\": \"Сколько стоит занятие?\", \"from_id\": 700000001}" | number comment_id)
    for _ in $(seq 600); do
        ask "$1/sandbox/api/state" | tr -d ' ' | grep --quiet "\"reply_to_comment\":$comment" && return
        sleep 0.1
    done
    return 1
}

number() {
    tr -d ' ' | sed -n "s/.*\"$1\":\([0-9]*\).*/\1/p"
}

# The five answers; what follows is not asked, because VK has one address.
init() {
    printf '229000001\nsandbox\n%s/v1\nno-key\n\n' "$stand_in" | .venv/bin/otklik init
    echo "VK_API_URL=$stand_in" >> .env
}

walk() {
    trap 'stop_all; rm -f "$log"' EXIT
    step "\`make run\` for the first time: everything is installed" "make run" serve
    step "a comment in the sandbox is answered" "write a comment under the post, and watch the answer appear" \
        comment_is_answered "$sandbox"
    step "the chat page" "the chat of the site" ask "$site/"
    step "Ctrl-C" "Ctrl-C" leave
    step "\`otklik --help\`" ".venv/bin/otklik --help" .venv/bin/otklik --help
    start .venv/bin/otklik sandbox --port "$STAND_IN_PORT"
    answers "$stand_in/sandbox/api/state" || fail "the stand-in for VK does not start"
    step "\`otklik init\`, its answers typed by a machine" ".venv/bin/otklik init" init
    step "\`otklik migrate\`" "otklik migrate" .venv/bin/otklik migrate
    step "\`otklik doctor\`" "otklik doctor" .venv/bin/otklik doctor
    step "\`make run\` again" "make run" serve
    step "\`otklik vk setup\`" "otklik vk setup --url" .venv/bin/otklik vk setup --yes --url "$site"
    step "a comment in the community is answered" "comments, posts and messages in the community" comment_is_answered "$stand_in"
    step "Ctrl-C again" "Ctrl-C" leave
}

# Around it: what makes the newcomer.

newcomer=otklik-newcomer-$$
home=

# With nothing of the caller's in sight.
as_newcomer() {
    local surroundings=(HOME="$home" PATH=/usr/local/bin:/usr/bin:/bin LANG=C.UTF-8 PORT="$PORT"
        SANDBOX_PORT="$SANDBOX_PORT" STAND_IN_PORT="$STAND_IN_PORT" PYTHON="${PYTHON:-python3}")
    if [ "$(id -u)" -eq 0 ]; then
        runuser -u "$newcomer" -- env -i "${surroundings[@]}" "$@"
    else
        env -i "${surroundings[@]}" "$@"
    fi
}

remove_newcomer() {
    rm -f "$log"
    if [ "$(id -u)" -eq 0 ]; then
        userdel --remove "$newcomer" 2> /dev/null || true
    else
        rm -rf "$home"
    fi
}

walk_as_newcomer() {
    trap remove_newcomer EXIT
    if [ "$(id -u)" -eq 0 ]; then
        useradd --create-home --shell /bin/bash "$newcomer"
        home=$(getent passwd "$newcomer" | cut -d: -f6)
    else
        home=$(mktemp -d)
    fi
    git clone --quiet --no-hardlinks "$source" "$home/otklik"
    cd "$home/otklik"
    [ "$(id -u)" -ne 0 ] || chown -R "$newcomer" "$home"
    as_newcomer scripts/newcomer-walk.sh as-newcomer
}

install_packages() {
    apt-get update
    DEBIAN_FRONTEND=noninteractive apt-get install --yes git make python3-venv
}

on_clean_root() {
    cd "$source"
    step "\`apt install\`" "apt install git make python3-venv" install_packages
    walk_as_newcomer
    step "\`make test\`: MariaDB, Redis and Chromium" "installs what the tests need (MariaDB, Redis, Chromium)" \
        scripts/install-test-services.sh
    step "\`make unit\`, a part of it" "make test" as_newcomer make unit
}

in_clean_root() {
    home=$(mktemp -d)
    trap 'rm -rf "$home" "$log"' EXIT
    git clone --quiet --no-hardlinks "$source" "$home/otklik"
    "$source/scripts/clean-root.sh" "$home" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        HOME=/root LANG=C.UTF-8 PORT="$PORT" SANDBOX_PORT="$SANDBOX_PORT" STAND_IN_PORT="$STAND_IN_PORT" \
        /srv/otklik/scripts/newcomer-walk.sh on-clean-root
}

begin() {
    echo "| step | seconds |"
    echo "|---|---|"
}

case "${1:-}" in
    "") begin && walk_as_newcomer ;;
    --clean-root) begin && in_clean_root ;;
    on-clean-root) on_clean_root ;;
    as-newcomer) walk ;;
    *) fail "usage: newcomer-walk.sh [--clean-root]" ;;
esac
