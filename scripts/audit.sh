#!/usr/bin/env bash
# Are weaknesses known of what is locked? pip-audit in an environment of its own asks; at most once a day, two minutes at most.
# Without an answer (no network, no registry that tells) nothing fails: it is said that nothing was asked. Exit code 1: found.
set -u
cd "$(dirname "$0")/.." || exit
folder=.audit
stamp=$folder/asked
if [ requirements.lock -ot "$stamp" ] && [ -n "$(find "$stamp" -mtime -1)" ]; then
    cat "$stamp"
    exit 0
fi
skip() {
    echo "pip-audit was skipped: $1. Nothing is known of weaknesses in requirements.lock." | tee "$stamp"
    exit 0
}

mkdir -p "$folder"
rm -f "$folder/report.json"
if [ ! -x "$folder/bin/pip-audit" ]; then
    "${PYTHON:-python3}" -m venv "$folder" || skip "no environment could be made for it"
    timeout 60 "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --retries 0 --timeout 10 \
        --no-deps --require-hashes --requirement requirements-audit.lock 2> "$folder/errors" || skip "it could not be installed"
fi
timeout 60 "$folder/bin/pip-audit" --requirement requirements.lock --require-hashes --disable-pip --timeout 10 \
    --progress-spinner off --format json --output "$folder/report.json" 2> "$folder/errors"
code=$?
# A report is written only when everything was asked: without one, its exit code says nothing about weaknesses.
[ -s "$folder/report.json" ] || skip "it had no answer"
if [ $code -ne 0 ]; then
    cat "$folder/errors" "$folder/report.json"
    exit 1
fi
echo "pip-audit knows of no weakness in requirements.lock." | tee "$stamp"
