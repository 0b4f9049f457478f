# Qipan 棋盘. `make` prints this list; README.md says more.

SHELL := /bin/bash
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

DATA ?= data/demo
PORT ?= 8311
ENGINE ?= sqlite
CASES ?= 20000
FIRMS ?= 0
VISITS ?= 0
STAGE ?= all
BOARD ?=
BUILD := .build/release/qipan
SWIFT_FILES := $(shell git ls-files -co --exclude-standard '*.swift' 2>/dev/null)

.PHONY: help
help: ## Print this list.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: bootstrap
bootstrap: ## Install the Debian packages that are missing (no questions).
	@scripts/bootstrap

.PHONY: run
run: bootstrap release ## Build, make the demonstration district if there is none, and serve it on PORT=8311.
	@exec $(BUILD) demo --data $(DATA) --port $(PORT)

.PHONY: demo
demo: bootstrap release ## Show the demonstration's bulletins from outside: text, claim check, and qipan verify.
	@scripts/demo $(DATA)

.PHONY: release
release: ## Build the release binary.
	@echo "Building the release binary (the first time takes some minutes) …"
	@swift build -c release --product qipan

.PHONY: test
test: bootstrap ## Run every test; those of the store, the office and the doors on both databases.
	@swift build --build-tests
	@scripts/with-postgres scripts/test

.PHONY: test-fast
test-fast: ## Run the tests of the rules, the log and the places only.
	swift test --parallel --filter 'DomainTests|TransparencyLogTests|GeographyTests'

.PHONY: lint
lint: ## Check the format of every Swift file, strictly, and the Python and shell scripts' syntax.
	@swift format lint --strict --parallel --configuration .swift-format $(SWIFT_FILES)
	@for script in scripts/bootstrap scripts/browser scripts/conformance scripts/demo scripts/demo-bulletins scripts/demo-real scripts/duplicates scripts/test scripts/with-postgres scripts/with-server .ci/run; do bash -n $$script || exit 1; done
	@python3 -m py_compile scripts/assignment scripts/bench scripts/crash scripts/failover scripts/nodes scripts/rehearsal.py $(wildcard Tests/Conformance/*.py Tests/Browser/*.py)
	@echo "lint: $(words $(SWIFT_FILES)) Swift files are in order"

.PHONY: format
format: ## Bring every Swift file into the one format.
	@swift format format --in-place --parallel --configuration .swift-format $(SWIFT_FILES)

.PHONY: bench
bench: bootstrap release .venv/bench-ready ## Measure the numbers of docs/performance.md beside their ceilings (ENGINE=sqlite, postgresql or both; CASES=, FIRMS= and VISITS=, STAGE=pages, firms or verify, BOARD=).
	@swift build -c release --product qipan-ceilings
	@$(if $(filter sqlite,$(ENGINE)),,DURABLE=1 scripts/with-postgres) scripts/bench --engine $(ENGINE) --cases $(CASES) --firms $(FIRMS) --visits $(VISITS) --stage $(STAGE) $(if $(BOARD),--board $(BOARD))
	@.venv/bin/python scripts/assignment

.PHONY: assignment
assignment: bootstrap .venv/bench-ready ## Measure the proposals of stewards beside two exact solvers.
	@swift build -c release --product qipan-ceilings
	@.venv/bin/python scripts/assignment

.PHONY: conformance
conformance: bootstrap release .venv/ready ## Let outside clients check a running server.
	@scripts/conformance

.PHONY: browser
browser: bootstrap release .venv/browser-ready ## Try the pages in Debian's Chromium as people do; pictures go to Tests/Browser/pictures.
	@scripts/browser

.PHONY: crash
crash: bootstrap release ## Kill the server under load again and again (ROUNDS=200) and look what is left.
	@scripts/with-postgres scripts/crash

.PHONY: nodes
nodes: bootstrap release ## Kill one of three servers on one PostgreSQL again and again (ROUNDS=60) and look what is left.
	@scripts/nodes

.PHONY: failover
failover: bootstrap release ## Kill the PostgreSQL primary under Patroni and etcd (FAILOVERS=3) and look what is left.
	@scripts/failover

.PHONY: demo-real
demo-real: bootstrap release ## Import 74,401 real requests against 77 real areas and compare counts and monthly circulars with an independent computation.
	@scripts/demo-real

.PHONY: duplicates
duplicates: bootstrap release ## Measure the suggestion of duplicates on real requests that were marked by hand.
	@scripts/duplicates

.PHONY: claims
claims: bootstrap ## Measure the claim check on texts that were marked by hand: those it was made on, and those held out.
	@swift build --product qipan
	@for set in Tuned HeldOut; do echo "== $$set"; .build/debug/qipan check --measure Tests/ClaimsTests/Texts/$$set; done

.PHONY: db-reset
db-reset: ## Throw the demonstration's data away; the next run makes it anew.
	@rm -rf -- '$(DATA)' && echo "$(DATA) is gone"

.venv/ready: Tests/Conformance/requirements.txt
	@echo "Making the Python environment for the outside clients …"
	@python3 -m venv .venv
	@.venv/bin/pip install --quiet --disable-pip-version-check -r $<
	@touch $@

.venv/browser-ready: Tests/Browser/requirements.txt
	@echo "Making the Python environment for the browser …"
	@python3 -m venv .venv
	@.venv/bin/pip install --quiet --disable-pip-version-check -r $<
	@touch $@

.venv/bench-ready: Benchmarks/requirements.txt
	@echo "Making the Python environment for the measurements …"
	@python3 -m venv .venv
	@.venv/bin/pip install --quiet --disable-pip-version-check -r $<
	@touch $@
