import { stepUtils } from "@web_tour/tour_utils";

// Ways through the client that several tours go.

/** The app with that menu, from anywhere. */
export function openApp(xmlid) {
    return [
        stepUtils.showAppsMenuItem(),
        {
            content: "open the app",
            trigger: `.o_app[data-menu-xmlid='${xmlid}']`,
            run: "click",
        },
    ];
}

/** A page of the add-on's menus; the app is open. */
export function openPage(xmlid, menu = "gendan_followup.menu_gendan_follow") {
    return [
        {
            content: "open the menu",
            trigger: `.o_main_navbar [data-menu-xmlid='${menu}']`,
            run: "click",
        },
        {
            content: "choose the page",
            trigger: `.o-dropdown--menu [data-menu-xmlid='${xmlid}']`,
            run: "click",
        },
    ];
}

/** A page of the form's notebook. */
export function openTab(name) {
    return {
        content: `go to the page ${name}`,
        trigger: `.o_form_view .o_notebook_headers a[name='${name}']`,
        run: "click",
    };
}

/** Type a name into a many2one and take what Odoo finds. */
export function choose(field, text, inside = ".o_form_view") {
    return [
        {
            content: `${field}: type`,
            trigger: `${inside} .o_field_widget[name='${field}'] input`,
            run: `edit ${text}`,
        },
        {
            content: `${field}: take it`,
            trigger: `.ui-autocomplete li:not(.o_m2o_dropdown_option) a:contains('${text}')`,
            run: "click",
        },
    ];
}

/** Choose in a selection. */
export function select(field, label, inside = ".o_form_view") {
    return [
        {
            content: `${field}: open`,
            trigger: `${inside} .o_field_widget[name='${field}'] input`,
            run: "click",
        },
        {
            content: `${field}: ${label}`,
            trigger: `.o_select_menu_item:contains('${label}')`,
            run: "click",
        },
    ];
}

/** Type into a field. */
export function type(field, text, inside = ".o_form_view") {
    return {
        content: `${field}: ${text}`,
        trigger: `${inside} .o_field_widget[name='${field}'] :is(input, textarea)`,
        run: `edit ${text}`,
    };
}
