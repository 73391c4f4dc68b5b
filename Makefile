# Everything a person does with this checkout. Needs python3 (3.11+, with venv), make and git; nothing is written
# outside the checkout. `make` alone lists the targets.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help
.PHONY: help setup demo test check lock format messages bench bench-references bench-comments clean

PYTHON ?= python3
BIN := .venv/bin
export PYTHONUNBUFFERED := 1

# Tools keep their caches and settings here, not in the home folder (which may not even exist).
TOOLS = XDG_CACHE_HOME="$(CURDIR)/.data/cache" XDG_CONFIG_HOME="$(CURDIR)/.data/xdg" UV_CACHE_DIR="$(CURDIR)/.data/cache/uv"
# Runs a command with the embedded PostgreSQL, and stops that afterwards unless a demo or another run still uses it.
WITH_DATABASE = $(TOOLS) $(BIN)/python -m config.embedded_postgres run
# What production would be told; only to check the settings, nothing connects.
AS_PRODUCTION = env DATABASE_URL=postgres://nobody@localhost/none ALLOWED_HOSTS=bronwijzer.example \
	EMAIL_URL=smtp+tls://nobody:none@localhost:587 DEFAULT_FROM_EMAIL=site@bronwijzer.example BEHIND_PROXY=1 \
	TRUSTED_PROXIES=127.0.0.1 \
	SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))')"
CODE := articles comments config references
PYTEST_ARGS ?= -n auto --dist loadgroup

help: ## this list
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 26
	echo "  PORT=8123 make demo chooses the port."

setup: ## install everything, also the tools for development
	@$(call install,dev)

demo: ## the site with sample articles on this machine, port 8000
	@$(call install,demo)
	exec $(BIN)/python manage.py demo --stop-with-parent

test: setup check ## all checks and all tests
	@mkdir -p .data
	$(WITH_DATABASE) $(BIN)/python -m pytest --basetemp="$(CURDIR)/.data/pytest" $(PYTEST_ARGS)

check: setup ## lint, types, templates, migrations, production settings, translations
	@$(TOOLS) $(BIN)/ruff check .
	$(TOOLS) $(BIN)/ruff format --check --quiet . || { echo "Run: make format"; exit 1; }
	$(TOOLS) $(BIN)/mypy $(CODE)
	find templates -name '*.html' -print0 | $(TOOLS) xargs -0 -r $(BIN)/djade --target-version 5.2 --check
	$(WITH_DATABASE) $(BIN)/python manage.py makemigrations --check --dry-run
	$(AS_PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/python -m config.messages --check

lock: setup ## renew requirements/*.txt from pyproject.toml
	@compile() {
		echo "requirements/$$1.txt"
		$(TOOLS) $(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes \
			--no-emit-index-url --no-header --no-annotate pyproject.toml "$${@:2}" -o "requirements/$$1.txt"
	}
	compile base
	compile demo --group quickstart
	compile production --group production
	compile dev --group dev --group quickstart

format: setup ## put code and templates in the house's form
	@$(TOOLS) $(BIN)/ruff check --fix --quiet . || true
	$(TOOLS) $(BIN)/ruff format --quiet .
	find templates -name '*.html' -print0 | xargs -0 -r $(BIN)/djade --target-version 5.2 || true

messages: setup ## collect and compile the Dutch texts; lists what still needs a translation
	@$(BIN)/python -m config.messages

bench: setup ## how fast the pages are, beside a bare WSGI function
	@$(TOOLS) $(BIN)/python manage.py bench

bench-references: setup ## how fast a pasted list is read and stored, and a large file imported
	@$(TOOLS) $(BIN)/python manage.py bench_references

bench-comments: setup ## how fast a long thread, many reactions at once and a long queue are
	@$(TOOLS) $(BIN)/python manage.py bench_comments

clean: ## remove what was installed and cached; keeps the data in .data
	@if [ -x $(BIN)/python ]; then $(BIN)/python -m config.embedded_postgres stop >/dev/null || true; fi
	rm -rf .venv .data/cache .data/xdg .data/pytest .data/static .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# install,LIST: make .venv hold requirements/LIST.txt. Done when the stamp with that file's hash exists; `dev` includes
# `demo`. The stamp comes last and a mark comes first: after an interruption the half-made folder is thrown away.
# The lock keeps two runs in one checkout apart.
define install
hash_of() { sha256sum "requirements/$$1.txt" | cut -c1-16; }
done_for() { [ -e ".venv/.installed-$$1-$$(hash_of "$$1")" ]; }
if ! done_for dev && { [ $(1) = dev ] || ! done_for demo; }; then
	"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
		echo "Needs Python 3.11 or newer; choose one with PYTHON=/path/to/python3 make $(1)."; exit 1; }
	"$(PYTHON)" -c 'import venv, ensurepip' 2>/dev/null || {
		echo "Python's venv is missing. On Debian: apt install python3-venv"; exit 1; }
	mkdir -p .data/cache
	exec 9>.data/cache/setup.lock
	flock 9
	if ! done_for dev && ! done_for $(1); then
		if [ -e .venv/.installing ] || ! $(BIN)/python -m pip --version >/dev/null 2>&1; then
			rm -rf .venv
			"$(PYTHON)" -m venv .venv 9>&-
		fi
		touch .venv/.installing
		total=$$(grep -c '^[a-z]' requirements/$(1).txt)
		echo "Installing up to $$total packages in .venv (once) …"
		count=0
		PIP_CACHE_DIR="$(CURDIR)/.data/cache/pip" $(BIN)/python -m pip install --disable-pip-version-check --no-input \
			--progress-bar off --no-warn-script-location --require-hashes --requirement requirements/$(1).txt \
			9>&- 2>.data/cache/pip.log |
		while IFS= read -r line; do
			case "$$line" in
				Collecting*) count=$$((count + 1)); if ((count % 10 == 0)); then echo "  $$count fetched"; fi ;;
				Installing*) echo "  unpacking" ;;
			esac
		done || { cat .data/cache/pip.log >&2; echo "Installing failed; make $(1) tries again." >&2; exit 1; }
		rm -f .venv/.installed-* .venv/.installing
		touch ".venv/.installed-$(1)-$$(hash_of $(1))"
		rm -rf .data/cache/pip
	fi
	exec 9>&-
fi
endef
