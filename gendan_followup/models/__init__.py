from . import common, plan, order, sample, document, insight, demo
