#!/usr/bin/env bash
# Runs a benchmark beside the bot as it was first described, which lives in .bench/flask, an environment of its own.
# usage: scripts/bench-flask.sh MODULE [ARGUMENT...]
set -euo pipefail
cd "$(dirname "$0")/.."
place=.bench/flask
test -x "$place/bin/python" || ${PYTHON:-python3} -m venv "$place"
"$place/bin/python" -m pip install --quiet --disable-pip-version-check --requirement benchmarks/flask-peers.txt
.venv/bin/python -m "$@"
