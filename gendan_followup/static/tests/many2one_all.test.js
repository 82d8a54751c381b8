import { expect, test } from "@odoo/hoot";
import { click, queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

class Shopper extends models.Model {
    _name = "gendan.shopper";
    name = fields.Char();
    _records = [{ id: 1, name: "Maili Foods" }];
}
class Rule extends models.Model {
    _name = "gendan.rule";
    partner_id = fields.Many2one({ relation: "gendan.shopper" });
    _records = [
        { id: 1, partner_id: false },
        { id: 2, partner_id: 1 },
    ];
}

defineMailModels();
defineModels([Shopper, Rule]);

const ARCH = `<list editable="bottom">
    <field name="partner_id" widget="gendan_many2one_all" placeholder="All customers"/>
</list>`;

test("a rule for all says so in the list, and is still typed there", async () => {
    await mountView({ type: "list", resModel: "gendan.rule", arch: ARCH });
    expect(queryAllTexts(".o_data_cell")).toEqual(["All customers", "Maili Foods"]);
    await click(".o_data_cell:first");
    await animationFrame();
    expect(".o_selected_row .o_data_cell:first input").toHaveAttribute("placeholder", "All customers");
    expect(".o_selected_row .o_data_cell:first input").toHaveValue("");
});
