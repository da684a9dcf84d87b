"""The law of career interviews.

Pure functions of facts and a day, over dated parameters, each date with its why.
"""

from toolkit.law.durations import Duration, parse_duration
from toolkit.law.exposure import Act, Exposure, exposures
from toolkit.law.facts import EmployerTerms, Facts, facts_of, terms_of
from toolkit.law.merges import Merge
from toolkit.law.mid_career import visit_window
from toolkit.law.notices import refusal_by, refusal_complies, summons_by
from toolkit.law.parameter import DatedValue, Parameter, parameters, parameters_version, rules
from toolkit.law.readings import DEFAULT, Question, Readings, questions, readings, readings_of
from toolkit.law.recap_check import DueInterview, RecapCheck
from toolkit.law.reference_page import reference_page
from toolkit.law.rulebook import Rulebook, rulebook
from toolkit.law.scenarios import Failure, Outcome, check_file
from toolkit.law.timeline import Timeline, timeline
from toolkit.law.top_up import TopUp
from toolkit.law.topics import Topic, TopicId, regime_on, topics_for
from toolkit.law.what_if import Move, moves
from toolkit.law.works_council import Indicators, Payment, indicators

__all__ = [
    "DEFAULT",
    "Act",
    "DatedValue",
    "DueInterview",
    "Duration",
    "EmployerTerms",
    "Exposure",
    "Facts",
    "Failure",
    "Indicators",
    "Merge",
    "Move",
    "Outcome",
    "Parameter",
    "Payment",
    "Question",
    "Readings",
    "RecapCheck",
    "Rulebook",
    "Timeline",
    "TopUp",
    "Topic",
    "TopicId",
    "check_file",
    "exposures",
    "facts_of",
    "indicators",
    "moves",
    "parameters",
    "parameters_version",
    "parse_duration",
    "questions",
    "readings",
    "readings_of",
    "reference_page",
    "refusal_by",
    "refusal_complies",
    "regime_on",
    "rulebook",
    "rules",
    "summons_by",
    "terms_of",
    "timeline",
    "topics_for",
    "visit_window",
]
