"""The measure of places counts what it says it counts."""

from evaluation.geo import Tally, compare, main
from reportedly.model import Mention, MentionKind, Span, Where

TEXT = "Fire in Homs and Hama."


def mention(start, end, lat, lon):
    span = Span.of(TEXT, start, end)
    return Mention(MentionKind.PLACE, span, Where(span.text, span, lat, lon, 1000))


def test_found_right_far_missed_and_spurious():
    gold = [
        {"start": 8, "end": 12, "lat": 34.7, "lon": 36.7},
        {"start": 17, "end": 21, "lat": 35.1, "lon": 36.8},
    ]
    tally = Tally()
    compare(TEXT, gold, [mention(8, 12, 34.73, 36.71), mention(0, 4, 0.0, 0.0)], tally)
    compare(TEXT, gold[1:], [mention(17, 22, 10.0, 10.0)], tally)
    assert (tally.gold, tally.found, tally.right, tally.exact) == (3, 3, 2, 1)
    assert len(tally.missed) == 1 and len(tally.spurious) == 1 and len(tally.far) == 1
    assert tally.errors[0] < 5 and tally.errors[1] > 2000
    assert "F1 0.667" in "\n".join(tally.lines("x"))


def test_missing_data_is_said_and_not_a_crash(tmp_path, capsys):
    assert main(["--data", str(tmp_path)]) == 2
    assert "not measured" in capsys.readouterr().err
