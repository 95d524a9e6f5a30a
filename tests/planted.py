"""Planted families of reports: bases written here, and copies of them whose origin is therefore known.

Each base is made from a record of a happening in invented places. From it come a verbatim
reprint, a trimmed one, one wrapped by another outlet's line, and a retelling in other words.
Beside them stand an own account of the same happening by another outlet, and unrelated reports.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from reportedly.model import Report

TOWNS = (
    "Qarun",
    "Tel",
    "Sharif",
    "Wadi",
    "Baqir",
    "Marda",
    "Zubeir",
    "Kafr",
    "Lahm",
    "Jisr",
    "Hamra",
    "Ain",
    "Sabha",
    "Dar",
    "Murad",
    "Rasm",
    "Tuma",
)
DISTRICTS = ("Nahr", "Samra", "Bustan", "Karam", "Mazra", "Shuyukh", "Qalaa", "Sukkari", "Mashtal", "Rimal")
GROUPS = ("the Sanadid Brigade", "the Northern Shield", "the Martyrs' Column", "the Wahda Front", "the Qadim Battalion")
MONITORS = ("the Karun Rights Centre", "the Valley Monitor", "the Civil Record Network", "the Eastern Observatory")
OUTLETS = ("Daily Orient", "Levant Wire", "Morning Gazette", "Channel Nine", "The Herald", "Al Safha")
MEANS = (
    ("car bomb", "exploded", "blast", "outside a bakery", "shop windows up to a street away were shattered"),
    ("mortar shells", "landed", "shelling", "on a crowded market", "stalls and parked cars caught fire"),
    ("roadside mine", "went off", "explosion", "under a minibus", "the vehicle was thrown off the road"),
    ("barrel bombs", "fell", "raid", "beside a primary school", "the upper floor of the building collapsed"),
)
FIRST = ["Yusuf", "Hanan", "Omar", "Salma", "Khalil", "Rima", "Bassam", "Nour", "Faris", "Lina"]
LAST = ["Darwish", "Haddad", "Antaki", "Sabbagh", "Kassar", "Mubarak", "Jundi", "Rifai", "Nasser", "Shami"]
DETAIL = (
    "Ambulances needed almost an hour to get through because the bridge to the south is closed.",
    "Power was cut in most of the quarter and neighbours dug with their bare hands.",
    "It was the third such incident in the area since the cease-fire broke down in spring.",
    "Schools will stay shut until Sunday, the local council decided after an urgent meeting.",
    "The road to the coast was reopened by evening, though soldiers searched every vehicle.",
    "A field clinic set up in a mosque treated those who could not be moved to the capital.",
    "Two fire engines were themselves damaged when a second round struck the same corner.",
    "Residents said drones had circled over the rooftops since the early morning.",
)
REWORD = {
    "were killed": "died", "were wounded": "suffered injuries", "At least": "No fewer than", "said": "stated",
    "The dead include": "Among the victims are", "Rescue workers": "Emergency crews", "in the town of": "in",
    "was not clear": "remained unknown", "nobody has claimed": "no group claimed", "late on": "on the night of",
    "told reporters": "explained to journalists", "houses": "homes", "shattered": "broken", "almost": "nearly",
    "most of": "much of", "decided": "resolved", "urgent": "emergency", "struck": "hit", "searched": "checked",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Planted:
    """Reports with, for each derived one, the id of the report it comes from; "" for an original."""

    reports: tuple[Report, ...]
    origin: dict[str, str]
    happening: dict[str, int]


def _facts(rng: random.Random) -> dict[str, object]:
    device, verb, noun, spot, effect = rng.choice(MEANS)
    killed = rng.randint(3, 60)
    return {
        "town": " ".join(rng.sample(TOWNS, 2)), "quarter": rng.choice(DISTRICTS), "device": device,
        "verb": verb, "noun": noun, "spot": spot, "effect": effect, "killed": killed, "civil": rng.randint(1, killed),
        "wounded": rng.randint(61, 140), "monitor": rng.choice(MONITORS), "group": rng.choice(GROUPS),
        "name": f"{rng.choice(FIRST)} {rng.choice(LAST)}", "doctor": f"{rng.choice(FIRST)} {rng.choice(LAST)}",
        "day": rng.choice(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]), "details": rng.sample(DETAIL, 4),
    }  # fmt: skip


def _base(f: dict[str, object]) -> list[str]:
    return [
        f"At least {f['killed']} people were killed and {f['wounded']} were wounded when {f['device']} {f['verb']} "
        f"{f['spot']} in the town of {f['town']} late on {f['day']}, {f['monitor']} said.",
        f"The dead include {f['civil']} civilians, among them a family of the {f['quarter']} quarter. "
        f"In the streets around, {f['effect']}.",
        f"Rescue workers told reporters that some houses in {f['quarter']} had come down. {f['details'][0]}",  # type: ignore[index]
        f"Doctor {f['doctor']} of the hospital in {f['town']} said the wards were full. {f['details'][1]}",  # type: ignore[index]
        f"It was not clear who was behind the {f['noun']}; nobody has claimed it. A spokesman for {f['group']}, "
        f"{f['name']}, denied any part in it. {f['details'][2]}",  # type: ignore[index]
    ]


def _own_account(f: dict[str, object], rng: random.Random) -> list[str]:
    return [
        f"{f['town']} buried its dead on the morning after the {f['noun']}. Hospital staff count "
        f"{int(str(f['killed'])) + rng.randint(1, 5)} bodies.",
        f'"I was buying bread when everything turned black", a grocer in {f["quarter"]} recalled, his arm bandaged.',
        f"The governor promised compensation and blamed {f['group']}. {f['details'][3]}",  # type: ignore[index]
        "Diplomats fear that the talks planned for next week will now be put off once more.",
    ]


def _reworded(paragraphs: list[str]) -> list[str]:
    """The same told in other words: synonyms throughout, and the sentences of a paragraph turned round."""
    out = []
    for paragraph in paragraphs:
        for old, new in REWORD.items():
            paragraph = paragraph.replace(old, new)
        sentences = paragraph.split(". ")
        out.append(". ".join(s.rstrip(".") for s in reversed(sentences)) + ".")
    return [out[0], *reversed(out[1:])]


def planted(happenings: int, seed: int = 7) -> Planted:
    """Families of reports for so many happenings, in an order that says nothing of who came first."""
    rng = random.Random(seed)
    reports: list[Report] = []
    origin: dict[str, str] = {}
    of: dict[str, int] = {}
    for k in range(happenings):
        facts, start = _facts(rng), datetime(2024, 1, 1, 6, tzinfo=UTC) + timedelta(days=3 * k)
        base, outlets = _base(facts), rng.sample(OUTLETS, 6)
        wrapped = [f"{outlets[3]}, citing {outlets[0]}, reported the following on {facts['day']}.", *base]
        wrapped.append("The report could not be confirmed independently.")
        texts = (
            (base, ""), (base, "base"), (base[: rng.randint(2, 3)], "base"), (wrapped, "base"),
            (_reworded(base), "base"), (_own_account(facts, rng), ""),
        )  # fmt: skip
        for n, (paragraphs, source) in enumerate(texts):
            name = f"r{rng.randrange(16**8):08x}-{k}-{n}"
            if n == 0:
                first = name
            reports.append(
                Report(name, "\n\n".join(paragraphs), outlets[n], start + timedelta(hours=n), date_only=False)
            )
            origin[name], of[name] = first if source else "", k
    rng.shuffle(reports)
    return Planted(tuple(reports), origin, of)
