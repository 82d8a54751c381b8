import { registry } from "@web/core/registry";
import { WorkbenchController } from "./workbench_controller";
import { WorkbenchModel } from "./workbench_model";

export const workbenchView = {
    type: "gendan_workbench",
    Controller: WorkbenchController,
    Model: WorkbenchModel,
    searchMenuTypes: ["filter", "favorite"],
    props: (genericProps, view) => ({ ...genericProps, Model: view.Model }),
};

registry.category("views").add("gendan_workbench", workbenchView);
