"""Odoo empties its caches after each test, as the rollback takes back what they were read from."""

from collections import deque

from odoo.tests import TransactionCase
from odoo.tools.lru import LRU


class WarmCachesCase(TransactionCase):
    """Each test begins with what the caches of its class held of the database as the class's own set-up has left it.

    That is exact: after the rollback the database is what it was then, and what a test changes empties caches by
    Odoo's own rules. So what a test has looked up before it emptied a cache for the first time holds for the tests
    after it, too. Looking up views, rights and settings anew costs half a second a test, more than most tests need
    for what they try.

    The same goes from class to class where they begin with the same database (`begin_with`): a cache that the class's
    own set-up has not emptied, and no test before, holds what is true for all of them.
    """

    # Others hold what was rendered in the test.
    LEARNING = ("default", "stable", "templates", "groups", "assets", "routing")

    # What classes that begin alike have looked up: pairs by cache. Empty: this class begins in its own way.
    _common = {}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._common = {}

    @classmethod
    def begin_with(cls, common):
        """Begin with what other classes have looked up, and let them know what this one does.

        :param common: pairs by cache; the tests of this class add to it
        """
        restore_caches(noted_caches(cls.registry), common)
        cls._common = common

    def setUp(self):
        super().setUp()
        caches = noted_caches(self.registry)
        if "_known" not in type(self).__dict__:
            type(self)._known = {name: cache.snapshot for name, cache in caches.items()}
            type(self)._common = {name: pairs for name, pairs in self._common.items() if not caches[name].cleared}
        restore_caches(caches, self._known)
        self.addCleanup(self._learn, caches)

    def _learn(self, caches):
        for name in self.LEARNING:
            known = self._known[name]
            new = {
                key: value
                for key, value in caches[name].before_cleared().items()
                # the name of a record may be given again after the rollback, and Odoo empties nothing then
                if key not in known and key[1].__name__ != "_xmlid_lookup"
            }
            known.update(new)
            common = self._common.get(name)
            if common is not None and len(common) < caches[name].count:
                common.update(new)


class NotedCache(LRU):
    """A cache that remembers what it held when it was emptied for the first time."""

    __slots__ = ("_before",)

    def __init__(self, count):
        super().__init__(count)
        self._before = None

    @property
    def cleared(self):
        """Whether it was emptied since `restore`."""
        return self._before is not None

    def clear(self):
        if self._before is None:
            self._before = self.snapshot
        super().clear()

    def before_cleared(self):
        """What it held before the first time, since `restore`; all that it holds when it was not emptied."""
        return self.snapshot if self._before is None else self._before

    def restore(self, pairs):
        """Hold these pairs and nothing else; thousands of them, before each test, so not one by one."""
        with self._lock:
            self._values = dict(pairs)
            self._ordering = dict.fromkeys(pairs)
            self._before = None


def noted_caches(registry):
    """The registry's caches by name, made to remember."""
    caches = registry._Registry__caches  # private, and there is no other way to put something back
    for name, cache in caches.items():
        if not isinstance(cache, NotedCache):
            caches[name] = NotedCache(cache.count)
            caches[name].restore(cache.snapshot)
    return caches


def restore_caches(caches, known):
    """Let each cache hold what `known` has for it."""
    for name, pairs in known.items():
        caches[name].restore(pairs)


def taken_back(env, function):
    """Call the function and take back what it wrote, in the database and in memory; the caches stay as it left them."""
    cr = env.cr
    callbacks = [cr.precommit, cr.postcommit, cr.prerollback, cr.postrollback]
    before = [(queue, deque(queue._funcs), dict(queue.data)) for queue in callbacks]
    with cr.savepoint() as savepoint:
        function()
        savepoint.rollback()
    for queue, functions, data in before:
        queue._funcs, queue.data = functions, data
    env.invalidate_all(flush=False)
