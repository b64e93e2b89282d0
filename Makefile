# Two commands are all it takes: `make run` and `make test`.
PORT ?= 8000
PYTHON ?= python3
LANGUAGE ?= ro
python := .venv/bin/python
templates = $(shell find templates */templates -name '*.html' 2>/dev/null)
# The checks read neither .env nor anybody's database.
checked := DEBUG=0 SECRET_KEY=checks DATABASE_URL=sqlite://:memory:
export PORT
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run test check bench proofs pictures messages lock environment settings port

run: environment settings port  ## The site on this machine; PORT=8001 serves it elsewhere
	@$(python) manage.py migrate --verbosity 0
	@$(python) manage.py demo --first-run
	@exec $(python) manage.py runserver 127.0.0.1:$(PORT)

test: environment  ## All tests; ARGS="-k leak" is passed on to pytest
	@$(python) tests/run.py $(ARGS)

check: environment  ## What a commit must pass besides the tests
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	$(if $(templates),.venv/bin/djade --target-version 5.2 --check $(templates))
	$(checked) .venv/bin/lint-imports --no-logo
	$(checked) $(python) manage.py makemigrations --check --dry-run
	$(checked) $(python) manage.py check
	$(checked) $(python) -m pytest tests/test_style.py

proofs: environment  ## What takes longer than `.ci/run` has time for: each use of the gate, upgrades, faults and kills under load, several machines, fuzzing
	$(python) tests/mutate_gate.py
	$(python) tests/rolling.py
	$(python) tests/faults.py --seconds 300
	$(python) tests/machines.py
	$(python) tests/visible.py
	$(python) tests/kill_import.py
	$(python) tests/kill_restore.py
	$(python) tests/fuzz.py

bench: environment  ## How fast it is, as in production: writes docs/performance.md
	@$(python) tests/bench.py --write

pictures: environment  ## Takes the pictures of the README anew
	@$(python) tests/pictures.py

messages: environment  ## What there is to translate, as locale/ro/LC_MESSAGES/django.po: LANGUAGE=ro; needs gettext
	@mkdir -p locale
	$(checked) $(python) manage.py makemessages --locale $(LANGUAGE) --ignore .venv --ignore tests --no-wrap

lock:  ## Compiles pyproject.toml into requirements/ again
	@uv=$$(command -v uv) || uv=.cache/uv/bin/uv; \
	[ -x $$uv ] || { $(PYTHON) -m venv .cache/uv && .cache/uv/bin/pip install --quiet uv; } && \
	compile="$$uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --quiet" && \
	$$compile -o requirements/base.txt && \
	$$compile --extra s3 -o requirements/s3.txt && \
	$$compile --extra dev -o requirements/dev.txt

# Installs only when there is no working .venv yet or the lock is another one than was installed.
environment:
	@new_enough='import sys; sys.exit(sys.version_info < (3, 11))'; \
	if $(python) -c "$$new_enough" 2>/dev/null && cmp -s requirements/dev.txt .venv/installed.txt; then exit 0; fi; \
	for name in $(PYTHON) python3.13 python3.12 python3.11 none; do \
	    $$name -c "$$new_enough" 2>/dev/null && break; \
	done; \
	if [ $$name = none ]; then \
	    echo "This needs Python 3.11 or newer, and $(PYTHON) is older or missing." >&2; \
	    echo "Debian, Ubuntu: apt install python3 python3-venv. macOS: brew install python@3.13." >&2; \
	    echo "Or name one: make run PYTHON=/path/to/python3.12" >&2; \
	    exit 1; \
	fi; \
	if ! $$name -c 'import ensurepip, venv' 2>/dev/null; then \
	    echo "$$name has no venv module. Debian, Ubuntu: apt install python3-venv. Then repeat the command." >&2; \
	    exit 1; \
	fi; \
	echo "Installing the locked packages into .venv: a minute, and only when the lock has changed."; \
	if ! $(python) -c "$$new_enough; import pip" 2>/dev/null; then \
	    $$name -m venv --clear .venv || exit 1; \
	fi; \
	if ! $(python) -m pip install --quiet --require-hashes -r requirements/dev.txt; then \
	    echo "The packages could not be installed: is this machine on line? Then repeat the command." >&2; \
	    exit 1; \
	fi; \
	cp requirements/dev.txt .venv/installed.txt

# Keeps what .env says already and adds what is missing.
settings: environment
	@umask 077; touch .env; chmod 600 .env; \
	[ -z "$$(tail -c 1 .env)" ] || echo >> .env; \
	random='import secrets; print(secrets.token_urlsafe(int(input())))'; \
	grep -Eq '^(export )?DEBUG=.' .env || echo "DEBUG=1" >> .env; \
	grep -Eq '^(export )?SECRET_KEY=.' .env || echo "SECRET_KEY=$$(echo 50 | $(python) -c "$$random")" >> .env; \
	grep -Eq '^(export )?DEMO_PASSWORD=.' .env || echo "DEMO_PASSWORD=$$(echo 12 | $(python) -c "$$random")" >> .env

port: environment
	@try='import socket as s; x = s.socket(); x.setsockopt(s.SOL_SOCKET, s.SO_REUSEADDR, 1); x.bind(("127.0.0.1", $(PORT)))'; \
	$(python) -c "$$try" 2>/dev/null || { \
	    echo "Port $(PORT) is taken by another program, or is none. Choose another: make run PORT=8001" >&2; exit 1; }
