"""Taking the time: fresh transactions, alternating sides, counted queries."""

import gc
import time
from contextlib import contextmanager

from odoo.api import SUPERUSER_ID, Environment
from odoo.modules.registry import Registry

from bench.figures import Spent

RUNS = 5


@contextmanager
def transaction(name, user_id=SUPERUSER_ID, **context):
    """An environment in a transaction of its own that is committed at the end."""
    with Registry(name).cursor() as cursor:
        yield Environment(cursor, user_id, context)


def alternate(works, runs=RUNS, told=lambda run: None):
    """Run each of the callables in turn, first one then the other, after one turn to warm up.

    :param dict works: name -> callable
    :param told: called before each turn with its number, 0 for the one to warm up
    :return: dict name -> list of what the callable returned in each run
    """
    results = {name: [] for name in works}
    for run in range(runs + 1):
        told(run)
        for name in list(works) if run % 2 else list(reversed(works)):
            result = works[name]()
            if run:
                results[name].append(result)
    return results


def timed(work):
    """What a callable takes; the garbage collector keeps still meanwhile.

    :return: ``bench.figures.Spent``
    """
    gc.collect()
    gc.disable()
    try:
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        return Spent(time.perf_counter() - wall, time.process_time() - cpu)
    finally:
        gc.enable()
