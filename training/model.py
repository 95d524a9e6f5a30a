"""The span reader: one encoder, a span head for role fillers, tags for everything, relevance and type.

Every head reads single pieces, so that the exported graph gives per-piece features and the pairs of
start and end are scored outside it. For a span (i, j) and a role r:

    score = p_i,r . q_j,r + a_i,r + e_j,r + mean(m_i..j,r) + width_(j-i),r + bias_r
"""

from __future__ import annotations

import torch
from torch import nn

RANK, INNER, WIDEST = 64, 128, 10


class SpanReader(nn.Module):
    """Encoder with heads; `roles` for spans, `tags` labels for begin/inside/outside, `types` of report.

    `groups` and `kinds` are those of claims: per group of claims a weight and a say of each word, per kind a say.
    """

    def __init__(self, encoder: nn.Module, roles: int, tags: int, types: int, groups: int = 0, kinds: int = 0) -> None:
        super().__init__()
        self.encoder = encoder
        hidden = encoder.config.hidden_size
        self.roles, self.tags = roles, tags
        self.drop = nn.Dropout(0.2)
        self.start = nn.Sequential(nn.Linear(hidden, INNER), nn.GELU(), nn.Dropout(0.2))
        self.end = nn.Sequential(nn.Linear(hidden, INNER), nn.GELU(), nn.Dropout(0.2))
        self.left = nn.Linear(INNER, roles * RANK, bias=False)
        self.right = nn.Linear(INNER, roles * RANK, bias=False)
        nn.init.normal_(self.left.weight, std=0.3 * INNER**-0.5)
        nn.init.normal_(self.right.weight, std=0.3 * INNER**-0.5)
        self.start_score, self.end_score = nn.Linear(INNER, roles), nn.Linear(INNER, roles)
        self.mean_score = nn.Linear(hidden, roles)
        self.width = nn.Parameter(torch.zeros(roles, WIDEST))
        self.bias = nn.Parameter(torch.full((roles,), -6.0))
        self.tagger = nn.Linear(hidden, tags * 3)
        self.relevance = nn.Linear(hidden, 1 + types)
        self.telling = nn.Linear(hidden, 2 * groups + kinds)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Per piece: left, right, start, end and mean scores, tags, relevance, telling, side by side."""
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        return self.heads(hidden)

    def heads(self, hidden: torch.Tensor) -> torch.Tensor:
        hidden = self.drop(hidden)
        start, end = self.start(hidden), self.end(hidden)
        return torch.cat(
            [
                self.left(start),
                self.right(end),
                self.start_score(start),
                self.end_score(end),
                self.mean_score(hidden),
                self.tagger(hidden),
                self.relevance(hidden),
                self.telling(hidden),
            ],
            dim=-1,
        )

    def split(self, features: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """The parts of `forward`'s last axis."""
        r = self.roles
        sizes = [r * RANK, r * RANK, r, r, r, self.tags * 3, self.relevance.out_features, self.telling.out_features]
        return torch.split(features, sizes, -1)

    def spans(self, features: torch.Tensor) -> torch.Tensor:
        """Scores of all spans of up to WIDEST words: (roles, words, widths), from (words, features)."""
        left, right, start, end, mean = self.split(features)[:5]
        n = features.shape[0]
        reach = torch.arange(n)[:, None] + torch.arange(WIDEST)[None]
        reach = reach.clamp(max=n - 1)
        p = left.view(n, self.roles, RANK).transpose(0, 1)
        q = right.view(n, self.roles, RANK).transpose(0, 1)[:, reach]
        score = torch.einsum("knr,knwr->knw", p, q)
        score = score + start.T[:, :, None] + end.T[:, reach] + self.width[:, None] + self.bias[:, None, None]
        sums = torch.cat([torch.zeros(1, self.roles), mean.cumsum(0)])
        means = (sums[reach + 1] - sums[:-1][:, None]) / torch.arange(1, WIDEST + 1)[None, :, None]
        return score + means.permute(2, 0, 1)
