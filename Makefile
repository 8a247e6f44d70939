# make install | demo | test | lint | schema | words | lock
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
# TORCH_INDEX=<url> names another index to look for torch on (for instance one with CUDA builds).
PIP := $(BIN)/pip install --disable-pip-version-check $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX))

.PHONY: install demo test lint schema words tsc lock

install: $(BIN)/.installed

# One pip command: torch and torchvision must be chosen together.
$(BIN)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit("Shiage needs Python 3.11 or newer; set PYTHON=" if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/pip || $(PYTHON) -m venv .venv
	$(PIP) --constraint constraints.txt --editable '.[engine,synthesis,web,dev]'
	touch $@

demo: install
	@$(BIN)/python -m webapp.launch --stop-with-parent

test: install
	$(BIN)/python -m pytest

# Linters need the settings to load, not a database.
lint: export SECRET_KEY := lint
lint: export DATABASE_URL := postgresql://nobody@127.0.0.1:9/none
lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py spectacular --validate --fail-on-warn --file .venv/schema.yml
	diff -u webapp/api/schema.yml .venv/schema.yml  # out of date? make schema
	$(BIN)/hadolint docker/Dockerfile
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec docker/compose.yml
	if command -v npm >/dev/null; then $(MAKE) --no-print-directory tsc; else echo 'tsc is skipped: npm is not here'; fi

schema: export SECRET_KEY := schema
schema: export DATABASE_URL := postgresql://nobody@127.0.0.1:9/none
schema: install
	$(BIN)/python manage.py spectacular --validate --fail-on-warn --file webapp/api/schema.yml

# Every text that people see into webapp/locale; it prints what is still to be translated.
words: install
	$(BIN)/python -m webapp.locale.renew

# TypeScript lies in .venv, because everything in frontend/ is served.
tsc: .venv/npm/node_modules/.package-lock.json
	.venv/npm/node_modules/.bin/tsc --noEmit --project frontend/jsconfig.json

.venv/npm/node_modules/.package-lock.json: frontend/package.json frontend/package-lock.json
	mkdir -p .venv/npm
	cp frontend/package.json frontend/package-lock.json .venv/npm/
	npm ci --prefix .venv/npm --no-audit --no-fund
	touch $@

# The newest versions that pyproject.toml allows, written down for everybody.
lock:
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/pip install $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX)) '.[engine,synthesis,web,dev]'
	{ echo '# Exact versions of everything, direct and indirect. Renew with: make lock'; \
	  .venv-lock/bin/pip freeze --exclude shiage | sed 's/+cpu$$//'; } > constraints.txt
	rm -r .venv-lock
