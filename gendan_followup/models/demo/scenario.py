"""The example factory: who may load it, in which company, and in which order."""

import logging
from datetime import time, timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, ormcache

_logger = logging.getLogger(__name__)

# Records of the example are found again under this name, which belongs to no add-on: neither an
# update nor the removal of an add-on touches them.
EXAMPLE = "__gendan_example__"

UNNAMED = {"My Company", "YourCompany", "我的公司"}

QUIET = {
    "lang": "en_US",
    "tz": "Asia/Shanghai",
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "mail_auto_subscribe_no_notify": True,
    "mail_activity_automation_skip": True,
    "no_reset_password": True,
}


# A company's first country makes Odoo install the country's localisation, which commits: what is
# loaded would be there by half if anything failed behind it. Odoo's own key against it.
NO_INSTALL = {"chart_template_load": True}


class GendanDemoScenario(models.AbstractModel):
    """A packaging and knitwear factory in Dongguan with some forty orders in every state, and what belongs to them.

    For trying things out, showing and testing, never for a working database: every user's
    password is the login, so that a visitor can change roles. Supervisors load it with a button on
    a database that does not have it yet; the administrator gets it as demo data or by the
    developers' tool. All dates count from the day it is loaded.

    Done work is written the way it came about (confirm, receive, produce, deliver, invoice) and
    then dated back, because Odoo stamps such work with the present moment.
    """

    _name = "gendan.demo.scenario"
    _description = "Example factory"

    # === who calls ===

    @api.model
    def action_gendan_load(self):
        """Button for supervisors: load the example factory into this database.

        :return: a notification with the logins, or that it was there already
        :raise AccessError: the user is no supervisor
        :raise UserError: another company than the factory's own was made already, or work is going on
        """
        if not self.env.user.has_group("gendan_followup.group_gendan_manager"):
            raise AccessError(self.env._("Only a supervisor may load the example factory."))
        if self._example_find("company"):
            raise UserError(self.env._("The example factory is in this database already."))
        logins = self._load_example_factory()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "sticky": True,
                "title": self.env._("The example factory is loaded"),
                "message": self.env._(
                    "Logins (the password is the login): %s", ", ".join(row["login"] for row in logins)
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.model
    def _load_example_factory(self):
        """Load the example factory; where it is there already, nothing changes.

        :return: list of dicts with the keys ``role``, ``login`` and ``password``
        """
        # superuser: an example writes every sort of record; action_gendan_load checked the caller
        scenario = self.with_user(SUPERUSER_ID).with_context(**QUIET)
        if not scenario._example_find("company"):
            company = scenario._example_company()
            scenario = scenario.with_context(allowed_company_ids=company.ids).with_company(company)
            scenario._example_load(company)
            if self.env.user.id != SUPERUSER_ID:
                # or whoever pressed the button could not open what was loaded
                self.env.user.sudo().company_ids |= company
            admin = self.env.ref("base.user_admin", raise_if_not_found=False)
            if admin:
                # sudo: as above, the administrator
                admin.sudo().company_ids |= company | scenario._example("company_hk")
        return scenario._example_logins()

    # === finding and making records ===

    @api.model
    def _example_find(self, key):
        """The record of the example with that key, or None."""
        return self.env.ref(f"{EXAMPLE}.{key}", raise_if_not_found=False)

    @api.model
    def _example(self, key):
        """The record of the example with that key.

        :raise ValueError: there is none
        """
        return self.env.ref(f"{EXAMPLE}.{key}")

    @api.model
    def _example_keep(self, key, record):
        """Remember a record under a key."""
        self.env["ir.model.data"].create(
            {"module": EXAMPLE, "name": key, "model": record._name, "res_id": record.id, "noupdate": True}
        )
        return record

    @api.model
    @ormcache()
    def _example_company_id(self):
        """Id of the example's company; False in a database without the example, at no cost."""
        company = self.env["gendan.demo.scenario"].sudo()._example_find("company")  # sudo: only whether it is there
        return company.id if company else False

    @api.model
    def _example_make(self, key, model, **vals):
        """Create a record and remember it."""
        return self._example_keep(key, self.env[model].create(vals))

    # === days ===

    @api.model
    def _example_day(self, number, start=None):
        """The working day that many days from today (or from ``start``); 0 is today, or the last one before."""
        company = self._example("company")
        start = start or company._gendan_today()
        # what is told of last year's tools lies hundreds of working days back, whatever month it is
        workdays = company._gendan_workdays(start, start + timedelta(days=2 * number))
        if number <= 0:
            # loaded on a Sunday, "yesterday" is Friday and "today" Saturday
            start = workdays.add(start, 0, roll="prev")
        return workdays.add(start, number, roll="next" if number > 0 else "prev")

    @api.model
    def _example_moment(self, number, hour=9, minute=0):
        """A moment (naive UTC) on that working day by the factory's clock, never still to come."""
        company = self._example("company")
        moment = company._gendan_at(self._example_day(number), time(hour, minute))
        return min(moment, fields.Datetime.now()) if number <= 0 else moment

    # === who and when ===

    @api.model
    def _example_by_clerk(self, records):
        """Pairs (user, orders) of the clerks whose they are; the supervisor's where there is none."""
        supervisor = self._example("user_supervisor")
        return list(records.grouped(lambda order: order.gendan_clerk_id or supervisor).items())

    @api.model
    def _example_date_back(self, records, **stamps):
        """Set time stamps of finished records, past their models."""
        if records:
            self._example_stamp(dict.fromkeys(records, stamps))

    @api.model
    def _example_stamp(self, stamps):
        """The same, each record with its own; all of one model, with the same columns.

        :param stamps: {record: {column: value}}
        """
        if not stamps:
            return
        self.env.flush_all()
        first = next(iter(stamps))
        columns = list(stamps[first])
        types = [SQL(first._fields[name].column_type[1]) for name in columns]
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET %s FROM (VALUES %s) AS own(id, %s) WHERE %s.id = own.id",
                SQL.identifier(first._table),
                SQL(", ").join(
                    SQL("%s = own.%s::%s", SQL.identifier(name), SQL.identifier(name), kind)
                    for name, kind in zip(columns, types, strict=True)
                ),
                SQL(", ").join(
                    SQL("(%s, %s)", record.id, SQL(", ").join(SQL("%s", values[name]) for name in columns))
                    for record, values in stamps.items()
                ),
                SQL(", ").join(map(SQL.identifier, columns)),
                SQL.identifier(first._table),
            )
        )
        first.browse([record.id for record in stamps]).invalidate_recordset(columns)

    @api.model
    def _example_write_notes(self, notes):
        """What people wrote on documents, each on its day.

        :param notes: list of (document, who wrote it: res.users or res.partner, text, moment)
        """
        stamps = {}
        # a chatter goes by the order in which its notes were written
        for document, who, text, moment in sorted(notes, key=lambda note: note[3]):
            partner = who.partner_id if who._name == "res.users" else who
            writer = who if who._name == "res.users" else self.env.user
            note = document._message_log(body=text, author_id=partner.id)
            stamps[note] = {"date": moment, "create_date": moment, "create_uid": writer.id}
        self._example_stamp(stamps)

    # === the load ===

    @api.model
    def _example_company(self):
        """The factory's company: the database's own where it has no name yet, else a new one."""
        company = self.env.company
        if company.name not in UNNAMED:
            company = self._example_new_company(name="东莞市澄彩包装制品有限公司 (示例)")
        self._example_keep("company", company)
        self.env.registry.clear_cache()  # for _example_company_id
        return company

    @api.model
    def _example_new_company(self, **values):
        """A company with a warehouse; Odoo's look-up of company data on the internet is not for it."""
        company = (
            self.env["res.company"]
            .with_context(**NO_INSTALL)
            .create({**values, "iap_enrich_auto_done": True})
            .with_env(self.env)
        )
        warehouses = self.env["stock.warehouse"].with_company(company)
        if not warehouses.search_count([("company_id", "=", company.id)], limit=1):
            warehouses.create({"company_id": company.id})
        return company

    @api.model
    def _example_load(self, company):
        """Everything, in the order in which one thing needs the other."""
        Look = self.env["gendan.exception.look"]
        last = Look.search([], order="id desc", limit=1).id or 0
        self._example_languages()
        # what the system and its users write down (to-dos, notes, reasons) is in the factory's language
        company.partner_id.lang = "zh_CN"
        self = self.with_context(lang="zh_CN")
        self._example_set_up_company(company)
        self._example_make_users(company)
        self._example_make_absences(company)
        self._example_make_partners(company)
        self._example_make_hand_over(company)
        self._example_make_products(company)
        self._example_attach_sets()
        self._example_make_minimums(company)
        self._example_make_orders(company)
        self._example_make_second_company(company)
        self._example_make_quotations(company)
        self._example_make_reviews(company)
        self._example_make_feasible(company)
        self._example_make_small(company)
        self._example_make_papers(company)
        self._example_make_notes(company)
        self._example_make_transports(company)
        self._example_make_samples(company)
        self._example_make_specs(company)
        self._example_make_intake(company)
        self._example_make_prices(company)
        self._example_ask_customers()
        # bring the switches of the messages back only now: nobody is told of what lies behind us
        company.gendan_messages_export = True
        self._example_tell_customers(company)
        self._example_make_changes(company)
        self._example_make_contracts(company)
        self._example_make_loads(company)
        self._example_make_sending(company)
        self._example_make_export(company)
        self._example_make_validity(company)
        self._example_make_deliveries(company)
        self._example_make_cheques(company)
        self._example_make_deposits(company)
        self._example_make_statements(company)
        self._example_make_answers(company)
        self._example_make_progress(company)
        self._example_make_outside(company)
        self._example_make_ranking(company)
        self._example_make_filing(company)
        self._example_make_inquiries(company)
        self._example_make_complaints(company)
        self._example_make_complaints_settled(company)
        self._example_make_slips(company)
        self._example_make_new_dates(company)
        self._example_make_exceptions(company)
        self._example_make_complaint_holds(company)
        self._example_make_told_complaints(company)
        self._example_make_readiness(company)
        self._example_make_matches(company)
        self._example_make_collection(company)
        self._example_make_invoices(company)
        self._example_climb_ladders(company)
        self._example_act_for_absent(company)
        # all of it has been looked at; what waited before is somebody else's
        self.env["sale.order"]._gendan_settle()
        Look.search([("id", ">", last)]).unlink()
        _logger.info("Example factory loaded into company %s", company.name)

    @api.model
    def _example_languages(self):
        """Simplified and traditional Chinese, with the terms of what is installed."""
        there = dict(self.env["res.lang"].get_installed())
        missing = [code for code in ("zh_CN", "zh_TW") if code not in there]
        for code in missing:
            self.env["res.lang"]._activate_lang(code)
        if missing:
            installed = self.env["ir.module.module"].search([("state", "=", "installed")])
            installed._update_translations(missing)
