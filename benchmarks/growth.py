"""Whether the time of reading grows with the length of a text and no faster, on texts made to be nasty.

    python -m benchmarks.growth [--repeats 2000] [--reader rules|both] [--only NAME,NAME] [--start NAME] [--profile]

Each pattern is repeated N and 2 N times. Prints CPU seconds of both for parsing and for all that follows, and
the growth, which is about 2 where time is linear; patterns above 2.8 are marked. `--profile` says where the
time of the marked ones goes.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import pstats
import time
from collections.abc import Callable

from reportedly.config import reader_of
from reportedly.model import Parse, Report
from reportedly.pipeline import read

LINEAR = 2.8  # growth above this is marked; shared machines make single times differ by a quarter
SHORT = 0.25  # CPU seconds below which a growth says nothing

PATTERNS = {
    "digits": "7",
    "grouped digits": "1,000,",
    "number words": "two hundred and ",
    "ranges": "10-12-",
    "percent": "%5.5%",
    "open brackets": "(",
    "nested brackets": "(([{",
    "closed brackets": "(a) ",
    "open quotes": '" said ',
    "typographic quotes": "“killed ‘two ",
    "apostrophes": "'s' ",
    "dashes": "killed — -- – ",
    "dots": "...",
    "commas": "killed, ",
    "semicolons": "two killed; ",
    "line ends": "killed\n",
    "blank lines": "\n \n\t\n killed",
    "controls": "\x00\u202e\u200b killed",
    "accents": "e\u0301\u0302 killed ",
    "mixed scripts": "killed قتل 中国 Сирия ",
    "one word": "killed ",
    "one name": "Mali ",
    "glued names": "Mali",
    "capitals": "TWO KILLED IN MALI ",
    "and": "and soldiers ",
    "of the": "the commander of ",
    "according to": "according to ",
    "said that": "she said that ",
    "citing": "the agency said citing ",
    "according": "According to Reuters, two soldiers were killed. ",
    "labels": "OMAR: two were killed.\n",
    "stage": "[REPORTER] Two died. ",
    "list": "- two killed in Kidal\n",
    "numbered": "1. Two killed in Gao.\n",
    "strikes": "Near Kidal, two strikes destroyed a truck and a gun.\n",
    "datelines": "GAO, Mali (AFP) - Two soldiers were killed.\n",
    "dates": "on March 3, 2021, ",
    "weekdays": "on Monday ",
    "since": "two days earlier ",
    "distances": "15 km east of ",
    "between": "between Gao and Kidal ",
    "parts": "including 5 civilians, ",
    "others": "killing 3 and wounding 4 others, ",
    "plain": "Gunmen killed two soldiers near Mopti on Monday. ",
    "wounded": "Three people were wounded. ",
    "anaphora": "He said they killed them. The group denied it. ",
    "quotes": '"We killed ten of them," the army said. ',
    "open speech": '"We killed ten of them, the army said.\n',
    "toll rising": "The death toll rose to 53. ",
    "headlines": "Rebels attack Gao; 12 dead\n\n",
    "relative": "who killed the men who ",
    "verbs": "attacked and killed and wounded ",
    "nouns": "army base attack victim ",
    "urls": "http://a.b/c?d=e@f.g ",
    "markup": "<b>&amp;[[killed|",
    # NAME is another name and NUMBER another number each time.
    "figures": "NUMBER soldiers were killed. ",
    "figures said": "Reuters said NUMBER soldiers were killed and NUMBER wounded. ",
    "people": "Omar NAME said two soldiers were killed. ",
    "people told": "Omar NAME told Ali NAME that Sami NAME killed two soldiers. ",
    "places": "Two soldiers were killed in NAME. ",
    "towns": "Two were killed in TOWN, NAME province. ",
    "listed towns": "TOWN, ",
    "groups": "The NAME Brigade attacked the NAME Front. ",
    "groups they": "NAME Army rebels killed two. They denied it. The group said NUMBER died. ",
    "days": "Two were killed on 3 March NUMBER. ",
    "quoted people": '"We killed NUMBER," said Omar NAME of the NAME Party.\n',
    "labelled": "NAME: NUMBER were killed, said Ali NAME.\n",
    "totals": "NUMBER people died in the war, including NUMBER children, of whom NUMBER in TOWN.\n",
}

TOWNS = ("Gao", "Kidal", "Mopti", "Aleppo", "Homs", "Idlib", "Tripoli", "Kabul", "Kandahar", "Mosul", "Sanaa", "Goma")


def text_of(pattern: str, times: int) -> str:
    """A report that repeats a pattern, with other names, numbers and towns each time."""
    return "Two soldiers were killed. " + "".join(_varied(pattern, n) for n in range(times))


def _varied(pattern: str, n: int) -> str:
    name = "".join("bdklmnrstz"[int(c)] + "aeiou"[int(c) % 5] for c in str(n)).title()
    return pattern.replace("NAME", name).replace("NUMBER", str(n + 3)).replace("TOWN", TOWNS[n % len(TOWNS)])


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of one run, without the collector's pauses."""
    gc.collect()
    gc.disable()
    began = time.process_time()
    try:
        work()
        return time.process_time() - began
    finally:
        gc.enable()


def main() -> None:
    options = _options()
    reader = reader_of(reader=options.reader)
    reader.read(Report("r", "Gunmen killed two soldiers near Mopti on Monday."))
    print(f"{'':20} {'parse':>15} growth {'the rest':>15} growth")
    names = [name for name in PATTERNS if not options.only or name in options.only.split(",")]
    for name in names[names.index(options.start) if options.start else 0 :]:
        pattern = PATTERNS[name]
        parsing, reading = [], []
        for times in (options.repeats, 2 * options.repeats):
            report = Report("r", text_of(pattern, times))
            parses: list[Parse] = []
            parsing.append(seconds(lambda r=report, p=parses: p.extend(reader.parser.parse([r.text]))))
            reading.append(seconds(lambda r=report, p=parses: _rest(reader, r, p[0])))
        marked = any(b > LINEAR * a and b > SHORT for a, b in (parsing, reading))
        print(f"{name:20} {_row(parsing)} {_row(reading)}{'  <--' if marked else ''}", flush=True)
        if marked and options.profile:
            _profile(lambda r=report, p=parses: _rest(reader, r, p[0]))


def _rest(reader, report: Report, parse: Parse) -> None:
    learned = reader.extractor.extract([report], [parse])[0] if reader.extractor else None
    read(report, parse, reader.gazetteer, reader.vague, learned, reader.name)


def _row(found: list[float]) -> str:
    return f"{found[0]:7.2f} {found[1]:7.2f} {found[1] / max(found[0], 0.001):6.1f}"


def _profile(work: Callable[[], object]) -> None:
    profile = cProfile.Profile()
    profile.runcall(work)
    pstats.Stats(profile).sort_stats("tottime").print_stats(8)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=2000)
    parser.add_argument("--reader", choices=("rules", "both"), default="rules")
    parser.add_argument("--only", default="")
    parser.add_argument("--start", default="", help="the first pattern to be tried")
    parser.add_argument("--profile", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
