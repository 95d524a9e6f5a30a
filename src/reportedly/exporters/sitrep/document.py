"""The parts of a situation report, the same whatever it is written as."""

from __future__ import annotations

from dataclasses import dataclass

from .scene import Scene


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with the numbers of the notes behind it, ascending."""

    text: str
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or with `item` one point of a list."""

    sentences: tuple[Sentence, ...]
    item: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing with the sentence below it; what it shows stands in words too."""

    name: str
    scene: Scene
    caption: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of level 2 or 3 with what stands under it, pictures first."""

    title: str
    blocks: tuple[Block, ...] = ()
    pictures: tuple[Picture, ...] = ()
    level: int = 2


@dataclass(frozen=True, slots=True)
class Note:
    """One source: who says it (outlet and chain), when it was published, the words, and where they stand."""

    number: int
    chain: str
    published: str
    quote: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole situation report."""

    title: str
    scope: str
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]
