"""Web archives (WARC) as `Source`: each page that was answered with success; needs the extra `feeds`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..errors import MissingExtra, ReportedlyError, TooLarge, UnreadableInput
from ..ports import PathLike, Received
from .prepare import LIMIT, prepare

_CHARSET = re.compile(r"charset=[\"']?([\w.:-]{1,40})", re.IGNORECASE)


@dataclass(frozen=True)
class WarcSource:
    """The pages and plain texts of one archive, packed or not, in its own order."""

    path: PathLike
    given: Mapping[str, Any] = field(default_factory=dict)

    def receive(self) -> Iterator[Received | ReportedlyError]:
        """Each successful answer of type HTML or plain text; other records are no reports."""
        try:
            from fastwarc.warc import ArchiveIterator, WarcRecordType
        except ImportError:
            yield MissingExtra(
                "web archives need the extra `feeds`", hint="pip install 'reportedly[feeds]'", subject=str(self.path)
            )
            return
        with open(self.path, "rb") as stream:  # noqa: PTH123  # a str is a path, too
            try:
                for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True):
                    found = self._answer(record)
                    if found is not None:
                        yield found
            except (OSError, ValueError) as error:
                yield UnreadableInput(f"the archive breaks off ({error})", subject=str(self.path))

    def _answer(self, record: Any) -> Received | ReportedlyError | None:
        kind = (record.http_content_type or "").lower()
        if kind not in ("text/html", "application/xhtml+xml", "text/plain"):
            return None
        if record.http_headers is None or not 200 <= (record.http_headers.status_code or 0) < 300:
            return None
        url = record.headers.get("WARC-Target-URI", "")
        data = record.reader.read(LIMIT + 1)
        if len(data) > LIMIT:
            return TooLarge(f"the page is beyond the limit of {LIMIT // 10**6} MB", subject=url)
        charset = _CHARSET.search(record.http_headers.get("Content-Type", "") or "")
        fields = {**self.given, "url": url}
        if charset:
            fields["charset"] = charset.group(1)
        return prepare(Received(data, url, "text/plain" if kind == "text/plain" else "text/html", fields))
