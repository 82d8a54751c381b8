from . import common, plan, order, production, delivery, sample, document, customer, insight, demo
