from . import document_judge
