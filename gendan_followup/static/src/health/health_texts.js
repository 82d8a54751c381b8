import { _t } from "@web/core/l10n/translation";

/** A delivery light in words. */
export function deliveryText(health) {
    return {
        waiting: _t("Waiting for start conditions"),
        on_track: _t("On track"),
        at_risk: _t("At risk"),
        late: _t("Late"),
        delivered: _t("Delivered"),
        cancelled: _t("Cancelled"),
    }[health];
}

/** A light of papers and money in words. */
export function moneyText(health) {
    return {
        none: _t("Nothing due"),
        on_track: _t("On track"),
        at_risk: _t("At risk"),
        late: _t("Late"),
        done: _t("Done"),
        cancelled: _t("Cancelled"),
    }[health];
}
