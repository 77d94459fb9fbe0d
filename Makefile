# Each target sets up what it needs. `make` alone lists them.
CARGO ?= cargo

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*##/\t/'

demo: ## the main job against the embedded sandbox: who gets how many leads, and why
	$(CARGO) run -p odlm -- sandbox --leads 300 --salespeople 6 -- odlm dailydist --config config/demo/daily.yaml

test: ## every test: the host's and the strategies' own; installs MariaDB, PostgreSQL and a registry for those that need them
	tests/ledger/servers install
	tests/registry/servers install
	$(CARGO) test --workspace
	cd plugins && $(CARGO) test
	cd plugins/examples/rust && CARGO_TARGET_DIR=../../target $(CARGO) test

test-odoo: ## the contract suite on a real Odoo 19: ODLM_TEST_ODOO, or the one beside the repository
	bash tests/odoo/run

test-main-job: ## the main job recounted from PostgreSQL, on the real Odoo beside the repository, made anew
	$(CARGO) test --workspace --no-run --quiet
	python3 tests/odoo/main_job.py "$$($(CARGO) metadata --format-version 1 --no-deps | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')/debug/odlm"

test-ten: ## ten configurations that differ in every filter against PostgreSQL, on the same Odoo made anew
	$(CARGO) test --workspace --no-run --quiet
	python3 tests/odoo/ten_configurations.py "$$($(CARGO) metadata --format-version 1 --no-deps | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')/debug/odlm"

test-report-figures: ## every figure of a report against PostgreSQL, on the same Odoo made anew
	$(CARGO) test --workspace --no-run --quiet
	python3 tests/odoo/report_figures.py "$$($(CARGO) metadata --format-version 1 --no-deps | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')/debug/odlm"

test-browser: ## reports in headless Chromium: no message, no request, axe; installs Chromium and two npm packages
	tests/browser/run

test-scaffolds: ## strategies of one's own in every language, with its own tools; installs clang, and three packages into target/scaffold
	tests/scaffold/run

check: ## formatting and lints, warnings denied
	$(CARGO) fmt --check && cd plugins && $(CARGO) fmt --check && cd ../fuzz && $(CARGO) fmt --check
	cd tests/bench/native && $(CARGO) fmt --check
	cd plugins/examples/rust && $(CARGO) fmt --check
	$(CARGO) clippy --workspace --all-targets -- -D warnings
	cd plugins && $(CARGO) clippy --all-targets -- -D warnings
	cd plugins/examples/rust && CARGO_TARGET_DIR=../../target $(CARGO) clippy --all-targets -- -D warnings

plugins: ## the shipped strategies as components, in plugins/target/components
	$(CARGO) run --quiet -p odlm-guest-build

bench: ## what the host costs beside the calls to Odoo, as a ratio in one run
	bash tests/bench/run

bench-strategies: ## what WebAssembly costs: components against native code, and a whole process, with budgets
	tests/bench/strategies

fuzz: ## a million made-up configurations through the reader; RUNS=5000 for fewer
	fuzz/run

man: ## the manual pages, in target/man
	$(CARGO) run --quiet -p odlm -- --quiet man --dir target/man

completions: ## what completes commands in bash, zsh and fish, in target/completions
	mkdir -p target/completions
	$(CARGO) run --quiet -p odlm -- completions bash > target/completions/odlm
	$(CARGO) run --quiet -p odlm -- completions zsh > target/completions/_odlm
	$(CARGO) run --quiet -p odlm -- completions fish > target/completions/odlm.fish

deny: ## licences, advisories, duplicates (needs cargo-deny)
	$(CARGO) deny check bans licenses sources
	$(CARGO) deny --manifest-path fuzz/Cargo.toml --config deny.toml check bans licenses sources

.PHONY: help demo test test-odoo test-main-job test-ten check plugins bench bench-strategies fuzz man completions deny test-report-figures test-browser test-scaffolds
