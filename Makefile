# Only names for what lies in bin/: a machine without make calls those.
.DEFAULT_GOAL := help
.PHONY: run test check soak bench pictures requirements help

run: ## start the platform on http://127.0.0.1:8000 (PORT, HOST)
	@bin/run

test: ## all checks and all tests
	@bin/test

check: ## style, types, the stack of the rooms, the files of the course, the checks of typed lines
	@bin/check

soak: ## the full numbers that the tests check in small: writes benchmarks/soak.json
	@bin/setup --test
	@.venv/bin/python -m benchmarks.soak

bench: ## how fast, against what: writes benchmarks/results.json
	@bin/setup --test
	@.venv/bin/python -m benchmarks.bench

pictures: ## the contact sheets of docs/pictures, from the demo world
	@bin/setup --test
	@.venv/bin/python -m tests.journey.contact_sheet

requirements: export UV_CUSTOM_COMPILE_COMMAND = make requirements
requirements: compile = .venv/bin/uv pip compile -q --python-version 3.11 --universal \
	--fork-strategy fewest --annotation-style line --no-emit-index-url --no-emit-find-links
requirements: ## pin again after a change of requirements.in or requirements-dev.in
	@bin/setup --test
	@$(compile) requirements.in -o requirements.txt
	@$(compile) requirements-dev.in -o requirements-dev.txt

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
