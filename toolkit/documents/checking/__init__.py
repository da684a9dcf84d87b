"""A template looked at before it is used: what is wrong, what is missing, what will differ on paper."""

from toolkit.documents.checking.check import TemplateCheck, check_template
from toolkit.documents.checking.fields import Field, fields_of, nature_of, natures
from toolkit.documents.checking.finding import Finding, Subject, Weight
from toolkit.documents.checking.limits import LimitedChecks
from toolkit.documents.checking.trial import Trial, file_stem, pictures, trials

__all__ = [
    "Field",
    "Finding",
    "LimitedChecks",
    "Subject",
    "TemplateCheck",
    "Trial",
    "Weight",
    "check_template",
    "fields_of",
    "file_stem",
    "nature_of",
    "natures",
    "pictures",
    "trials",
]
