# From a bare checkout: `make run` or `make test`. Needs Python 3.11 or newer, nothing else.

PYTHON := $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PY := .venv/bin/python
INSTALLED := .venv/installed

.PHONY: help run test lint fresh

help: ## this list
	@grep -E '^[a-z]+:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 8

run: $(INSTALLED) ## the demo city on http://127.0.0.1:8000/; PORT=… changes the port, PERSONS=… a new city's size
	@exec $(PY) manage.py hall --end-with-parent

test: $(INSTALLED) ## the whole test suite; ARGS=… goes to pytest
	@exec $(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

lint: $(INSTALLED) ## style and security checks of code and templates
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m djlint templates --lint --quiet
	$(PY) -m bandit --quiet --recursive --configfile pyproject.toml accounts insurance portal

fresh: ## forget the demo city: the next `make run` builds a new one
	rm -rf var

$(INSTALLED): requirements.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed."; exit 1; }
	@test -x $(PY) || $(PYTHON) -m venv .venv
	@echo "Installing the pinned requirements."
	@$(PY) -m pip install -qq --disable-pip-version-check -r requirements.txt
	@touch $@
