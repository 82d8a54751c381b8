from . import common, plan, order, sample, delivery, document, insight, demo
