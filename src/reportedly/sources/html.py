"""HTML pages: what of them is the report, and what they say about themselves."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from ..ports import Received
from ..text.decode import declared_in_html, decode

# Below this an extractor has most likely missed the report (in characters), and tries once more, wider.
SHORT = 150
_JSON_LD = re.compile(r"<script[^>]{0,200}application/ld\+json[^>]{0,200}>", re.IGNORECASE)
_META = re.compile(r"<meta\s[^>]{1,600}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-z:_-]{1,40})\s{0,3}=\s{0,3}(?:\"([^\"]{0,400})\"|'([^']{0,400})')", re.IGNORECASE)
_TIME_NAMES = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "publish-date",
    "dc.date.issued",
)


def extract(received: Received) -> Received:
    """The same bytes with what trafilatura keeps as the report, and the page's own metadata, in the fields.

    Fields that are given already stay. Publication time comes from JSON-LD or OpenGraph with its
    time zone, else as a day from htmldate. A page in which nothing is found is left for intake to take whole.
    """
    declared = str(received.fields.get("charset") or "") or declared_in_html(received.data)
    page = decode(received.data, declared).text
    found = _extract(page, str(received.fields.get("url") or "") or None)
    fields: dict[str, Any] = {k: v for k, v in received.fields.items() if v not in (None, "")}
    for name, value in found.items():
        if value and name not in fields:
            fields[name] = value
    if not fields.get("published"):
        fields["page_published"] = _told_time(page) or _told_day(page, fields.get("url"))
    return replace(received, media_type="text/html", fields=fields)


def _extract(page: str, url: str | None) -> dict[str, Any]:
    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it logs what we tell in notes
    best: dict[str, Any] = {}
    for recall in (False, True):
        try:
            found = bare_extraction(
                page, url=url, include_comments=False, with_metadata=True, favor_recall=recall, as_dict=True
            )
        except Exception:  # a page that breaks lxml or the extractor is taken whole by intake
            found = None
        if isinstance(found, dict) and len(found.get("text") or "") > len(best.get("text") or ""):
            best = found
        if len(best.get("text") or "") >= SHORT:
            break
    return {
        "text": best.get("text"),
        "title": best.get("title"),
        "url": best.get("url"),
        "outlet": best.get("sitename") or best.get("hostname"),
    }


def _told_time(page: str) -> str | None:
    """The publication time as the page states it for machines, where it is a full time."""
    for value in (*_from_json_ld(page), *_from_meta(page)):
        try:
            datetime.fromisoformat(value.strip())
        except ValueError:
            continue
        return value.strip()
    return None


def _from_json_ld(page: str) -> Iterator[str]:
    lower = page.lower()
    for found in _JSON_LD.finditer(page):
        end = lower.find("</script", found.end())
        if end < 0:
            return
        try:
            yield from _dates_in(json.loads(page[found.end() : end]), 0)
        except (ValueError, RecursionError):
            continue


def _dates_in(node: Any, depth: int) -> Iterator[str]:
    if depth > 6:
        return
    if isinstance(node, dict):
        if isinstance(node.get("datePublished"), str):
            yield node["datePublished"]
        for value in node.values():
            yield from _dates_in(value, depth + 1)
    elif isinstance(node, list):
        for value in node:
            yield from _dates_in(value, depth + 1)


def _from_meta(page: str) -> Iterator[str]:
    for tag in _META.finditer(page):
        parts = {name.lower(): a or b for name, a, b in _ATTRIBUTE.findall(tag.group())}
        name = parts.get("property") or parts.get("name") or parts.get("itemprop") or ""
        if name.lower() in _TIME_NAMES and parts.get("content"):
            yield parts["content"]


def _told_day(page: str, url: Any) -> str | None:
    """The publication day as htmldate finds it, time of day unknown."""
    from htmldate import find_date

    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        return find_date(page, original_date=True, extensive_search=False, url=str(url) if url else None)
    except Exception:  # a page that breaks the finder has no told day
        return None
