# Everything that a fresh clone can do; `make help` lists it. Each target sets the project up first, if anything changed.

bin := .venv/bin
fast := $(wildcard tests/records tests/domain tests/test_*.py)
export LABELS SIMULATOR_RUNS

.PHONY: help setup demo test check bench test-slow mutants goals screenshots

help:  ## list what can be made
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22

setup:  ## install what is missing: Debian packages, Python packages into .venv, compiled translations
	@packaging/setup.sh

demo: setup  ## play an inspector's day on a demo county; LABELS=DIR reads your label photos, OUT=DIR keeps the papers
	$(bin)/inspector-app demo $(if $(LABELS),--labels "$(LABELS)") $(if $(OUT),--out "$(OUT)")

test: setup  ## run the tests (not the slow ones)
	QT_QPA_PLATFORM=offscreen $(bin)/pytest -n auto --dist loadfile --max-worker-restart 0

check: setup  ## lint, format, types, import layers and the fastest tests
	$(bin)/ruff check .
	$(bin)/ruff format --check .
	$(bin)/mypy
	$(bin)/lint-imports
	QT_QPA_PLATFORM=offscreen $(bin)/pytest -q $(fast)

bench: setup  ## print each figure beside its limit and target; LABELS=DIR reads your label photos
	QT_QPA_PLATFORM=offscreen $(bin)/python tests/benchmarks/run.py

test-slow: setup  ## run the slow tests: kills, long runs, large data; SIMULATOR_RUNS=N plays N runs of sync
	QT_QPA_PLATFORM=offscreen $(bin)/pytest -m slow -o faulthandler_timeout=0

mutants: setup  ## switch each rule of sync off once, and see that a test notices
	$(bin)/python -m tests.sync.mutants.gate

goals: setup  ## run the tests of the product's goals; print each goal: pass, not yet or by hand
	$(bin)/python -m tests.goals.run

screenshots: setup  ## take a picture of every page, in both languages, into screenshots-out
	$(bin)/inspector-app screenshots --out screenshots-out
