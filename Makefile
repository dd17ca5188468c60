# Two commands are all a new user needs: `make plan` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OUT ?= out/2019-platform
ARGS ?=
export PIP_DISABLE_PIP_VERSION_CHECK = 1
# The second name is what pip 25.3 and newer read for the build itself.
export PIP_CONSTRAINT = constraints.txt
export PIP_BUILD_CONSTRAINT = constraints.txt

.PHONY: plan test coverage lint docs bench bench-packing bench-policy clean

plan: $(VENV)/.installed
	$(BIN)/consolidation plan scenarios/2019-platform.toml --out $(OUT) $(ARGS)

test: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2

# Tracing every branch makes the suite several times slower.
coverage: $(VENV)/.installed-test
	$(BIN)/pytest -n 2 --cov --cov-report=term:skip-covered

docs: $(VENV)/.installed-test
	$(BIN)/python -m consolidation.inventory.documentation docs
	$(BIN)/python -m consolidation.scenario.schema scenarios/scenario.schema.json
	$(BIN)/python notebooks/refresh.py
	$(BIN)/python -m tests.samples.test_wireless_proof_page
	$(BIN)/python tests/test_readme.py

bench: $(VENV)/.installed-test
	$(BIN)/python tests/benchmarks/main_job.py
	$(BIN)/python tests/benchmarks/reading.py
	$(BIN)/python tests/benchmarks/packing/run.py --quick

# Hours; what ran is kept in out/packing-benchmark and not run again. ARGS narrows it down.
bench-packing: $(VENV)/.installed-bench
	$(BIN)/python tests/benchmarks/packing/run.py $(ARGS)

bench-policy: $(VENV)/.installed-test
	$(BIN)/python -m tests.benchmarks.policy.speed
	$(BIN)/python -m tests.benchmarks.policy.sweep --seeds 100000

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --editable .
	$(BIN)/python -m consolidation.packing.ready
	touch $@

$(VENV)/.installed-test: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --editable '.[test]'
	$(BIN)/python -m consolidation.packing.ready
	touch $@ $(VENV)/.installed

$(VENV)/.installed-bench: $(VENV)/.installed-test
	$(BIN)/python -m pip install --quiet --editable '.[test,bench]'
	touch $@ $(VENV)/.installed-test $(VENV)/.installed

clean:
	rm -rf $(VENV) out .coverage .pytest_cache .mypy_cache .ruff_cache
