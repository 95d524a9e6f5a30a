"""Every error that Reportedly raises on purpose, in one tree.

ReportedlyError
├── InputError            something that was given cannot be used
│   ├── UnreadableInput       R101  a file or stream that cannot be opened or decoded
│   ├── EmptyReport           R102  no text is left after cleaning
│   ├── InvalidRecord         R103  a line of JSONL or a row that does not hold what it must
│   ├── InvalidDate           R104  a date that does not exist or cannot be told
│   ├── TooLarge              R105  beyond a stated limit
│   ├── InvalidQuery          R106  a filter or an id that means nothing
│   └── ReadingFailed         R107  a report on which the reader broke off
├── LedgerError           the ledger cannot do what was asked
│   ├── LedgerLocked          R201  another process is writing
│   ├── LedgerCorrupt         R202  what is stored does not hold together
│   ├── LedgerTooNew          R203  written by a newer version
│   ├── NotFound              R204  no report, claim or event of this id
│   └── LedgerFull            R205  the disk or the quota is exhausted
├── ModelError            something that was installed cannot be used
│   ├── MissingModel          R301  a parser, model file or index that is not there
│   ├── TamperedModel         R302  a model file whose hash is not the expected one
│   └── MissingExtra          R303  an optional part that is not installed
├── JudgementConflict     R401  judgements of people that contradict each other
├── ExportError           R501  a format that cannot be written
└── AccessError           R601  a key that may not do this
    ├── UnknownKey            R602  no key, or one that is unknown, expired or revoked
    └── TooManyRequests       R603  more requests than a key may make

Each has a stable `code`, says what happened and to what, and carries a `hint`: what to do.
An edge (command line, HTTP) turns it into text and an exit code or into a status and a body;
the core only raises.
"""

from __future__ import annotations


class ReportedlyError(Exception):
    """Root of the tree: `code` is stable, `message` says what happened, `hint` what to do."""

    code = "R000"
    default_hint = ""

    def __init__(self, message: str, *, hint: str = "", subject: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.subject = subject
        self.hint = hint or self.default_hint

    def __str__(self) -> str:
        where = f" [{self.subject}]" if self.subject else ""
        hint = f" {self.hint}" if self.hint else ""
        return (
            f"{self.code}: {self.message}{where}.{hint}"
            if self.message[-1:] not in ".!?"
            else (f"{self.code}: {self.message}{where}{hint}")
        )

    def __reduce__(self):  # keyword-only fields survive pickling between worker processes
        return _rebuild, (type(self), self.message, self.hint, self.subject)


def _rebuild(kind: type[ReportedlyError], message: str, hint: str, subject: str) -> ReportedlyError:
    return kind(message, hint=hint, subject=subject)


class InputError(ReportedlyError):
    """Something that was given cannot be used."""

    code = "R100"


class UnreadableInput(InputError):
    """A file or stream that cannot be opened or decoded."""

    code = "R101"
    default_hint = "Check the path and that the file is plain text, HTML or JSONL in UTF-8."


class EmptyReport(InputError):
    """No text is left after cleaning."""

    code = "R102"
    default_hint = "Give a report with at least one sentence."


class InvalidRecord(InputError):
    """A line of JSONL or a row that does not hold what it must."""

    code = "R103"
    default_hint = "Each line must be one JSON object with `text` or `html`."


class InvalidDate(InputError):
    """A date that does not exist or cannot be told."""

    code = "R104"
    default_hint = "Write dates as YYYY-MM-DD."


class TooLarge(InputError):
    """Beyond a stated limit."""

    code = "R105"
    default_hint = "Split the input, or raise the limit in the settings."


class InvalidQuery(InputError):
    """A filter or an id that means nothing."""

    code = "R106"


class ReadingFailed(InputError):
    """A report on which the reader broke off; the others of the run are not touched."""

    code = "R107"
    default_hint = "The rest of the run went on; send this report with an issue so that the reader can be mended."


class LedgerError(ReportedlyError):
    """The ledger cannot do what was asked."""

    code = "R200"


class LedgerLocked(LedgerError):
    """Another process is writing."""

    code = "R201"
    default_hint = "Wait until it has finished and run the command again; nothing was lost."


class LedgerCorrupt(LedgerError):
    """What is stored does not hold together."""

    code = "R202"
    default_hint = "Keep the file as it is and restore the last backup beside it."


class LedgerTooNew(LedgerError):
    """The ledger was written by a newer version."""

    code = "R203"
    default_hint = "Install the newer version of reportedly to open it."


class NotFound(LedgerError):
    """No report, claim or event of this id."""

    code = "R204"
    default_hint = "List what is there with `reportedly events`."


class LedgerFull(LedgerError):
    """The disk or the quota is exhausted."""

    code = "R205"
    default_hint = "Free some space and run the command again; what was acknowledged is kept."


class ModelError(ReportedlyError):
    """Something that was installed cannot be used."""

    code = "R300"


class MissingModel(ModelError):
    """A parser, model file or index that is not there."""

    code = "R301"
    default_hint = "Install the package again: `make setup` brings every part."


class TamperedModel(ModelError):
    """A model file whose hash is not the expected one."""

    code = "R302"
    default_hint = "Do not use the file; install the package again."


class MissingExtra(ModelError):
    """An optional part that is not installed."""

    code = "R303"


class JudgementConflict(ReportedlyError):
    """Judgements of people that contradict each other."""

    code = "R401"
    default_hint = "Take one of them back with `reportedly retract ID --reason WHY`."


class ExportError(ReportedlyError):
    """A format that cannot be written."""

    code = "R501"


class AccessError(ReportedlyError):
    """A key that may not do this."""

    code = "R601"
    default_hint = "Ask whoever runs the server for a key of a higher role."


class UnknownKey(AccessError):
    """No key, or one that is unknown, expired or revoked."""

    code = "R602"
    default_hint = "Send the header `Authorization: Bearer KEY`; `reportedly key add NAME` makes a key."


class TooManyRequests(AccessError):
    """More requests than a key may make."""

    code = "R603"
    default_hint = "Wait as long as the header Retry-After says, and go on."
