from . import stock_backorder_confirmation
from . import way_wizard
from . import way_wizard_line
