"""Reads the packaged YAML of the ontology; each file once a process."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def files_in(folder: str) -> tuple[str, ...]:
    """The names, for `data`, of all files in a folder of the ontology, sorted."""
    found = (path.name for path in (files(__package__) / folder).iterdir())
    return tuple(sorted(f"{folder}/{name.removesuffix('.yaml')}" for name in found if name.endswith(".yaml")))


@cache
def data(name: str) -> Any:
    """The content of `ontology/<name>.yaml`; KeyError where the package has no such file."""
    path = files(__package__) / f"{name}.yaml"
    if not path.is_file():
        raise KeyError(f"the ontology has no file {name}.yaml")
    return yaml.load(path.read_text("utf-8"), Loader=_Loader)


@cache
def word_set(name: str, *keys: str) -> frozenset[str]:
    """The words of one list in `ontology/<name>.yaml`: `word_set("harms", "grammar", "have")`."""
    found = data(name)
    for key in keys:
        found = found[key]
    return frozenset(found)
