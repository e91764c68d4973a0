BIOME = npx --yes @biomejs/biome@2.6.8
.PHONY: setup format check biome test golden bench bench-page map screenshots
setup:
	pip install -e '.[dev]'
format:
	ruff format . && ruff check --fix .
check: biome
	ruff format --check . && ruff check . && mypy && lint-imports
biome:
	@if $(BIOME) --version >/dev/null 2>&1; then $(BIOME) check; else echo "no Node here: the page's scripts are not linted"; fi
test:
	pytest
golden:
	pytest tests/test_seeds_golden.py --update-golden
bench:
	python docs/bench.py $(BENCH)
bench-page:
	python docs/bench_page.py
screenshots:
	python docs/screenshots.py
map:
	geo build
