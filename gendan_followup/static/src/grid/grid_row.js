import { Component, onMounted, onWillUnmount, useRef, useState } from "@odoo/owl";
import { deliveryText, moneyText } from "../health/health_texts";

const COLORS = {
    late: "text-danger",
    at_risk: "text-warning",
    waiting: "text-info",
    on_track: "text-success",
    delivered: "text-success",
    done: "text-success",
};

/** What is typed, over the cell it is typed in. */
class GendanGridInput extends Component {
    static template = "gendan_followup.GridInput";
    static props = { renderer: Object, input: Object };

    setup() {
        this.editing = this.props.renderer.editing;
        this.input = useState(this.props.input);
        const ref = useRef("input");
        onMounted(() => this.editing.onInputDrawn(ref.el));
        onWillUnmount(() => this.editing.onInputDrawn(null));
    }
}

/**
 * One row of the grid, a component of its own so that scrolling draws the rows that come, and not all of them anew:
 * it is drawn again only when one of its props is another.
 */
export class GendanGridRow extends Component {
    static template = "gendan_followup.GridRow";
    static components = { GridInput: GendanGridInput };
    static props = {
        renderer: Object,
        row: Object,
        number: Number,
        top: Number,
        columns: Array,
        chosen: { type: [Object, { value: null }] },
        input: { type: [Object, { value: null }] },
        pending: String,
    };

    setup() {
        this.sheet = this.props.renderer.sheet;
    }

    cellClass(column) {
        const { row, chosen } = this.props;
        const classes = [];
        if (column.kind) {
            const cell = row.cells[column.number];
            classes.push("o_gendan_day", cell ? `o_gendan_c_${cell.c}` : "o_gendan_c_none");
            if (cell) {
                cell.x && classes.push("o_gendan_critical");
                (cell.r || cell.y) && classes.push("o_gendan_noted");
                !cell.t && classes.push("o_gendan_locked");
                cell.i in this.sheet.state.pending && classes.push("o_gendan_pending");
            }
        } else {
            classes.push(`o_gendan_h_${column.key}`);
            column.sticky && classes.push("o_gendan_sticky");
            column.key === "buffer" && classes.push(`o_gendan_buffer_${row.health}`);
        }
        if (chosen && column.index >= chosen.left && column.index <= chosen.right) {
            classes.push("o_gendan_selected");
            column.index === chosen.active && classes.push("o_gendan_active");
        }
        return classes.join(" ");
    }

    lights() {
        const { health, money } = this.props.row;
        return [
            { icon: "fa-truck", color: COLORS[health] || "text-muted", text: deliveryText(health) },
            money && { icon: "fa-money", color: COLORS[money] || "text-muted", text: moneyText(money) },
        ].filter(Boolean);
    }
}
