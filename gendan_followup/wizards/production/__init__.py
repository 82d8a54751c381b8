from . import exception_report
from . import exception_cannot
