from . import common, plan, order, delivery, sample, document, production, customer, insight, demo
