# make demo: everything from nothing: a virtual environment, the installation, the founding experiment, its comparison.
# PYTHON, VENV and ARGS can be set from outside: `make test ARGS="-k pprof"`.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
ARGS ?=

.PHONY: demo test lint conformance bench torture clean

demo: $(VENV)/.installed
	$(BIN)/burrow compare --release --runs 3 --until '^done, kept' \
		examples/experiment/experiment.go examples/experiment/experiment-rs

test: $(VENV)/.tests
	$(BIN)/python -m pytest $(ARGS)

lint: $(VENV)/.tests
	$(BIN)/ruff check .
	$(BIN)/mypy

conformance: $(VENV)/.tests
	PATH="$(abspath $(BIN)):$$PATH" $(BIN)/python tests/conformance/report.py $(ARGS)

bench: $(VENV)/.tests
	$(BIN)/python tests/bench/report.py $(ARGS)

torture: $(VENV)/.tests
	$(BIN)/python tests/memory/torture.py $(ARGS)

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache

$(VENV)/.installed: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable '.[image]'
	touch $@

$(VENV)/.tests: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable '.[image,test]'
	touch $@ $(VENV)/.installed
