from . import pausing
from . import giving
from . import report
from . import chat
from . import chat_line
from . import say
from . import say_phrase
from . import compare
