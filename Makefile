# What can be done here. Every target sets up .venv by itself, with any Python >= 3.11 and nothing else installed.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# The first of these that is new enough, whatever the system calls it; PYTHON=… chooses another.
PYTHONS := python3 python3.14 python3.13 python3.12 python3.11 python
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check --editable

.PHONY: help demo test torture check fuzz bench docs format clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

demo: .venv/.runtime ## show the whole thing on a real story, in under 90 seconds
	@$(BIN)/chrono demo

test: .venv/.dev ## run every test, on all cores
	@$(BIN)/python -m pytest -n auto $(ARGS)

torture: .venv/.dev ## damage, kill, and fail the disk under a small log, and let 8 write at once: over half an hour
	@TORTURE=1 $(BIN)/python -m pytest -n auto tests/eventlog/test_damage.py $(ARGS)
	@$(BIN)/python tools/damage.py
	@$(BIN)/python tools/disk.py
	@$(BIN)/python tools/kills.py
	@$(BIN)/python tools/writers.py

check: .venv/.dev ## check form, types, layers, and that the docs are in step
	@$(BIN)/ruff format --check --quiet --output-format concise . || { echo 'the files above are not formatted: run "make format"' >&2; exit 1; }
	@$(BIN)/ruff check --quiet --output-format concise .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/python -m pytest tests/docs/test_commands.py tests/docs/test_documents.py tests/docs/test_architecture.py tests/core/test_layers.py

fuzz: .venv/.dev ## mutate inputs of every sort, 20,000 of each: about half an hour (ARGS="--count 500" for fewer)
	@$(BIN)/python tools/fuzz.py $(ARGS)

bench: .venv/.dev ## run every benchmark
	@for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python "$$script" || exit 1; done

docs: .venv/.dev ## write the command reference and the list of modules anew
	@$(BIN)/python tools/command_reference.py docs/commands.md
	@$(BIN)/python tools/module_list.py docs/modules.md

format: .venv/.dev ## format the code
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --quiet --fix .

clean: ## remove .venv and everything else that was made
	@rm -rf .venv dist build .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is made last: what was broken off half-way is made anew, what is done is not looked at again.
.venv/.made:
	@python=; seen=; for each in $(or $(PYTHON),$(PYTHONS)); do \
	    if "$$each" -c '$(NEW_ENOUGH)' 2>/dev/null; then python=$$each; break; fi; \
	    seen="$$seen  $$each: $$("$$each" --version 2>/dev/null || echo not there)"$$'\n'; \
	done; \
	if [ -z "$$python" ]; then \
	    printf 'chrono needs Python 3.11 or newer; looked for\n%s' "$$seen" >&2; \
	    echo 'name one that stands elsewhere like this: make demo PYTHON=/path/to/python3' >&2; \
	    exit 1; \
	fi; \
	"$$python" -m venv --clear .venv
	@touch $@

.venv/.runtime: .venv/.made pyproject.toml
	@echo 'setting up .venv (once) ...' >&2
	@$(INSTALL) .
	@touch $@

.venv/.dev: .venv/.runtime
	@echo 'installing the tools for tests and checks (once) ...' >&2
	@$(INSTALL) '.[dev]'
	@touch $@
