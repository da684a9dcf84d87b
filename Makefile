# Two commands do everything on a fresh machine: `make demo` and `make test`. `make help` lists the others.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help demo test test-slow check bench format templates law-reference pictures requirements clean python-found

help: ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-13s %s\n", $$1, $$2}'

python-found:
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
	  echo "Python introuvable : installez Python 3.11 ou plus récent, ou indiquez-le par « make PYTHON=/chemin/python3 »."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python trop ancien ($$($(PYTHON) --version)) : il faut la version 3.11 ou plus récente (make PYTHON=python3.12)."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "Le module venv de Python manque : installez-le (sous Debian ou Ubuntu : apt install python3-venv)."; exit 1; }

$(BIN)/python:
	@$(MAKE) --silent python-found
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.demo: requirements/demo.txt pyproject.toml | $(BIN)/python
	@echo "Installation des dépendances dans $(VENV)…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/demo.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.demo
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

demo: $(VENV)/.demo ## the whole way on a fictional company, into demo-out/
	@$(BIN)/entretiens demo demo-out

test: $(VENV)/.dev ## install what tests need, then run them (under 15 minutes)
	@.ci/system-packages fast
	@$(BIN)/python -m pytest -q -n 2 --dist worksteal -m "not slow"

test-slow: $(VENV)/.dev ## chaos and endurance
	@.ci/system-packages slow
	@$(BIN)/python -m pytest -q -n 2 --dist worksteal -m slow

check: $(VENV)/.dev ## linters, types, walls, pages
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest -q tests/docs tests/test_workshop.py

bench: $(VENV)/.dev ## measures, each beside a peer in the same run
	@.ci/system-packages bench
	@for page in bench/*.py; do echo "== $$page"; $(BIN)/python $$page || exit 1; done

format: $(VENV)/.dev ## lay the code out
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

templates: $(VENV)/.dev ## write the shipped Word templates anew
	@$(BIN)/python -m toolkit.documents.authoring templates

law-reference: $(VENV)/.dev ## write docs/reference/law.md anew from the law's data
	@$(BIN)/python -m toolkit.services.law_reference docs/reference/law.md

pictures: demo $(VENV)/.dev ## draw the README's pictures anew from the demonstration
	@$(BIN)/python docs/pictures.py demo-out

# One set of pins: what tests run is what users get, so the smaller files follow the largest.
UV_COMPILE = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header
requirements: ## compile requirements/*.txt (needs uv)
	@$(UV_COMPILE) requirements/dev.in -o requirements/dev.txt
	@for name in core demo; do $(UV_COMPILE) requirements/$$name.in -c requirements/dev.txt -o requirements/$$name.txt; done

clean: ## remove what was made here
	@rm -rf $(VENV) demo-out build dist
