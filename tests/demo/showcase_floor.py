"""What the example factory shows of production, new dates and statements; see ``showcase.py``."""


class FloorShowcase:
    """For the class that has loaded the example, beside ``Showcase``."""

    # === statements ===

    def test_last_months_statements_in_several_states(self):
        statements = self.env["gendan.statement"].search([("company_id", "=", self.company.id)])
        states = ("draft", "checked", "sent", "seen", "agreed", "agreed_other", "disputed", "overdue", "closed")
        self.assert_states(statements, "state", states)
        self.assertEqual(set(statements.mapped("sent_how")), {False, "email", "fax", "courier", "chat"})
        differences = statements.difference_ids
        self.assert_states(differences, "state", ("open", "accepted"))
        self.assert_each(differences.filtered("is_deduction"), "deductions")
        self.assertTrue(all(statements.mapped("is_intact")))
        self.assert_each(statements.line_ids.filtered("note_number"), "deliveries")
        run = self.get("statement_run")
        self.assertEqual((run.state, run.failed_count), ("done", 0))

    def test_matches_with_customers_lists(self):
        # how many lines a statement has, and so which differences there are, depends on the day of the month
        lines = self.env["gendan.match.line"].search([("company_id", "=", self.company.id)])
        self.assert_states(lines, "state", ("matched", "only_theirs"))
        self.assert_each(lines.match_id.filtered("checksum"), "lists")

    def test_cheques_and_acceptances_in_every_state(self):
        papers = self.env["gendan.payment.paper"].search([("company_id", "=", self.company.id)])
        states = ("received", "deposited", "cleared", "endorsed", "discounted", "bounced", "returned")
        self.assert_states(papers, "state", states)
        self.assert_states(papers, "is_booked", (True, False))
        todos = self.todos(("res_model", "=", "gendan.payment.paper"))
        self.assert_states(todos, "kind", ("paper_deposit", "paper_silent", "paper_bounced", "paper_bounced_books"))

    def test_deposits_that_are_chased(self):
        deposits = self.env["gendan.deposit"].search([("company_id", "=", self.company.id)])
        self.assert_each(deposits.filtered(lambda one: one.state == "waiting" and one.note_ids), "chased")
        self.assert_each(deposits.filtered("broken_count"), "promised in vain")
        self.assert_each(self.todos(("kind", "=", "deposit_due")), "to-dos")

    # === production ===

    def test_outside_processing_in_every_state(self):
        outsides = self.env["gendan.outside"].search([("company_id", "=", self.company.id)])
        self.assert_states(outsides, "state", ("draft", "out", "part", "back"))
        self.assert_states(outsides, "verdict", (False, "accepted", "refused"))
        self.assert_each(outsides.filtered("is_overdue"), "late")
        self.assert_each(outsides.filtered("is_over_loss"), "lost too much")
        self.assert_each(outsides.filtered("purchase_line_id"), "bought")
        self.assert_each(outsides.filtered(lambda outside: outside.step_id.pace != "done"), "of an operation")
        about = self.env["gendan.exception"].search([("res_model", "=", "gendan.outside")])
        self.assert_states(about, "kind", ("outside", "quality"))
        todos = self.todos(("res_model", "=", "gendan.outside"))
        self.assert_states(todos, "kind", ("outside_back", "outside_verdict"))

    def test_productions_in_every_pace(self):
        productions = self.env["mrp.production"].search(
            [("company_id", "=", self.company.id), ("gendan_step_ids", "!=", False)]
        )
        self.assert_states(productions, "gendan_pace", ("unknown", "on_pace", "still"))
        steps = productions.gendan_step_ids
        self.assert_states(steps, "pace", ("unknown", "waiting", "on_pace", "still", "done"))
        self.assert_each(steps.filtered("by_workorder"), "reported by work orders")
        self.assert_each(steps.filtered("is_holding"), "the one that holds it")
        cards = self.env["gendan.document"].search([("kind", "=", "process_card"), ("batch_count", ">", 1)])
        self.assertEqual(set(cards.mapped("batch_number")), {1, 2, 3, 4})

    # === liaison slips ===

    def test_liaison_slips_in_each_state(self):
        slips = self.env["gendan.slip"].search([("company_id", "=", self.company.id)])
        self.assert_states(slips, "state", ["draft", "issued", "answered", "closed", "cancelled"])
        self.assert_states(slips.line_ids, "state", ["new", "told", "acknowledged", "answered", "finished", "off"])
        silent = self.get("slip_silent")
        self.assertTrue(silent.is_overdue and not silent.answered_count)
        self.assert_each(self.todos(("res_id", "in", silent.line_ids.ids), ("kind", "=", "slip_answer")), "chased")
        self.assert_each(self.todos(("kind", "=", "slip_tell")), "customer to be told")
        self.assertEqual(self.get("slip_again").line_ids.round, 2)
        self.assertTrue(self.get("slip_from_workshop").production_id)
        closed = self.get("slip_closed")
        self.assertTrue(closed.customer_told_at and all(closed.line_ids.mapped("answer_hours")))

    # === who comes first ===

    def test_a_queue_at_the_press_and_what_the_planner_decided(self):
        decision = self.env["gendan.ranking.decision"].search([("company_id", "=", self.company.id)])
        self.assertEqual((len(decision), decision.user_id), (1, self.users["pmc"]))
        self.assertTrue(decision.reason and decision.won_count and decision.lost_count)
        board = self.env["gendan.ranking.board"].with_user(self.head).get_board(decision.workcenter_id.id)
        self.assertGreater(len(board["cards"]), 8)
        for what in ("has_penalty", "is_rush", "is_begun", "is_first"):
            self.assertTrue(any(card[what] for card in board["cards"]), what)
        self.assertFalse(board["is_as_proposed"])

    # === material ===

    def test_materials_and_what_suppliers_said(self):
        rows = self.env["gendan.material"].search([("company_id", "=", self.company.id)])
        self.assert_states(rows, "light", {"late", "open"})
        self.assert_states(rows, "cover", {"ordered", "request"})
        self.assert_states(rows, "word_state", {"none", "asked", "confirmed"})
        self.assert_each(rows.filtered(lambda row: row.asked_count == 2), "asked twice")
        self.assert_each(rows.filtered("alternatives"), "an alternative")
        self.assert_each(self.todos(("kind", "=", "supplier_silent"), ("open", "=", True)), "a silent supplier")
    # === collection ===

    def test_instalments_to_collect_in_every_situation(self):
        if not self.company.chart_template:
            self.skipTest("no accounts, no debts")
        cases = self.env["gendan.receivable.case"].search([("company_id", "=", self.company.id)])
        self.assert_states(cases, "situation", ("none", "promised", "broken", "paid", "disputed", "escalated"))
        self.assert_states(cases, "bucket", ("not_due", "days_30", "days_60", "days_90", "older"))
        self.assert_states(cases, "reason", ("disputed", "escalated", "paid", "broken", "reopened"))
        self.assertGreater(len(cases.currency_id), 2)
        self.assertEqual(self.get("case_part").instalment, "1/2")
        self.assert_each(cases.filtered(lambda case: case.settled and case.state == "open"), "a part has come")
        for kind in ("due", "broken", "paid", "disputed", "escalated"):
            self.assert_each(self.todos(("kind", "=", f"collect_{kind}"), ("open", "=", True)), kind)
        self.assert_each(self.env["gendan.receivable.digest"].search([("company_id", "=", self.company.id)]), "a list")

    # === new dates ===

    def test_new_dates_in_each_state(self):
        proposals = self.env["gendan.date.proposal"].search([("company_id", "=", self.company.id)])
        self.assert_states(proposals, "state", ["draft", "sent", "answered"])
        self.assert_states(proposals, "result", ["partly", "refused"])
        self.assert_states(proposals.line_ids, "outcome", ["promised", "up"])
        self.assert_each(proposals.filtered(lambda p: p.state == "sent" and p.opened_at), "opened by the customer")
        self.assert_each(proposals.filtered(lambda p: p.state == "sent" and not p.opened_at), "not opened yet")
        draft = self.get("new_dates_draft")
        self.assertTrue(draft.gendan_gate_blocked, "planning has not confirmed it")
        self.assertTrue(draft.line_ids.advice, "what keeps the customer running")
        for kind in ("date_draft", "date_proposal", "date_answer", "date_refused"):
            self.assert_each(self.todos(("kind", "=", kind)), kind)

    # === exceptions ===

    def test_exceptions_found_by_people_and_by_the_system(self):
        exceptions = self.env["gendan.exception"].search([("company_id", "=", self.company.id)])
        self.assert_states(exceptions, "state", {"open", "decided", "closed"})
        self.assert_states(exceptions, "outcome", {"done", "false", "gone"})
        self.assert_states(exceptions, "kind", {"shortage", "machine", "quality", "logistics", "customer"})
        self.assert_states(exceptions.filtered("is_found_by_system"), "detector", {"component", "transfer"})
        late = exceptions.filtered(lambda e: e.detector == "component" and e.days > 0)
        self.assertLessEqual(self.get("order_k1") | self.get("order_k2"), late.effect_ids.order_id)
        told = exceptions.filtered("cannot_meet")
        self.assertEqual(self.todos(("kind", "=", "exception_head"), ("res_id", "in", told.ids)).user_id,
                         self.users["boss"])  # fmt: skip
        self.assert_each(exceptions.filtered(lambda e: e.way_id and e.way_id.reason), "a way chosen")
        self.assert_each(exceptions.filtered(lambda e: e.state == "closed" and e.proof_ids), "proof")
        self.assert_each(exceptions.filtered("is_overdue"), "overdue")
        self.assertFalse(self.env["gendan.exception.look"].search([]))
