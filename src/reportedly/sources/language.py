"""Which language a text is in, by py3langid, for texts that come without one."""

from __future__ import annotations

from functools import cache
from typing import Any

# Names fill short texts: below this many letters, or this sure, a text is taken for English.
LETTERS = 60
SURE = 0.95
HEAD = 3_000


def told_language(text: str) -> str:
    """The ISO 639-1 code of the text's language; "en" where it cannot be told from so few words."""
    head = text[:HEAD]
    letters = [char for char in head if char.isalpha()]
    latin = sum(char < "\u0250" for char in letters) * 2 >= len(letters)
    if len(letters) < LETTERS and latin:
        return "en"
    language, sure = _identifier().classify(head)
    return str(language) if sure >= SURE or not latin else "en"


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
