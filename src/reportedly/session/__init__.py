"""The Python way in: `Ledger` takes reports in, and answers what happened and who says so."""

from .adding import Added
from .api import Ledger

__all__ = ["Added", "Ledger"]
