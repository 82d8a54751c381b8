from . import common, plan, demo
