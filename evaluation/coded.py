"""Hand-coded claims as `Claim` objects: quotes are found in the report's text, offsets come from there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from reportedly.model import (
    Attribution,
    Claim,
    ClaimKind,
    Figure,
    Harm,
    Harmed,
    Link,
    Outcome,
    Party,
    PlacePrecision,
    Report,
    SourceRole,
    Span,
    Status,
    When,
    Where,
)


@dataclass(frozen=True, slots=True)
class Coded:
    """One report with its hand-coded claims, and the coder's event key of each claim by its id."""

    report: Report
    claims: tuple[Claim, ...]
    events: dict[str, str]


def load_coded(folder: Path) -> tuple[Coded, ...]:
    """All coded reports of a folder of `<id>.txt`, `<id>.json` and, where there is one, `<id>.meta.json`."""
    return tuple(_one(path) for path in sorted(folder.glob("*.json")) if not path.name.endswith(".meta.json"))


def _one(path: Path) -> Coded:
    body = json.loads(path.read_text("utf-8"))
    text = path.with_suffix(".txt").read_text("utf-8")
    meta_path = path.with_suffix(".meta.json")
    meta = json.loads(meta_path.read_text("utf-8")) if meta_path.is_file() else {}
    published = datetime.fromisoformat(body["published"]).replace(tzinfo=UTC) if body.get("published") else None
    report = Report(body["report"], text, meta.get("outlet") or "", published, title=meta.get("title") or "")
    claims = tuple(_claim(item, report) for item in body["claims"])
    return Coded(report, claims, {c.id: item["event"] for c, item in zip(claims, body["claims"], strict=True)})


def _span(text: str, quote: str | None, near: int = 0) -> Span | None:
    if not quote:
        return None
    at = text.find(quote, near)
    at = text.find(quote) if at < 0 else at
    return Span(at, at + len(quote), quote) if at >= 0 else None


def _claim(item: dict[str, Any], report: Report) -> Claim:
    text = report.text
    evidence = tuple(s for s in (_span(text, q) for q in item["evidence"]) if s)
    near = min((s.start for s in evidence), default=0)
    harms = [_harm(h, text, near) for h in item.get("toll", ())]
    return Claim(
        id=f"{report.id}/{item['id']}",
        report=report.id,
        kind=ClaimKind(item["kind"]),
        type=item["type"],
        status=Status(item["status"]),
        evidence=evidence,
        actors=_parties(item.get("actors"), text, near),
        targets=_parties(item.get("targets"), text, near),
        when=_when(item.get("when"), text, near),
        where=_where(item.get("where"), text, near),
        toll=tuple(h for h in harms if h) if all(harms) else tuple(_loose(h) for h in harms if h),
        attribution=Attribution(tuple(Link(n, SourceRole.OTHER, _span(text, n)) for n in item["attribution"])),
    )


def _loose(harm: Harm) -> Harm:
    return Harm(harm.outcome, harm.figure, harm.span, harm.who, harm.party)


def _harm(item: dict[str, Any], text: str, near: int) -> Harm | None:
    span = _span(text, item["text"], near)
    if span is None:
        return None
    figure = Figure(item.get("low"), item.get("high"))
    who = _span(text, item.get("who"), near) or span
    return Harm(Outcome(item["outcome"]), figure, span, who, Harmed(item["party"]), item.get("part_of"))


def _parties(items: list[dict[str, Any]] | None, text: str, near: int) -> tuple[Party, ...]:
    return tuple(
        Party(p.get("name") or p.get("text") or "", p.get("sort") or "other", _span(text, p.get("text"), near))
        for p in items or ()
    )


def _when(item: dict[str, Any] | None, text: str, near: int) -> When | None:
    if not item:
        return None
    earliest, latest = (date.fromisoformat(item[k]) if item.get(k) else None for k in ("earliest", "latest"))
    span = _span(text, item.get("text"), near)
    return When(earliest, latest, span, "stated" if span else "publication")


def _where(item: dict[str, Any] | None, text: str, near: int) -> Where | None:
    if not item:
        return None
    return Where(
        item.get("name") or item.get("text") or "",
        _span(text, item.get("text"), near),
        item.get("lat"),
        item.get("lon"),
        admin1=item.get("admin1"),
        country=item.get("country"),
        precision=PlacePrecision(item.get("precision") or "country"),
    )
