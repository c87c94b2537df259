# OpenCorridor. Needs Python 3.11 or newer, git and make; everything else comes by itself.
# `make help` lists what can be done.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup demo run test tests pictures check bench campaign docs translations clean

VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python

# A stamp is younger than the lock file when there is nothing to install.
READY := $(VENV)/.ready
READY_DEV := $(VENV)/.ready-dev

# PYTHON= names the interpreter; otherwise the first one that is new enough, and among those
# one that can make a virtual environment by itself.
PYTHON ?=
CANDIDATES := $(PYTHON) $(if $(PYTHON),,python3 python3.11 python3.12 python3.13 python3.14 /usr/bin/python3)
define environment
	@for need in "sys, venv, ensurepip" "sys"; do for p in $(CANDIDATES); do \
	  if "$$p" -c "import $$need; sys.exit(sys.version_info < (3, 11))" >/dev/null 2>&1; then \
	    exec "$$p" tools/environment.py $(1); fi; done; done; \
	echo "OpenCorridor needs Python 3.11 or newer, and none was found among: $(strip $(CANDIDATES))." >&2; \
	echo "Install it (Debian, Ubuntu: sudo apt-get install python3 python3-venv) or name it: make PYTHON=/path/to/python3.11" >&2; \
	exit 2
endef

ifdef PORT
export PORT
endif

help: ## This list
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile
	@echo "  PORT=9000 changes the address of demo and run; PYTHON= names the interpreter; ARGS= passes options on."

setup: $(READY_DEV) ## Make the environment with everything a developer needs

demo: $(READY) ## Start the demo: two corridors, a server, a job worker (PORT=8000)
	@exec $(BIN)/corridor node demo $(ARGS)

run: $(READY) ## Start for real use: settings from the environment, no demo data
	@exec $(BIN)/corridor node run $(ARGS)

test: $(READY_DEV) ## The whole suite: on SQLite, on PostgreSQL, in a real browser
	@exec $(PY) tools/test.py $(ARGS)

tests: $(READY_DEV) ## Some tests, on SQLite: make tests T=tests/core
	@exec $(PY) -m pytest $(T) $(ARGS)

pictures: $(READY_DEV) ## Pictures of every page into var/screenshots, both directions, two widths
	@PICTURES=$(or $(PICTURES),keep) exec $(PY) tools/test.py --only browser $(ARGS)

check: $(READY_DEV) ## Style, types, house rules, licences, documentation
	@exec $(PY) tools/check.py $(ARGS)

bench: $(READY_DEV) ## Measure speed and memory, both sides in one run (T=bench/one.py)
	@for file in $(or $(T),bench/[a-z]*.py); do echo "== $$file =="; $(PY) $$file $(ARGS) || exit 1; done

campaign: $(READY_DEV) ## Break things on purpose and count what is noticed
	@exec $(PY) tools/campaign.py $(ARGS)

docs: $(READY_DEV) ## Build the documentation into var/docs, offline
	@$(PY) -m sphinx -q -b html -d var/docs/.doctrees docs var/docs $(ARGS)
	@echo "var/docs/index.html"

translations: $(READY_DEV) ## Collect sentences and compile the catalogues
	@exec $(PY) tools/translations.py $(if $(ARGS),$(ARGS),update)

clean: ## Remove what checks and tests leave behind (not the environment, not the data)
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage var/docs var/screenshots

$(READY): pyproject.toml uv.lock tools/environment.py
	$(call environment)

$(READY_DEV): pyproject.toml uv.lock tools/environment.py
	$(call environment,--dev)
