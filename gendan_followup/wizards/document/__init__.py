from . import document_judge
from . import document_sign
