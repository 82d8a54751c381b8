from . import match_read
from . import invoice_make
from . import payment_paper_step
from . import statement_send
from . import tax_invoice_read
from . import statement_answer
from . import case_reply
from . import deposit_reason
