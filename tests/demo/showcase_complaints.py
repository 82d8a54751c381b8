"""What the example factory shows of complaints; see ``showcase.py``."""


class ComplaintShowcase:
    """For the class that has loaded the example, beside ``Showcase``."""

    # === complaints ===

    def test_complaints(self):
        complaints = self.env["gendan.complaint"].search([("company_id", "=", self.company.id)])
        self.assert_states(complaints, "state", dict(complaints._fields["state"].selection))
        self.assert_states(complaints, "track", ("light", "full"))
        self.assert_states(complaints, "severity", ("minor", "major", "critical"))
        self.assert_states(complaints, "objection", ("in", "out"))
        self.assertEqual(self.get("complaint_again").repeat_ids, self.get("complaint_july"))
        self.assertTrue(self.get("complaint_stopped").line_stopped)
        mixed = self.get("complaint_tray_loose").settlement_ids
        self.assertEqual(mixed.mapped("choice"), ["return", "rework", "refund", "discount"])
        self.assertTrue(all(mixed.mapped("result_id")))
        self.assertTrue(self.get("complaint_ink").needs_approval)
        deduction = self.get("complaint_deformed").settlement_ids
        self.assertEqual(deduction.difference_id.complaint_id, deduction.complaint_id.id)
        self.assertEqual(self.get("complaint_layers").settlement_ids[-1]._gendan_result().move_type, "in_refund")
        costs = self.env["gendan.complaint.cost"].search([("company_id", "=", self.company.id)])
        self.assertGreaterEqual(len({cost.date.replace(day=1) for cost in costs}), 2)
        self.assertGreaterEqual(len(costs.department_id), 3)
        matt = self.get("complaint_matt")
        self.assertTrue(matt.carried_note, "opened again, what stands there is looked at once more")
        self.assertEqual((matt.reopened_count, matt.round_ids.ended_as), (1, "closed"))
        self.assertEqual((matt.round_ids.resolution_kept, matt.clock_term), ("kept", "first"))
        few = self.get("complaint_few")
        self.assertEqual(few.settlement_ids._gendan_result().move_type, "out_refund", "settled in one screen")
        mailed, filed = self.get("complaint_mailed"), self.get("complaint_filed")
        self.assertEqual((mailed.channel, mailed.partner_id), ("mail", self.get("partner_hemu")))
        self.assertTrue(mailed.picking_id and mailed.photo_ids, "recognised, with its photo")
        self.assertEqual((filed.channel, len(filed.line_ids.photo_ids), len(filed.photo_ids)), ("portal", 1, 1))
        stray = self.get("complaint_stray")
        self.assertEqual((stray.partner_id.ids, stray.state), ([], "new"), "to be handed over")
        asides = self.env["gendan.mail.aside"].search([("company_id", "=", self.company.id)])
        self.assertEqual(set(asides.mapped("to_model")), {"gendan.complaint", "gendan.inquiry"})
        pasted, order = self.get("complaint_pasted"), self.get("order_h3")
        self.assertRecordValues(
            pasted,
            [{"channel": "chat", "partner_id": self.get("partner_mailitian").id, "order_id": order.id,
              "contact_id": self.get("contact_lin").id, "state": "new", "wished": "replace"}],
        )  # fmt: skip
        self.assertEqual((pasted.line_ids.checked, pasted.line_ids.bad), (1000, 120), "read out of the chat")
        self.assertEqual((pasted.paper_ids.chat_app, len(pasted.paper_ids.attachment_ids)), ("wechat", 2))
        self.assertIn("坚果袋", pasted.subject)
        self.assert_each(complaints.answer_ids.filtered("is_holding"), "holding answers")
        self.assert_each(self.todos(("kind", "=", "complaint")), "waiting for the clerk")

    def test_goods_on_hold_that_the_warehouse_is_to_scrap(self):
        hold = self.get("hold_leak")
        line = hold.line_ids.filtered("to_scrap")
        self.assertTrue(line.released and line.scrapped and line.back and line.left > line.to_scrap)
        todo = self.todos(("kind", "=", "hold_scrap"))
        self.assertEqual((todo.res_id, todo.user_id), (hold.id, self.get("user_warehouse")))

    def test_the_full_track_at_each_stage(self):
        get = {key: self.get(f"complaint_{key}") for key in ("tray", "leak", "again", "july", "pull", "zip", "knit")}
        for key, complaint in get.items():
            self.assertTrue(complaint.letter_at and complaint.track == "full", key)
        self.assertFalse(get["tray"].d3_done_at)
        self.assertTrue(get["leak"].d3_done_at and get["leak"].hold_ids and get["leak"].contained_text)
        self.assertEqual(set(get["again"].action_ids.mapped("progress")), {"done", "overdue", "open"})
        self.assertEqual((get["july"].watch_state, get["july"].reopened_count), ("repeated", 1))
        self.assertEqual(get["july"].watch_ids.repeat_id, get["again"])
        self.assertTrue(get["july"].round_ids.d3_done_at and not get["july"].d3_done_at and not get["july"].first_due)
        self.assertEqual((get["pull"].state, get["pull"].watch_state), ("closed", "watching"))
        self.assertTrue(0 < get["pull"].watch_ids.seen < get["pull"].watch_ids.wanted)
        self.assertFalse(get["zip"]._gendan_8d_error(), "ready to be sent")
        self.assertEqual((get["knit"].state, get["knit"].watch_state), ("closed", "watching"))
        self.assertTrue(get["knit"].d8_done_at)
        self.assertEqual(get["knit"].with_context(lang="en_US")._gendan_8d_lang(), "zh_TW")
