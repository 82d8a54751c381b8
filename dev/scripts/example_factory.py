"""Runs in `odoo shell` on a fresh database: a Chinese company and the example factory.

The add-on's demo code knows the story; this only prepares the company and hands over.
Prints one line, GENDAN_LOGINS and JSON, for the set-up to read.
"""

import json

MODEL = "gendan.demo.scenario"

env = env(context=dict(env.context, lang="en_US"))
company = env.ref("base.main_company")
company.country_id = env.ref("base.cn")
company.currency_id = env.ref("base.CNY")
if not company.chart_template:
    env["account.chart.template"].try_loading("cn", company=company)
rows = [{"role": "Administrator", "login": "admin", "password": "admin"}]
if MODEL in env:
    rows = list(env[MODEL]._load_example_factory()) + rows
else:
    print("GENDAN_NO_FACTORY")
env.cr.commit()
print("GENDAN_LOGINS", json.dumps(rows))
