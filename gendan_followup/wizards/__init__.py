from . import common, plan, order, production, delivery, document, statement, insight, demo
