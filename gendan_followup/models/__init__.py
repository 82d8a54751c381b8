from . import common, plan, order, production, delivery, sample, document, insight, demo
