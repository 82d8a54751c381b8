from . import statement_line
from . import statement
from . import statement_run
from . import statement_run_item
