# Everything is set up on first use. `make help` lists the targets.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PRISM := .tools/bin/prism
PRISM_VERSION := v2.77.0
VERSITYGW := .tools/bin/versitygw
VERSITYGW_VERSION := v1.8.0

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-cluster cluster lint types imports check prism versitygw bench bench-articles bench-coding bench-polling bench-scale topics boilerplate training fuzz lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1|/' | column -t -s '|'

setup: $(VENV)/.newsbeam ## make .venv with newsbeam and the exact versions of the lock in it

$(VENV)/.newsbeam: requirements-dev.lock requirements-uv.lock setup.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Newsbeam needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.12"; exit 1; }
	@echo "Setting up $(VENV) (about 1.3 GB; once)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.lock
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements-dev.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

demo: setup ## run the main job on the sample articles and a feed served on loopback, into lake/
	@$(BIN)/python seeds/demo.py

test: setup ## run the tests
	@$(BIN)/python -m pytest -n 2 --dist worksteal $(TESTS)

cluster: setup ## set up Flink and Beam's job server in .tools/flink (600 MB, once; needs Java and Maven)
	@$(BIN)/python deploy/flink/install.py .tools/flink

test-cluster: setup cluster ## run the tests on a Flink cluster of this machine's own
	@$(BIN)/python -m pytest -n 2 --dist loadfile $(or $(TESTS),tests/cluster)

lint: setup ## style
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .

types: setup ## types, strictly
	@$(BIN)/mypy

imports: setup ## arrows point down only
	@$(BIN)/lint-imports

check: lint types imports ## lint, types and imports

prism: $(PRISM) ## build Beam's Prism runner, if Go is there (3 minutes, once)

$(PRISM):
	@command -v go > /dev/null || { echo "Prism is built with Go: install go 1.24 or newer"; exit 1; }
	@echo "Building Prism $(PRISM_VERSION)"
	@mkdir -p .tools/bin
	@GOBIN=$(CURDIR)/.tools/bin GOFLAGS=-modcacherw go install github.com/apache/beam/sdks/v2/go/cmd/prism@$(PRISM_VERSION)

versitygw: $(VERSITYGW) ## build the S3 server that tests use, if Go is there (2 minutes, once)

$(VERSITYGW):
	@command -v go > /dev/null || { echo "versitygw is built with Go: install go 1.25 or newer"; exit 1; }
	@echo "Building versitygw $(VERSITYGW_VERSION)"
	@mkdir -p .tools/bin
	@GOBIN=$(CURDIR)/.tools/bin GOFLAGS=-modcacherw go install github.com/versity/versitygw/cmd/versitygw@$(VERSITYGW_VERSION)

bench: setup ## measure speed and memory against a bare trafilatura loop (PAGES=folder of .html.gz)
	@$(BIN)/python benchmarks/speed.py $(if $(PAGES),--pages $(PAGES))

bench-polling: setup ## measure polling 2,000 feeds on loopback
	@$(BIN)/python benchmarks/polling.py

bench-scale: setup ## measure one worker against two, also on Flink, memory, and an idle stream (after make cluster prism)
	@$(BIN)/python benchmarks/scale.py --flink

bench-articles: setup ## measure text, boilerplate, metadata, topics, genres and copies (BENCH=folder with score.py and data/)
	@$(BIN)/python benchmarks/articles.py --bench $(BENCH)

topics: training ## learn the table of topics' words anew (HUFFPOST=rows.jsonl)
	@OPENBLAS_NUM_THREADS=1 .build/training/bin/python benchmarks/training/topics.py --huffpost $(HUFFPOST)

boilerplate: training ## learn the weights of the classifier of boilerplate lines anew
	@OPENBLAS_NUM_THREADS=1 .build/training/bin/python benchmarks/training/boilerplate.py

training: setup
	@$(BIN)/uv venv --quiet --clear --python $(BIN)/python .build/training
	@$(BIN)/uv pip install --quiet --python .build/training/bin/python --require-hashes -r benchmarks/training/requirements.lock

fuzz: setup ## throw mutated bytes at the readers (SECONDS=60 each; READER=feed for one)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --target .build/fuzz 'atheris>=3,<4'
	@set -o pipefail; mkdir -p .build/found && cd .build/found && PYTHONPATH=$(CURDIR)/.build/fuzz $(CURDIR)/$(BIN)/python $(CURDIR)/tests/fuzz/fuzz.py \
		--seconds $(or $(SECONDS),60) $(if $(READER),--reader $(READER)) 2>&1 | grep -v 'INFO: Instrumenting'

bench-coding: setup ## measure how well and how fast events are coded (BENCH=folder with score.py and data/)
	@$(BIN)/python benchmarks/coding.py $(if $(BENCH),--bench $(BENCH))

lock: setup ## make the locks anew from setup.py's ranges
	@$(BIN)/uv pip compile setup.py --extra dev --universal --python-version 3.11 --generate-hashes --no-header --upgrade --quiet -o requirements-dev.lock
	@$(BIN)/uv pip compile setup.py --universal --python-version 3.11 --generate-hashes --no-header --quiet -c requirements-dev.lock -o requirements.lock
	@$(BIN)/uv pip compile setup.py deploy/dataflow/gcp.in --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet -c requirements.lock -o deploy/dataflow/requirements.lock

clean: ## remove what was built, not the lake
	@rm -rf $(VENV) .tools build dist *.egg-info
