import { registry } from "@web/core/registry";
import { redirect } from "@web/core/utils/urls";
import { patient } from "./patient";

// Run by tests/tours/test_sign_tour.py, which puts the paper up and checks what was sealed and filed.
registry.category("web_tour.tours").add("gendan_followup_sign", {
    steps: () =>
        patient([
            {
                content: "the customer's papers",
                trigger: "a:contains('Read and sign')",
                run: "click",
                expectUnloadPage: true,
            },
            {
                content: "the pages are there to be read",
                trigger: "img[src*='/page/1?']",
            },
            {
                content: "without a function nothing is signed",
                trigger: ".o_portal_sign_submit:disabled",
            },
            {
                content: "in which function",
                trigger: "#gendan_sign_function",
                run: "edit Receiving",
            },
            {
                content: "the name",
                trigger: ".o_web_sign_name_and_signature input",
                run: "edit Lin Xiaotong",
            },
            {
                trigger: "canvas.o_web_sign_signature",
                run: "canvasNotEmpty",
            },
            {
                content: "sign",
                trigger: ".o_portal_sign_submit:enabled",
                run: "click",
                expectUnloadPage: true,
            },
            {
                content: "it says who signed, and gives the signed PDF",
                trigger: "[name='gendan_signed']:contains('Lin Xiaotong (Receiving)') a[href*='signed=1']",
            },
            {
                content: "no second time",
                trigger: "main:not(:has(.o_portal_sign_submit))",
                run: () => redirect("/my"),
                expectUnloadPage: true,
            },
        ]),
});
