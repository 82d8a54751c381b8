import { registry } from "@web/core/registry";
import { buildM2OFieldDescription, Many2OneField } from "@web/views/fields/many2one/many2one_field";

/**
 * A record of a rule that holds for all where none is chosen: the placeholder says so in lists and closed forms, too,
 * which would show nothing.
 */
export class Many2OneAllField extends Many2OneField {
    static template = "gendan_followup.Many2OneAllField";

    get isForAll() {
        return this.props.readonly && !this.props.record.data[this.props.name];
    }
}

registry.category("fields").add("gendan_many2one_all", buildM2OFieldDescription(Many2OneAllField));
