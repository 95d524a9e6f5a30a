"""Engines of one machine: in this process, and on all cores."""

from __future__ import annotations

import multiprocessing
import os
import pickle
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from multiprocessing.connection import Connection, wait
from typing import Any

from ..errors import ModelError, ReadingFailed, ReportedlyError

Work = Callable[[list[Any]], list[Any]]

# Up to so many items are done in this process: starting workers, each with a reader of its own, takes
# the time of reading about thirty reports.
FEW = 32
# Batches that each worker may have waiting or done ahead of the one that is due, so that memory stays bounded.
AHEAD = 3


class InProcess:
    """Does the work here, one batch after the other."""

    def map(self, work: Work, items: Iterable[Any], batch: int = 16) -> Iterator[Any]:
        """Results in the order of the items, one for one; an item that breaks the work gives a ReadingFailed."""
        for some in _batches(items, batch):
            yield from _attempt(work, some)


class AllCores:
    """Does the work in one process a core. `jobs` is how many; None takes as many as this process may use.

    The work (with the reader that it holds) is sent to each worker once. A worker that dies is
    replaced, and its batch tried again item by item: the item that kills it gives a ReadingFailed,
    the others their result. Workers end with this process, however it ends. Where `jobs` is not
    given, few items are done here.
    """

    def __init__(self, jobs: int | None = None) -> None:
        self.jobs = max(1, jobs or cores())
        self._few = FEW if jobs is None else 0

    def map(self, work: Work, items: Iterable[Any], batch: int = 16) -> Iterator[Any]:
        """Results in the order of the items, one for one."""
        supply = iter(items)
        few = max(self._few, batch)  # a single batch keeps one worker busy and no more
        first = list(islice(supply, few + 1))
        todo = _batches(chain(first, supply), batch)
        if self.jobs == 1 or len(first) <= few:
            for some in todo:
                yield from _attempt(work, some)
            return
        pool = _Pool(work, self.jobs)
        try:
            yield from pool.run(todo)
        finally:
            pool.close()


def cores() -> int:
    """The processor cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


def engine(jobs: int | None = None) -> InProcess | AllCores:
    """The engine for so many workers; None for all cores."""
    return InProcess() if jobs == 1 else AllCores(jobs)


def _batches(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    rest = iter(items)
    while some := list(islice(rest, max(1, size))):
        yield some


def _attempt(work: Work, some: list[Any]) -> list[Any]:
    """The batch's results; where it breaks, each item on its own, the faulty one as an error.

    A ModelError is raised: what is not installed will be missed by every other item as well.
    """
    try:
        done = work(some)
    except ModelError:
        raise
    except Exception as error:
        if len(some) == 1:
            return [error if isinstance(error, ReportedlyError) else _failed(some[0], error)]
        return [result for item in some for result in _attempt(work, [item])]
    if len(done) != len(some):
        raise ValueError(f"the work gave {len(done)} results for {len(some)} items")
    return done


def _failed(item: Any, error: Exception | None) -> ReadingFailed:
    why = f"{type(error).__name__}: {error}"[:300] if error else "its worker process died"
    return ReadingFailed(f"the reader broke off ({why})", subject=str(getattr(item, "id", "")))


class _Worker:
    """One process with a pipe of its own: when either side goes, the other is told by the pipe's end."""

    def __init__(self, context: Any, work: bytes) -> None:
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, work), daemon=True)
        self.process.start()
        theirs.close()
        self.job: tuple[int, list[Any]] | None = None

    def give(self, number: int, some: list[Any]) -> None:
        self.job = (number, some)
        try:
            self.pipe.send(some)
        except (BrokenPipeError, OSError):  # it died idle: found out when its pipe is read
            return

    def end(self) -> None:
        self.pipe.close()
        self.process.join(timeout=1)
        if self.process.is_alive():
            self.process.terminate()
            self.process.join()


class _Pool:
    """Workers that are fed batch by batch; what is done too early waits for its turn."""

    def __init__(self, work: Work, jobs: int) -> None:
        # Spawned, not forked: a fork copies threads' locks (onnxruntime, BLAS) in whatever state they are.
        self._context = multiprocessing.get_context("spawn")
        self._work = pickle.dumps(work)
        self._jobs = jobs
        self._workers: list[_Worker] = []

    def run(self, todo: Iterator[list[Any]]) -> Iterator[Any]:
        """All results in order."""
        done: dict[int, list[Any]] = {}
        due = given = 0
        more = True
        while True:
            while more and given - due < AHEAD * self._jobs:
                idle = self._idle()
                if idle is None:
                    break
                some = next(todo, None)
                if some is None:
                    more = False
                    break
                idle.give(given, some)
                given += 1
            while due in done:
                yield from done.pop(due)
                due += 1
            busy = [worker for worker in self._workers if worker.job]
            if not busy and not more:
                return
            if busy and (not more or given - due >= AHEAD * self._jobs or self._idle_count() == 0):
                for number, results in self._collect(busy):
                    done[number] = results

    def close(self) -> None:
        """End all workers, also in the midst of their work."""
        for worker in self._workers:
            if worker.job:
                worker.process.terminate()
            worker.end()
        self._workers.clear()

    def _idle(self) -> _Worker | None:
        spare = self._spare()
        return spare or (self._hire() if len(self._workers) < self._jobs else None)

    def _hire(self) -> _Worker:
        self._workers.append(_Worker(self._context, self._work))
        return self._workers[-1]

    def _idle_count(self) -> int:
        return self._jobs - sum(1 for worker in self._workers if worker.job)

    def _collect(self, busy: list[_Worker]) -> Iterator[tuple[int, list[Any]]]:
        """Wait for at least one worker; a dead one's batch is done again, one by one."""
        ready = wait([worker.pipe for worker in busy])
        for worker in busy:
            if worker.pipe not in ready or worker.job is None:
                continue
            number, some = worker.job
            worker.job = None
            try:
                results = worker.pipe.recv()
            except (EOFError, OSError):
                self._bury(worker)
                results = self._one_by_one(some)
            if isinstance(results, ReportedlyError):  # the work could not be set up: no batch will do better
                raise results
            yield number, results

    def _one_by_one(self, some: list[Any]) -> list[Any]:
        """Each item in a worker that may die of it."""
        results: list[Any] = []
        for item in some:
            worker = self._spare() or self._hire()
            worker.give(-1, [item])
            try:
                got = worker.pipe.recv()
                if isinstance(got, ReportedlyError):
                    raise got
                results += got
                worker.job = None
            except (EOFError, OSError):
                self._bury(worker)
                results.append(_failed(item, None))
        return results

    def _spare(self) -> _Worker | None:
        return next((worker for worker in self._workers if worker.job is None), None)

    def _bury(self, worker: _Worker) -> None:
        worker.end()
        self._workers.remove(worker)


def _serve(pipe: Connection, work: bytes) -> None:
    """A worker's life: load the work once, then batch after batch until the pipe ends."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the keyboard's interrupt is the parent's to handle
    try:
        todo = pickle.loads(work)
    except Exception as error:
        _send(pipe, error if isinstance(error, ReportedlyError) else _failed(None, error))
        return
    while True:
        try:
            some = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            results: Any = _attempt(todo, some)
        except ModelError as error:
            results = error
        if not _send(pipe, results):
            return


def _send(pipe: Connection, results: Any) -> bool:
    try:
        pipe.send(results)
    except (BrokenPipeError, OSError):
        return False
    return True
