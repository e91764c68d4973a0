.PHONY: setup format check test golden bench map
setup:
	pip install -e '.[dev]'
format:
	ruff format . && ruff check --fix .
check:
	ruff format --check . && ruff check . && mypy && lint-imports
test:
	pytest
golden:
	pytest tests/test_seeds_golden.py --update-golden
bench:
	python docs/bench.py
map:
	geo build
