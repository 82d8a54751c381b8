"""Every term of the add-on is translated into both Chinese languages, placeholders and all."""

import base64
import re

import polib

from odoo.tests import TransactionCase, tagged
from odoo.tools import file_path

PLACEHOLDER = re.compile(r"%\([a-z_]+\)s|%s|(?<!\{)\{[a-z_]+\}(?!\})")

SAME_EVERYWHERE = {
    "8D",
    "D3",
    "D5",
    "D8",
    '<i class="fa fa-file-excel-o" aria-hidden="true"/> Excel',
    '<i class="fa fa-file-pdf-o" aria-hidden="true"/> PDF',
    "{{ object._gendan_answer_subject() }}",
    "%(what)s %(amount)s",
    "Ctrl + →",
    "EDI",
    "Excel",
    "ID",
    "LINE",
    "PDF",
    "QQ",
    "QR Code",
    "SHA-256",
    "T0",
    "VIP",
    "WhatsApp",
    "scanner@example.com",
    # placeholders only
    "%(product)s %(quantity)s %(unit)s",
}
CHINESE = r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef“”]"
# a comma, colon, semicolon or bracket of Latin text right beside a Chinese character or what is filled in there
LATIN_MARK = re.compile(rf"{CHINESE}[,:;?!(]|(?<=[0-9a-z}}\x00])[,:;?!)(](?={CHINESE})|\x00[,:;]|\)(?={CHINESE})")
# names of printed files are Python that Odoo lets one translate
EXPRESSION = re.compile(r"object(\.\w+(\('/', '-'\))?)+|'[^']*' % \(?object\..*\)?")


@tagged("post_install", "-at_install")
class TestTranslations(TransactionCase):
    def terms(self, lang):
        """What Odoo would export now: the source's terms of today, not those of the last export."""
        self.env["res.lang"]._activate_lang(lang)
        wizard = self.env["base.language.export"].create(
            {
                "lang": lang,
                "format": "po",
                "export_type": "module",
                "modules": [(6, 0, self.env.ref("base.module_gendan_followup").ids)],
            }
        )
        wizard.act_getfile()
        return polib.pofile(base64.b64decode(wizard.data).decode())

    def has_words(self, term):
        """Whether there is anything to translate: Odoo exports nothing for what stays as it is."""
        text = re.sub(r"<[^>]*>", "", term)
        if term in SAME_EVERYWHERE or EXPRESSION.fullmatch(term):
            return False
        return any(character.isalpha() for character in text)

    def test_nothing_is_left_in_english(self):
        for lang in ("zh_CN", "zh_TW"):
            missing = [entry.msgid for entry in self.terms(lang) if not entry.msgstr and self.has_words(entry.msgid)]
            self.assertFalse(missing, f"{len(missing)} terms without {lang}")

    def test_placeholders_survive(self):
        for lang in ("zh_CN", "zh_TW"):
            other = [
                (entry.msgid, entry.msgstr)
                for entry in self.terms(lang)
                if self.has_words(entry.msgid)
                and sorted(PLACEHOLDER.findall(entry.msgid)) != sorted(PLACEHOLDER.findall(entry.msgstr))
            ]
            self.assertFalse(other, f"{lang}: other placeholders in the translation than in the term")

    def test_chinese_sentences_have_chinese_marks(self):
        for lang in ("zh_CN", "zh_TW"):
            other = []
            # the file: an export has words of Odoo's modules among ours
            for entry in polib.pofile(file_path(f"gendan_followup/i18n/{lang}.po")):
                text = re.sub(r"<[^>]*>|\{\{.*?\}\}", "", entry.msgstr)
                text = PLACEHOLDER.sub("\0", text)
                if re.search(CHINESE, text) and LATIN_MARK.search(text):
                    other.append(entry.msgstr)
            self.assertFalse(other, f"{lang}: “，：；（）” beside Chinese, not “,:;()”")
