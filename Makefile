# `make` lists the targets. Everything lives in .venv; only `make servers` needs root.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help setup servers demo test check lint fmt types layers bench screenshots fuzz docs clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  \033[1m%-11s\033[0m %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP) ## make .venv with everything the program, its tests and its checks need

$(STAMP): pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

servers: ## install the servers that the flow tests need (Debian, as root; nothing is started)
	@sh tests/kit/servers.sh

demo: setup ## play an outage, wrong passwords, throttling and a poison email against the simulator (STAY=1 keeps its pages)
	@$(BIN)/postroom demo $(if $(STAY),--stay)

test: setup ## run every test whose servers are here, and say what was left out
	@$(BIN)/python -m pytest

check: lint types layers test ## lint, types, layers, then the tests

lint: setup ## ruff: rules and format
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

fmt: setup ## ruff: mend what can be mended
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

types: setup ## mypy --strict
	@$(BIN)/mypy

layers: setup ## import-linter: imports run one way, down
	@$(BIN)/lint-imports

bench: setup ## measure, both sides of each ratio in one run
	@$(BIN)/python -m bench

screenshots: setup ## make the pictures in docs anew (needs `make servers`)
	@POSTROOM_SCREENSHOTS=docs POSTROOM_TESTS_NEED_SERVERS=1 $(BIN)/python -m pytest -q tests/browser/test_pictures.py

fuzz: setup ## ask for the verdict of 200,000 strange answers (SEED=N for others)
	@$(BIN)/python -m tests.fuzz.classify --count 200000 --seed $(or $(SEED),1)

clean: ## remove what was made here
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
