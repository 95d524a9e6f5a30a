"""Reads the packaged YAML of the ontology; each file once a process."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def data(name: str) -> Any:
    """The content of `ontology/<name>.yaml`; KeyError where the package has no such file."""
    path = files(__package__) / f"{name}.yaml"
    if not path.is_file():
        raise KeyError(f"the ontology has no file {name}.yaml")
    return yaml.load(path.read_text("utf-8"), Loader=_Loader)
