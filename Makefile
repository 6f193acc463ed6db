# A few verbs for everything. `make app` and `make test` do all their set-up on a fresh machine.
PYTHON ?= python3
# Modules stay compiled, those of tests too: else each worker compiles them again in each run.
export PYTHONDONTWRITEBYTECODE :=
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
# Most modules of what is installed are never imported: those that are, are compiled then.
PIP_OPTIONS := --quiet --disable-pip-version-check --no-compile
# A click may meet a page that is being drawn: what fails in a browser or an office is done once more, and listed (R).
TWICE := --reruns 1 -rR

.PHONY: app test test-cluster test-long check setup setup-test lint types lock licences docs shots bench fuzz soak clean

app: setup  ## open the app in the browser; DEV=1 watches the files and offers to run a page again when one changes
	$(BIN)/python -m geoplan.ui$(if $(CI),, --open) --server.port=$(PORT)$(if $(DEV), --server.fileWatcherType=auto)

setup: $(VENV)/.ready  ## make .venv from the pinned requirements, with geoplan in it

$(VENV)/.ready: requirements.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "GeoPlan needs Python 3.11 or newer, this is %d.%d; run make PYTHON=python3.12 app" % sys.version_info[:2])'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install $(PIP_OPTIONS) --require-hashes --no-deps -r requirements.txt
	$(BIN)/python -m pip install $(PIP_OPTIONS) --no-deps --editable .
	$(BIN)/python -m geoplan.ui.publish_ahead 2>/dev/null
	touch $@

setup-test: $(VENV)/.ready-test

$(VENV)/.ready-test: $(VENV)/.ready requirements-dev.txt
	$(BIN)/python -m pip install $(PIP_OPTIONS) -r requirements-dev.txt
	touch $@

test: setup-test  ## every kind of test: unit, layers, golden, readers, gis, api, ui, documents, browser
	sh tests/browser/ensure-chromium.sh
	sh tests/documents/ensure-office.sh
	sh tests/gis/ensure-gis.sh
	$(BIN)/python -m ruff check --output-format concise . && $(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy
	$(BIN)/python -m pytest tests --ignore tests/browser --ignore tests/documents -m "not long and not cluster" -n 2 --dist worksteal
	$(MAKE) test-cluster
	$(BIN)/python -m pytest tests/browser tests/documents -m "not long" -n 2 --dist loadfile $(TWICE)

test-cluster: setup-test  ## registers on a cluster of dask.distributed, which is installed apart
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --upgrade --target build/cluster -r tests/registers/requirements-cluster.txt
	PYTHONPATH=build/cluster $(BIN)/python -m pytest tests/registers -m cluster

test-long: setup-test  ## only what `make test` leaves out: the rest of the long lists, and properties with fifteen times the examples
	sh tests/browser/ensure-chromium.sh
	sh tests/documents/ensure-office.sh
	sh tests/gis/ensure-gis.sh
	HYPOTHESIS_PROFILE=long $(BIN)/python -m pytest tests --ignore tests/browser --ignore tests/documents -m long --timeout 3600 -n 2 --dist worksteal
	$(BIN)/python -m pytest tests/browser tests/documents -m long --timeout 3600 -n 2 --dist loadfile $(TWICE)

check: setup-test  ## a quick subset, under a minute
	$(BIN)/python -m ruff check --output-format concise .
	$(BIN)/python -m pytest tests/unit tests/layers -x -m "not slow and not long and not cluster" -n 2 --dist worksteal

lint: setup-test
	$(BIN)/python -m ruff check --fix . ; $(BIN)/python -m ruff format .

types: setup-test
	$(BIN)/python -m mypy

# uv takes hashes from the index; pip-tools downloads every file of every platform for them. UPGRADE=1 takes new releases.
# What django-leaflet asks for is left out: only files of it are read, and Django is never imported.
lock: setup  ## requirements.txt and those of sign-in anew, with the hash of every file; development stays without hashes
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --target build/uv --upgrade uv
	build/uv/bin/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-header \
	  --no-emit-package django --no-emit-package asgiref --no-emit-package sqlparse $(if $(UPGRADE),--upgrade) \
	  $(addprefix --default-index ,$(shell $(BIN)/python -m pip config get global.index-url 2>/dev/null)) \
	  --output-file requirements.txt pyproject.toml
	build/uv/bin/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-header \
	  --constraints requirements.txt $(if $(UPGRADE),--upgrade) \
	  $(addprefix --default-index ,$(shell $(BIN)/python -m pip config get global.index-url 2>/dev/null)) \
	  --output-file deploy/requirements-sign-in.txt deploy/requirements-sign-in.in

licences: setup  ## DEPENDENCY_LICENSES.md from the metadata of what is installed
	$(BIN)/python docs/dependency_licences.py

docs: setup  ## the documentation as a site in build/site, with no internet; a warning is an error
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r docs/requirements.txt
	$(BIN)/python docs/generate.py
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet

shots: setup-test  ## the picture of the README; with ALL=1 every page, to be looked at
	sh tests/browser/ensure-chromium.sh
	$(BIN)/python tests/browser/shots.py $(if $(ALL),all,readme)

bench: setup-test  ## side by side with peers, ratios only
	sh tests/browser/ensure-chromium.sh
	for b in benchmarks/bench_*.py; do $(BIN)/python $$b || exit 1; done

fuzz: setup-test  ## the readers under a fuzzer led by coverage, SECONDS a format; what it finds is kept as a case
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tests/fuzz/requirements.txt
	$(BIN)/python tests/fuzz/fuzz_readers.py $(or $(SECONDS),60)

soak: setup-test  ## half an hour: 2,000 interactions with flat memory and an empty error log, 100 kills a writer, the fuzzer
	GEOPLAN_KILLS=100 $(BIN)/python -m pytest tests/unit/test_killed_writers.py --timeout 3600 -n 2 --dist worksteal
	$(BIN)/python benchmarks/soak_memory.py $(or $(SHARE),0.5)
	$(MAKE) fuzz SECONDS=30

clean:
	rm -rf $(VENV) static build *.egg-info
