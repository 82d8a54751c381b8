import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { openSpecification } from "./spec_dialog";

/** How complete an order line's specification is, as a button that opens it; the order is saved first. */
export class SpecificationField extends Component {
    static template = "gendan_followup.SpecificationField";
    static props = { ...standardFieldProps };

    setup() {
        this.dialog = useService("dialog");
    }

    get percent() {
        return this.props.record.data[this.props.name];
    }

    get title() {
        const missing = this.props.record.data.gendan_spec_missing;
        return missing ? _t("Specification, still missing: %s", missing) : _t("Specification");
    }

    /** In a list Enter would go to the next row. */
    onKeydown(ev) {
        if (ev.key === "Enter" || ev.key === " ") {
            ev.stopPropagation();
        }
    }

    async open() {
        const record = this.props.record;
        const root = record.model.root;
        // a line that was just typed has no number before the order is saved, and is another record after it
        const index = root.data.order_line?.records.findIndex((line) => line.id === record.id);
        if (!(await root.save())) {
            return;
        }
        const lineId = record.resId || root.data.order_line?.records[index]?.resId;
        if (lineId) {
            openSpecification(this.dialog, lineId, () => root.load());
        }
    }
}

registry.category("fields").add("gendan_spec", {
    component: SpecificationField,
    displayName: _t("Specification"),
    supportedTypes: ["integer"],
    fieldDependencies: [
        { name: "gendan_is_specified", type: "boolean", readonly: true },
        { name: "gendan_spec_missing", type: "char", readonly: true },
    ],
});
