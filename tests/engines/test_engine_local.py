"""The engines of one machine beyond the port: workers that are slow, die, or outlive their parent."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reportedly.engines.local import AllCores, InProcess, engine
from reportedly.errors import InvalidDate, ReadingFailed, ReportedlyError


def double(items):
    return [2 * item for item in items]


def deadly(items):
    if 13 in items:
        os._exit(1)
    return [item + 1 for item in items]


def slow_first(items):
    if 0 in items:
        time.sleep(0.3)
    return items


class Unloadable:
    """Work whose reader cannot be loaded in a worker."""

    def __reduce__(self):
        return _refuse, ()


def _refuse():
    raise InvalidDate("no reader today")


@pytest.fixture(scope="module")
def pool():
    return AllCores(jobs=2)


def test_results_stand_in_the_order_of_the_items(pool):
    for some in (InProcess(), AllCores(jobs=1), pool):
        assert list(some.map(double, range(50), batch=4)) == [2 * k for k in range(50)]


def test_a_slow_batch_does_not_lose_its_place(pool):
    assert list(pool.map(slow_first, range(40), batch=2)) == list(range(40))


def test_a_worker_that_dies_costs_one_item(pool):
    results = list(pool.map(deadly, range(24), batch=4))
    assert isinstance(results[13], ReadingFailed) and results[13].code == "R107"
    assert [r for k, r in enumerate(results) if k != 13] == [k + 1 for k in range(24) if k != 13]


def test_work_that_cannot_be_loaded_is_told_at_once(pool):
    with pytest.raises(ReportedlyError, match="no reader today"):
        list(pool.map(Unloadable(), range(40), batch=4))


class Signing:
    """Work that leaves its process's number in a folder, and takes its time."""

    def __init__(self, folder):
        self.folder = folder

    def __call__(self, items):
        (Path(self.folder) / str(os.getpid())).touch()
        time.sleep(0.05)
        return items


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="sees processes through /proc only")
def test_workers_end_when_their_parent_is_killed(tmp_path):
    code = (
        "import itertools, sys\n"
        "from tests.engines.test_engine_local import AllCores, Signing\n"
        "if __name__ == '__main__':\n"
        "    for _ in AllCores(2).map(Signing(sys.argv[1]), itertools.count(), batch=1): pass\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], cwd=Path(__file__).parents[2])
    assert _waits_for(lambda: len(list(tmp_path.iterdir())) == 2, 20)
    parent.kill()
    parent.wait()
    workers = [int(path.name) for path in tmp_path.iterdir()]
    assert _waits_for(lambda: not any(map(_is_alive, workers)), 10)


def _waits_for(what, seconds):
    until = time.monotonic() + seconds
    while not what() and time.monotonic() < until:
        time.sleep(0.05)
    return what()


def _is_alive(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_few_items_start_no_worker(pool):
    # A lambda cannot be sent to a worker.
    assert list(pool.map(lambda items: items, [1, 2, 3])) == [1, 2, 3]
    assert list(engine().map(lambda items: items, range(30), batch=4)) == list(range(30))
