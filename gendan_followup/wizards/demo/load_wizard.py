from odoo import api, fields, models


class GendanDemoWizard(models.TransientModel):
    """Dialog of the menu "Load the example factory": says what it does before it does it. For supervisors."""

    _name = "gendan.demo.wizard"
    _description = "Load the Example Factory"

    is_loaded = fields.Boolean(default=lambda self: self._default_is_loaded())
    logins = fields.Text(default=lambda self: self._default_logins())

    @api.model
    def _default_is_loaded(self):
        return bool(self.env["gendan.demo.scenario"].sudo()._example_find("company"))  # sudo: existence only

    @api.model
    def _default_logins(self):
        """The logins, to read up after the example was loaded."""
        if not self._default_is_loaded():
            return False
        # sudo: names and logins of the example's own users
        return "\n".join(
            f"{row['login']}: {row['role']}" for row in self.env["gendan.demo.scenario"].sudo()._example_logins()
        )

    def action_load(self):
        """Button: load it; the scenario checks that the user is a supervisor."""
        return self.env["gendan.demo.scenario"].action_gendan_load()
