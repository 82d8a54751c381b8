# Everything below is done by the Python package in dev/; `python3 -m dev` lists its commands.
# Variables, from the environment or after the target: PORT, GENDAN_CACHE, ODOO_SRC, PGHOST PGPORT PGUSER PGPASSWORD,
# TEST_WORKERS, SIZE (orders of make bench), FOLLOW (1: make test-core follows every order), ARGS.
PYTHON ?= python3
ARGS ?=
export SIZE FOLLOW

.PHONY: help run test test-core lint bench setup stop clean distclean

help:
	@echo "make run        start Odoo with the example factory on http://localhost:8069 (PORT=8070)"
	@echo "make test       run all tests (ARGS=\"-k name\" or ARGS=tests/plan for some of them)"
	@echo "make lint       check style and files"
	@echo "make test-core  run Odoo's own suites with and without the add-on (ARGS=sale_stock for one of them)"
	@echo "make bench      measure what the add-on costs (SIZE=1000 for a quick try)"
	@echo "make setup      get and install everything, start nothing"
	@echo "make stop       end a server that was left running"
	@echo "make clean      remove the databases; make distclean removes all downloads, too"

run test test-core bench:
	@$(PYTHON) -m dev $@ $(ARGS)

setup lint stop clean distclean:
	@$(PYTHON) -m dev $@
