"""What every test needs before it is collected. Works without Odoo and without hypothesis, too:
`python3 -m pytest tests/dev` runs on a bare Python.
"""

import gc
import os
import sys
from collections import Counter
from pathlib import Path
from unittest import mock

import pytest

from .filestore import own_filestore

try:
    from hypothesis import HealthCheck, settings
except ImportError:
    pass
else:
    # A busy machine is no failure: examples are limited by number, not by time.
    settings.register_profile(
        "patient", deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    settings.load_profile("patient")

# Classes that take longest, and those with few tests that do: no worker may be left with one of them at the end.
LONGEST = (
    "tests/demo/test_demo.py",
    "tests/tours/test_new_print_tour.py",
    "tests/tours/",
    "tests/plan/test_expected_queries.py",
    "tests/statement/test_statement_history.py",
    "tests/statement/test_run_workers.py",
    "tests/statement/test_invoice_workers.py",
    "tests/complaint/test_settle_workers.py",
    "tests/complaint/test_filing_workers.py",
    "tests/plan/test_backlog.py",
    "tests/insight/test_what_if.py",
    "tests/production/test_proposal_states.py",
    "tests/plan/test_replay.py",
)


def pytest_collection_modifyitems(config, items):
    """Several workers take the longest classes first, then those with the most tests (`--no-loadscope-reorder`)."""
    if not hasattr(config, "workerinput"):
        return

    tests = Counter(scope(item) for item in items)

    def dearest_first(item):
        name = scope(item)
        return next((n for n, start in enumerate(LONGEST) if name.startswith(start)), len(LONGEST)), -tests[name]

    items.sort(key=dearest_first)


def scope(item):
    """The class of a test, which `--dist loadscope` leaves on one worker."""
    return item.nodeid.rpartition("::")[0]


if "odoo" in sys.modules:  # pytest-odoo has imported it before this file is read
    from odoo.tests.common import BaseCase

    from .freezing import QuickModules

    # What Odoo's own loader sets on tests inside an add-on. Ours live beside it, so that an
    # installed add-on carries no tests.
    BaseCase.test_tags = {"standard", "post_install", "gendan_followup"}
    BaseCase.test_module = "gendan_followup"
    BaseCase.test_sequence = 0

    @pytest.fixture(scope="session", autouse=True)
    def worker_filestore(load_registry):
        """Gives each parallel worker a filestore of its own.

        pytest-odoo copies the database for a worker, but lets all of them share the files. After each class Odoo's
        tests collect the garbage of the filestore: every file freshly stored there that the worker's own database
        does not know, so also the one that another worker's test has stored and is about to read.
        """
        worker = os.environ.get("PYTEST_XDIST_WORKER")
        if not worker:
            yield
            return
        config = sys.modules["odoo"].tools.config
        shared = config.filestore("")  # patched by pytest-odoo: the same for every database
        own = f"{shared}-{worker}"
        with own_filestore(Path(shared), Path(own)), mock.patch.object(config, "filestore", return_value=own):
            keep_base()
            yield

    @pytest.fixture(scope="session", autouse=True)
    def frozen_heap(load_registry):
        """Odoo's models and all imported code stay: Python's search for garbage need not go through them."""
        gc.collect()
        gc.freeze()

    @pytest.fixture(scope="session", autouse=True)
    def quick_freezing():
        """Stopping the clock looks through thousands of modules for what tells the time, and most tests stop it."""
        from freezegun import api

        modules = QuickModules(api)
        with (
            mock.patch.object(api, "_get_module_attributes_hash", modules.state),
            mock.patch.object(api, "sys", modules),
        ):
            yield

    def keep_base():
        """What all classes need, once for this worker: its database is a copy that nobody uses afterwards."""
        from passlib.context import CryptContext

        from odoo import SUPERUSER_ID, api
        from odoo.modules.registry import Registry
        from odoo.tests.common import get_db_name

        from odoo.addons.base.models.res_users import ResUsersPatchedInTest
        from odoo.addons.base.tests.common import DISABLED_MAIL_CONTEXT

        from .common import GendanCase

        crypt_context = CryptContext(["pbkdf2_sha512", "plaintext"], pbkdf2_sha512__rounds=1)
        with (
            # as Odoo's test cases do: a second and more goes into the passwords of ten users
            mock.patch.object(ResUsersPatchedInTest, "_crypt_context", lambda users: crypt_context),
            Registry(get_db_name()).cursor() as cr,
        ):
            env = api.Environment(cr, SUPERUSER_ID, {**DISABLED_MAIL_CONTEXT, "default_lang": "en_US"})
            if env["res.lang"]._get_data(code="en_US").active:
                type("Base", (GendanCase,), {}).keep_base(env)
