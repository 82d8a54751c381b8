import { exprToBoolean } from "@web/core/utils/strings";

export class GendanGridArchParser {
    parse(arch) {
        return {
            limit: parseInt(arch.getAttribute("limit") || "200", 10),
            defaultOrder: arch.getAttribute("default_order") || "",
            money: !arch.hasAttribute("money") || exprToBoolean(arch.getAttribute("money")),
            className: arch.getAttribute("class") || "",
        };
    }
}
