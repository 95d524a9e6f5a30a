"""The compact index behind the packaged gazetteer: two tries and one file of columns, memory-mapped.

A folder holds `names.marisa` (folded keys), `skeletons.marisa` (consonant skeletons), `keys.bin`
(the places behind each key), `places.bin` (columns of coordinates, population and areas) and
`strings.bin` (display names). Nothing is unpacked at load: a look-up touches a few pages.
"""

from __future__ import annotations

import json
import mmap
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import marisa_trie

from ..errors import MissingModel
from ..ports import Place
from ..text.names import folded_key, skeleton_key

MAGIC = b"REPGAZ1\n"
KINDS = ("site", "town", "district", "province", "country")
_MANY = 0x80000000  # a posting with this bit is an offset into `lists`, whose first number is the length


@dataclass(frozen=True, slots=True)
class Named:
    """A place with every name it goes by; `skeletal` where other spellings than these are to be expected."""

    place: Place
    names: tuple[str, ...] = ()
    skeletal: bool = True


def write_index(named: Iterable[Named], folder: Path) -> None:
    """Compile places and their names into `folder`; the same places give the same bytes."""
    entries = sorted(named, key=lambda n: _rank(n.place))
    exact: dict[str, list[int]] = {}
    alike: dict[str, list[int]] = {}
    for i, entry in enumerate(entries):
        for name in (entry.place.name, *entry.names):
            _post(exact, folded_key(name), i)
            if entry.skeletal:
                _post(alike, skeleton_key(name), i)
    folder.mkdir(parents=True, exist_ok=True)
    columns: dict[str, array] = {}
    lists = array("I")
    for name, postings in (("names", exact), ("skeletons", alike)):
        trie = marisa_trie.Trie(sorted(postings))
        trie.save(str(folder / f"{name}.marisa"))
        columns[name] = _packed(trie, postings, lists)
    columns["lists"] = lists
    _write_columns(folder / "keys.bin", columns)
    places = _columns([entry.place for entry in entries])
    _write_columns(folder / "strings.bin", {"strings": places.pop("strings")})
    _write_columns(folder / "places.bin", places)


def _rank(place: Place) -> tuple[int, int, str]:
    return (-KINDS.index(place.kind) if place.kind in ("country", "province") else 0, -place.population, place.id)


def _post(postings: dict[str, list[int]], key: str, i: int) -> None:
    if key:
        found = postings.setdefault(key, [])
        if not found or found[-1] != i:
            found.append(i)


def _packed(trie: Any, postings: dict[str, list[int]], lists: array) -> array:
    packed = array("I", bytes(4 * len(trie)))
    for key, number in trie.items():
        places = postings[key]
        if len(places) == 1:
            packed[number] = places[0]
        else:
            packed[number] = _MANY | len(lists)
            lists.append(len(places))
            lists.extend(places)
    return packed


def _columns(places: Sequence[Place]) -> dict[str, array]:
    strings: dict[str, int] = {"": 0}
    blob = bytearray(b"\0")

    def string(value: str) -> int:
        if value not in strings:
            strings[value] = len(blob)
            blob.extend(value.encode() + b"\0")
        return strings[value]

    areas: dict[tuple[str, str, str], int] = {}
    columns = {
        "lat": array("i", (round(p.lat * 1e5) for p in places)),
        "lon": array("i", (round(p.lon * 1e5) for p in places)),
        "population": array("I", (p.population for p in places)),
        "radius": array("H", (min(round(p.radius / 100), 0xFFFF) for p in places)),
        "kind": array("B", (KINDS.index(p.kind) for p in places)),
        "name": array("I", (string(p.name) for p in places)),
        "id": array("I", (_number(p.id, string) for p in places)),
        "area": array("I", (areas.setdefault((p.country, p.admin1, p.admin2), len(areas)) for p in places)),
    }
    columns["areas"] = array("I", (string(part) for area in areas for part in area))
    columns["strings"] = array("B", bytes(blob))
    return columns


def _number(name: str, string: Any) -> int:
    prefix, _, digits = name.partition(":")
    return int(digits) if prefix == "gn" else _MANY | string(name)


def _write_columns(path: Path, columns: dict[str, array]) -> None:
    body, contents = bytearray(), {}
    for name, column in columns.items():
        body.extend(b"\0" * (-len(body) % 8))
        contents[name] = [column.typecode, len(body), len(column)]
        body.extend(column.tobytes())
    head = json.dumps(contents).encode()
    head += b" " * (-(len(head) + 12) % 8)
    path.write_bytes(MAGIC + len(head).to_bytes(4, "little") + head + bytes(body))


def _read_columns(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    if bytes(view[:8]) != MAGIC:
        raise ValueError(f"{path.name} is of another version")
    start = 12 + int.from_bytes(view[8:12], "little")
    found: dict[str, Any] = {}
    for name, (code, offset, count) in json.loads(bytes(view[12:start])).items():
        size = array(code).itemsize
        found[name] = view[start + offset : start + offset + count * size].cast(code)
    return found


class PlaceIndex:
    """Places by name out of a compiled folder, without reading it into memory."""

    def __init__(self, folder: Path) -> None:
        try:
            self._names = marisa_trie.Trie().mmap(str(folder / "names.marisa"))
            self._skeletons = marisa_trie.Trie().mmap(str(folder / "skeletons.marisa"))
            self._columns = {
                name: column
                for file in ("keys.bin", "places.bin", "strings.bin")
                for name, column in _read_columns(folder / file).items()
            }
        except (OSError, RuntimeError, ValueError) as error:
            raise MissingModel("the place index is missing or unreadable", subject=str(folder)) from error
        self._strings: Any = self._columns["strings"]

    def __len__(self) -> int:
        return len(self._columns["lat"])

    def exact(self, key: str) -> tuple[Place, ...]:
        """The places of a folded key, best known first."""
        return self._behind(self._names, self._columns["names"], key)

    def alike(self, key: str) -> tuple[Place, ...]:
        """The places of a consonant skeleton, best known first."""
        return self._behind(self._skeletons, self._columns["skeletons"], key)

    def _behind(self, trie: Any, packed: Any, key: str) -> tuple[Place, ...]:
        number = trie.get(key) if key else None
        if number is None:
            return ()
        posting = packed[number]
        if not posting & _MANY:
            return (self.place(posting),)
        lists = self._columns["lists"]
        start = posting & ~_MANY
        return tuple(self.place(lists[k]) for k in range(start + 1, start + 1 + lists[start]))

    def place(self, i: int) -> Place:
        """The place at index `i`."""
        column = self._columns
        number = column["id"][i]
        area = 3 * column["area"][i]
        country, admin1, admin2 = (self._string(offset) for offset in column["areas"][area : area + 3])
        return Place(
            id=self._string(number & ~_MANY) if number & _MANY else f"gn:{number}",
            name=self._string(column["name"][i]),
            kind=KINDS[column["kind"][i]],
            lat=column["lat"][i] / 1e5,
            lon=column["lon"][i] / 1e5,
            radius=column["radius"][i] * 100,
            country=country,
            admin1=admin1,
            admin2=admin2,
            population=column["population"][i],
        )

    def _string(self, offset: int) -> str:
        if not offset:
            return ""
        end = offset
        strings = self._strings
        while strings[end]:
            end += 1
        return bytes(strings[offset:end]).decode()
