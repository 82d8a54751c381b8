from . import common, plan, order, delivery, document, insight, demo
