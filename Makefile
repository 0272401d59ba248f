PORT ?= 8000
PY := .venv/bin/python
MANAGE := $(PY) manage.py
WORKERS ?= 2
# Images of Python often set this. Each start would then compile Django and Wagtail anew: 5 seconds.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup serve test test-one check hooks format css words lock sbom seed bench

help: ## Say what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: ## Install what is needed into .venv
	@scripts/bootstrap

serve: setup ## Migrate, seed the demo newsroom once, serve on PORT (default 8000)
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) seed_demo --if-empty
	@$(MANAGE) show_demo --port $(PORT)
	@DJANGO_SETTINGS_MODULE=cps_news.settings.development PORT=$(PORT) .venv/bin/gunicorn cps_news.wsgi --config deploy/gunicorn.py --bind 127.0.0.1:$(PORT) --log-level warning

test: setup ## Run the suite; DATABASE_URL=postgres://... runs it on PostgreSQL
	@$(PY) -m pytest --numprocesses $(WORKERS) $(ARGS)

test-one: setup ## One file or test: T=tests/test_x.py::test_y, with ARGS as for pytest
	@$(PY) -m pytest -p no:randomly --durations=0 $(T) $(ARGS)

check: setup ## Everything that is checked without running: types, layers, migrations, security, style
	@scripts/check

hooks: setup ## Check style, spelling and sizes before each commit, too
	@.venv/bin/pre-commit install

format: setup ## Put the code and the templates into the house style
	@.venv/bin/ruff check --quiet --fix .
	@.venv/bin/ruff format --quiet .
	@find templates -name '*.html' | xargs .venv/bin/djade --target-version 6.0

css: node_modules/.package-lock.json ## Compile styles/ into static/css/ (needs Node)
	@npm run --silent build

node_modules/.package-lock.json: package.json package-lock.json
	@npm ci --silent

words: setup ## Name the words of readers that have no Welsh, add them to locale/, compile it
	@$(PY) -m scripts.catalogue

lock: ## Resolve the dependencies anew (needs uv)
	@scripts/lock

sbom: ## Write var/sbom.json, the bill of materials of the locked list (needs uv)
	@mkdir -p var
	@uvx --quiet --from cyclonedx-bom==7.5.0 cyclonedx-py requirements requirements/production.txt --pyproject pyproject.toml --mc-type application --spec-version 1.6 --output-reproducible --output-format JSON --output-file var/sbom.json

seed: setup ## Replace the content by a new demo newsroom: ITEMS=1500
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) seed_demo --replace --items $(or $(ITEMS),1500)

bench: setup ## What a request costs, beside a hello and usual Wagtail pages (needs DATABASE_URL)
	@$(PY) -m bench $(ARGS)
