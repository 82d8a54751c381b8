from . import common, plan, order, document, insight, demo
