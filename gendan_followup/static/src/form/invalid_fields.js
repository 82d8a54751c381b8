import { _t } from "@web/core/l10n/translation";
import { Record } from "@web/model/relational_model/record";
import { formatList } from "@web/core/l10n/utils";
import { patch } from "@web/core/utils/patch";

/** Whether the record is ours, or a document of Odoo we add to (orders, productions, deliveries ...). */
function isOurs(record) {
    return (
        record.resModel.startsWith("gendan.") ||
        Object.keys(record.fields).some((name) => name.startsWith("gendan_"))
    );
}

/**
 * The labels of what is empty or cannot be read, those of the rows with the name of their row.
 *
 * @param {Record} record
 * @returns {string[]}
 */
function invalidLabels(record) {
    const labels = [];
    for (const name of record._invalidFields) {
        const field = record.fields[name];
        const rows = ["one2many", "many2many"].includes(field.type)
            ? record.data[name].records.filter((row) => row._invalidFields.size)
            : [];
        if (!rows.length) {
            labels.push(field.string);
        }
        for (const row of rows) {
            labels.push(
                _t("%(row)s: %(fields)s", {
                    row: nameOf(row) || field.string,
                    fields: formatList(invalidLabels(row)),
                })
            );
        }
    }
    return [...new Set(labels)];
}

function nameOf(record) {
    const { display_name, name, product_id } = record.data;
    return (
        (typeof display_name === "string" && display_name) ||
        (typeof name === "string" && name.split("\n")[0]) ||
        (product_id && product_id.display_name) ||
        ""
    );
}

// Odoo says "Missing required fields", whatever is wrong, and has it in no Chinese
patch(Record.prototype, {
    _displayInvalidFieldNotification() {
        const labels = isOurs(this) ? invalidLabels(this) : [];
        if (!labels.length) {
            return super._displayInvalidFieldNotification();
        }
        const name = nameOf(this);
        const fields = formatList(labels);
        const text = name
            ? _t("%(name)s is not saved yet. Please fill in or correct: %(fields)s.", { name, fields })
            : _t("Not saved yet. Please fill in or correct: %(fields)s.", { fields });
        return this.model.notification.add(text, { type: "danger" });
    },
});
