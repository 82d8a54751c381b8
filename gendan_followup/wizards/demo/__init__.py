from . import load_wizard
