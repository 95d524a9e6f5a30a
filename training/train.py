"""Trains the span reader on development data alone.

    python -m training.train --muc4 DIR --polnear DIR --claims DIR --encoder DIR --out DIR [--epochs 8] [--seed 1]

DIR of --muc4 holds dev.jsonl; a tenth of it is held out to choose the checkpoint and the thresholds. The
run writes `model.pt` (best so far), `state.pt` and `curve.jsonl` (one line an evaluation). The same command with
`--resume` goes on from `state.pt` and ends where the run would have ended that was never stopped.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from evaluation.ceaf import counts, f1, micro
from evaluation.muc4_data import ROLES
from reportedly.extractors.fillers import entities
from reportedly.extractors.spans import candidates
from reportedly.extractors.windows import OVERLAP, WINDOW, cut_windows

from . import keeping
from .claims import claim_examples, telling_loss
from .distil import taught_examples
from .encoders import build, marks_of
from .examples import TAGS, Example, lower, muc_examples, polnear_examples
from .model import WIDEST, SpanReader

KEEP_EMPTY = 0.3  # share of windows without any label that a step looks at
SAVE_EVERY = 200  # steps between two states to resume from
MASKED = 0.1  # share of pieces hidden in training, against learning names by heart
HELD_OUT = 10  # every tenth development report


class Trainer:
    """One run: its model, examples, clock and curve."""

    def __init__(
        self,
        options: argparse.Namespace,
        muc: list[Example],
        polnear: list[Example],
        claims: list[Example],
        held: list[Example] | None = None,
    ) -> None:
        self.options = options
        random.seed(options.seed)
        np.random.seed(options.seed)
        torch.manual_seed(options.seed)
        torch.set_num_threads(options.threads)
        self.model, self.tokenizer = build(options.encoder)
        if options.start:
            kept = torch.load(options.start, weights_only=True)["model"]
            self.model.load_state_dict(kept, strict=False)
        self.cls, self.sep, self.mask_id = marks_of(self.tokenizer)
        self.muc, self.polnear, self.claims, self.held = muc, polnear, claims, held or []
        self.allowed = {e.id: torch.from_numpy(candidates(lower(e.words, e.text), WIDEST)) for e in muc + self.held}
        encoder = [p for p in self.model.encoder.parameters() if p.requires_grad]
        known = {id(p) for p in self.model.encoder.parameters()}
        heads = [p for p in self.model.parameters() if id(p) not in known]
        self.rates = (options.rate, options.head_rate)
        groups = [{"params": encoder}, {"params": heads}]
        self.optimizer = torch.optim.AdamW(groups, lr=options.rate, weight_decay=0.01)
        self.average = keeping.Average(self.model, options.average)
        self.best, self.step, self.cpu = -1.0, 0, 0.0
        if options.resume:
            self.resume(options.out / "state.pt")

    # -- encoding ---------------------------------------------------------------------------------

    def encode(self, examples: list[Example], keep: float = 1.0) -> list[tuple[torch.Tensor, torch.Tensor] | None]:
        """Per example: indices of the words looked at and their features."""
        jobs, ids = [], []
        for k, example in enumerate(examples):
            for window in cut_windows(example.words, self.options.window, OVERLAP):
                labelled = example.sentences or example.tags[window.low : window.high].any()
                if window.low == window.high or not (labelled or random.random() < keep):
                    continue
                pieces = list(example.words.pieces[window.start : window.end])
                if self.model.training:
                    pieces = [self.mask_id if random.random() < self.options.masked else p for p in pieces]
                jobs.append((k, window))
                ids.append([self.cls, *pieces, self.sep])
        found: list[list[tuple[torch.Tensor, torch.Tensor]]] = [[] for _ in examples]
        if ids:
            longest = max(map(len, ids))
            batch = torch.zeros(len(ids), longest, dtype=torch.long)
            mask = torch.zeros(len(ids), longest, dtype=torch.long)
            for row, pieces in enumerate(ids):
                batch[row, : len(pieces)] = torch.tensor(pieces)
                mask[row, : len(pieces)] = 1
            with torch.autocast("cpu", dtype=torch.bfloat16):
                hidden = self.model.encoder(input_ids=batch, attention_mask=mask).last_hidden_state
            for row, (k, window) in enumerate(jobs):
                words = torch.arange(window.low, window.high)
                at = torch.from_numpy(examples[k].words.first)[words] - window.start + 1
                found[k].append((words, hidden[row, at].float()))
        out: list[tuple[torch.Tensor, torch.Tensor] | None] = []
        for parts in found:
            if not parts:
                out.append(None)
                continue
            out.append((torch.cat([w for w, _ in parts]), self.model.heads(torch.cat([h for _, h in parts]))))
        return out

    # -- losses -----------------------------------------------------------------------------------

    def loss(self, example: Example, words: torch.Tensor, features: torch.Tensor) -> torch.Tensor:
        parts = self.model.split(features)
        tags, relevance = parts[5].view(len(words), len(TAGS), 3), parts[6]
        known = torch.from_numpy(example.known)
        if example.soft is None:
            wanted = torch.from_numpy(example.tags)[words][:, known]
        else:
            wanted = torch.from_numpy(example.soft)[words].permute(0, 2, 1)
        total = F.cross_entropy(tags[:, known].permute(0, 2, 1), wanted, reduction="sum") / 60
        if example.relevance is not None:
            pooled = torch.logsumexp(relevance, 0) - np.log(len(words))
            total = total + F.binary_cross_entropy_with_logits(pooled, torch.from_numpy(example.relevance))
        if example.sentences:
            total = total + telling_loss(example, words, parts[7])
        return total + self.span_loss(example, words, features) if example.has_spans else total

    def span_loss(self, example: Example, words: torch.Tensor, features: torch.Tensor) -> torch.Tensor:
        """Each entity needs one of its places found (multiple instances); every other span is wrong."""
        scores = self.model.spans(features)
        n = len(words)
        reach = torch.arange(n)[:, None] + torch.arange(WIDEST)[None]
        padded = F.pad(words, (0, WIDEST), value=-99)
        whole = padded[reach] - words[:, None] == torch.arange(WIDEST)[None]
        negative = (self.allowed[example.id][words] & whole)[None].repeat(len(ROLES), 1, 1)
        place = {int(w): k for k, w in enumerate(words)}
        positive = torch.zeros(())
        for role, spans in example.bags:
            inside = [(place[i], w) for i, w in spans if i in place]
            if not inside:
                continue
            rows, widths = (torch.tensor(x) for x in zip(*inside, strict=True))
            negative[role, rows, widths] = False
            none = -F.softplus(scores[role, rows, widths]).sum()
            positive = positive - torch.log1p(-torch.exp(none.clamp(max=-1e-6)))
        return ((F.softplus(scores) * negative).sum() + positive) / 10

    # -- the run ----------------------------------------------------------------------------------

    def batches(self, epoch: int) -> list[list[Example]]:
        """One epoch: all MUC-4 reports and coded claims, a share of PolNeAR, in batches of like length."""
        chance = random.Random(f"{self.options.seed}/{epoch}")  # its own, so that a resumed run draws the same
        share = int(len(self.polnear) * self.options.polnear_share)
        muc = chance.sample(self.muc, round(len(self.muc) * self.options.muc_share))
        pools = [(muc, 4), (chance.sample(self.polnear, share), 2), (self.claims, 4)]
        out = []
        for pool, size in pools:
            pool = chance.sample(pool, len(pool))
            for k in range(0, len(pool), size * 8):
                chunk = sorted(pool[k : k + size * 8], key=lambda e: len(e.words.pieces))
                out += [chunk[j : j + size] for j in range(0, len(chunk), size)]
        chance.shuffle(out)
        return out

    def run(self) -> None:
        length = len(self.batches(0))
        total = int(self.options.epochs * length)
        checks = {int(total * share) for share in (0.4, 0.6, 0.75, 0.88)}
        while self.step < total:
            epoch, done = divmod(self.step, length)
            for batch in self.batches(epoch)[done : total - epoch * length]:
                self.model.train()
                self.train_step(batch, self.step / total)
                self.average.update()
                self.step += 1
                if self.step in checks:
                    self.evaluate()
                if self.step % SAVE_EVERY == 0 and self.held:
                    self.save()
        self.evaluate()

    def train_step(self, batch: list[Example], progress: float) -> None:
        began = time.process_time()
        rise = min(1.0, progress / 0.08 + 0.02)
        for group, rate in zip(self.optimizer.param_groups, self.rates, strict=True):
            group["lr"] = rate * rise * (1 - progress)
        losses = [
            self.loss(e, *got)
            for e, got in zip(batch, self.encode(batch, self.options.keep_empty), strict=True)
            if got is not None
        ]
        if losses:
            loss = torch.stack(losses).mean()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
            self.optimizer.step()
            self.optimizer.zero_grad(set_to_none=True)
        self.cpu += time.process_time() - began

    @torch.no_grad()
    def scores(self, examples: list[Example]) -> dict[str, dict[str, dict[str, float]]]:
        """Per report and role: wordings with the mean of both heads' scores; and `relevance`."""
        self.model.eval()
        out = {}
        for k in range(0, len(examples), 8):
            for example, got in zip(examples[k : k + 8], self.encode(examples[k : k + 8]), strict=True):
                out[example.id] = read_scores(self.model, example, got[1], self.allowed[example.id]) if got else {}
        return out

    def evaluate(self) -> None:
        if not self.held:
            return
        with self.average.applied():
            self._evaluate()
        self.save()

    def _evaluate(self) -> None:
        scored = self.scores(self.held)
        threshold, value = best_threshold(self.held, scored)
        line = {"step": self.step, "cpu_s": round(self.cpu), "held_f1": round(value, 4), "threshold": threshold}
        print(json.dumps(line), flush=True)
        with (self.options.out / "curve.jsonl").open("a") as curve:
            curve.write(json.dumps(line) + "\n")
        if value > self.best:
            self.best = value
            torch.save({"model": self.model.state_dict(), "threshold": threshold}, self.options.out / "model.pt")

    def save(self) -> None:
        """Write all that it takes to go on from this step."""
        kept = {name: getattr(self, name) for name in ("best", "step", "cpu")}
        kept |= {"model": self.model.state_dict(), "optimizer": self.optimizer.state_dict()}
        keeping.write(
            self.options.out / "state.pt", {**kept, "average": self.average.state(), "chances": keeping.chances()}
        )

    def resume(self, path: Path) -> None:
        """Go on from a state. Raises FileNotFoundError where there is none."""
        kept = torch.load(path, weights_only=True)
        self.model.load_state_dict(kept["model"])
        self.optimizer.load_state_dict(kept["optimizer"])
        self.average.load(kept["average"])
        self.best, self.step, self.cpu = kept["best"], kept["step"], kept["cpu"]
        keeping.set_chances(kept["chances"])


def read_scores(
    model: SpanReader, example: Example, features: torch.Tensor, allowed: torch.Tensor
) -> dict[str, dict[str, float]]:
    """Wordings by role with the mean of the span head's and the tags' scores."""
    spans = torch.sigmoid(model.spans(features)) * allowed[None]
    parts = model.split(features)
    inside = 1 - parts[5].view(-1, len(TAGS), 3).softmax(-1)[..., 0]
    pooled = torch.sigmoid(torch.logsumexp(parts[6], 0) - np.log(len(features)))
    out: dict[str, dict[str, float]] = {"relevance": {"": float(pooled[0])}}
    for k, role in enumerate(ROLES):
        found: dict[str, float] = {}
        starts, widths = (spans[k] > 0.03).nonzero(as_tuple=True)
        for i, w in zip(starts.tolist(), widths.tolist(), strict=True):
            a, b = example.words.spans[i][0], example.words.spans[i + w][1]
            wording = " ".join(example.text[a:b].lower().split())
            score = (float(spans[k, i, w]) + float(inside[i : i + w + 1, k].mean())) / 2
            found[wording] = max(found.get(wording, 0.0), score)
        out[role] = found
    return out


def fillers(scores: dict[str, dict[str, float]], threshold: float) -> dict[str, tuple[tuple[str, ...], ...]]:
    return {role: entities(scores.get(role, {}), role, threshold) for role in ROLES}


def best_threshold(examples: list[Example], scored: dict[str, dict[str, dict[str, float]]]) -> tuple[float, float]:
    keys = {e.id: e.report.entities for e in examples if e.report}
    options = []
    for threshold in np.arange(0.2, 0.75, 0.05):
        rows = [counts(keys[i], fillers(scored[i], threshold)) for i in keys]
        options.append((f1(*micro(rows)["all"]), round(float(threshold), 2)))
    value, threshold = max(options)
    return threshold, value


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("muc4", "encoder", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--polnear", type=Path)
    parser.add_argument("--start", type=Path, help="a checkpoint to go on from")
    parser.add_argument("--claims", type=Path, nargs="*", default=[], help="folders of coded reports")
    parser.add_argument("--epochs", type=float, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--average", type=float, default=0.998, help="share of the weights' old mean kept a step")
    parser.add_argument("--window", type=int, default=WINDOW, help="pieces of a text seen at once, 510 at most")
    parser.add_argument("--masked", type=float, default=MASKED, help="share of pieces hidden in training")
    parser.add_argument("--keep-empty", type=float, default=KEEP_EMPTY, help="share of windows without labels seen")
    parser.add_argument("--taught", type=Path, nargs="+", help="what `training.distil` wrote, to learn from as well")
    parser.add_argument("--resume", action="store_true", help="go on from state.pt of the same run")
    parser.add_argument("--polnear-share", type=float, default=0.3)
    parser.add_argument("--muc-share", type=float, default=1.0, help="share of MUC-4 reports an epoch looks at")
    parser.add_argument("--limit", type=int, default=0, help="only so many MUC-4 reports, for a trial")
    parser.add_argument("--all", action="store_true", help="train on the held-out tenth too")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    _, tokenizer = build(options.encoder)
    muc = muc_examples(options.muc4 / "dev.jsonl", tokenizer)
    if options.limit:
        muc = muc[: options.limit]
    learnt = muc if options.all else [e for k, e in enumerate(muc) if k % HELD_OUT]
    polnear = polnear_examples(options.polnear / "train.jsonl", tokenizer) if options.polnear else []
    claims = [e for folder in options.claims for e in claim_examples(folder, tokenizer)]
    claims += taught_examples(options.taught, tokenizer) if options.taught else []
    Trainer(options, learnt, polnear, claims, muc[::HELD_OUT]).run()


if __name__ == "__main__":
    main()
