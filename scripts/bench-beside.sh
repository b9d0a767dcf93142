#!/usr/bin/env bash
# Runs a benchmark beside a peer: flask, the bot as it was first described, or chainlit. Each lives in .bench/PEER, an
# environment of its own.
# usage: scripts/bench-beside.sh PEER MODULE [ARGUMENT...]
set -euo pipefail
cd "$(dirname "$0")/.."
peer=$1
shift
place=.bench/$peer
test -x "$place/bin/python" || ${PYTHON:-python3} -m venv "$place"
"$place/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "benchmarks/$peer-peers.txt"
.venv/bin/python -m "$@"
