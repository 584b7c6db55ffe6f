# `make demo` shows a harvest, `make test` runs every test. Both need git, make and Python 3.11, nothing else.
# Another Python: `make demo PYTHON=python3.13`.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# An empty file says that a step was done; a newer pyproject.toml makes it due again.
MADE := $(VENV)/.made
INSTALLED := $(VENV)/.installed
DEV := $(VENV)/.dev
# The archives' own tools bring half the world along, so they have an environment of their own.
JUDGES := $(VENV)/judges
# So have the site generators of the targets.
GENERATORS := $(VENV)/generators
WANTED := $(wildcard src/wpharvest/exporters/skeletons/*/requirements.txt)
COMPILED := build/compiled
# And what the other targets are for. Ghost is 250 MB from npm, for one test.
GHOST := $(VENV)/ghost
WAGTAIL := $(VENV)/wagtail

# Node doesn't know the certificates that the system trusts, and waits for minutes where there is no network.
CERTIFICATES := $(wildcard /etc/ssl/certs/ca-certificates.crt)
TRUST := $(if $(CERTIFICATES),NODE_EXTRA_CA_CERTS=$(CERTIFICATES))
QUIET := --silent --no-audit --no-fund --no-package-lock --fetch-retries=1 --fetch-timeout=30000
NPM = $(TRUST) npm $(QUIET) install --prefix

.PHONY: compiled dist bench-convert bench-harvest bench-pairing bench-replay bench-review fuzz demo test \
	lint format clean help

help:
	@echo "make demo    harvest the bundled sample site over HTTP"
	@echo "make test    lint, types and all tests (a real WordPress among them, where one is installed)"
	@echo "make bench-harvest  measure a harvest of 5,000 posts against bare requests"
	@echo "make bench-replay   requests a second: a snapshot's replay against the real WordPress"
	@echo "make bench-pairing GOLD=folder  how well translations are found and laid side by side, on known pairs"
	@echo "make lint    ruff and mypy only"
	@echo "make format  let ruff rewrite the code"
	@echo "make bench-review   the review page with 5,000 documents, in a real Chromium"
	@echo "make bench-convert GOLD='folder …'  our Markdown against other converters: speed, losses, cost against size"
	@echo "make compiled  build with the hot rooms compiled; test and measure that"
	@echo "make dist    the source archive and the wheels of a release, a compiled one among them"
	@echo "make fuzz    ten minutes of a coverage-guided search for a body that breaks a promise"
	@echo "make clean   remove $(VENV) and all caches"

demo: $(INSTALLED)
	@$(BIN)/wpharvest demo

# The WordPress tests share one server, so they stay in one process (loadgroup).
test: lint $(GHOST)/.installed $(WAGTAIL)/.installed
	$(BIN)/python -m pytest -n 2 --dist loadgroup

# Fills a real WordPress with 5,000 posts: its bare pages and our harvest of them, in one run.
bench-harvest: $(DEV)
	PYTHONPATH=tests $(BIN)/python benchmarks/harvest.py

# The same requests to a real WordPress and to the replay of its harvest, in turn.
bench-replay: $(DEV)
	PYTHONPATH=tests $(BIN)/python benchmarks/replay.py

lint: $(DEV)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

format: $(DEV)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# GOLD is a folder of known pairs (benchmarks/gather_gold.py makes them); without one only time is measured.
bench-pairing: $(DEV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check numpy
	@$(BIN)/python benchmarks/pairing.py --signals $(GOLD)
	@$(BIN)/python benchmarks/pairing_scale.py
	@$(if $(GOLD),$(BIN)/python benchmarks/alignment.py $(GOLD))

bench-review: $(DEV)
	@PYTHONPATH=tests $(BIN)/python benchmarks/review.py

bench-convert: $(COMPILED)/.made
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check markdownify html-to-markdown
	@if command -v npm >/dev/null; then $(NPM) benchmarks/node || true; fi
	@$(BIN)/python benchmarks/convert.py $(GOLD)
	@PYTHONPATH=tests $(BIN)/python benchmarks/constructs.py $(GOLD)

# The tests of the rooms against their compiled build, and its speed.
compiled: $(COMPILED)/.made
	PYTHONPATH=$(COMPILED)/site $(BIN)/python -m pytest -q tests/test_compiled.py tests/test_markup.py \
		tests/test_markup_laws.py tests/test_cleaning.py tests/test_losses.py
	PYTHONPATH=$(COMPILED)/site $(BIN)/python benchmarks/convert.py --speed $(GOLD)

# What a release consists of: the source, a wheel for everybody, and a compiled one for machines like this one.
dist: $(COMPILED)/.made
	@rm -rf dist && mkdir dist
	$(BIN)/python -m pip install --quiet --disable-pip-version-check build
	$(BIN)/python -m build --outdir dist .
	cp $(COMPILED)/wheel/*.whl dist/

# From a copy, for mypyc writes beside what it reads.
$(COMPILED)/.made: $(DEV) pyproject.toml $(shell find src -name '*.py')
	@rm -rf $(COMPILED) && mkdir -p $(COMPILED)/from
	@cp -r pyproject.toml README.md LICENSE src $(COMPILED)/from
	HATCH_BUILD_HOOK_ENABLE_MYPYC=true $(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps \
		--wheel-dir $(COMPILED)/wheel $(COMPILED)/from
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --target $(COMPILED)/site \
		$(COMPILED)/wheel/*.whl
	@touch $@

# Each harness in turn; one that finds something stops with the fragment in a file `crash-…`.
FUZZ_SECONDS ?= 200
fuzz: $(DEV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --group fuzz
	@for each in cleaning reading writing; do \
		nice $(BIN)/python benchmarks/fuzz.py $$each $(FUZZ_SECONDS) || exit 1; done

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(MADE):
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON) here: say which with PYTHON=..."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "$(PYTHON) is too old: 3.11 or newer is needed; say which with PYTHON=..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "$(PYTHON) can't make a virtual environment: on Debian, apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(INSTALLED): $(MADE) pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

# `--group` came with pip 25.1; the pip of a fresh environment is as old as its Python.
$(DEV): $(INSTALLED) tests/node/package.json tests/targets/node/package.json $(WANTED)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group dev
	@$(BIN)/python -m venv $(JUDGES)
	@$(JUDGES)/bin/python -m pip install --quiet --disable-pip-version-check wacz pywb
	@$(BIN)/python -m venv $(GENERATORS)
	@$(GENERATORS)/bin/python -m pip install --quiet --disable-pip-version-check $(addprefix --requirement=,$(WANTED))
	@if command -v npm >/dev/null; then for each in tests/node tests/targets/node; do \
		$(NPM) $$each || echo "npm failed: tests that need node are skipped"; done; fi
	@touch $@

$(GHOST)/.installed: $(DEV) tests/node/ghost.sh
	@if command -v npm >/dev/null; then $(TRUST) sh tests/node/ghost.sh $(GHOST) $(QUIET) \
		|| echo "npm failed: the test with a real Ghost is skipped"; fi
	@mkdir -p $(GHOST) && touch $@

$(WAGTAIL)/.installed: $(DEV)
	$(BIN)/python -m venv --clear $(WAGTAIL)
	$(WAGTAIL)/bin/python -m pip install --quiet --disable-pip-version-check 'wagtail>=7,<9' 'wagtail-localize>=1.12'
	@touch $@
