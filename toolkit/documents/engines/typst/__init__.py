"""The fast engine: Word templates compiled to Typst programs, then filled with data alone."""

from toolkit.documents.engines.typst.engine import TypstEngine, unsupported
from toolkit.documents.engines.typst.program import Construct, Program

__all__ = ["Construct", "Program", "TypstEngine", "unsupported"]
