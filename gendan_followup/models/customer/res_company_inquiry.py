from odoo import fields, models


class ResCompany(models.Model):
    """Until when a question is to be answered."""

    _inherit = "res.company"

    _gendan_inquiry_days_positive = models.Constraint(
        "CHECK (gendan_inquiry_days >= 0)", "Days to answer an inquiry cannot be negative."
    )
    _gendan_inquiry_hour_of_day = models.Constraint(
        "CHECK (gendan_inquiry_hour >= 0 AND gendan_inquiry_hour < 24)",
        "The hour until which an inquiry is answered the same day lies between 0:00 and 23:59.",
    )

    gendan_inquiry_days = fields.Integer(
        "Inquiries Answered within",
        default=0,
        help="Working days after the one on which the question came. 0: the same day.",
    )
    gendan_inquiry_hour = fields.Float(
        "Same Day until",
        default=16.0,
        help="What comes in after this hour of the company's clock counts as come in on the next working day.",
    )
    gendan_inquiry_mails = fields.Boolean(
        "Unanswered Mails Are Inquiries",
        default=True,
        help="What a customer writes on a followed order, delivery, paper or invoice, by e-mail or on the portal, is an"
        " inquiry until somebody has answered him there.",
    )

    def _gendan_inquiry_due(self, asked_at):
        """The day by which a question is to be answered, in the company's working calendar.

        :param datetime asked_at: when it came, naive UTC
        :rtype: date
        """
        return self._gendan_answer_day(asked_at, self.gendan_inquiry_hour, self.gendan_inquiry_days)
