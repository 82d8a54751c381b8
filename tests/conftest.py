"""What every test needs before it is collected. Works without Odoo and without hypothesis, too:
`python3 -m pytest tests/dev` runs on a bare Python.
"""

import sys

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

if "odoo" in sys.modules:  # pytest-odoo has imported it before this file is read
    from odoo.tests.common import BaseCase

    # What Odoo's own loader sets on tests inside an add-on. Ours live beside it, so that an
    # installed add-on carries no tests.
    BaseCase.test_tags = {"standard", "post_install", "gendan_followup"}
    BaseCase.test_module = "gendan_followup"
    BaseCase.test_sequence = 0
