from . import common, plan, insight, demo
