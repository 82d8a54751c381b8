"""What a foreman's list says: rows of text become words about operations, or sentences about what is wrong."""

from collections import defaultdict

from odoo import api, models
from odoo.tools import format_list

from ...tools.table import CellError, day, number, plain

PURPOSE = "progress"
# words such lists use, in the languages of the house; compared without spaces, signs and capitals
COLUMNS = {
    "production": (
        *("生产单号", "生產單號", "生产单", "生產單", "工单", "製令", "制令", "单号", "單號"),
        *("mo", "production", "production order"),
    ),
    "operation": ("工序", "製程", "制程", "工站", "operation", "process", "step"),
    "done": (
        *("累计完成", "累計完成", "累计", "累計", "完成数", "完成數", "完成", "良品", "产量", "產量"),
        *("done", "good", "output"),
    ),
    "scrap": ("不良", "废品", "廢品", "报废", "報廢", "损耗", "損耗", "scrap", "reject", "bad"),
    "day": ("日期", "date", "day"),
    "half": ("班次", "时段", "時段", "上午下午", "shift", "half"),
}
NEEDED = ("production", "done")
MORNING = tuple(map(plain, ("上午", "早", "早班", "中午", "白班", "am", "a.m.", "morning", "noon")))
EVENING = tuple(map(plain, ("下午", "晚", "晚班", "夜班", "pm", "p.m.", "evening", "afternoon")))


class GendanProgressStep(models.Model):
    """Lists are matched with the open operations the user sees."""

    _inherit = "gendan.progress.step"

    @api.model
    def _gendan_read_list(self, table, columns, today, half, is_added=False):
        """What a list tells of operations.

        :param table: ``tools.table.Table``
        :param dict columns: {field of ``COLUMNS``: index of the column}
        :param today: ``datetime.date``, for rows without a day
        :param str half: ``am`` or ``pm``, for rows without a shift
        :param bool is_added: the list says what was added since the last word, not all since the beginning
        :return: (rows for ``_gendan_tell``, list of sentences about what is wrong, naming row and column)
        """
        steps = self.search([("production_state", "in", ("confirmed", "progress", "to_close"))])
        known = steps._gendan_list_names()
        told, errors, seen, totals = [], [], {}, {}
        for row in table.rows:
            place = _Place(self.env, table, columns, row)
            step = steps._gendan_list_step(place, known, errors)
            found = {key: place.read(key, number, errors) for key in ("done", "scrap")}
            moment = place.read("day", lambda text: day(text, today), errors) or today
            shift = place.half(half, errors)
            if not step or place.failed:
                continue
            if found["done"] is None:
                continue  # an empty cell says nothing
            key = (step, moment, shift)
            if key in seen:
                errors.append(
                    place.error(
                        "operation" if "operation" in columns else "production",
                        self.env._(
                            "%(operation)s stands in row %(row)s already.", operation=step.display_name, row=seen[key]
                        ),
                    )
                )
                continue
            seen[key] = row.number
            if sentence := step._gendan_list_error():
                errors.append(place.error("production", sentence))
                continue
            quantity = found["done"]
            if is_added:
                quantity = totals[step] = totals.get(step, step._gendan_told_before(moment, shift)) + quantity
            if sentence := step._gendan_quantity_error(moment, shift, quantity, today):
                errors.append(place.error("done", sentence))
                continue
            told.append((step, moment, shift, quantity, found["scrap"]))
        return told, errors

    def _gendan_told_before(self, moment, half):
        """What was told last before that half day."""
        self.ensure_one()
        before = self.entry_ids.filtered(lambda entry: (entry.day, entry.half) < (moment, half))
        return before.sorted(lambda entry: (entry.day, entry.half))[-1:].quantity

    def _gendan_list_error(self):
        """Why this user's list may not tell of the operation, or False."""
        self.ensure_one()
        if sentence := self._gendan_type_error():
            return sentence
        if not self._filtered_access("write"):
            # sudo: the department's name only
            department = self.sudo().department_id.name or self.env._("another department")
            return self.env._(
                "%(operation)s is told by %(department)s.", operation=self.display_name, department=department
            )
        return False

    def _gendan_list_names(self):
        """By which words a production may be named in a list: {plain word: steps}."""
        known = defaultdict(lambda: self.browse())
        for step in self.sudo():  # sudo: numbers only; the steps are those the user sees
            production, order = step.production_id, step.order_id
            words = {production.name, production.name.rsplit("/", 1)[-1], order.name, order.client_order_ref}
            for word in {plain(word) for word in words if word}:
                known[word] |= step.with_env(self.env)
        papers = self.env["gendan.document"].sudo().search(  # sudo: as above, the number on the process card
            [
                ("kind", "=", "process_card"),
                ("res_model", "=", "mrp.production"),
                ("res_id", "in", self.sudo().production_id.ids),  # sudo: as above
            ]
        )
        of_production = self.grouped(lambda step: step.sudo().production_id.id)  # sudo: as above
        for paper in papers:
            for word in (paper.name, paper.qr_reference):
                known[plain(word)] |= of_production.get(paper.res_id, self.browse())
        return known

    def _gendan_list_step(self, place, known, errors):
        """The one operation a row is about; empty, with a sentence among the errors, when that is not clear."""
        text = place.text("production")
        steps = known.get(plain(text)) if text else None
        if not steps:
            sentence = (
                self.env._("no running production is called “%(text)s”.", text=text)
                if text
                else self.env._("which production?")
            )
            errors.append(place.error("production", sentence))
            return self.browse()
        wanted = plain(place.text("operation"))
        names = {step: {plain(step.name), plain(step.workcenter_name or "")} for step in steps}
        found = steps
        if wanted:
            found = steps.filtered(lambda step: wanted in names[step]) or steps.filtered(
                lambda step: any(name and (wanted in name or name in wanted) for name in names[step])
            )
        if len(found) == 1:
            return found
        sentence = (
            self.env._(
                "%(production)s has no operation “%(text)s”, only %(names)s.",
                production=text,
                text=place.text("operation"),
                names=format_list(self.env, steps.mapped("name")),
            )
            if not found
            else self.env._(
                "%(production)s: which of %(names)s?",
                production=text,
                names=format_list(self.env, [step.display_name for step in found]),
            )
        )
        errors.append(place.error("operation", sentence))
        return self.browse()


class _Place:
    """One row of a list while it is read: what stands in it, and sentences that name row and column."""

    def __init__(self, env, table, columns, row):
        self.env, self.table, self.columns, self.row = env, table, columns, row
        self.failed = False

    def text(self, key):
        """What the cell says, without blanks around it; empty where the list has no such column."""
        return self.row.cell(self.columns.get(key)).strip()

    def read(self, key, reader, errors):
        """What the cell says, read by ``reader``; None, with a sentence among the errors, when it says nothing good."""
        try:
            return reader(self.text(key))
        except CellError as error:
            sentence = (
                self.env._("“%(text)s” is no number.", text=error.text)
                if error.code == "number"
                else self.env._("“%(text)s” is no day.", text=error.text)
            )
            errors.append(self.error(key, sentence))
            return None

    def half(self, default, errors):
        """``am`` or ``pm``; ``default`` where the cell says nothing, or nothing good (a sentence among the errors)."""
        text = plain(self.text("half"))
        if not text:
            return default
        if text in MORNING:
            return "am"
        if text in EVENING:
            return "pm"
        errors.append(
            self.error("half", self.env._("“%(text)s” is neither morning nor evening.", text=self.text("half")))
        )
        return default

    def error(self, key, sentence):
        """A sentence that names row and column."""
        self.failed = True
        column = self.columns.get(key)
        heading = self.table.headings[column] if column is not None and column < len(self.table.headings) else ""
        if not heading:
            return self.env._("Row %(row)s: %(sentence)s", row=self.row.number, sentence=sentence)
        return self.env._(
            "Row %(row)s, column “%(column)s”: %(sentence)s", row=self.row.number, column=heading, sentence=sentence
        )
