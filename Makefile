# Two commands on a fresh machine: `make report` and `make test`. Both set up first, once.
SHELL := /bin/bash
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
export PYTHONUTF8 := 1
export PYTHONDONTWRITEBYTECODE :=
PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,$(if $(shell $(name) -c 'import sys; print(1 if sys.version_info >= (3, 11) else "")' 2>/dev/null),$(name))))
VENV := .venv
RUN := $(VENV)/bin
READY := $(VENV)/.ready
LAB_READY := .venv-lab/.ready
ROOT ?= .
# Minutes for the tests of `make fuzz` (0: until all is tried), then seconds for each target led by coverage.
FUZZ_MINUTES ?= 0
FUZZ_SECONDS ?= 60
# Tests that fork, kill and time processes: one at a time, in a process of their own.
ALONE := tests/runs $(addprefix tests/faults/,$(addsuffix .py,test_at_once test_bad_notebooks test_disk test_kills test_no_network test_paths test_scratch))
COMPILE := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet

.PHONY: help setup report test test-lab check lab reproduce faults fuzz audit bench memory accuracy expectations lock clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: $(READY) ## Set up the environment (done by the other targets when needed)

$(READY): requirements.lock pyproject.toml tools/make_environment.sh
	@bash tools/make_environment.sh "$(PYTHON)" $(VENV) requirements.lock
	@touch $@

$(LAB_READY): requirements-lab.lock pyproject.toml tools/make_environment.sh
	@bash tools/make_environment.sh "$(PYTHON)" .venv-lab requirements-lab.lock
	@touch $@

report: $(READY) ## Render every report from data/raw into reports/
	@$(RUN)/cchc --root $(ROOT) run --all --due

test: $(READY) check ## Check, then run all tests
	@$(RUN)/python -m pytest -n 2 -rs $(ALONE:%=--ignore=%)
	@$(RUN)/python -m pytest $(ALONE)

test-lab: $(READY) $(LAB_READY) ## Open the analysts' notebooks in a real JupyterLab in Chromium, run them, choose from lists
	@$(RUN)/python -m pytest -rs tests/browser/test_jupyterlab.py

check: $(READY) ## Linter, types, import contract, notebook cleanliness, suites up to date
	@$(RUN)/ruff check .
	@$(RUN)/ruff format --check .
	@$(RUN)/mypy
	@$(RUN)/lint-imports --no-cache
	@$(RUN)/python tools/check_notebooks.py notebooks
	@$(RUN)/python tools/make_expectations.py --check

lab: $(LAB_READY) ## Open JupyterLab on the notebooks
	@.venv-lab/bin/jupyter lab $(if $(filter 0,$(shell id -u)),--allow-root) --notebook-dir=.

reproduce: $(READY) ## Build everything twice under changed conditions, compare byte for byte
	@$(RUN)/python tools/reproduce.py $(ROOT)

faults: $(READY) ## Kill whole runs at 120 random moments (half an hour; `make test` kills 4 times)
	@CCHC_KILLS=120 $(RUN)/python -m pytest tests/faults/test_kills.py

fuzz: $(READY) ## 2,000,000 numbers, 10,500 damaged documents … (FUZZ_MINUTES=10 stops them early), then led by coverage
	@CCHC_FUZZ=long CCHC_FUZZ_MINUTES=$(FUZZ_MINUTES) $(RUN)/python -m pytest tests/fuzz
	@$(RUN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: --upgrade --target build/fuzz/tool -r requirements-fuzz.lock || true
	@PYTHONPATH=build/fuzz/tool $(RUN)/python -m tests.fuzz.guided $(FUZZ_SECONDS)

audit: $(READY) ## Licences of all locked packages; known vulnerabilities where an index answers
	@$(RUN)/python tools/audit.py requirements.lock requirements-audit.lock

bench: $(READY) $(LAB_READY) ## Measure speed as ratios against named baselines (half an hour; keep the machine quiet)
	@$(RUN)/python -m benchmarks

memory: $(READY) ## Watch the memory of a run over 680 reports, draw benchmarks/memory.svg
	@$(RUN)/python -m benchmarks.memory

accuracy: $(READY) ## Precision and recall of extraction, detection rate of validation
	@$(RUN)/python -m tests.accuracy

expectations: $(READY) ## Rebuild expectations/ from the reference data
	@$(RUN)/python tools/make_expectations.py

lock: $(READY) ## Renew all lock files (hashes, no index host)
	@$(RUN)/python -m pip install --quiet uv
	@$(RUN)/$(COMPILE) pyproject.toml --extra dev --extra dask -o requirements.lock
	@$(RUN)/$(COMPILE) pyproject.toml --extra lab --extra dev -c requirements.lock -o requirements-lab.lock
	@$(RUN)/$(COMPILE) tests/fuzz/requirements.in -o requirements-fuzz.lock
	@$(RUN)/$(COMPILE) tools/audit.in -o requirements-audit.lock

clean: ## Remove what was made: processed tables, reports, build output
	rm -rf data/processed reports build
