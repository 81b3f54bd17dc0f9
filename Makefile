# make run    a broker on this machine          make test    everything that is checked before a change is taken
# make help   all targets

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# Passed on to `ottla serve`: make run ARGS="--data-dir /var/lib/ottla --set log.retention.hours=24"
ARGS ?=
# Passed on to pytest: make compatibility TESTS="-k kcat -x"
TESTS ?=
# How long each target of `make fuzz` runs.
SECONDS_EACH ?= 60

# The Swift runtime goes into the binary; exclusivity is proved in debug builds and every test run, not paid for in release.
release_flags := -c release -Xswiftc -enforce-exclusivity=unchecked
ifeq ($(shell uname -s),Linux)
release_flags += --static-swift-stdlib
endif

# A changed environment makes SwiftPM build everything again: what differs from call to call stays out of it.
unrelated := ARGS TESTS SECONDS_EACH MAKEFLAGS MAKEOVERRIDES MAKELEVEL MFLAGS MAKE_TERMOUT MAKE_TERMERR SHLVL OLDPWD CI _
swift := env $(unrelated:%=-u %) swift

ottla  := .build/release/ottla
venv   := .build-venv
pytest := OTTLA_BINARY=$(CURDIR)/$(ottla) $(venv)/bin/python -m pytest -c Tests/CompatibilityTests/pytest.ini --rootdir Tests/CompatibilityTests -p no:cacheprovider

.PHONY: help run build debug test format-check generated-check unit member compatibility soak fuzz bench measure format generate clean packages test-packages

# The targets share one build folder, and the order of `test` is from cheap to dear.
.NOTPARALLEL:

help: ## This list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|'

run: build ## Installs what is missing, builds for release, starts a broker
	exec $(ottla) serve $(ARGS)

build: packages ## The release binary, .build/release/ottla
	$(swift) build $(release_flags) --product ottla

member: packages ## Our own client as a member of groups, for `make compatibility`
	$(swift) build $(release_flags) --product compatibility-member

debug: packages ## A debug build of everything, tests included
	$(swift) build --build-tests --explicit-target-dependency-import-check error

test: test-packages format-check debug generated-check unit build compatibility ## Installs what tests need, runs all of them

format-check: ## Formatting and naming rules, strictly
	$(swift) format lint --strict --parallel --recursive Package.swift Sources Tests

generated-check: debug ## The committed Swift is what Schemas/ says
	.build/debug/generate-protocol --check

unit: debug ## The Swift tests
	$(swift) test --skip-build

compatibility: $(venv)/ready build member ## Real clients against the release binary
	$(pytest) Tests/CompatibilityTests $(TESTS)

soak: $(venv)/ready build member ## The same with large counts, 20 rounds of kill -9, minutes of random bytes and of storms over groups
	$(pytest) --soak -m soak Tests/CompatibilityTests $(TESTS)

fuzz: packages ## Every decoder under libFuzzer and the address sanitizer, SECONDS_EACH (60)
	Fuzz/run.sh $(SECONDS_EACH)

measure: build ## Start, memory, CPU per record and per GB of a whole broker, and what groups cost; about four minutes
	scripts/measure --binary $(ottla)
	scripts/measure-groups --binary $(ottla)

bench: ## Instructions and allocations against Benchmarks/thresholds.json; about two minutes
	Benchmarks/run.sh

format: ## Formats Sources and Tests in place
	$(swift) format --in-place --parallel --recursive Package.swift Sources Tests

generate: ## Rewrites the generated Swift from Schemas/
	$(swift) run generate-protocol

clean: ## Removes what was built, tools of the tests included
	rm -rf .build $(venv)

packages:
	@scripts/install-packages build

test-packages:
	@scripts/install-packages test

$(venv)/ready: Tests/CompatibilityTests/requirements.txt | test-packages
	python3 -m venv --clear $(venv)
	$(venv)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -r $<
	touch $@
