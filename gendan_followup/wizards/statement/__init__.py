from . import match_read
from . import invoice_make
