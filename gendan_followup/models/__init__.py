from . import common, plan, order, sample, insight, demo
