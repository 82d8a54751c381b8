from . import common, plan, order, production, delivery, document, statement, complaint, insight, demo
