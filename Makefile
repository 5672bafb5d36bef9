# Everything one does here is a target below; `make` prints them.
.DEFAULT_GOAL := help
SHELL := /bin/bash

# The newest Python at hand that is new enough; PYTHON=... takes another.
PYTHON ?= $(shell for each in python3 python3.13 python3.12 python3.11; do \
	"$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$each" && break; done)
VENV := .venv
BIN := $(VENV)/bin
# One stamp per content of the lock and of the project file: a changed pin installs anew, anything else does not.
INSTALLED := $(VENV)/.installed
TESTS ?=
SUITE ?= tournaments

.PHONY: help demo test check bench bench-solver up down lock

help: ## Print this
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(INSTALLED) ## Bring everything up and schedule a Big 12 season, start to finish
	@$(BIN)/flextime demo

test: $(INSTALLED) ## Run all tests, on real servers (TESTS="tests/unit -k name" runs some)
ifeq ($(TESTS),)
	@echo "The compiled parts first, as plain Python, where coverage sees their lines ..."
	@rm -f .coverage .coverage.*
	@COVERAGE_FILE=.coverage.plain NUMBA_DISABLE_JIT=1 \
		$(BIN)/python -m pytest --cov=flextime --cov-report= tests/unit/limits
	@$(BIN)/python -m tests.lanes
	@$(BIN)/coverage combine -q  # all tests together must reach 90 % of the domain's lines; a part of them need not
	@$(BIN)/coverage report --skip-covered --fail-under=90
else
	@$(BIN)/python -m pytest $(TESTS)
endif

check: $(INSTALLED) ## Lint, formatting, types, imports between rooms
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/basedpyright
	$(BIN)/lint-imports

bench: $(INSTALLED) ## Measure, and print what docs/measurements.md records
	@$(BIN)/python -m benchmarks

bench-solver: $(INSTALLED) ## Solve the public tournaments: hours (ARGS="--sets ttp --seconds 60"; SUITE=explaining, seasons explained)
	@$(BIN)/python -m benchmarks.$(SUITE) $(ARGS)

up: $(INSTALLED) ## Bring up servers and services
	@$(BIN)/flextime up

down: ## Stop them; nothing is lost
	@if [ -x $(BIN)/flextime ]; then $(BIN)/flextime down; else echo "Nothing is installed, so nothing runs."; fi

lock: $(INSTALLED) ## Pin all dependencies, Python's and the servers' jars (UPGRADE=--upgrade takes the newest)
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --generate-hashes --python-version 3.11 \
		--no-emit-index-url --custom-compile-command "make lock" $(UPGRADE) -o requirements.lock -q
	$(BIN)/python -m flextime_cli.servers.relock

$(INSTALLED): requirements.lock pyproject.toml
	@if [ -z "$(PYTHON)" ]; then \
		echo "FlexTime needs Python 3.11 or newer, and none was found on the PATH."; \
		echo "Install one (Debian: apt install python3 python3-venv; macOS: brew install python), or name it: make PYTHON=/path/to/python3.12"; \
		exit 1; fi
	@$(PYTHON) -c 'import sys; sys.exit("FlexTime needs Python 3.11 or newer; %s is %s. Name another: make PYTHON=python3.12" % (sys.executable, sys.version.split()[0]) if sys.version_info < (3, 11) else 0)'
	@echo "Making the environment in $(VENV) with $(PYTHON) ..."
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV)
	@[ -x $(BIN)/uv ] || $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes \
		-r <(awk '/^uv==/ {found = 1} found {print} found && !/\\$$/ {exit}' requirements.lock)
	@$(BIN)/uv pip install --python $(BIN)/python --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --python $(BIN)/python --quiet --no-deps --no-build-isolation --editable .
	@touch $@
