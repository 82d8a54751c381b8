from . import common, plan, order, production, delivery, document, insight, demo
