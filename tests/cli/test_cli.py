"""The command line over a reader and a ledger of our own making: output, faults, exit statuses."""

import io
import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from types import ModuleType, SimpleNamespace

import pytest

from reportedly.cli import main, screen, words
from reportedly.cli.export import write_whole
from reportedly.cli.filters import filters
from reportedly.cli.judging import parse_changes
from reportedly.cli.keeping import moment
from reportedly.cli.reasons import broken
from reportedly.errors import ExportError, InvalidDate, InvalidQuery, LedgerLocked
from reportedly.model import (
    Attribution,
    Claim,
    ClaimKind,
    Event,
    Figure,
    Harm,
    Harmed,
    Link,
    Outcome,
    Party,
    SourceRole,
    Span,
    Stand,
    Status,
    Toll,
    When,
    Where,
)
from reportedly.model.wire import claim_id
from reportedly.ports import Dossier
from reportedly.session.places import is_at

TEXT = "On Monday gunmen killed 12 soldiers near Tell Arn, a monitor said."


class WordReader:
    """Claims that twelve soldiers were killed wherever the text says so."""

    name = "words-1"

    def read(self, report):
        at = report.text.find("12 soldiers")
        if at < 0:
            return ()
        span = Span.of(report.text, at, at + 11)
        harm = Harm(Outcome.KILLED, Figure(12, 12), span, span, Harmed.STATE_FORCE)
        claim = Claim(
            "",
            report.id,
            ClaimKind.INCIDENT,
            "attack",
            Status.ASSERTED,
            (Span.of(report.text, 0, len(report.text.rstrip())),),
            actors=(Party("gunmen", "unidentified"),),
            targets=(Party("soldiers", "state force"),),
            when=When(date(2013, 5, 13), date(2013, 5, 13)),
            where=Where("Tell Arn", admin1="Aleppo", country="SY", near=True),
            toll=(harm,),
            attribution=Attribution((Link("a monitor", SourceRole.MONITOR),)),
            reader=self.name,
        )
        return (replace(claim, id=claim_id(claim)),)


EVENT = Event(
    "e-1",
    ClaimKind.INCIDENT,
    "attack",
    ("c-1", "c-2"),
    ("r-1", "r-2"),
    targets=(Party("soldiers", "state force"),),
    when=When(date(2013, 5, 13), date(2013, 5, 14)),
    where=Where("Tell Arn", country="SY"),
    tolls=(Toll(Outcome.KILLED, Harmed.STATE_FORCE, 12, 14, 15, (Stand("a monitor", 12, 12, "c-1"),), disputed=True),),
    sources=("a monitor", "the army"),
    independent_sources=2,
)
QUOTE = SimpleNamespace(
    field="toll",
    meaning="12 killed (state force)",
    span=Span(24, 35, "12 soldiers"),
    sentence=TEXT,
    start=0,
    underline=(24, 35),
)
ACCOUNT = SimpleNamespace(
    claim="c-1", report="r-1", outlet="The Daily", published="2013-05-14", title="Gunmen kill 12", url="http://a.example",
    chain=(Link("a monitor", SourceRole.MONITOR),), quotes=(QUOTE,), hedges=("reportedly",), notes=(), reader="words-1",
)  # fmt: skip
FIGURE = SimpleNamespace(
    label="killed (state force)", low=12, best=14, high=15, rule="range", is_disputed=True,
    stands=(SimpleNamespace(source="a monitor", figure="12", claim="c-1", is_superseded=True),),
)  # fmt: skip
WHY = SimpleNamespace(
    id="e-1", headline="attack, 2013-05-13, Tell Arn", reasons=("same day and place",), figures=(FIGURE,),
    accounts=(ACCOUNT,), judgements=(), notes=(),
)  # fmt: skip


class FakeLedger:
    """Remembers what it was asked."""

    locked = False

    def __init__(self, where):
        if self.locked:
            raise LedgerLocked("another process is writing", subject=str(where))
        FakeLedger.where = where

    def add(self, items, jobs=None, progress=None):
        from reportedly.errors import ReportedlyError

        items = list(items)
        faults = tuple(item for item in items if isinstance(item, ReportedlyError))
        entries = tuple(_failure(fault) for fault in faults)
        done = len(items) - len(faults)
        added = SimpleNamespace(reports=done, claims=7, known=0, failed=len(faults), failures=entries, seen=len(items))
        progress(added)
        return added

    def events(self, **asked):
        FakeLedger.asked = asked
        return (EVENT,)

    def why(self, id):
        return WHY

    def stream(self, place="", **asked):
        FakeLedger.asked = asked
        return Dossier(tuple(filter(is_at(place), (EVENT,))), {}, {})

    def close(self):
        FakeLedger.closed = True


def _failure(fault):
    body = {"code": fault.code, "message": fault.message, "hint": fault.hint, "subject": fault.subject, "name": ""}
    return SimpleNamespace(body=body, at=datetime(2020, 1, 1))


def _part(port, name):
    if (port, name) != ("exporter", "line"):
        raise InvalidQuery(f"there is no {port} of the name {name!r}", hint="There are: line.")
    return OneLine


class OneLine:
    name, suffix = "line", ".txt"

    def export(self, dossier, out):
        out.write(f"{len(dossier.events)} event\n".encode())


@pytest.fixture(autouse=True)
def fakes(monkeypatch):
    config, session = ModuleType("reportedly.config"), ModuleType("reportedly.session")
    config.default_reader = WordReader
    config.settings = lambda: SimpleNamespace(ledger=":memory:")
    config.part = _part
    session.Ledger = FakeLedger
    monkeypatch.setitem(sys.modules, "reportedly.config", config)
    monkeypatch.setitem(sys.modules, "reportedly.session", session)
    monkeypatch.setattr(FakeLedger, "locked", False)


@pytest.fixture
def command(monkeypatch, capsys):
    """Run the command line in this process; gives exit status, standard output, standard error."""

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["reportedly", *map(str, arguments)])
        try:
            main.run()
            status = 0
        except SystemExit as end:
            status = end.code or 0
        return (status, *capsys.readouterr())

    return call


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(TEXT)
    return path


def test_read_shows_a_row_and_its_quote_within_100_columns(command, report):
    status, out, err = command("read", report, "--published", "2013-05-14", "--outlet", "The Daily", "-j", 1)
    assert status == 0 and max(map(len, out.splitlines())) <= 100
    for words_shown in (
        "The Daily · 2013-05-14",
        "2013-05-13",
        "near Tell Arn",
        "gunmen → soldiers",
        "12 killed (state)",
        TEXT,
    ):
        assert words_shown in out
    assert "1 claim in 1 report" in err and "\x1b" not in out


def test_claims_are_one_object_a_report_in_order_and_nothing_else(command, tmp_path):
    path = tmp_path / "many.jsonl"
    path.write_text("\n".join(json.dumps({"id": k, "text": f"{TEXT} Number {k}."}) for k in range(30)))
    status, out, err = command("read", path, "--format", "claims", "-j", 1)
    lines = [json.loads(line) for line in out.splitlines()]
    assert status == 0 and [line["report"] for line in lines] == [str(k) for k in range(30)] and err == ""
    quoted = lines[3]["claims"][0]["toll"][0]
    assert quoted["text"] == "12 soldiers" and f"{TEXT} Number 3."[quoted["start"] : quoted["end"]] == "12 soldiers"


def test_faults_are_listed_at_the_end_and_the_rest_is_read(command, report, tmp_path):
    junk, lines = tmp_path / "junk.txt", tmp_path / "r.jsonl"
    junk.write_bytes(bytes(range(32)) * 50)
    lines.write_text('{"text": "two are here"}\n{"text": ""}\n{"text": "x y", "published": "2013-02-30"}\n{no\n')
    status, out, err = command("read", junk, report, tmp_path / "gone.txt", lines, "--format", "claims", "-j", 1)
    assert status == 0 and len(out.splitlines()) == 2
    assert "5 of 7 could not be read" in err
    for code in ("R101", "R102", "R103", "R104", "gone.txt", "r.jsonl:4", "line 4"):
        assert code in err


def test_a_command_that_fails_as_a_whole_says_so_by_its_status(command, tmp_path):
    assert command("read", tmp_path / "gone.txt", "-j", 1)[0] == 1
    status, out, err = command("read", tmp_path)
    assert (status, out) == (1, "") and "R102" in err


@pytest.mark.parametrize(
    ("options", "code"), [(("--published", "2013-02-30"), "R104"), (("--map", "colour=x"), "R103")]
)
def test_options_that_mean_nothing_are_refused_before_anything_is_read(command, report, options, code):
    status, out, err = command("read", report, *options)
    assert (status, out) == (1, "") and code in err


def test_standard_input_is_read(command, monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(TEXT.encode())))
    status, out, _ = command("read", "-", "-j", 1)
    assert status == 0 and "12 killed" in out


def test_wrong_calls_have_a_status_of_their_own(command):
    assert command("read")[0] == 2
    assert command("no-such-command")[0] == 2


def test_add_tells_what_was_added_on_standard_error(command, report, tmp_path):
    status, out, err = command("add", report, tmp_path / "gone.txt", "--ledger", tmp_path / "x.db")
    assert (status, out) == (0, "") and FakeLedger.where == str(tmp_path / "x.db") and FakeLedger.closed
    assert "Added 1 report with 7 claims" in err and "R101" in err
    assert command("add", tmp_path / "gone.txt")[0] == 1


def test_events_as_table_and_as_json(command, monkeypatch):
    wire = ModuleType("reportedly.model.wire_event")
    wire.event_to_wire = lambda event: {"id": event.id}
    monkeypatch.setitem(sys.modules, "reportedly.model.wire_event", wire)
    status, out, err = command("events", "--since", "2013-01", "--type", "attack", "--min-sources", 2, "--min-toll", 3)
    assert status == 0 and max(map(len, out.splitlines())) <= 100
    for words_shown in ("13-14 May", "12-15 (14) killed", "!", "2 independent", "e-1", "a monitor, the army"):
        assert words_shown in out
    assert FakeLedger.asked == {"since": "2013-01", "type": ("attack",), "independent": 2, "at_least": 3}
    assert "1 event" in err
    status, out, err = command("events", "--format", "json")
    assert json.loads(out) == [{"id": "e-1"}] and err == "" and FakeLedger.asked == {}


def test_why_leads_to_the_underlined_words_and_the_chain(command):
    status, out, _ = command("why", "e-1")
    lines = out.splitlines()
    assert status == 0
    at = next(k for k, line in enumerate(lines) if line.strip() == TEXT)
    first = lines[at].index("12 soldiers")
    assert lines[at + 1] == " " * first + "^" * len("12 soldiers")
    for words_shown in (
        "The Daily ← a monitor (monitor)",
        "12-15 (14) killed",
        "disputed",
        "replaced",
        "reportedly",
        "c-1",
    ):
        assert words_shown in out


def test_export_writes_whole_files_and_names_what_it_knows(command, tmp_path):
    target = tmp_path / "new" / "out.txt"
    status, out, err = command("export", "line", target, "--actor", "army")
    assert (status, out) == (0, "") and target.read_text() == "1 event\n" and FakeLedger.asked == {"actor": "army"}
    assert "1 event" in err and [p.name for p in target.parent.iterdir()] == ["out.txt"]
    status, out, err = command("export", "nothing", target)
    assert status == 1 and "R106" in err and "There are: line" in err
    target.chmod(0o600)
    assert command("export", "line", target / "below")[0] == 1


def test_export_that_breaks_off_leaves_the_old_file(tmp_path):
    path = tmp_path / "out.txt"
    path.write_text("old")

    def half(stream):
        stream.write(b"half")
        raise ExportError("it broke")

    with pytest.raises(ExportError):
        write_whole(path, half)
    assert path.read_text() == "old" and len(list(tmp_path.iterdir())) == 1


def test_a_locked_ledger_is_told_with_its_code_and_what_to_do(command, monkeypatch):
    monkeypatch.setattr(FakeLedger, "locked", True)
    status, out, err = command("events")
    assert (status, out) == (1, "") and "R201" in err and "again" in err


def test_an_unforeseen_fault_is_a_sentence_not_a_trace(command, monkeypatch, report):
    monkeypatch.setattr(FakeLedger, "events", lambda self: 1 / 0)
    status, _, err = command("events")
    assert status == 1 and "ZeroDivisionError" in err and "Traceback" not in err


def test_conditions_that_are_not_set_are_not_asked():
    assert filters() == {}
    assert filters(toll=0, types=["attack"]) == {"at_least": 0, "type": ("attack",)}


@pytest.mark.parametrize(
    ("place", "number"),
    [("", 3), ("tell arn", 1), ("Tell-Arn", 1), ("Aleppo", 1), ("Hasakeh", 1), ("Arn", 1), ("Hasa", 0)],
)
def test_events_at_a_place_are_known_by_the_words_of_its_name(place, number):
    places = (Where("Tell Arn", admin1="Aleppo"), Where("al-Ḥasakeh"), None)
    assert len([where for where in places if is_at(place)(replace(EVENT, where=where))]) == number


def test_an_export_of_one_place_holds_its_events_only(command, tmp_path):
    command("export", "line", tmp_path / "out.txt", "--place", "nowhere at all")
    assert (tmp_path / "out.txt").read_text() == "0 event\n"


def test_a_ledger_that_is_not_there_is_named(command, tmp_path):
    status, _, err = command("events", "--ledger", tmp_path / "none.db")
    assert status == 1 and "R204" in err and "none.db" in err and "reportedly add" in err


def test_changes_are_json_or_text():
    assert parse_changes(["status=denied", 'when={"earliest": null}', "n=3"]) == {
        "status": "denied",
        "when": {"earliest": None},
        "n": 3,
    }
    with pytest.raises(InvalidQuery):
        parse_changes(["status"])


def test_moments_are_utc():
    assert moment("2020-04-09T18:00+03:00") == datetime(2020, 4, 9, 15, tzinfo=UTC)
    assert moment("2020-04-09") == datetime(2020, 4, 9, tzinfo=UTC)
    with pytest.raises(InvalidDate):
        moment("2020-02-30")


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("2020-04-09", "2020-04-09", "2020-04-09"),
        ("2020-04-09", "2020-04-11", "9-11 Apr 2020"),
        ("2020-02-01", "2020-02-29", "Feb 2020"),
        ("2021-02-01", "2021-02-28", "Feb 2021"),
        ("2020-01-01", "2020-12-31", "2020"),
        ("2011-01-01", "2015-12-31", "2011-2015"),
        ("2020-03-24", "2020-04-09", "2020-03-24 to 2020-04-09"),
        ("2020-03-24", None, "since 2020-03-24"),
        (None, "2020-03-24", "until 2020-03-24"),
        (None, None, "?"),
    ],
)
def test_times_in_words(first, last, told):
    ends = [date.fromisoformat(end) if end else None for end in (first, last)]
    assert words.when_in_words(When(*ends)) == told


@pytest.mark.parametrize(
    ("low", "best", "high", "told"),
    [
        (19, 19, 19, "19"),
        (18, 19, 27, "18-27 (19)"),
        (62, None, None, "62+"),
        (62, 70, None, "62+ (70)"),
        (None, None, 20, "up to 20"),
        (None, None, None, "some"),
        (230001, None, None, "230,001+"),
        (0, 0, 0, "0"),
    ],
)
def test_ranges_in_words(low, best, high, told):
    assert words.range_in_words(low, best, high) == told


def test_a_day_that_is_not_told_stands_in_brackets():
    day = date(2020, 4, 9)
    assert words.when_in_words(When(day, day, basis="publication")) == "(2020-04-09)"


def test_parts_of_a_toll_stand_after_the_whole():
    span = Span(0, 1, "x")
    toll = (
        Harm(Outcome.KILLED, Figure(22, None), span, span, Harmed.MIXED),
        Harm(Outcome.KILLED, Figure(6, 6), span, span, Harmed.CIVILIAN, part_of=0),
        Harm(Outcome.DESTROYED, Figure(3, 3), span, span, Harmed.EQUIPMENT),
    )
    assert words.harms_in_words(toll) == "22+ killed\nincl. 6 civilian\n3 destroyed"


def test_lines_are_broken_at_blanks():
    text = "one two three " + "x" * 30
    parts = [text[a:b] for a, b in broken(text, 10)]
    assert parts[:2] == ["one two", "three"] and "".join(parts).replace(" ", "") == text.replace(" ", "")
    assert max(map(len, parts)) <= 10


def test_the_progress_bar_is_silent_where_nobody_watches(capsys):
    with screen.progress("Reading") as advance:
        advance(1)
    assert capsys.readouterr() == ("", "")


def test_help_loads_nothing_heavy():
    code = (
        "import sys, reportedly.cli.main as m; sys.argv = ['reportedly', '--help']\n"
        "try: m.run()\nexcept SystemExit: pass\n"
        "heavy = {'spacy', 'trafilatura', 'rich', 'sqlalchemy', 'numpy', 'pydantic', 'reportedly.model'}\n"
        "heavy &= set(sys.modules)\n"
        "sys.exit(', '.join(heavy) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "read" in done.stdout


def test_a_reader_that_has_seen_enough_is_no_fault():
    code = (
        "from reportedly.cli import main, screen\n"
        "def flood():\n"
        "    out = screen.console()\n"
        "    while True: out.print('line ' * 20)\n"
        "main.app = flood\n"
        "main.run()\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b"" and process.wait(20) == 0
