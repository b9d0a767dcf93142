# Everything a person or CI calls. A stamp inside .venv says which lock it was built from.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# A lock lists everything: nothing is resolved again (pip, asked to, trips over extras such as coverage[toml]).
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps
# Tests that only work: each core has a process of its own, and whichever is done takes from the others.
SPREAD := -n auto --maxprocesses 4 --dist worksteal

.PHONY: run venv dev test unit unit-adapters unit-core coverage integration faults check format bench bench-acknowledged bench-answered \
	bench-streaming bench-growth bench-start bench-deadlines bench-sockets mutate-deadlines screenshots licences sbom lock clean

run: venv
	$(BIN)/otklik serve

venv: $(VENV)/.runtime

dev: $(VENV)/.dev

$(VENV)/.runtime: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(INSTALL) --require-hashes --requirement requirements.lock
	$(INSTALL) --no-build-isolation --editable .
	touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.lock
	$(INSTALL) --require-hashes --requirement requirements-dev.lock
	touch $@

check: dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	# Once a day, and only where there is a network: else it says that it was skipped.
	scripts/audit.sh

format: dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

test: coverage integration

# Seconds: a part of Hypothesis's examples, the same each time. Two halves side by side, which tell nobody of each test
# as spread ones do; OF_CORE are those of all but the adapters.
OF_CORE := $(filter-out tests/unit/adapters tests/unit/__pycache__ tests/unit/__init__.py,$(wildcard tests/unit/*))
unit: dev
	+$(MAKE) --no-print-directory --output-sync=target -j2 unit-adapters unit-core

unit-adapters:
	$(BIN)/python -m pytest tests/unit/adapters -q -p no:cacheprovider

unit-core:
	$(BIN)/python -m pytest $(OF_CORE) -q -p no:cacheprovider

# The same tests with all of their examples, and the floor of what they reach of the core.
coverage: dev
	$(BIN)/python -m pytest tests/unit -q $(SPREAD) --hypothesis-profile=thorough \
		--cov=domain --cov=application --cov-branch --cov-report=term:skip-covered --cov-fail-under=95

integration: dev
	scripts/install-test-services.sh
	# These tests wait more than they work, so three go at once, each with servers of its own. What fails on a busy machine
	# is shown, and tried once more alone: it counts when it fails again.
	$(BIN)/python -m pytest tests/integration -q -n 3 --dist loadscope --hypothesis-profile=thorough || \
		$(BIN)/python -m pytest tests/integration -q --hypothesis-profile=thorough --last-failed --last-failed-no-failures none

# A part of `make test`: the thirty faults and the kill loop, by real processes that are killed, paused and starved.
faults: dev
	scripts/install-test-services.sh
	$(BIN)/python -m pytest tests/integration/faults -q -n 3 --dist loadscope

# Every row of docs/performance.md, in one table; ROUNDS interleaved runs, 5 by default.
bench: dev
	scripts/install-test-services.sh
	$(BIN)/python -m benchmarks.table --rounds $(or $(ROUNDS),5)

# Rows of it alone. The past of bench-growth is made whole: five minutes.
bench-acknowledged: dev
	scripts/bench-beside.sh flask benchmarks.acknowledged --rounds $(or $(ROUNDS),5)

bench-answered: dev
	scripts/bench-beside.sh flask benchmarks.answered --rounds $(or $(ROUNDS),5)

bench-streaming: dev
	scripts/bench-beside.sh chainlit benchmarks.streaming --rounds $(or $(ROUNDS),5)

bench-growth: dev
	$(BIN)/python -m benchmarks.turn_cost --rounds $(or $(ROUNDS),5)

bench-start: dev
	$(BIN)/python -m benchmarks.start_up --rounds $(or $(ROUNDS),5)

# Reading deadlines, ours and the libraries' side by side; SET names a labelled set in JSON lines, ours is the default.
bench-deadlines: dev
	scripts/bench-deadlines.sh $(SET)

# Memory of an idle socket, ours and a bare one's side by side; takes a minute.
bench-sockets: dev
	$(BIN)/python -m benchmarks.idle_sockets

# Minutes to an hour, at the lowest priority; MUTANTS narrows it, as in MUTANTS='domain.deadline_grammar.rules.*'.
mutate-deadlines:
	scripts/mutate-deadlines.sh $(MUTANTS)

# The pictures of docs/images, by a server and a stand-in model of their own.
screenshots: dev
	$(BIN)/python scripts/screenshots.py

# What is installed and under which licence: docs/licences.md, after every change of the lock.
licences: venv
	$(BIN)/python scripts/licences.py

# What Otklik is made of, as CycloneDX.
sbom: venv
	mkdir -p var
	$(BIN)/python scripts/sbom.py > var/sbom.json

lock:
	uv pip compile pyproject.toml --extra build --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --no-emit-index-url --quiet --output-file requirements.lock
	uv pip compile pyproject.toml --extra build --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --no-emit-index-url --quiet --output-file requirements-dev.lock
	printf 'chainlit\nopenai\nuvicorn[standard]\n' | uv pip compile - --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --no-emit-index-url --quiet --output-file benchmarks/chainlit-peers.txt
	echo pip-audit | uv pip compile - --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --no-emit-index-url --quiet --output-file requirements-audit.lock

clean:
	rm -rf $(VENV) .audit .mypy_cache .ruff_cache .pytest_cache .hypothesis
