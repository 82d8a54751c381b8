"""Stopping the clock, quicker: each time `freezegun` looks through all modules for what tells the time."""

import sys
from operator import attrgetter


class QuickModules:
    """Stands in for `sys` in freezegun, which asks it for `modules` only.

    Of four thousand modules a hundred tell the time. freezegun remembers which, but asks each one whether it has
    changed. Here that is asked of all at once: how many there are, and how many names they have together.
    """

    def __init__(self, api):
        """:param api: the module ``freezegun.api``"""
        self._api = api
        self._size = None
        self._telling = None

    @staticmethod
    def state(module):
        """Changes when something is added to a module: by how many names it has, not by which."""
        return id(module), len(getattr(module, "__dict__", ()))

    @property
    def modules(self):
        """What freezegun takes for the dictionary of modules."""
        return self

    def keys(self):
        """The names of all."""
        return sys.modules.keys()

    def get(self, name, default=None):
        """One of them."""
        return sys.modules.get(name, default)

    def items(self):
        """All modules when there is anything new, else those that tell the time, and those freezegun did not ask."""
        size = self._sized()
        if size is None or size != self._size:
            self._size, self._telling = size, None
            return list(sys.modules.items())
        if self._telling is None:
            asked = self._api._GLOBAL_MODULES_CACHE
            self._telling = [
                (name, module)
                for name, module in list(sys.modules.items())
                if asked.get(getattr(module, "__name__", None), (None, True))[1]
            ]
        return self._telling

    @staticmethod
    def _sized():
        """How much there is in all modules together; None where something else stands among them."""
        modules = list(sys.modules.values())
        try:
            return len(modules), sum(map(len, map(attrgetter("__dict__"), modules)))
        except (AttributeError, TypeError):
            return None
