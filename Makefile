# Every door of the repository. Each target sets up `.venv` by itself, and again only when the dependencies change.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
UV := UV_COMPILE_BYTECODE=1 UV_HTTP_RETRIES=1 VIRTUAL_ENV=$(VENV) $(BIN)/python -m uv --quiet
CANDIDATES := $(or $(PYTHON),python3 python3.13 python3.12 python3.11)
PROBE := import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))
MISSING := Palate needs Python 3.11 or newer with its `venv` module, and none of ($(CANDIDATES)) is one: \
	install it (Debian: apt-get install python3-venv) or name one with `make PYTHON=/path/to/python3.12`.

.DEFAULT_GOAL := help
.PHONY: help demo test check format bench hard eval reader constraints clean bench-serve

help:  ## Show this list.
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 22

demo: $(VENV)/.runtime  ## Play a scripted conversation over the embedded films.
	@$(BIN)/python -m palate demo $(ARGS)

# Images that forbid bytecode would have every process that a test starts compile Palate anew.
test: $(VENV)/.development  ## Run the tests.
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --numprocesses logical --dist worksteal $(ARGS)

check: $(VENV)/.development  ## Check format, lint, types and import layers.
	@$(BIN)/python -m ruff format --check .
	@$(BIN)/python -m ruff check .
	@$(BIN)/python -m mypy
	@$(BIN)/lint-imports

format: $(VENV)/.development  ## Format the code and mend what lint can mend.
	@$(BIN)/python -m ruff check --fix --exit-zero .
	@$(BIN)/python -m ruff format .

bench: $(VENV)/.development  ## Measure the speed budgets at 10,000, 100,000 and 1,000,000 items (about ten minutes).
	@$(BIN)/python -m bench $(ARGS)

bench-serve: $(VENV)/.development  ## Have 200 people talk with a server at once, over 10,000 items.
	@$(BIN)/python -m bench.serve $(ARGS)

hard: $(VENV)/.development  ## Show reliability: long, for many, slow clients, killed, odd and hostile input (under ten minutes).
	@$(BIN)/python -m bench.hard $(ARGS)

eval: $(VENV)/.development  ## Run every suite, agent and baselines, and write a report (under an hour on two cores).
	@rm -rf eval-results/latest
	@$(BIN)/python -m palate eval run --workers 2 --out eval-results/latest $(ARGS)
	@$(BIN)/python -m palate eval report eval-results/latest --out eval-results/latest/report.html

reader: $(VENV)/.training  ## Fit the reader of messages anew, and report on it (an hour or two on two cores).
	@$(BIN)/python -m training $(ARGS)
	@$(BIN)/python -m docs.hashes

constraints:  ## Write constraints.txt anew, from the newest releases that pyproject.toml allows.
	@$(MAKE) --no-print-directory VENV=.venv/.constraints CONSTRAINT= .venv/.constraints/.development
	@.venv/.constraints/bin/python -m pip freeze --exclude-editable | grep -E '^[A-Za-z0-9._-]+==' > constraints.txt
	@rm -rf .venv/.constraints
	@echo "constraints.txt: $$(wc -l < constraints.txt) packages"

clean:  ## Remove the environment and what tools left behind.
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis bench/.cache bench/results eval-results

# An environment that already works is kept, whichever Python made it.
$(VENV)/.made:
	@$(BIN)/python -c '$(PROBE)' 2>/dev/null && $(BIN)/python -m pip --version >/dev/null 2>&1 || { \
		for python in $(CANDIDATES); do \
			if "$$python" -c '$(PROBE)' >/dev/null 2>&1; then found="$$python"; break; fi; \
		done; \
		if [ -z "$$found" ]; then echo '$(MISSING)' >&2; exit 1; fi; \
		echo "Setting up $(VENV) with $$found (once, under a minute) …"; \
		"$$found" -m venv --clear $(VENV); \
	}
	@touch $@

CONSTRAINT = -c constraints.txt

$(VENV)/.runtime: pyproject.toml constraints.txt | $(VENV)/.made
	@$(PIP) install $(CONSTRAINT) --editable .
	@touch $@

# uv takes half of pip's time for a hundred packages; pip is asked where it fails, as behind an index that pip alone
# is told of. Dependency groups need pip 25.1.
$(VENV)/.development: pyproject.toml constraints.txt | $(VENV)/.made
	@$(PIP) install --upgrade 'pip>=25.1' uv
	@$(UV) pip install $(CONSTRAINT) --editable . --group dev || $(PIP) install $(CONSTRAINT) --editable . --group dev
	@touch $(VENV)/.runtime $@

# Torch is 1.2 GB, and for the fit alone.
$(VENV)/.training: $(VENV)/.development
	@$(PIP) install $(CONSTRAINT) --group training
	@touch $@
