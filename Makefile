# make install | demo | test | lint | lock
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
# TORCH_INDEX=<url> names another index to look for torch on (for instance one with CUDA builds).
PIP := $(BIN)/pip install --disable-pip-version-check $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX))

.PHONY: install demo test lint lock

install: $(BIN)/.installed

# One pip command: torch and torchvision must be chosen together.
$(BIN)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit("Shiage needs Python 3.11 or newer; set PYTHON=" if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/pip || $(PYTHON) -m venv .venv
	$(PIP) --constraint constraints.txt --editable '.[engine,web,dev]'
	touch $@

demo: install
	@$(BIN)/python -m webapp.launch --stop-with-parent

test: install
	$(BIN)/python -m pytest

lint: install
	$(BIN)/python -m webapp.launch.lint

# The newest versions that pyproject.toml allows, written down for everybody.
lock:
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/pip install $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX)) '.[engine,web,dev]'
	{ echo '# Exact versions of everything, direct and indirect. Renew with: make lock'; \
	  .venv-lock/bin/pip freeze --exclude shiage | sed 's/+cpu$$//'; } > constraints.txt
	rm -r .venv-lock
