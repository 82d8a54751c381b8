"""The words of a mail, as its writer sees its lines."""

from odoo.tools import html2plaintext

from odoo.addons.gendan_followup.tools.mail_text import break_blocks, mark_blocks


def mail_words(html):
    """The plain text of a mail: mail programs here write each line as a block of its own, and lines stay lines.

    :param html: html of a body, or nothing
    :rtype: str
    """
    return break_blocks(html2plaintext(mark_blocks(html), include_references=False))
