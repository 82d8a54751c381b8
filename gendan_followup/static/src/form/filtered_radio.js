import { registry } from "@web/core/registry";
import { RadioField, radioField } from "@web/views/fields/radio/radio_field";

/**
 * Radio buttons that offer only what may be chosen of this record: the option `whitelist_fname` names a field with the
 * list of keys, as with Odoo's own widget `filterable_selection`. What is chosen already stays to be seen.
 */
export class FilteredRadioField extends RadioField {
    static props = { ...RadioField.props, whitelist_fname: { type: String, optional: true } };

    get items() {
        const allowed = this.props.record.data[this.props.whitelist_fname];
        return Array.isArray(allowed)
            ? super.items.filter(([key]) => allowed.includes(key) || key === this.value)
            : super.items;
    }
}

registry.category("fields").add("gendan_filtered_radio", {
    ...radioField,
    component: FilteredRadioField,
    supportedTypes: ["selection"],
    extractProps: (fieldInfo, dynamicInfo) => ({
        ...radioField.extractProps(fieldInfo, dynamicInfo),
        whitelist_fname: fieldInfo.options.whitelist_fname,
    }),
});
