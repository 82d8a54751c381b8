from . import pausing
from . import report
from . import say
from . import say_phrase
from . import compare
