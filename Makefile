# Two commands for a new user: `make run` and `make test`. Everything is installed into .venv, from the lock files.

VENV := .venv
PYTHON := $(VENV)/bin/python
PORT ?= 8001

.PHONY: run test test-long bench bench-quick check audit sbom pictures lock install install-test clean

run: install
	$(VENV)/bin/signataires demo --port $(PORT)

test: install-test
	$(PYTHON) -m tools.check
	$(PYTHON) -m pytest -n auto --dist loadfile

# What takes longer than a test run may, and what is measured: run before an issue is called resolved.
test-long: install-test
	$(PYTHON) -m pytest -n auto --dist loadfile -m long

bench: install-test
	$(PYTHON) -m benchmarks; found=$$?; $(PYTHON) -m benchmarks.drawing && exit $$found  # also of missed bounds

bench-quick: install-test
	$(PYTHON) -m benchmarks --quick

# Formatting, lint, types and who may import whom.
check: install-test
	$(PYTHON) -m tools.check

# The pictures of the user's guide, taken of the demo.
pictures: install-test
	$(PYTHON) -m tools.guide_pictures

# Known flaws of what we depend on; exit code 2 when the database of them could not be asked.
audit: install-test
	$(PYTHON) -m tools.audit

# What the program is made of, for whoever has to know (CycloneDX): the same bytes for the same lock.
SBOM := build/sbom.cdx.json
VALIDATED := --validate
sbom: install-test
	mkdir -p $(dir $(SBOM))
	$(PYTHON) -W ignore -m cyclonedx_py requirements --output-reproducible $(VALIDATED) --short-PURLs --pyproject pyproject.toml -o $(SBOM) requirements.lock

install: $(VENV)/installed

install-test: $(VENV)/installed-test
	tools/test-packages || [ -z "$$CI" ]

$(VENV)/installed: requirements.lock pyproject.toml tools/install
	tools/install $(VENV) requirements.lock
	touch $@

$(VENV)/installed-test: requirements-test.lock pyproject.toml tools/install
	tools/install $(VENV) requirements-test.lock
	touch $@ $(VENV)/installed

# Names, versions and digests, for every platform; no addresses.
lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header pyproject.toml tools/build.in -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header pyproject.toml tools/build.in --extra cluster --group test -o requirements-test.lock

clean:
	rm -rf $(VENV) build *.egg-info
