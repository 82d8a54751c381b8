from . import what_if
from . import what_if_line
from . import what_if_result
