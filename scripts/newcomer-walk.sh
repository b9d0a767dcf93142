#!/usr/bin/env bash
# Walks the README as somebody who has just found it: a fresh clone, a new account (as root; else a new HOME), no caches.
# Each command is looked for in the README first, so that the walk cannot know better than the page. VK and the model are
# stand-ins; everything else is what the README says. Prints how long each step took, and leaves nothing behind.
# PORT, SANDBOX_PORT and STAND_IN_PORT move it away from ports that are taken.
set -euo pipefail
export PORT=${PORT:-8000} SANDBOX_PORT=${SANDBOX_PORT:-8001} STAND_IN_PORT=${STAND_IN_PORT:-8002}
source=$(cd "$(dirname "$0")/.." && pwd)

if [ "${1:-}" = as-newcomer ]; then
    shift
else
    # As root: an account made for this, and removed. Else: as oneself, with nothing of one's own in sight.
    newcomer=otklik-newcomer-$$
    if [ "$(id -u)" -eq 0 ]; then
        useradd --create-home --shell /bin/bash "$newcomer"
        home=$(getent passwd "$newcomer" | cut -d: -f6)
        trap 'userdel --remove "$newcomer" 2> /dev/null || true' EXIT
    else
        home=$(mktemp -d)
        trap 'rm -rf "$home"' EXIT
    fi
    git clone --quiet --no-hardlinks "$source" "$home/otklik"
    surroundings=(HOME="$home" PATH=/usr/local/bin:/usr/bin:/bin LANG=C.UTF-8 PORT="$PORT" SANDBOX_PORT="$SANDBOX_PORT"
        STAND_IN_PORT="$STAND_IN_PORT" PYTHON="${PYTHON:-python3}")
    cd "$home/otklik"
    if [ "$(id -u)" -eq 0 ]; then
        chown -R "$newcomer" "$home"
        runuser -u "$newcomer" -- env -i "${surroundings[@]}" scripts/newcomer-walk.sh as-newcomer
    else
        env -i "${surroundings[@]}" scripts/newcomer-walk.sh as-newcomer
    fi
    exit
fi

site=http://127.0.0.1:$PORT
sandbox=http://127.0.0.1:$SANDBOX_PORT
stand_in=http://127.0.0.1:$STAND_IN_PORT
log=$(mktemp)
running=()
# An account can be removed when nothing of it runs any more.
tidy() {
    for process in "${running[@]}"; do
        kill -- "-$process" 2> /dev/null && wait "$process" || true
    done
    rm -f "$log"
}
trap tidy EXIT

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

# In a session of its own, so that Ctrl-C can be given to all of it.
start() {
    setsid "$@" >> "$log" 2>&1 &
    running+=("$!")
}

answers() {
    local process=${running[-1]}
    for _ in $(seq 6000); do
        curl --silent --fail --output /dev/null "$1" && return
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
    ! curl --silent --output /dev/null "$site/health/live"
}

# comment WHERE: a post, a comment below it, and the community's answer to that comment.
comment_is_answered() {
    local post comment
    post=$(control "$1" post '{"text": "Новости мастерской"}' | number post_id)
    comment=$(control "$1" comment "{\"post_id\": $post, \"text\": \"Сколько стоит занятие?\", \"from_id\": 700000001}" | number comment_id)
    for _ in $(seq 600); do
        curl --silent --fail "$1/sandbox/api/state" | tr -d ' ' | grep --quiet "\"reply_to_comment\":$comment" && return
        sleep 0.1
    done
    return 1
}

control() {
    curl --silent --fail --json "$3" "$1/sandbox/api/$2"
}

number() {
    tr -d ' ' | sed -n "s/.*\"$1\":\([0-9]*\).*/\1/p"
}

# The five answers; what follows is not asked, because VK has one address.
init() {
    printf '229000001\nsandbox\n%s/v1\nno-key\n\n' "$stand_in" | .venv/bin/otklik init
    echo "VK_API_URL=$stand_in" >> .env
}

echo "| step | seconds |"
echo "|---|---|"
step "\`make run\` for the first time: everything is installed" "make run" serve
step "a comment in the sandbox is answered" "write a comment under the post, and watch the answer appear" \
    comment_is_answered "$sandbox"
step "the chat page" "the chat of the site" curl --silent --fail "$site/"
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
