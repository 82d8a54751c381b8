from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools import link_text
from ...tools.critical_path import Link


class GendanPlanTemplateLine(models.Model):
    """What a milestone waits for as typed text: the way to link lines that are not saved yet.

    The link records stay the truth: the text is worked out from them, and what is typed becomes links when the
    template is saved.
    """

    _inherit = "gendan.plan.template.line"

    _number_uniq = models.UniqueIndex(
        "(template_id, number)", "Two milestones of a template cannot have the same number."
    )

    number = fields.Integer(
        string="No.",
        compute="_compute_number",
        store=True,
        readonly=False,
        copy=True,
        help="Names the milestone in the column “After” of the others. It stays when lines are moved.",
    )
    after = fields.Char(
        compute="_compute_after",
        inverse="_inverse_after",
        help="The numbers of the milestones it waits for: 3 = when line 3 is done; 3+2 = two days later; 3SS+2 = two"
        " days after line 3 began, and it also ends two days or more after line 3 (with ~ behind it, the end is free)."
        " Several with a comma.",
    )
    after_error = fields.Char(compute="_compute_link_summary")
    link_summary = fields.Char(compute="_compute_link_summary", string="Waits for (text)")

    @api.depends("template_id")
    def _compute_number(self):
        for template, lines in self.grouped("template_id").items():
            last = max((template.line_ids - lines).mapped("number"), default=0)
            last = max([last, *lines.mapped("number")])
            for line in lines:
                if not line.number:
                    last += 1
                    line.number = last

    @api.depends(
        "link_ids.predecessor_id.number", "link_ids.link_type", "link_ids.lag", "link_ids.holds_finish"
    )
    def _compute_after(self):
        for line in self:
            line.after = link_text.write(link._gendan_typed() for link in line.link_ids)

    def _inverse_after(self):
        self._gendan_link_as_typed({line: line.after for line in self})

    @api.depends("after", "template_id.line_ids.number", "template_id.line_ids.kind_id")
    def _compute_link_summary(self):
        Link = self.env["gendan.plan.template.link"]
        for line in self:
            wanted, line.after_error = line._gendan_read_after(line.after)
            line.link_summary = ", ".join(
                Link._gendan_name(other.display_name, typed.kind, typed.lag) for other, typed in wanted
            )

    def _gendan_read_after(self, text):
        """The links that a text asks for.

        :param text: what stands in "After"
        :return: ([(line, ``tools.link_text.TypedLink``)], False), or ([], the sentence why not, naming the line)
        """
        self.ensure_one()
        by_number = {line.number: line for line in self.template_id.line_ids}
        names = {
            "template": self.template_id.name or "",
            "line": " ".join(filter(None, [str(self.number or ""), self.display_name])),
        }
        try:
            typed = link_text.parse(text)
        except link_text.LinkTextError as error:
            if error.code == "repeated":
                return [], self.env._(
                    "Template %(template)s, line %(line)s: “%(piece)s” names a milestone that is named already."
                    " Name each only once.",
                    piece=error.piece,
                    **names,
                )
            return [], self.env._(
                "Template %(template)s, line %(line)s: “%(piece)s” cannot be read. Type the number of the milestone"
                " it waits for: 3, or 3+2 for two days later, or 3SS+2 for two days after its start; several with a"
                " comma.",
                piece=error.piece,
                **names,
            )
        for link in typed:
            if link.number not in by_number:
                return [], self.env._(
                    "Template %(template)s, line %(line)s: this template has no line %(number)s. Type the number of a"
                    " milestone of the same template.",
                    number=link.number,
                    **names,
                )
        return [(by_number[link.number], link) for link in typed], False

    def _gendan_link_as_typed(self, texts):
        """Make the links what the texts ask for; links that are as asked stay untouched.

        :param texts: {line: text}
        :raise ValidationError: a text cannot be read or names a line that is not there, or the links cannot be
            planned; the sentence names the line
        """
        Link = self.env["gendan.plan.template.link"]
        gone, changes, new = Link, [], []
        for line, text in texts.items():
            wanted, sentence = line._gendan_read_after(text)
            if sentence:
                raise ValidationError(sentence)
            present = {link.predecessor_id: link for link in line.link_ids}
            for other, typed in wanted:
                link = present.pop(other, None)
                if link and link_text.piece(link._gendan_typed()) == link_text.piece(typed):
                    continue
                values = {"link_type": typed.kind, "lag": typed.lag, "holds_finish": typed.holds_finish}
                if link:
                    changes.append((link, values))
                else:
                    new.append({"line_id": line.id, "predecessor_id": other.id, **values})
            gone = gone.union(*present.values())
        # first those that go: the network is checked at each step, and is part of the new one from here on
        gone.unlink()
        for link, values in changes:
            link.write(values)
        Link.create(new)

    def _gendan_typed_links(self):
        """Links of a line on the form as ``tools.critical_path.Link``, those not saved yet among them."""
        wanted, _sentence = self._gendan_read_after(self.after)
        return tuple(Link(other.id, typed.kind, typed.lag, typed.tail) for other, typed in wanted)
