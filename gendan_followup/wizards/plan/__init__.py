
from . import promise_wizard
from . import retime_wizard
from . import scope_wizard
from . import plan_wizard
