"""Trees people choose from, causes and defects: one shape."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import GendanCase


@tagged("post_install", "-at_install")
class TestCodeTree(GendanCase):
    def test_a_tree_of_codes(self):
        for model in ("gendan.cause", "gendan.defect"):
            with self.subTest(model=model):
                root = self.env[model].create({"name": "Printing (test)", "code": "T-PR"})
                leaf = self.env[model].create({"name": "Colour", "code": "T-PR1", "parent_id": root.id})
                self.assertEqual((leaf.complete_name, leaf.display_name), ("Printing (test) / Colour",) * 2)
                self.assertIn(leaf, self.env[model].search([("id", "child_of", root.id)]))
                self.assertEqual(root.child_ids, leaf)
                # found by what stands above it, too
                self.assertIn(leaf.id, [found for found, _name in self.env[model].name_search("Printing (test)")])
                root.name = "Print (test)"
                self.assertEqual(leaf.display_name, "Print (test) / Colour")
                with self.assertRaisesRegex(UserError, "“Print \\(test\\)” cannot stand below itself"):
                    root.parent_id = leaf
