#!/usr/bin/env bash
# Reading deadlines, ours and the peers' side by side. The peers live in .bench/deadlines, an environment of their own.
# usage: scripts/bench-deadlines.sh [SET.jsonl]
set -euo pipefail
cd "$(dirname "$0")/.."
place=.bench/deadlines
peers=$PWD/$place/bin/python
test -x "$peers" || ${PYTHON:-python3} -m venv "$place"
"$peers" -m pip install --quiet --disable-pip-version-check --requirement benchmarks/deadline-peers.txt
.venv/bin/python -m benchmarks.deadlines "$@" --peers "$peers"
