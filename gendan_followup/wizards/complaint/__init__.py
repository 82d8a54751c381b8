from . import pausing
from . import report
from . import say
