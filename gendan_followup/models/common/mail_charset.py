from odoo import models

# what mail programs of the mainland say, and what they write
WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030"}


class MailThread(models.AbstractModel):
    """Mails called GB2312 hold letters of GBK (names, traditional characters); read so, none is lost."""

    _inherit = "mail.thread"

    def _message_parse_extract_payload(self, message, message_dict, save_original=False):
        # EXTENDS mail: the wider set reads the narrower one
        for part in message.walk():
            wider = WIDER.get((part.get_content_charset() or "").lower())
            if wider and part.get_content_maintype() == "text":
                part.set_param("charset", wider)
        return super()._message_parse_extract_payload(message, message_dict, save_original=save_original)
