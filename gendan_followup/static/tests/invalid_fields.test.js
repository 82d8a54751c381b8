import { expect, test } from "@odoo/hoot";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
} from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

class Paper extends models.Model {
    _name = "gendan.paper";
    name = fields.Char();
    account = fields.Char({ string: "Account", required: true });
    row_ids = fields.One2many({ string: "Rows", relation: "gendan.row", relation_field: "paper_id" });
    _records = [{ id: 1, name: "P1", account: "wx", row_ids: [1] }];
}

class Row extends models.Model {
    _name = "gendan.row";
    name = fields.Char();
    paper_id = fields.Many2one({ relation: "gendan.paper" });
    copies = fields.Integer({ string: "Copies" });
    _records = [{ id: 1, name: "Process card", paper_id: 1, copies: 2 }];
}

defineMailModels();
defineModels([Paper, Row]);

const ARCH = `<form><field name="name"/><field name="account"/>
    <field name="row_ids"><list editable="bottom"><field name="name"/><field name="copies"/></list></field></form>`;

test("what is empty is named, with the record", async () => {
    await mountView({ type: "form", resModel: "gendan.paper", resId: 1, arch: ARCH });
    await contains("div[name=account] input").clear();
    await contains(".o_form_button_save").click();
    expect(".o_notification_content").toHaveText(
        "P1 is not saved yet. Please fill in or correct: Account."
    );
});

test("what is wrong in a row is named with the row", async () => {
    await mountView({ type: "form", resModel: "gendan.paper", resId: 1, arch: ARCH });
    await contains("td[name=copies]").click();
    await contains("td[name=copies] input").edit("many", { confirm: false });
    await contains(".o_form_button_save").click();
    expect(".o_notification_content:last").toHaveText(/Process card.*Copies/);
});
