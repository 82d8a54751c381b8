import { useEffect, useRef } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { useDropzone } from "@web/core/dropzone/dropzone_hook";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { formView } from "@web/views/form/form_view";
import { FormController } from "@web/views/form/form_controller";
import { ListController } from "@web/views/list/list_controller";
import { listView } from "@web/views/list/list_view";
import { onWillStart } from "@odoo/owl";

const CLERKS = "gendan_followup.group_gendan_user";
/** How often a pile that is being read is looked at, in milliseconds. */
const LOOK_AGAIN = 2000;

/** A list on which piles of scans can be dropped, and with a button to choose them. */
export class FilingListController extends ListController {
    static template = "gendan_followup.FilingListView";
    static components = { ...ListController.components, Dropdown, DropdownItem };

    setup() {
        super.setup();
        this.http = useService("http");
        this.ui = useService("ui");
        this.notification = useService("notification");
        this.filingAction = useService("action");
        this.fileInput = useRef("filingInput");
        this.filingHow = false;
        this.filingWays = [
            { id: "original", name: _t("Originals, in our hands") },
            { id: "driver", name: _t("Originals our driver brought") },
            { id: "scan", name: _t("Scans and photos sent to us") },
            { id: "fax", name: _t("Faxes") },
        ];
        onWillStart(async () => {
            this.canFile = await user.hasGroup(CLERKS);
        });
        useDropzone(
            this.rootRef,
            (ev) => this.fileScans([...ev.dataTransfer.files]),
            "o_gendan_filing_drop",
            () => this.canFile && !this.env.inDialog
        );
    }

    /** @param {string|false} how one of the ways a paper comes back; false: the company's usual one */
    chooseScans(how) {
        this.filingHow = how;
        this.fileInput.el.click();
    }

    async onScansChosen(ev) {
        const files = [...ev.target.files];
        ev.target.value = null;
        await this.fileScans(files, this.filingHow);
    }

    /**
     * Upload the files, have them filed, and show the pile.
     * @param {File[]} files
     * @param {string|false} how
     */
    async fileScans(files, how = false) {
        if (!files.length) {
            return;
        }
        this.ui.block({ message: _t("The pages are being read ...") });
        try {
            const uploads = JSON.parse(
                await this.http.post(
                    "/web/binary/upload_attachment",
                    { csrf_token: odoo.csrf_token, ufile: files, model: "gendan.filing", id: 0 },
                    "text"
                )
            );
            const failed = uploads.find((upload) => upload.error);
            if (failed) {
                this.notification.add(failed.error, { type: "danger" });
                return;
            }
            const result = await this.model.orm.call("gendan.filing", "gendan_drop", [
                uploads.map((upload) => upload.id),
                how,
            ]);
            this.notification.add(result.message, { type: result.state === "done" ? "success" : "warning" });
            await this.filingAction.doAction({
                type: "ir.actions.act_window",
                res_model: "gendan.filing",
                res_id: result.id,
                views: [[false, "form"]],
            });
        } finally {
            this.ui.unblock();
        }
    }
}

registry.category("views").add("gendan_filing_list", { ...listView, Controller: FilingListController });

/** A pile; while it is being read, its progress is shown. */
export class FilingFormController extends FormController {
    setup() {
        super.setup();
        useEffect(
            (working) => {
                if (!working) {
                    return;
                }
                const timer = setInterval(() => this.model.root.load(), LOOK_AGAIN);
                return () => clearInterval(timer);
            },
            () => [this.model.root?.data?.state === "working"]
        );
    }
}

registry.category("views").add("gendan_filing_form", { ...formView, Controller: FilingFormController });
