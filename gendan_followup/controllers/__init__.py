from . import answer
from . import grid
from . import paper
from . import portal
from . import sample
from . import quotation
from . import export
from . import statement
