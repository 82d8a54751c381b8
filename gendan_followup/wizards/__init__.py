from . import common, plan, order, insight, demo
