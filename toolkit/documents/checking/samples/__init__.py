"""Fictional employees of a fictional company, in every document: what templates are tried with.

Each kind of document comes in the cases that its sentences depend on, so that trying a template goes through
all its branches; the last one has long names, long answers and everything at once. The values are made by the
same functions as those of real letters.
"""

from toolkit.documents.checking.samples.cases import Sample, samples
from toolkit.documents.checking.samples.people import MADE_AT

__all__ = ["MADE_AT", "Sample", "samples"]
