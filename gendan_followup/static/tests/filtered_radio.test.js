import { expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

class Verdict extends models.Model {
    _name = "gendan.verdict";
    result = fields.Selection({
        selection: [
            ["approved", "Approved"],
            ["rejected", "Rejected"],
            ["noted", "What came of it"],
        ],
    });
    choices = fields.Json();
    _records = [
        { id: 1, result: "approved", choices: ["approved", "rejected"] },
        { id: 2, result: "noted", choices: ["approved"] },
        { id: 3, result: "approved", choices: false },
    ];
}

defineMailModels();
defineModels([Verdict]);

const ARCH = `<form><field name="choices" invisible="1"/>
    <field name="result" widget="gendan_filtered_radio" options="{'whitelist_fname': 'choices'}"/></form>`;

test("only what may be chosen is offered, beside what is chosen", async () => {
    await mountView({ type: "form", resModel: "gendan.verdict", resId: 1, arch: ARCH });
    expect(queryAllTexts(".o_radio_item")).toEqual(["Approved", "Rejected"]);
    expect(".o_radio_item input:checked").toHaveCount(1);
});

test("what is chosen stays to be seen", async () => {
    await mountView({ type: "form", resModel: "gendan.verdict", resId: 2, arch: ARCH });
    expect(queryAllTexts(".o_radio_item")).toEqual(["Approved", "What came of it"]);
});

test("without a list all are offered", async () => {
    await mountView({ type: "form", resModel: "gendan.verdict", resId: 3, arch: ARCH });
    expect(".o_radio_item").toHaveCount(3);
});
