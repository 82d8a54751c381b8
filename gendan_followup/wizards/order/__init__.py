from . import review_wizard
from . import feasible
from . import feasible_part
from . import recall_wizard
from . import moq_wizard
from . import moq_wizard_line
