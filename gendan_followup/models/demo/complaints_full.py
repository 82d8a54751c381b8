"""The example's full track: letter, evidence, whys, actions, watch and 8D report, one complaint at each stage."""

from datetime import timedelta

from odoo import Command, api, fields, models

from .complaints_full_data import FULL, LEAK


class GendanDemoScenario(models.AbstractModel):
    """Complaints looked into."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_complaints(self, company):
        # EXTENDS gendan_followup
        result = super()._example_make_complaints(company)
        self._example_make_knitwear_complaint(company)
        return result

    @api.model
    def _example_bring_complaint(self, key, complaint):
        # EXTENDS gendan_followup: what closes has its actions done before; the repeat opens the first one again
        if key == "again":
            self._example_watch_july(complaint)
        if key in FULL:
            self._example_look_into(complaint, FULL[key])
        result = super()._example_bring_complaint(key, complaint)
        if key in FULL:
            self._example_date_back_full(complaint, FULL[key])
        return result

    @api.model
    def _example_make_complaint_holds(self, company):
        # EXTENDS gendan_followup: what was done about the bags by lots stands with them
        result = super()._example_make_complaint_holds(company)
        leak = self._example("complaint_leak").sudo()  # sudo: example
        leak.contained_text = LEAK["contained"]
        self._example_put_letter(leak, leak.received_at + timedelta(hours=2))
        return result

    # ------------------------------------------------------------ one complaint

    @api.model
    def _example_look_into(self, complaint, story):
        """Team, evidence, whys and actions, and what the customer reads. As superuser."""
        complaint = complaint.sudo()  # sudo: example
        quality, workshop = self._example("user_quality"), self._example("user_workshop")
        owners = {key: self._example(f"user_{key}") for key in ("quality", "workshop", "pmc")}
        departments = {key: self.env.ref(f"gendan_followup.department_{key}") for key in owners}
        root = {"cause_id": self.env.ref(f"gendan_followup.cause_{story['root']}").id} if "root" in story else {}
        complaint.write(
            {
                "team_ids": [Command.set((quality | workshop | complaint.clerk_id).ids)],
                "contained_text": story.get("contained"),
                "cause_text": story.get("cause"),
                "verified_text": story.get("verified"),
                "evidence_ids": [
                    Command.create(
                        {
                            "name": name,
                            "text": text,
                            "is_internal": inside,
                            "user_id": quality.id,
                            "found_at": self._example_moment(story["letter"], 16),
                        }
                    )
                    for name, text, inside in story.get("evidence", ())
                ],
                "why_ids": [
                    Command.create(
                        {
                            "branch": branch,
                            "sequence": 10 * number,
                            "question": question,
                            "answer": answer,
                            "is_root": is_root,
                            **(root if is_root and branch == "made" else {}),
                        }
                    )
                    for number, (branch, question, answer, is_root) in enumerate(story.get("whys", ()))
                ],
                "action_ids": [
                    Command.create(
                        {
                            "kind": kind,
                            "name": name,
                            "owner_id": owners[owner].id,
                            "department_id": departments[owner].id,
                            "due": self._example_day(day),
                        }
                    )
                    for kind, name, day, _done, owner in story.get("actions", ())
                ],
            }
        )
        done = {name: done for _kind, name, _day, done, _owner in story.get("actions", ()) if done}
        for action in complaint.action_ids.filtered(lambda action: action.name in done):
            action.with_user(action.owner_id)._gendan_do(done[action.name][1])
        self._example_stamp(
            {
                action: {"done_on": self._example_day(done[action.name][0])}
                for action in complaint.action_ids
                if action.name in done
            }
        )
        self._example_put_letter(complaint, self._example_moment(story["letter"], 15))

    @api.model
    def _example_put_letter(self, complaint, moment):
        """The quality letter went to its department, on paper."""
        paper = complaint._gendan_letter_paper()
        paper._gendan_issue("hand", to=complaint.department_id.name)
        moment = max(moment, complaint.received_at)
        complaint._gendan_keep({"letter_at": moment, "letter_by_id": complaint.clerk_id.id})
        if complaint.state == "new":
            complaint._gendan_step("take")
        self._example_date_back(paper.issue_ids, issued_at=moment)
        self._example_date_back(paper, create_date=moment)

    @api.model
    def _example_date_back_full(self, complaint, story):
        """D3 and D5 were done on the days of the story."""
        complaint = complaint.sudo()  # sudo: example
        if complaint.findings_by_id:
            self._example_date_back(complaint.with_env(self.env), findings_by_id=self._example("user_quality").id)
        if story.get("contained"):
            complaint._gendan_note_stage("d3", at=complaint.received_at + timedelta(hours=22))
        if complaint.d5_done_at:
            day = min(complaint.received_at + timedelta(days=2), fields.Datetime.now())
            self._example_date_back(complaint.with_env(self.env), d5_done_at=day)
        if complaint.state == "closed":
            complaint._gendan_note_stage("d8", at=complaint.closed_at)
            complaint.watch_ids.write({"since": complaint.closed_at})
            complaint.watch_ids._gendan_look()
        todos = self.env["gendan.todo"].search(
            [("open", "=", False), ("res_model", "=", "gendan.complaint.action"),
             ("res_id", "in", complaint.action_ids.ids)]
        )  # fmt: skip
        todos.with_context(**todos._gendan_prepare_create_context()).unlink()

    @api.model
    def _example_watch_july(self, again):
        """The repeat is seen within the hour: the first complaint is open again."""
        july = self._example("complaint_july").sudo()  # sudo: example
        for name in ("same_day", "first_kept", "resolution_kept"):
            self.env.add_to_compute(july._fields[name], july)
        july.watch_ids._gendan_look()
        moment = min(again.received_at + timedelta(hours=1), fields.Datetime.now())
        self._example_date_back(july.watch_ids.with_env(self.env), decided_at=moment)
        july._gendan_keep({"round_at": moment, "state_since": moment})

    # ------------------------------------------------------------ knitwear

    @api.model
    def _example_make_knitwear_complaint(self, company):
        """Cardigans sent ahead of their order, dropped stitches at the neck; its 8D report left this morning."""
        goods = self._example("product_cardigan")
        partner, contact = self._example("partner_jinfeng"), self._example("contact_wong")
        warehouse = self._example("warehouse")
        self.env["stock.quant"]._update_available_quantity(goods, warehouse.lot_stock_id, 300)
        picking = self._example_send_cardigans(goods, partner, warehouse)
        complaint = self.env["gendan.complaint"].with_user(partner.gendan_clerk_id).sudo().create(  # sudo: example
            {
                "picking_id": picking.id,
                "company_id": company.id,
                "kind_id": self.env.ref("gendan_followup.complaint_kind_quality").id,
                "contact_id": contact.id,
                "channel": "mail",
                "received_at": self._example_moment(-14, 10),
                "subject": "開衫領口縫盤漏針，洗後脫圈",
                "description": "來貨驗 50 件，領位後中漏針 3 件，下水即脫圈。請安排查貨，並附 8D。",
                "customer_ref": "CF-QC-1108",
                "wished": "rework",
                "found_where": "incoming",
                "line_ids": [
                    Command.create(
                        {
                            "product_id": goods.id,
                            "checked": 50,
                            "bad": 3,
                            "blocked": 300,
                            "defect_id": self.env.ref("gendan_followup.defect_use_strength").id,
                            "description": "領位後中漏針",
                        }
                    )
                ],
            }
        )
        complaint = self._example_keep("complaint_knit", complaint.with_env(self.env))
        self._example_look_into(complaint, FULL["knit"])
        complaint.write(
            {
                "findings": "14 件漏針出自同一位新手，領位未上燈箱。",
                "cause_id": self.env.ref("gendan_followup.cause_people_untrained").id,
            }
        )
        self._example_settle_complaint(complaint, "settling", "返修 14 件，查貨費用由我司承擔。")
        complaint.settlement_ids._gendan_do()
        self._example_send_8d(complaint)
        complaint.action_close()
        self._example_date_back_complaint(complaint)
        self._example_date_back(complaint, closed_at=fields.Datetime.now(), state_since=fields.Datetime.now())
        self._example_date_back_full(complaint, FULL["knit"])

    @api.model
    def _example_send_cardigans(self, goods, partner, warehouse):
        """A delivery that left three weeks ago."""
        places = {"location_id": warehouse.lot_stock_id.id, "location_dest_id": partner.property_stock_customer.id}
        move = {"product_id": goods.id, "product_uom_qty": 300, "product_uom": goods.uom_id.id, **places}
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": warehouse.out_type_id.id,
                "partner_id": partner.id,
                "move_ids": [Command.create(move)],
                **places,
            }
        )
        picking.action_confirm()
        picking.action_assign()
        # sudo: nobody has the right to create waivers; create() checks the supervisor's group itself
        self.env["gendan.waiver"].with_user(self._example("user_supervisor")).sudo().create(
            [
                {
                    "res_model": picking._name,
                    "res_id": picking.id,
                    "code": problem.code,
                    "action": "ship",
                    "reason": "客人急補店鋪，款項併入下張支票。",
                }
                for problem in picking._gendan_gate("ship")[picking]
            ]
        )
        picking.move_ids.picked = True
        picking.with_context(skip_sms=True)._action_done()
        moment = self._example_moment(-17, 15)
        self._example_date_back(picking, date_done=moment)
        self._example_date_back(picking.move_ids, date=moment)
        self._example_date_back(picking.move_ids.move_line_ids, date=moment)
        return picking

    @api.model
    def _example_send_8d(self, complaint):
        """The report left by e-mail this morning; where no PDFs can be made it is only noted."""
        reports = self.env["ir.actions.report"]
        if reports.get_wkhtmltopdf_state() in ("ok", "workers"):
            paper, _file = complaint._gendan_make_8d()
            paper._gendan_issue("email", to=complaint.contact_id.email)
        else:
            complaint._gendan_note_stage("d8")
