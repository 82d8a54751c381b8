from . import common, plan, order, delivery, sample, document, insight, demo
