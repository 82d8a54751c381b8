from odoo import api, models
from odoo.fields import Command


class GendanPlanTemplate(models.Model):
    """A template saved in one go with the links of its lines, as typed in the column "After"."""

    _inherit = "gendan.plan.template"

    @api.model_create_multi
    def create(self, vals_list):
        taken = [self._gendan_take_typed(vals) for vals in vals_list]
        templates = super().create([vals for vals, _typed, _new in taken])
        for template, (_vals, typed, new) in zip(templates, taken, strict=True):
            template._gendan_link_lines(template.browse().line_ids, typed, new)
        return templates

    def write(self, vals):
        vals, typed, new = self._gendan_take_typed(vals)
        before = {template: template.line_ids for template in self} if typed or new else {}
        result = super().write(vals)
        for template, lines in before.items():
            template._gendan_link_lines(lines, typed, new)
        return result

    @api.model
    def _gendan_take_typed(self, vals):
        """Take what is typed in "After" out of the commands of the lines: it may name lines that come later.

        :return: (values without it, {line id: text}, texts of the new lines in their order, None where none is typed)
        """
        typed, new, commands = {}, [], []
        for command in vals.get("line_ids") or ():
            match command:
                case (Command.CREATE, ref, line_vals):
                    line_vals = dict(line_vals)
                    new.append(line_vals.pop("after", None))
                    command = (Command.CREATE, ref, line_vals)
                case (Command.UPDATE, line_id, line_vals) if "after" in line_vals:
                    line_vals = dict(line_vals)
                    typed[line_id] = line_vals.pop("after")
                    command = (Command.UPDATE, line_id, line_vals)
            commands.append(command)
        return ({**vals, "line_ids": commands} if commands else vals), typed, new

    def _gendan_link_lines(self, before, typed, new):
        """Link the lines as typed, now that all of them are there.

        :param before: lines the template had before
        """
        self.ensure_one()
        texts = {line: typed[line.id] for line in self.line_ids if line.id in typed}
        made = (self.line_ids - before).sorted("id")
        texts.update((line, text) for line, text in zip(made, new, strict=True) if text is not None)
        self.line_ids._gendan_link_as_typed(texts)
