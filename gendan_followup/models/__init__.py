from . import common, plan, sample, insight, demo
