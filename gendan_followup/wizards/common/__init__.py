from . import phrase_use
from . import table_dialog
from . import waiver_wizard
from . import waiver_wizard_line
