from . import common, plan
