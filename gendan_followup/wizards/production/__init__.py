from . import exception_report
from . import exception_cannot
from . import date_answer
from . import floor_paper_wizard
from . import proposal_reply
from . import progress_paste
from . import slip_note
from . import supplier_answer
