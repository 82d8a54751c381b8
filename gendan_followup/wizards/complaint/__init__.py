from . import report
from . import say
