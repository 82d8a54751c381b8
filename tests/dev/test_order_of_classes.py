"""Which classes the parallel workers take first."""

from pathlib import Path
from types import SimpleNamespace

from tests.conftest import LONGEST, pytest_collection_modifyitems

TESTS = [
    "tests/a/test_a.py::TestOne::test_1",
    "tests/b/test_b.py::TestMany::test_1",
    "tests/b/test_b.py::TestMany::test_2",
    "tests/demo/test_demo.py::TestExampleFactory::test_1",
    "tests/tours/test_a_tour.py::TestTour::test_1",
    "tests/tours/test_new_print_tour.py::TestNewPrintTour::test_1",
]


def ordered(config):
    items = [SimpleNamespace(nodeid=nodeid) for nodeid in TESTS]
    pytest_collection_modifyitems(config, items)
    return [TESTS.index(item.nodeid) for item in items]


def test_the_longest_come_first_then_those_with_the_most_tests():
    assert ordered(SimpleNamespace(workerinput={})) == [3, 5, 4, 1, 2, 0]


def test_one_process_keeps_the_order_of_the_files():
    assert ordered(SimpleNamespace()) == [0, 1, 2, 3, 4, 5]


def test_the_longest_are_there():
    """A file that was renamed would come at its old place, without a word."""
    assert [name for name in LONGEST if not (Path(__file__).parents[2] / name).exists()] == []
