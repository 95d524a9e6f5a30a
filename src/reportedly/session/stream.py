"""What leaves, fetched as it is asked for: a dossier of any size in the memory of a page."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from reportedly.model import Claim, Event, Report
from reportedly.ports import Dossier, Filter, Page

PAGE = 200  # events that are held at a time, with their claims and reports
_IDS = 300  # ids in one question to the store

Fetch = Callable[[Filter, str, int], Page]


def stream(
    events: Fetch, claims: Fetch, reports: Fetch, wanted: Filter, keep: Callable[[Event], bool] = lambda _: True
) -> Dossier:
    """The dossier of the events that answer `wanted` and pass `keep`; nothing is fetched before it is asked for.

    The claims and reports of a page of events are fetched together when the first of them is asked
    for; what belongs to no event at hand is fetched singly.
    """
    said, read = _Fetched(claims), _Fetched(reports)
    told = _Events(events, wanted, keep, said, read)
    return Dossier(told, _Claims(told, said), _Reports(told, said, read))


class _Fetched:
    """Claims or reports by id: those of the page at hand, and whatever else by a question to the store."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._near: dict[str, Any] = {}
        self._expected: tuple[str, ...] = ()

    def expect(self, ids: Iterable[str]) -> None:
        """Say what is likely to be asked for next; all of it is fetched together when the first of it is."""
        self._expected = tuple(dict.fromkeys(ids))

    def bring(self, ids: Iterable[str]) -> list[Any]:
        """Hold these, and only these; in the order given, those that there are."""
        wanted = list(dict.fromkeys(ids))
        near = {key: self._near[key] for key in wanted if key in self._near}
        missing = [key for key in wanted if key not in near]
        for k in range(0, len(missing), _IDS):
            asked = Filter(ids=tuple(missing[k : k + _IDS]))
            near |= {item.id: item for item in self._fetch(asked, "", _IDS).items}
        self._near = near
        return [near[key] for key in wanted if key in near]

    def __getitem__(self, key: str) -> Any:
        self._bring_expected(key)
        if key not in self._near:
            for item in self._fetch(Filter(ids=(key,)), "", 1).items:
                return item
        return self._near[key]

    def _bring_expected(self, key: str) -> None:
        if key not in self._near and self._expected:
            expected, self._expected = self._expected, ()
            if key in expected:
                self.bring(expected)
            else:
                self._expected = expected

    def has(self, key: str) -> bool:
        """True where there is something of this id."""
        self._bring_expected(key)
        return key in self._near or bool(self._fetch(Filter(ids=(key,)), "", 1).items)


class _Events(Collection[Event]):
    def __init__(
        self, fetch: Fetch, wanted: Filter, keep: Callable[[Event], bool], claims: _Fetched, reports: _Fetched
    ) -> None:
        self._fetch, self._wanted, self._keep = fetch, wanted, keep
        self._claims, self._reports = claims, reports
        self._count: int | None = None

    def __iter__(self) -> Iterator[Event]:
        cursor, count = "", 0
        while True:
            page = self._fetch(self._wanted, cursor, PAGE)
            kept = [event for event in page.items if self._keep(event)]
            self._claims.expect(name for event in kept for name in event.claims)
            self._reports.expect(name for event in kept for name in event.reports)
            yield from kept
            count, cursor = count + len(kept), page.cursor
            if not cursor:
                self._count = count
                return

    def __len__(self) -> int:
        if self._count is None:
            cursor, count = "", 0
            while cursor or not count:
                page = self._fetch(self._wanted, cursor, PAGE)
                count, cursor = count + sum(map(self._keep, page.items)), page.cursor
                if not cursor:
                    break
            self._count = count
        return self._count

    def __contains__(self, event: object) -> bool:
        return any(event == each for each in self)


class _Claims(Mapping[str, Claim]):
    def __init__(self, events: _Events, fetched: _Fetched) -> None:
        self._events, self._fetched = events, fetched

    def __getitem__(self, key: str) -> Claim:
        found: Claim = self._fetched[key]
        return found

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self._fetched.has(key)

    def __iter__(self) -> Iterator[str]:
        for event in self._events:
            yield from event.claims

    def __len__(self) -> int:
        return sum(len(event.claims) for event in self._events)


class _Reports(Mapping[str, Report]):
    """Only the ids of the reports met are held; the reports themselves come page by page."""

    def __init__(self, events: _Events, claims: _Fetched, fetched: _Fetched) -> None:
        self._events, self._claims, self._fetched = events, claims, fetched

    def __getitem__(self, key: str) -> Report:
        found: Report = self._fetched[key]
        return found

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self._fetched.has(key)

    def __iter__(self) -> Iterator[str]:
        ids = iter(self._ids())
        while some := list(islice(ids, PAGE)):
            yield from (report.id for report in self._fetched.bring(some))

    def __len__(self) -> int:
        return len(self._ids())

    def _ids(self) -> list[str]:
        return list(dict.fromkeys(self._claims[c].report for event in self._events for c in event.claims))
