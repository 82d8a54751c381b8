"""Runs in `odoo shell`: builds the scripts and style sheets that every browser page asks for.

Without it each browser test builds them again (about 10 s), as its transaction is rolled back.
"""

SCRIPTS = (
    "web.assets_web",
    "web.assets_frontend_minimal",
    "web.assets_frontend_lazy",
    "web.assets_emoji",
    "web.assets_tests",
    "web.__assets_tests_call__",
    "web.assets_unit_tests_setup",
    "bus.websocket_worker_assets",
)
STYLES = (
    "web.assets_web",
    "web.assets_web_print",
    "web.assets_frontend",
)
# Papers ask for them with the prefixes that wkhtmltopdf's old engine needs: other files than those without.
PAPER_STYLES = ("web.report_assets_common", "web.report_assets_pdf")

qweb = env["ir.qweb"]
for name in SCRIPTS:
    qweb._get_asset_bundle(name, css=False, js=True).js()
for name in STYLES:
    qweb._get_asset_bundle(name, css=True, js=False).css()
for name in PAPER_STYLES:
    qweb._get_asset_bundle(name, css=True, js=False, autoprefix=True).css()
env.cr.commit()
