# One line a task; what a task does in detail stands in .ci/.
VENV := .venv
BIN := $(VENV)/bin
# The stamp carries the checksum of both files, so a changed lock installs again and an unchanged one costs nothing.
SETUP := $(VENV)/.setup-$(shell cat requirements.lock pyproject.toml | cksum | tr ' ' '-')

.DEFAULT_GOAL := help
.PHONY: help setup setup-spark up test test-spark check bench orchestrate screenshots lock system-packages

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(SETUP)  ## Make .venv with everything pinned in requirements.lock

$(SETUP): requirements.lock pyproject.toml
	@.ci/setup $(VENV) $@

up: setup  ## Build the warehouse if there is none, then serve the dashboard
	@$(BIN)/linli up

system-packages:  ## Install what the browser tests and screenshots need: Chromium and a Chinese font
	@.ci/system-packages

check: setup  ## Style, types, imports between modules
	@.ci/check $(BIN)

test: setup system-packages check  ## Everything: check, then every test
	@$(BIN)/python -m pytest --numprocesses 2 --durations 25

bench: setup  ## Build the reference city beside rivals and a floor; SIZE=tenth (default), full or ten
	@.ci/bench $(BIN) $(or $(SIZE),tenth) $(OPTIONS)

setup-spark: setup  ## Add what builds on Apache Spark: its client, a local server, Java 17
	@.ci/setup-spark $(VENV) $(VENV)-spark

test-spark: setup-spark  ## The demo built on Spark equals the one built on DuckDB, row by row
	@$(BIN)/python -m pytest --durations 5 tests/parity/spark_equals_duckdb.py

orchestrate: setup  ## Open Dagster's own pages: assets, runs, schedule, sensor
	@DAGSTER_HOME="$$($(BIN)/python -m pipelines.assets.instance)" $(BIN)/dagster dev -m pipelines.definitions

screenshots: setup system-packages  ## Take the pictures in docs/screenshots again
	@$(BIN)/python -m dashboards.screenshots

lock:  ## Resolve the dependencies of pyproject.toml again, into requirements.lock
	@.ci/lock
