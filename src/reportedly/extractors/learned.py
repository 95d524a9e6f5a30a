"""The learned reader: a small trained encoder that finds who, whom, with what, where and who says so.

It runs on onnxruntime and `tokenizers` alone. Texts of any length are read in windows that overlap;
each window is given to the encoder by itself, so that a text reads the same whatever else is in the batch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import MissingExtra, TamperedModel
from ..model import Mention, Parse, Report
from .fillers import Scale, entities
from .shipped import MODEL, Shipped, load
from .spans import candidates, pooled, sigmoid, softmax, span_scores
from .tagged import mentions_of
from .telling import tellings
from .windows import Words, cut_windows, cut_words

# A span below this probability is never a filler; it only keeps lists short.
FLOOR = 0.03


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span of words that may fill a role; `score` is the mean of what both heads say, in [0, 1]."""

    role: int
    first: int
    last: int
    score: float


@dataclass(frozen=True, slots=True)
class Scores:
    """What the encoder says of one text. Rows are words.

    `inside` is the probability of each tag (begun or going on), `begins` that of its beginning;
    `told` are logits of relevance and incident types, `relevance` their probabilities for the whole text;
    `telling` holds what each word says of the claims of its sentence.
    """

    words: Words
    candidates: tuple[Candidate, ...]
    inside: np.ndarray
    begins: np.ndarray
    told: np.ndarray
    relevance: np.ndarray
    telling: np.ndarray


class LearnedReader:
    """Finds mentions with the trained encoder; implements the port `Extractor`.

    `folder` holds the model's files (the package's own by default). `threads` is how many cores one
    text may use. Raises MissingModel or TamperedModel, naming the file and the cure.
    """

    def __init__(self, folder: Path | None = None, threads: int = 2) -> None:
        self.shipped: Shipped = load(folder)
        self.name = self.shipped.name
        self.folder, self.threads = folder, threads
        self._session, self.tokenizer = _open(self.shipped, threads)
        self._cls = self.tokenizer.token_to_id("[CLS]")
        self._sep = self.tokenizer.token_to_id("[SEP]")
        self.scale = Scale.of(self.shipped.card, self.shipped.heads.roles)

    def __reduce__(self) -> tuple[Any, ...]:  # an engine sends readers to its workers
        return type(self), (self.folder, self.threads)

    def extract(self, reports: Sequence[Report], parses: Sequence[Parse] = ()) -> list[tuple[Mention, ...]]:
        """The mentions of each report, in text order; the same whatever the batch.

        What a report's sentences tell of is said only where `parses` says which sentences it has.
        """
        return [self._mentions(report, parse) for report, parse in zip_longest(reports, parses)]

    def _mentions(self, report: Report, parse: Parse | None) -> tuple[Mention, ...]:
        scores = self.scores(report.text)
        found = mentions_of(report.text, scores, self.shipped, self.scale)
        if parse is None:
            return found
        return (*found, *tellings(report.text, parse, scores.words.spans, scores.telling, self.shipped))

    def fillers_of(self, text: str) -> dict[str, tuple[tuple[str, ...], ...]]:
        """Role -> entities of a text, best first, each by one wording of the text in lower case."""
        wordings = self.wordings(text, self.scores(text))
        return {role: entities(found, role, self.scale.threshold) for role, found in wordings.items()}

    def wordings(self, text: str, scores: Scores) -> dict[str, dict[str, float]]:
        """Role -> wording -> calibrated probability that it names a filler."""
        spans: dict[str, dict[str, list[float]]] = {role: {} for role in self.shipped.heads.roles}
        for c in scores.candidates:
            a, b = scores.words.spans[c.first][0], scores.words.spans[c.last][1]
            wording = " ".join(text[a:b].lower().split())
            spans[self.shipped.heads.roles[c.role]].setdefault(wording, []).append(c.score)
        relevance = float(scores.relevance[0])
        return {
            role: {w: self.scale.probability(role, max(s), relevance, len(s)) for w, s in found.items()}
            for role, found in spans.items()
        }

    def scores(self, text: str) -> Scores:
        """Everything that the encoder says of a text; memory grows with its words alone."""
        heads = self.shipped.heads
        words = cut_words(text, self.tokenizer)
        n = len(words.spans)
        lower = [text[a:b].lower() for a, b in words.spans]
        inside = np.zeros((n, len(heads.tags)), np.float32)
        begins = np.zeros_like(inside)
        told = np.zeros((n, heads.sizes[6]), np.float32)
        telling = np.zeros((n, heads.sizes[7]), np.float32)
        found: list[Candidate] = []
        for low, count, features in self._blocks(words):
            high = low + count
            parts = heads.split(features)
            tags = softmax(parts[5].reshape(-1, len(heads.tags), 3))
            inside[low:high], begins[low:high] = 1 - tags[:count, :, 0], tags[:count, :, 1]
            told[low:high], telling[low:high] = parts[6][:count], parts[7][:count]
            allowed = candidates(lower[low : low + len(features)], heads.widest)[:count]
            scores = sigmoid(span_scores(features, heads, count)) * allowed[None]
            found += _candidates(scores, 1 - tags[:, :, 0], low)
        return Scores(words, tuple(found), inside, begins, told, pooled(told), telling)

    def _blocks(self, words: Words) -> Iterator[tuple[int, int, np.ndarray]]:
        """First word, number of words and features (of these words and those a span may reach beyond them)."""
        beyond = self.shipped.heads.widest - 1
        held: list[tuple[int, np.ndarray]] = []
        for window in cut_windows(words, self.shipped.window, self.shipped.overlap):
            if window.low == window.high:
                continue
            pieces = [self._cls, *words.pieces[window.start : window.end], self._sep]
            ids = np.array([pieces], np.int64)
            features = self._session.run(None, {"ids": ids, "mask": np.ones_like(ids)})[0][0]
            held.append((window.low, features[words.first[window.low : window.high] - window.start + 1]))
            # The oldest block is ready once the words behind it are known as far as a span reaches.
            while len(held) > 1 and sum(len(f) for _, f in held[1:]) >= beyond:
                yield _block(held, beyond)
        while held:
            yield _block(held, beyond)


def _block(held: list[tuple[int, np.ndarray]], beyond: int) -> tuple[int, int, np.ndarray]:
    low, first = held.pop(0)
    rest = [f for _, f in held]
    return low, len(first), np.concatenate([first, np.concatenate(rest)[:beyond]]) if rest else first


def _candidates(scores: np.ndarray, inside: np.ndarray, low: int) -> Iterator[Candidate]:
    """Spans above the floor; the tags of the roles come first among the tags, in the same order."""
    sums = np.concatenate([np.zeros((1, inside.shape[1]), np.float32), np.cumsum(inside, axis=0)])
    for role, first, width in np.argwhere(scores > FLOOR).tolist():
        tagged = float(sums[first + width + 1, role] - sums[first, role]) / (width + 1)
        yield Candidate(role, low + first, low + first + width, (float(scores[role, first, width]) + tagged) / 2)


def _open(shipped: Shipped, threads: int) -> tuple[Any, Any]:
    try:
        import onnxruntime
        from tokenizers import Tokenizer
    except ImportError as error:
        raise MissingExtra(
            "the learned reader needs onnxruntime and tokenizers",
            hint="Install them: `pip install onnxruntime tokenizers`.",
        ) from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        session = onnxruntime.InferenceSession(shipped.model, options, providers=["CPUExecutionProvider"])
        tokenizer = Tokenizer.from_str(shipped.tokenizer)
    except Exception as error:  # both libraries raise their own kinds, and bare ones
        raise TamperedModel(
            f"the learned reader cannot be opened ({error})",
            subject=MODEL,
            hint="Install the package again (`make setup`).",
        ) from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return session, tokenizer
