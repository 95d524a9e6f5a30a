"""What every implementation of the `Engine` port must do: run in this process and over workers."""

import pytest

from reportedly.engines.local import AllCores, InProcess
from reportedly.errors import InvalidDate, MissingModel, ReadingFailed, ReportedlyError
from reportedly.ports import Engine


@pytest.fixture(scope="module", params=["in process", "one worker", "two workers"])
def engine(request):
    """An engine of each kind."""
    return {"in process": InProcess(), "one worker": AllCores(1), "two workers": AllCores(2)}[request.param]


def double(items):
    return [2 * item for item in items]


def fragile(items):
    if any(item == 7 for item in items):
        raise ValueError("seven")
    if any(item == 9 for item in items):
        raise InvalidDate("the ninth day does not exist")
    return [-item for item in items]


def modelless(items):
    raise MissingModel("the parser is not installed")


def test_it_is_an_engine(engine):
    assert isinstance(engine, Engine)


@pytest.mark.parametrize("batch", [1, 3, 64])
def test_results_stand_in_the_order_of_the_items_whatever_the_batch(engine, batch):
    assert list(engine.map(double, range(50), batch=batch)) == [2 * k for k in range(50)]


def test_a_faulty_item_becomes_an_error_in_its_place(engine):
    results = list(engine.map(fragile, range(12), batch=5))
    assert len(results) == 12
    assert isinstance(results[7], ReadingFailed) and "seven" in str(results[7])
    assert isinstance(results[9], InvalidDate)
    assert [r for r in results if not isinstance(r, ReportedlyError)] == [-k for k in range(12) if k not in (7, 9)]


def test_a_part_that_is_not_installed_ends_the_run(engine):
    with pytest.raises(MissingModel, match="not installed"):
        list(engine.map(modelless, range(40), batch=4))


def test_the_supply_is_not_taken_ahead_without_bound(engine):
    taken = 0

    def supply():
        nonlocal taken
        while True:
            taken += 1
            yield taken

    results = engine.map(double, supply(), batch=2)
    assert [next(results) for _ in range(10)] == [2 * k for k in range(1, 11)]
    results.close()
    assert taken < 60


def test_nothing_in_nothing_out(engine):
    assert list(engine.map(double, [])) == []


def test_it_can_be_used_again(engine):
    assert list(engine.map(double, range(9), batch=2)) == list(engine.map(double, range(9), batch=2))
