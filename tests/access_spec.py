"""The specification of the access matrix: every model x every role, and on whose records.

``MODELS`` is the models' own rights, ``RECORDS`` says of the role's own customer, of another clerk's customer, of
another company.
"""

OPERATIONS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}
ROLES = ("clerk", "supervisor", "rep", "department", "portal", "employee")

LIST = dict(clerk="r", supervisor="rwcd", rep="r", department="r", portal="", employee="r")
WIZARD = dict(clerk="rwcd", supervisor="rwcd", rep="", department="", portal="", employee="")
MODELS = {
    # plan
    "gendan.plan": dict(clerk="r", supervisor="r", rep="r", department="r", portal="", employee=""),
    "gendan.milestone": dict(clerk="rw", supervisor="rw", rep="r", department="rw", portal="", employee=""),
    "gendan.part": dict(clerk="r", supervisor="r", rep="r", department="r", portal="", employee=""),
    "gendan.promise": dict(clerk="r", supervisor="r", rep="r", department="", portal="", employee=""),
    "gendan.plan.template": LIST,
    "gendan.plan.template.line": LIST,
    "gendan.plan.template.link": LIST,
    "gendan.plan.rule": LIST,
    "gendan.milestone.kind": LIST,
    # common: people and lists
    "gendan.department": LIST,
    "gendan.customer.grade": LIST,
    "gendan.cause": LIST,
    "gendan.change.aspect": LIST,
    "gendan.transit": LIST,
    "gendan.settlement.profile": LIST,
    "gendan.settlement.line": LIST,
    "gendan.extra.workday": LIST,
    "gendan.absence": dict(clerk="rwcd", supervisor="rwcd", rep="r", department="r", portal="", employee=""),
    "gendan.absence.cover": dict(clerk="rwcd", supervisor="rwcd", rep="r", department="", portal="", employee=""),
    "gendan.hand.over": dict(clerk="", supervisor="rwcd", rep="", department="", portal="", employee=""),
    "gendan.hand.over.line": dict(clerk="", supervisor="rwcd", rep="", department="", portal="", employee=""),
    "gendan.clerk.load": dict(clerk="", supervisor="r", rep="", department="", portal="", employee=""),
    # whose accounts a clerk keeps: tests/order/test_account.py
    "gendan.partner.account": dict(clerk="rwcd", supervisor="rwcd", rep="r", department="", portal="", employee=""),
    "gendan.customer.backup": dict(clerk="rwcd", supervisor="rwcd", rep="r", department="", portal="", employee=""),
    # common: mechanisms
    "gendan.todo": dict(clerk="r", supervisor="r", rep="r", department="r", portal="", employee="r"),
    # which of them: tests/customer/test_inquiry_mail.py
    "gendan.mail.aside": dict(clerk="r", supervisor="rd", rep="", department="", portal="", employee=""),
    "gendan.todo.log": dict(clerk="r", supervisor="r", rep="r", department="r", portal="", employee="r"),
    "gendan.ladder": LIST,
    "gendan.ladder.step": LIST,
    "gendan.waiver": dict(clerk="r", supervisor="r", rep="r", department="", portal="", employee=""),
    "gendan.document": dict(clerk="rwc", supervisor="rwcd", rep="r", department="", portal="r", employee=""),
    "gendan.document.issue": dict(clerk="rc", supervisor="rc", rep="r", department="", portal="", employee=""),
    "gendan.event": dict(clerk="r", supervisor="r", rep="r", department="r", portal="", employee=""),
    "gendan.touch": dict(clerk="", supervisor="r", rep="", department="", portal="", employee=""),
    "gendan.message": dict(clerk="r", supervisor="r", rep="r", department="", portal="", employee=""),
    # production: whose exceptions, and what one reported: tests/production/test_exception.py
    "gendan.exception": dict(clerk="rwc", supervisor="rwcd", rep="r", department="rwc", portal="", employee="r"),
    "gendan.exception.effect": dict(clerk="r", supervisor="r", rep="r", department="r", portal="", employee=""),
    "gendan.exception.way": dict(clerk="rwcd", supervisor="rwcd", rep="r", department="rwcd", portal="", employee="r"),
    "gendan.date.proposal": dict(clerk="rwcd", supervisor="rwcd", rep="r", department="", portal="", employee=""),
    "gendan.date.proposal.line": dict(clerk="rwcd", supervisor="rwcd", rep="r", department="", portal="", employee=""),
    "gendan.date.reply": dict(clerk="r", supervisor="r", rep="r", department="", portal="", employee=""),
    # made by the board alone; of the rows whose: tests/production/test_ranking.py
    **dict.fromkeys(
        ("gendan.ranking.decision", "gendan.ranking.decision.line"),
        dict(clerk="r", supervisor="r", rep="", department="r", portal="", employee=""),
    ),
    "gendan.exception.look": dict(clerk="", supervisor="r", rep="", department="", portal="", employee=""),
    # days asked of planning and confirmed by it, seen with their part: tests/production/test_date_word.py
    "gendan.date.word": dict(clerk="r", supervisor="r", rep="r", department="r", portal="", employee=""),
    "gendan.date.warning": dict(clerk="r", supervisor="r", rep="r", department="", portal="", employee=""),
    # delay reports; what owners of measures may: tests/production/test_delay.py
    "gendan.delay.report": dict(clerk="rw", supervisor="rw", rep="r", department="", portal="", employee=""),
    "gendan.delay.measure": dict(
        clerk="rwcd", supervisor="rwcd", rep="rw", department="rw", portal="", employee="rw"
    ),
    "gendan.date.question": dict(clerk="r", supervisor="r", rep="r", department="r", portal="", employee=""),
    # delivery; warehouse people keep the units of their batches: tests/delivery/test_load_plan.py
    "gendan.shipping.plan": dict(clerk="r", supervisor="r", rep="r", department="r", portal="", employee=""),
    # who quality is: departments; the warehouse reads: tests/delivery/test_quality_hold.py
    "gendan.quality.hold": dict(clerk="r", supervisor="rwcd", rep="r", department="rwc", portal="", employee=""),
    "gendan.load.unit.type": LIST,
    "gendan.load.unit": dict(clerk="r", supervisor="r", rep="", department="", portal="", employee=""),
    # orders: what is agreed
    "gendan.spec.set": LIST,
    "gendan.spec.attribute": LIST,
    "gendan.spec.choice": LIST,
    "gendan.spec.value": dict(clerk="r", supervisor="r", rep="r", department="r", portal="", employee=""),
    "gendan.order.version": dict(clerk="r", supervisor="r", rep="r", department="", portal="", employee=""),
    # order intake
    "gendan.intake.paper": dict(clerk="rc", supervisor="rc", rep="rc", department="", portal="", employee=""),
    "gendan.customer.material": dict(clerk="rwcd", supervisor="rwcd", rep="r", department="", portal="", employee=""),
    "gendan.moq": LIST,
    "gendan.moq.consent": dict(clerk="r", supervisor="r", rep="r", department="", portal="", employee=""),
    "gendan.order.change": dict(clerk="rwcd", supervisor="rwcd", rep="r", department="", portal="", employee=""),
    "gendan.order.change.line": dict(clerk="rwcd", supervisor="rwcd", rep="r", department="", portal="", employee=""),
    # which requests' rows one reads: tests/order/test_change_spec.py
    "gendan.order.change.spec": dict(clerk="r", supervisor="r", rep="r", department="", portal="", employee=""),
    "gendan.order.touch": dict(clerk="r", supervisor="r", rep="r", department="r", portal="", employee=""),
    "gendan.order.recall": dict(clerk="r", supervisor="r", rep="r", department="r", portal="", employee=""),
    # contracts; who approves or chops one reads that one: tests/order/test_contract.py
    "gendan.contract": dict(clerk="rwcd", supervisor="rwcd", rep="r", department="r", portal="", employee="r"),
    "gendan.contract.clause": LIST,
    "gendan.chop": LIST,
    "gendan.chop.use": dict(clerk="r", supervisor="r", rep="r", department="", portal="", employee=""),
    "gendan.paper.rule": LIST,
    # production; departments type for their work centres: tests/production/test_progress.py
    "gendan.progress.step": dict(clerk="rwc", supervisor="rwcd", rep="r", department="rwc", portal="", employee=""),
    "gendan.progress.entry": dict(clerk="rwc", supervisor="rwc", rep="r", department="rwc", portal="", employee=""),
    # kept by the program
    "gendan.table.profile": dict(clerk="r", supervisor="rd", rep="", department="r", portal="", employee=""),
    # samples
    "gendan.sample.kind": LIST,
    "gendan.sample": dict(clerk="rwc", supervisor="rwcd", rep="r", department="r", portal="", employee=""),
    "gendan.sample.artwork": dict(clerk="rwc", supervisor="rwcd", rep="r", department="r", portal="", employee=""),
    "gendan.sample.round": dict(clerk="rwcd", supervisor="rwcd", rep="r", department="rwc", portal="", employee=""),
    "gendan.sample.verdict": dict(clerk="rc", supervisor="rc", rep="r", department="r", portal="", employee=""),
    "gendan.sample.kept": dict(clerk="rwc", supervisor="rwcd", rep="r", department="rwc", portal="", employee=""),
    "gendan.tooling": dict(clerk="rwc", supervisor="rwcd", rep="r", department="rwc", portal="", employee=""),
    "gendan.tooling.fee": dict(clerk="rwc", supervisor="rwcd", rep="r", department="", portal="", employee=""),
    # delivery; the warehouse: tests/delivery/test_delivery_note.py
    "gendan.delivery.note": dict(clerk="r", supervisor="r", rep="r", department="", portal="", employee=""),
    # the warehouse and who sees prices: tests/delivery/test_export.py
    "gendan.export.shipment": dict(clerk="rw", supervisor="rwd", rep="r", department="r", portal="", employee=""),
    # accounting checks them: tests/delivery/test_letter_of_credit.py
    "gendan.letter.of.credit": dict(clerk="rwc", supervisor="rwcd", rep="r", department="", portal="", employee=""),
    # a department's own papers: tests/delivery/test_export_papers.py
    "gendan.export.paper": dict(clerk="rwc", supervisor="rwcd", rep="r", department="rw", portal="", employee=""),
    "gendan.export.difference": dict(clerk="rw", supervisor="rw", rep="r", department="rw", portal="", employee=""),
    "gendan.export.paper.kind": LIST,
    "gendan.export.paper.rule": LIST,
    "gendan.arrival": dict(clerk="rwcd", supervisor="rwcd", rep="r", department="", portal="", employee=""),
    "gendan.arrival.line": dict(clerk="rwcd", supervisor="rwcd", rep="r", department="", portal="", employee=""),
    "gendan.note.copy": dict(clerk="r", supervisor="rwcd", rep="r", department="r", portal="", employee="r"),
    "gendan.customer.part": dict(clerk="rwcd", supervisor="rwcd", rep="r", department="", portal="", employee=""),
    # signed papers; whose signatories a clerk keeps: tests/document/test_validity.py
    "gendan.chop.kind": LIST,
    "gendan.validity.rule": LIST,
    "gendan.signatory": dict(clerk="rwcd", supervisor="rwcd", rep="r", department="", portal="", employee=""),
    "gendan.document.decision": dict(clerk="r", supervisor="r", rep="r", department="", portal="", employee=""),
    "gendan.limitation": dict(clerk="r", supervisor="rwcd", rep="r", department="r", portal="", employee="r"),
    "gendan.signing": dict(clerk="r", supervisor="r", rep="r", department="", portal="", employee=""),
    # production, and warehouse and purchasing, keep what is outside: tests/production/test_outside.py
    "gendan.outside": dict(clerk="rwc", supervisor="rwcd", rep="r", department="rwc", portal="", employee=""),
    "gendan.outside.trip": dict(clerk="rwcd", supervisor="rwcd", rep="r", department="rwcd", portal="", employee=""),
    "gendan.outside.process": LIST,
    # delivery; accounting reads and decides slips: tests/delivery/test_ship_money.py
    "gendan.remittance": dict(clerk="rwc", supervisor="rwcd", rep="rc", department="", portal="", employee=""),
    "gendan.transport.case": dict(clerk="rwc", supervisor="rwcd", rep="r", department="", portal="", employee=""),
    # who of a department, and what it may write: tests/complaint/test_complaint_access.py
    "gendan.complaint": dict(clerk="rwc", supervisor="rwcd", rep="r", department="rw", portal="", employee=""),
    "gendan.complaint.line": dict(clerk="rwcd", supervisor="rwcd", rep="r", department="r", portal="", employee=""),
    "gendan.complaint.paper": dict(clerk="rc", supervisor="rc", rep="r", department="r", portal="", employee=""),
    "gendan.complaint.answer": dict(clerk="r", supervisor="r", rep="r", department="r", portal="", employee=""),
    "gendan.complaint.settlement": dict(
        clerk="rwcd", supervisor="rwcd", rep="r", department="", portal="", employee=""
    ),
    # made by settlements; costs are charged to departments: tests/complaint/test_settle_cost.py
    "gendan.sorting": dict(clerk="rw", supervisor="rw", rep="r", department="rw", portal="", employee=""),
    "gendan.complaint.cost": dict(clerk="r", supervisor="rwcd", rep="", department="r", portal="", employee=""),
    "gendan.complaint.kind": LIST,
    # clocks and holds: tests/complaint/test_clock.py, test_hold.py; the warehouse writes notes, test_hold_scrap.py
    "gendan.complaint.policy": LIST,
    "gendan.complaint.pause": dict(clerk="r", supervisor="r", rep="r", department="r", portal="", employee=""),
    "gendan.complaint.round": dict(clerk="r", supervisor="r", rep="r", department="r", portal="", employee=""),
    "gendan.complaint.trace": dict(clerk="rw", supervisor="rw", rep="r", department="rw", portal="", employee=""),
    # the full track; owners of actions: tests/complaint/test_full_track.py
    **dict.fromkeys(
        ("gendan.complaint.evidence", "gendan.complaint.why"),
        dict(clerk="rwcd", supervisor="rwcd", rep="r", department="rwcd", portal="", employee=""),
    ),
    "gendan.complaint.watch": dict(clerk="r", supervisor="r", rep="r", department="r", portal="", employee=""),
    "gendan.complaint.action": dict(
        clerk="rwcd", supervisor="rwcd", rep="rw", department="rwcd", portal="", employee="rw"
    ),
    "gendan.hold": dict(clerk="r", supervisor="rw", rep="", department="rw", portal="", employee=""),
    "gendan.hold.line": dict(clerk="r", supervisor="rw", rep="", department="rw", portal="", employee=""),
    "gendan.defect": LIST,
    # customers' and reps' questions: tests/customer/test_inquiry.py
    "gendan.inquiry": dict(clerk="rwc", supervisor="rwcd", rep="rc", department="", portal="", employee=""),
    "gendan.cod": dict(clerk="rw", supervisor="rwcd", rep="r", department="", portal="", employee=""),
    "gendan.tolerance": LIST,
    # orders
    "gendan.order.kind": dict(clerk="r", supervisor="r", rep="r", department="r", portal="", employee="r"),
    "gendan.review.point": LIST,
    "gendan.review.item": dict(clerk="rw", supervisor="rw", rep="r", department="rw", portal="", employee=""),
    "gendan.review.answer": dict(clerk="r", supervisor="r", rep="r", department="r", portal="", employee=""),
    # prices
    "gendan.cost.scheme": dict(clerk="", supervisor="rwcd", rep="", department="", portal="", employee=""),
    "gendan.cost.scheme.line": dict(clerk="", supervisor="rwcd", rep="", department="", portal="", employee=""),
    "gendan.cost.sheet": dict(clerk="", supervisor="rwcd", rep="", department="", portal="", employee=""),
    "gendan.cost.sheet.line": dict(clerk="", supervisor="rwcd", rep="", department="", portal="", employee=""),
    "gendan.cost.step": dict(clerk="", supervisor="rwcd", rep="", department="", portal="", employee=""),
    "gendan.price.approval": dict(clerk="rc", supervisor="rc", rep="rc", department="", portal="", employee=""),
    # statements; accounting keeps them, too: tests/statement/test_statement_access.py
    "gendan.statement": dict(clerk="rw", supervisor="rwd", rep="r", department="", portal="", employee=""),
    "gendan.statement.line": dict(clerk="r", supervisor="r", rep="r", department="", portal="", employee=""),
    # answers are kept by the statement alone; whose, and what people write of differences: test_statement_answer.py
    "gendan.statement.answer": dict(clerk="r", supervisor="r", rep="r", department="", portal="", employee=""),
    "gendan.statement.answer.line": dict(clerk="r", supervisor="r", rep="r", department="", portal="", employee=""),
    "gendan.statement.difference": dict(clerk="rw", supervisor="rw", rep="r", department="", portal="", employee=""),
    "gendan.statement.run": dict(clerk="rwc", supervisor="rwcd", rep="", department="", portal="", employee=""),
    "gendan.statement.run.item": dict(clerk="r", supervisor="r", rep="", department="", portal="", employee=""),
    "gendan.invoice.share": dict(clerk="r", supervisor="r", rep="r", department="", portal="", employee=""),
    "gendan.receivable.month": dict(clerk="r", supervisor="r", rep="r", department="", portal="", employee=""),
    # who notes and decides: tests/statement/test_deposit.py
    "gendan.deposit": dict(clerk="rw", supervisor="rw", rep="r", department="", portal="", employee=""),
    "gendan.deposit.note": dict(clerk="r", supervisor="r", rep="r", department="", portal="", employee=""),
    # who says what the bank says: tests/statement/test_payment_paper.py
    "gendan.payment.paper": dict(clerk="rwc", supervisor="rwcd", rep="rwc", department="", portal="", employee=""),
    "gendan.payment.paper.log": dict(clerk="r", supervisor="r", rep="r", department="", portal="", employee=""),
    "gendan.statement.share": dict(clerk="r", supervisor="r", rep="", department="", portal="", employee=""),
    "gendan.red.invoice": dict(clerk="rwc", supervisor="rwcd", rep="r", department="", portal="", employee=""),
    "gendan.tax.invoice": dict(clerk="rwc", supervisor="rwcd", rep="r", department="", portal="", employee=""),
    # written by the program and the dialog of answers; whose: tests/statement/test_collection_access.py
    **dict.fromkeys(
        ("gendan.receivable.case", "gendan.receivable.answer", "gendan.receivable.digest"),
        dict(clerk="r", supervisor="r", rep="r", department="", portal="", employee=""),
    ),
    # what people write of them: tests/statement/test_match.py
    "gendan.match": dict(clerk="rwc", supervisor="rwcd", rep="r", department="", portal="", employee=""),
    "gendan.match.line": dict(clerk="rw", supervisor="rw", rep="r", department="", portal="", employee=""),
    "gendan.match.entry": dict(clerk="r", supervisor="r", rep="r", department="", portal="", employee=""),
    # scans, kept by the program; whose piles and pages: tests/document/test_filing.py
    "gendan.filing": dict(clerk="r", supervisor="r", rep="", department="", portal="", employee=""),
    "gendan.filing.page": dict(clerk="r", supervisor="r", rep="", department="", portal="", employee=""),
    # production; whose materials, who asks suppliers: tests/production/test_material.py, test_supplier_word.py
    "gendan.material": dict(clerk="r", supervisor="r", rep="r", department="r", portal="", employee=""),
    "gendan.supplier.word": dict(clerk="r", supervisor="r", rep="", department="r", portal="", employee=""),
    "gendan.supplier.ask": dict(clerk="r", supervisor="r", rep="", department="r", portal="", employee=""),
    # production; whose slips: RECORDS and tests/production/test_slip.py
    "gendan.slip": dict(clerk="rwcd", supervisor="rwcd", rep="r", department="rwcd", portal="", employee="r"),
    "gendan.slip.department": dict(
        clerk="rwcd", supervisor="rwcd", rep="r", department="rwcd", portal="", employee="r"
    ),
    "gendan.slip.template": LIST,
    # insight
    "gendan.learned.duration": dict(clerk="r", supervisor="r", rep="r", department="r", portal="", employee=""),
    "gendan.answer": dict(clerk="r", supervisor="r", rep="", department="", portal="", employee=""),
}

# model -> role -> (own customer, another clerk's customer, another company)
RECORDS = {
    "gendan.deposit": dict(
        clerk=("rw", "", ""),
        supervisor=("rw", "rw", ""),
        rep=("r", "", ""),
        department=("", "", ""),
        portal=("", "", ""),
    ),
    "gendan.payment.paper": dict(
        clerk=("rw", "", ""),
        supervisor=("rw", "rw", ""),
        rep=("rw", "", ""),
        department=("", "", ""),
        portal=("", "", ""),
    ),
    "gendan.plan": dict(
        clerk=("r", "", ""),
        supervisor=("r", "r", ""),
        rep=("r", "", ""),
        department=("r", "r", ""),
        portal=("", "", ""),
    ),
    "gendan.milestone": dict(
        clerk=("rw", "", ""),
        supervisor=("rw", "rw", ""),
        rep=("r", "", ""),
        department=("r", "r", ""),
        portal=("", "", ""),
    ),
    "gendan.part": dict(
        clerk=("r", "", ""),
        supervisor=("r", "r", ""),
        rep=("r", "", ""),
        department=("r", "r", ""),
        portal=("", "", ""),
    ),
    "gendan.promise": dict(
        clerk=("r", "", ""), supervisor=("r", "r", ""), rep=("r", "", ""), department=("", "", ""), portal=("", "", "")
    ),
    "gendan.order.version": dict(
        clerk=("r", "", ""), supervisor=("r", "r", ""), rep=("r", "", ""), department=("", "", ""), portal=("", "", "")
    ),
    "gendan.delivery.note": dict(
        clerk=("r", "", ""), supervisor=("r", "r", ""), rep=("r", "", ""), department=("", "", ""), portal=("", "", "")
    ),
    **dict.fromkeys(
        ("gendan.export.shipment", "gendan.export.paper"),
        dict(
            clerk=("rw", "", ""),
            supervisor=("rw", "rw", ""),
            rep=("r", "", ""),
            department=("r", "r", ""),
            portal=("", "", ""),
        ),
    ),
    "gendan.exception.effect": dict(
        clerk=("r", "", ""),
        supervisor=("r", "r", ""),
        rep=("r", "", ""),
        department=("", "", ""),
        portal=("", "", ""),
    ),
    **dict.fromkeys(
        ("gendan.date.word", "gendan.date.question"),
        dict(
            clerk=("r", "", ""),
            supervisor=("r", "r", ""),
            rep=("r", "", ""),
            department=("r", "r", ""),
            portal=("", "", ""),
        ),
    ),
    "gendan.delay.report": dict(
        clerk=("rw", "", ""),
        supervisor=("rw", "rw", ""),
        rep=("r", "", ""),
        department=("", "", ""),
        portal=("", "", ""),
    ),
    "gendan.date.warning": dict(
        clerk=("r", "", ""), supervisor=("r", "r", ""), rep=("r", "", ""), department=("", "", ""), portal=("", "", "")
    ),
    "gendan.date.proposal.line": dict(
        clerk=("rw", "", ""),
        supervisor=("rw", "rw", ""),
        rep=("r", "", ""),
        department=("", "", ""),
        portal=("", "", ""),
    ),
    "gendan.moq.consent": dict(
        clerk=("r", "", ""), supervisor=("r", "r", ""), rep=("r", "", ""), department=("", "", ""), portal=("", "", "")
    ),
    "gendan.customer.material": dict(
        clerk=("rw", "", ""),
        supervisor=("rw", "rw", ""),
        rep=("r", "", ""),
        department=("", "", ""),
        portal=("", "", ""),
    ),
    **dict.fromkeys(
        ("gendan.order.change", "gendan.contract"),
        dict(
            clerk=("rw", "", ""),
            supervisor=("rw", "rw", ""),
            rep=("r", "", ""),
            department=("", "", ""),
            portal=("", "", ""),
        ),
    ),
    "gendan.outside": dict(
        clerk=("rw", "", ""),
        supervisor=("rw", "rw", ""),
        rep=("r", "", ""),
        department=("rw", "rw", ""),
        portal=("", "", ""),
    ),
    "gendan.progress.step": dict(
        clerk=("rw", "", ""),
        supervisor=("rw", "rw", ""),
        rep=("r", "", ""),
        department=("rw", "rw", ""),
        portal=("", "", ""),
    ),
    "gendan.remittance": dict(
        clerk=("rw", "", ""),
        supervisor=("rw", "rw", ""),
        rep=("r", "", ""),
        department=("", "", ""),
        portal=("", "", ""),
    ),
    "gendan.inquiry": dict(
        clerk=("rw", "", ""),
        supervisor=("rw", "rw", ""),
        rep=("r", "", ""),
        department=("", "", ""),
        portal=("", "", ""),
    ),
    "gendan.complaint": dict(
        clerk=("rw", "", ""),
        supervisor=("rw", "rw", ""),
        rep=("r", "", ""),
        department=("", "", ""),
        portal=("", "", ""),
    ),
    "gendan.cod": dict(
        clerk=("rw", "", ""),
        supervisor=("rw", "rw", ""),
        rep=("r", "", ""),
        department=("", "", ""),
        portal=("", "", ""),
    ),
    "gendan.chop.use": dict(
        clerk=("r", "", ""), supervisor=("r", "r", ""), rep=("r", "", ""), department=("", "", ""), portal=("", "", "")
    ),
    **dict.fromkeys(
        ("gendan.order.touch", "gendan.order.recall"),
        dict(
            clerk=("r", "", ""),
            supervisor=("r", "r", ""),
            rep=("r", "", ""),
            department=("r", "r", ""),
            portal=("", "", ""),
        ),
    ),
    # what is put to a department: tests/production/test_slip.py
    "gendan.slip": dict(
        clerk=("rw", "", ""),
        supervisor=("rw", "rw", ""),
        rep=("r", "", ""),
        department=("", "", ""),
        portal=("", "", ""),
    ),
    # a department's own points: tests/order/test_review_list.py
    "gendan.review.item": dict(
        clerk=("rw", "", ""),
        supervisor=("rw", "rw", ""),
        rep=("r", "", ""),
        department=("r", "r", ""),
        portal=("", "", ""),
    ),
}
