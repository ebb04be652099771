# 有据 (youju).  make run: everything, then the chat.  make help: the other commands.

SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c

PYTHON ?= python3
VENV   ?= .venv
HOST   ?=
PORT   ?=

PY  := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check
INSTALL := PYTHONWARNINGS=ignore $(PIP) install -c constraints.txt --build-constraint constraints.txt
# One short line a package, the size of the large ones, and pip's errors in full.
SHOW := awk '/^(Collecting|Processing \/)/ {sub(/.*\//, "", $$2); print "    " $$2; fflush()} \
  /Downloading .* MB\)/ {print "      " $$3, $$4; fflush()} /^Installing collected/ {print "    Installing (1 min)"; fflush()}'

# Done steps leave a stamp in the environment; a changed pyproject.toml or constraints.txt repeats them.
RUN_STAMP  := $(VENV)/.installed-run
TEST_STAMP := $(VENV)/.installed-test
DEV_STAMP  := $(VENV)/.installed-dev
PINS := pyproject.toml constraints.txt

export HF_HUB_OFFLINE := 1
export TRANSFORMERS_OFFLINE := 1
export HF_HUB_DISABLE_TELEMETRY := 1
export GRADIO_ANALYTICS_ENABLED := False

.DEFAULT_GOAL := help
.PHONY: help run setup model index test test-offline check format evals bench clean wheelhouse install-offline

help:  ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 23

run: setup  ## set up what is missing, then serve the chat on 127.0.0.1:7860 (or HOST=, PORT=)
	@$(PY) app.py $(if $(HOST),--host $(HOST)) $(if $(PORT),--port $(PORT))

setup: index  ## environment, pinned packages, embedding model, index
	@echo "==> Ready. make run"

model: $(RUN_STAMP)  ## the embedding model, in the cache directory (once, about 10 s)
	@$(PY) -m index model

index: model  ## the index of corpus/documents (when documents or model changed, about 20 s)
	@$(PY) -m index build

test: $(TEST_STAMP) index  ## every test
	@echo "==> Tests (some minutes)"
	@$(PY) -m pytest $(PYTEST_FLAGS)

check: $(DEV_STAMP)  ## ruff and mypy --strict
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy

format: $(DEV_STAMP)  ## let ruff format and fix
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --fix .

evals: setup  ## ask every question set of evals/, then the generated questions; print the scores
	@$(PY) -m evals all
	@$(PY) -m evals generated

bench: $(TEST_STAMP) index  ## measure speed, memory and growth, and a plain pipeline beside: docs/benchmarks.md
	@$(PY) -m evals bench
	@$(PY) -m evals side-by-side
	@$(PY) -m evals publish --benchmarks

# An archive for machines of the same system and Python: sources, wheels, the model, and their checksums.
HOUSE   := build/youju
SOURCES := assistant corpus index evals app.py deploy docs examples Makefile README.md pyproject.toml constraints.txt
LATEST  := $(shell sed -n '/^pip==/p; /^setuptools==/p' constraints.txt)
ARCHIVE  = dist/youju-offline-$$($(PY) -c 'import platform as p; print(f"python{p.python_version()}-{p.machine()}")').tar

wheelhouse: index  ## one archive in dist/ from which to install without a network
	@rm -rf $(HOUSE) && mkdir -p $(HOUSE)/wheels $(HOUSE)/model dist
	@echo "==> Wheels (2-5 min)"
	@$(PIP) wheel -c constraints.txt --build-constraint constraints.txt -w $(HOUSE)/wheels . $(LATEST) | $(SHOW)
	@rm -f $(HOUSE)/wheels/youju-*.whl
	@echo "==> Model and sources"
	@cp -r "$$($(PY) -c 'from index.weights.make import default_model_folder as f; print(f())')" $(HOUSE)/model/
	@find $(SOURCES) -type f -not -path '*/__pycache__/*' -print0 | xargs -0 cp --parents -t $(HOUSE)
	@cd $(HOUSE) && find . -type f -not -name SHA256SUMS -print0 | sort -z | xargs -0 sha256sum > SHA256SUMS
	@tar -cf "$(ARCHIVE)" -C build youju
	@sha256sum "$(ARCHIVE)" | tee "$(ARCHIVE).sha256"

test-offline: $(TEST_STAMP) wheelhouse  ## install from that archive with the network refused (5-10 min)
	@OFFLINE_ARCHIVE="$(ARCHIVE)" $(PY) -m pytest tests/test_offline_installation.py

# Everything comes from the folder that the archive unpacks to: no index, no address from anybody's settings.
install-offline: export PIP_CONFIG_FILE := /dev/null
install-offline: export PIP_NO_INDEX := 1
install-offline: export PIP_FIND_LINKS := $(CURDIR)/wheels
install-offline:  ## install from the unpacked archive, without a network
	@[ -f SHA256SUMS ] || { echo "Unpack the archive of make wheelhouse, and run this in its folder youju/."; exit 1; }
	@echo "==> Checksums"
	@sha256sum --quiet --check SHA256SUMS || { echo "The archive is damaged: copy it again."; exit 1; }
	@$(MAKE) --no-print-directory $(PY)
	@echo "==> Packages from wheels/ (1 min)"
	@$(PIP) install --quiet --no-index --upgrade $(LATEST)
	@$(INSTALL) --no-index -e . | $(SHOW)
	@touch $(RUN_STAMP)
	@echo "==> Model"
	@place="$$($(PY) -c 'from index.weights.make import default_model_folder as f; print(f())')"; \
	  [ -e "$$place" ] || { mkdir -p "$$place" && cp -r model/*/. "$$place"; }
	@$(PY) -m index build
	@echo "==> Ready. make run"

clean:  ## remove the environment and caches (not the embedding model)
	rm -rf $(VENV) .venv-compare .index .mypy_cache .ruff_cache .pytest_cache .hypothesis build *.egg-info

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] < (3, 14))' || { \
	  echo "有据 needs Python 3.10 to 3.13, and $(PYTHON) is $$($(PYTHON) -V 2>&1). Run: make PYTHON=python3.11"; exit 1; }
	@echo "==> 1. Python environment in $(VENV) (10 s)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "The environment could not be made. On Debian: apt-get install python3-venv"; exit 1; }

$(RUN_STAMP): $(PY) $(PINS)
	@echo "==> 2. Pinned packages (first time 2-5 min; torch is 190 MB or more)"
	@$(PIP) install --quiet --upgrade "$$(grep '^pip==' constraints.txt)"
	@$(INSTALL) -e . | $(SHOW)
	@touch $@

$(TEST_STAMP): $(RUN_STAMP)
	@echo "==> Packages for the tests (20 s)"
	@$(INSTALL) -e '.[test]' | $(SHOW)
	@touch $@

$(DEV_STAMP): $(TEST_STAMP)
	@echo "==> Packages for the checks (10 s)"
	@$(INSTALL) -e '.[test,dev]' | $(SHOW)
	@touch $@
