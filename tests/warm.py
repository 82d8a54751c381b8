"""Odoo empties its caches after each test, as the rollback takes back what they were read from."""

import unittest
from collections import deque

from odoo.tests import TransactionCase


class WarmCachesCase(TransactionCase):
    """Each test begins with the caches as the class's own set-up has left them.

    That is exact: after the rollback the database is what it was then, and what a test changes
    empties caches by Odoo's own rules. Looking up views, rights and settings anew costs half a
    second a test, more than most tests need for what they try.
    """

    # From how many tests on it pays to work through something typical once, before the first.
    WORTH_WARMING = 3

    def warm_up(self):
        """Something typical; taken back at once. Overridden by cases that know what is."""

    def setUp(self):
        super().setUp()
        # private to the registry, and there is no other way to put something back
        caches = self.registry._Registry__caches
        if "_kept_caches" not in type(self).__dict__:
            self._warm_once()
            type(self)._kept_caches = {name: list(cache.items()) for name, cache in caches.items()}
        for name, pairs in self._kept_caches.items():
            for key, value in pairs:
                caches[name][key] = value

    def _warm_once(self):
        """Run ``warm_up`` and take back what it wrote, in the database and in memory."""
        if len(unittest.TestLoader().getTestCaseNames(type(self))) < self.WORTH_WARMING:
            return
        callbacks = [self.cr.precommit, self.cr.postcommit, self.cr.prerollback, self.cr.postrollback]
        before = [(queue, deque(queue._funcs), dict(queue.data)) for queue in callbacks]
        with self.cr.savepoint() as savepoint:
            self.warm_up()
            savepoint.rollback()
        for queue, functions, data in before:
            queue._funcs, queue.data = functions, data
        self.env.invalidate_all(flush=False)
