import { registry } from "@web/core/registry";
import { GendanGridArchParser } from "./grid_arch_parser";
import { GendanGridController } from "./grid_controller";
import { GendanGridModel } from "./grid_model";
import { GendanGridRenderer } from "./grid_renderer";

/** Orders x milestones, worked in like a spreadsheet. For the model gendan.plan. */
export const gendanGridView = {
    type: "gendan_grid",
    ArchParser: GendanGridArchParser,
    Controller: GendanGridController,
    Model: GendanGridModel,
    Renderer: GendanGridRenderer,
    searchMenuTypes: ["filter", "groupBy", "favorite"],

    props(genericProps, view) {
        return {
            ...genericProps,
            archInfo: new view.ArchParser().parse(genericProps.arch),
            Model: view.Model,
            Renderer: view.Renderer,
        };
    },
};

registry.category("views").add("gendan_grid", gendanGridView);
