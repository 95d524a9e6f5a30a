"""Reports coded by hand: their text, what is known of them, their claims, and the digest of a folder of them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reportedly.model import Report


@dataclass(frozen=True, slots=True)
class Coded:
    """One report as published, and its claims as a careful coder wrote them down."""

    report: Report
    claims: tuple[dict[str, Any], ...]


def load_coded(folder: Path) -> tuple[Coded, ...]:
    """Every coded report below a folder, by path; the text is taken as it is, to the last blank.

    A report is `<id>.txt`, `<id>.json` (its claims) and, where there is one, `<id>.meta.json`
    (`published` or `published_assumed`, `outlet`, `title`).
    """
    paths = sorted(p for p in folder.rglob("*.json") if not p.name.endswith(".meta.json"))
    return tuple(_coded(path) for path in paths)


def _coded(path: Path) -> Coded:
    body = json.loads(path.read_text("utf-8"))
    meta_path = path.with_suffix(".meta.json")
    meta = json.loads(meta_path.read_text("utf-8")) if meta_path.is_file() else {}
    text = path.with_suffix(".txt").read_text("utf-8")
    return Coded(report_from(body["report"], text, meta), tuple(body["claims"]))


def report_from(id: str, text: str, meta: dict[str, Any]) -> Report:
    """A report with its text unaltered; a date that coders had to assume stands in for one not known."""
    told = meta.get("published_assumed") or meta.get("published")
    published = datetime.fromisoformat(told).replace(tzinfo=UTC) if told else None
    return Report(id=id, text=text, outlet=meta.get("outlet") or "", published=published, title=meta.get("title") or "")


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, or of a folder's files with their names, in order of name."""
    files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    total = hashlib.sha256()
    for file in files:
        name = file.relative_to(path).as_posix() if path.is_dir() else ""
        total.update(f"{name}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()
