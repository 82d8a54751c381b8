from . import review_wizard
