from . import common, plan, order, production, delivery, sample, document, statement, customer, complaint, insight, demo
