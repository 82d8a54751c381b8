from . import what_if
from . import what_if_line
from . import what_if_result
from . import learned_wizard
from . import learned_wizard_line
