# Two commands for a newcomer: make demo, make test. Python 3.11 or later is enough.
PYTHON ?= python3
BIN = .venv/bin
READY = .venv/.ready

.PHONY: demo test lint types contracts tests bench clean setup help

help: ## List the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/'

setup: $(READY) ## Create .venv with the locked dependencies

# The lock names every dependency with its hashes; nothing is resolved here.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed (set PYTHON=…)."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	$(BIN)/python -m pip check --quiet || $(BIN)/python -m pip check
	@touch $@

demo: $(READY) ## Play the year 2017, from the call to the bilans
	$(BIN)/programmation demo

test: lint types contracts tests ## Everything that must pass before a change lands

lint: $(READY) ## Style of code and of data files
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/yamllint --strict config data_contracts

types: $(READY) ## Types, strict
	$(BIN)/mypy

contracts: $(READY) ## Who may import whom
	$(BIN)/lint-imports --no-cache

tests: $(READY) ## The tests
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

bench: $(READY) ## Measured ratios, as quoted in the README
	$(BIN)/python -m benchmarks

clean: ## Remove what make made
	rm -rf .venv demonstration-2017 .mypy_cache .ruff_cache .pytest_cache .hypothesis
