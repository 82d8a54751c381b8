import hashlib

import pypdfium2

from odoo.tests import tagged

from tests.document.test_sign import SignCase

from .tours_common import TourCase


@tagged("post_install", "-at_install")
class TestSignTour(SignCase, TourCase):
    """The customer reads a delivery note on the portal and signs it; the sealed file is the signed copy."""

    def test_the_customer_signs_on_the_portal(self):
        self.portal_user.password = self.portal_user.login
        paper = self.put_up()

        self.start_tour("/my/papers", "gendan_followup_sign", login=self.portal_user.login)

        signing = paper.signing_id
        self.assertEqual((signing.signed_by, signing.signed_function), ("Lin Xiaotong", "Receiving"))
        self.assertEqual((signing.login_id, signing.address), (self.portal_user, "127.0.0.1"))
        self.assertEqual((paper.state, paper.returned_how), ("returned", "portal"))
        sealed = paper.scan_ids.raw
        self.assertEqual(hashlib.sha256(sealed).hexdigest(), signing.sealed_checksum)
        document = pypdfium2.PdfDocument(sealed)
        try:
            shown = bytes(document.get_attachment(0).get_data())
        finally:
            document.close()
        self.assertEqual(hashlib.sha256(shown).hexdigest(), signing.checksum)
        paper.with_user(self.clerk).action_gendan_as_expected()
        self.assertEqual(paper.state, "valid")
