#!/usr/bin/env bash
# Mutation testing of the deadline grammar, in a folder and an environment of its own below .bench/.
# Prints how many mutants were killed and lists the survivors. Arguments are patterns of mutants to run (default: all),
# as in: scripts/mutate-deadlines.sh 'domain.deadline_grammar.rules.*'
set -euo pipefail
cd "$(dirname "$0")/.."
place=.bench/mutation
python=$PWD/$place/venv/bin/python
test -x "$python" || ${PYTHON:-python3} -m venv "$place/venv"
"$python" -m pip install --quiet --disable-pip-version-check mutmut==3.8.1 pytest==9.2.0 hypothesis==6.170.17

work=$place/work
rm -rf "$work"
mkdir -p "$work/tests/unit/domain"
mkdir "$work/domain"
cp -r domain/__init__.py domain/deadline.py domain/deadline_grammar "$work/domain/"
cp -r tests/mutation "$work/tests/"
touch "$work/tests/__init__.py" "$work/tests/unit/__init__.py" "$work/tests/unit/domain/__init__.py"
cp -r tests/unit/domain/deadline_* "$work/tests/unit/domain/"
cp tests/unit/domain/test_deadline_days.py "$work/tests/mutation/"
cat > "$work/setup.cfg" <<'CONFIG'
[mutmut]
paths_to_mutate=domain/deadline_grammar
tests_dir=tests/mutation
also_copy=
    domain/__init__.py
    domain/deadline.py
[tool:pytest]
pythonpath=.
CONFIG
cd "$work"
nice -n 19 "${python%/*}/mutmut" run --max-children "${MUTANT_PROCESSES:-2}" "$@"
nice -n 19 "${python%/*}/mutmut" results | grep -v "not checked" > survivors.txt || true
"$python" - <<'REPORT'
import json
import pathlib

codes = [
    code
    for path in pathlib.Path("mutants").rglob("*.meta")
    for code in json.loads(path.read_text())["exit_code_by_key"].values()
    if code is not None
]
survived = codes.count(0)
print(f"{len(codes)} mutants run, {survived} survived: {survived / max(1, len(codes)):.1%}")
print(pathlib.Path("survivors.txt").read_text(), end="")
REPORT
