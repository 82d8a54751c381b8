"""What Odoo's own test loader would do for tests that live inside an add-on.

Ours live beside it, so that an installed add-on carries no tests. Works without Odoo, too:
`python3 -m pytest tests/dev` runs on a bare Python.
"""

import sys

if "odoo" in sys.modules:  # pytest-odoo has imported it before this file is read
    from odoo.tests.common import BaseCase

    BaseCase.test_tags = {"standard", "post_install", "gendan_followup"}
    BaseCase.test_module = "gendan_followup"
    BaseCase.test_sequence = 0
