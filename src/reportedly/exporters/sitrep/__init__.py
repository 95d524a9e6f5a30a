"""The situation report: what happened in a period and an area, every sentence with its sources."""

from .formats import DocxSitrep, HtmlSitrep, MarkdownSitrep

__all__ = ["DocxSitrep", "HtmlSitrep", "MarkdownSitrep"]
