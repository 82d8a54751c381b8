from . import common, plan, order, production, delivery, sample, document, statement, customer, insight, demo
