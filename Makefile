# Everything a fresh machine with Python 3.11 or newer needs: `make demo`, `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: setup demo test lint check lock clean

setup: $(VENV)/.run

$(VENV)/.run: requirements/run.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --require-hashes --only-binary :all: -r requirements/run.lock
	$(PIP) install --quiet --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.dev: requirements/dev.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --require-hashes --only-binary :all: -r requirements/dev.lock
	$(PIP) install --quiet --no-deps --no-build-isolation -e .
	touch $(VENV)/.run $@

demo: $(VENV)/.run
	sh scripts/demo.sh $(BIN)/reportedly

test: $(VENV)/.dev
	sh scripts/system_packages.sh
	$(MAKE) lint check

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: $(VENV)/.dev
	$(BIN)/python -m pytest -n 2

# After a change of dependencies: the locked versions with their hashes, for every platform.
LOCK = $(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --python-version 3.11 --no-header --no-annotate --quiet
lock:
	$(LOCK) --extra web --extra feeds --extra tables --extra make -o requirements/run.lock
	$(LOCK) --extra web --extra feeds --extra tables --extra make --extra dev -o requirements/dev.lock

clean:
	rm -rf $(VENV) demo
