from . import scenario
from . import company
from . import partners
from . import products
from . import orders
from . import work
