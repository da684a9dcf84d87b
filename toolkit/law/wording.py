"""The steps of reasons that are the same for a whole roster, put together once per rulebook.

Phrases are what a person reads under "pourquoi cette date ?": facts first, then the rule, then the figure.
"""

from __future__ import annotations

from datetime import date

from toolkit.law.agreements import AgreementDelays
from toolkit.model.obligation import Step

ARTICLE_2222 = Step("article 2222 du Code civil")


def wording(switch: date, delays: AgreementDelays) -> dict[str, tuple[Step, ...]]:
    """Return the fixed steps by rule, for a switch day T and an agreement's delays."""
    new = Step("passage au nouveau régime le {}", (switch,))
    first, period = str(delays.first_after or delays.period or "2 ans"), str(delays.period or "")
    agreement = Step("accord collectif : {}", (period,))
    never = (new, Step("délai de {} non expiré à cette date, aucun entretien tenu", (first,)))
    return {
        "N-FIRST": (
            Step("embauche à partir du passage au nouveau régime ({})", (switch,)),
            Step("premier entretien au cours de la première année suivant l’embauche"),
        ),
        "N-PERIOD": (Step("4 ans, de date à date"),),
        "N-PERIOD-AGR": (agreement, Step("de date à date")),
        "O-STOCK": (
            Step("présent dans l’entreprise le 07/03/2014"),
            Step("premier entretien dans les deux ans de la loi du 5 mars 2014"),
        ),
        "O-PERIOD": (Step("délai de 2 ans, de date à date"),),
        "O-PERIOD-AGR": (agreement, Step("rythme de l’ancien régime fixé par accord")),
        "first_old": (Step("premier entretien : délai de {} à compter de l’embauche", (first,)),),
        "first_after": (
            Step("accord collectif : premier entretien, délai de {} à compter de l’embauche", (first,)),
        ),
        "TR-2": (Step("délai de 2 ans non expiré au {}", (switch,)), ARTICLE_2222, Step("4 ans")),
        "TR-3": (
            Step("délai de 2 ans expiré avant le {}, sans entretien depuis", (switch,)),
            Step("interprétation retenue : l’entretien reste dû"),
        ),
        "TR-3+": (
            Step("délai de 2 ans expiré avant le {}, sans entretien depuis", (switch,)),
            Step("interprétation retenue : délai porté à 4 ans"),
        ),
        "one_year_from_switch": (*never, Step("un an après le passage, sans dépasser l’ancien délai")),
        "one_year_from_hire": (*never, Step("au cours de la première année suivant l’embauche")),
        "two_years_from_hire": (*never, Step("à la fin de l’ancien délai")),
        "TR-8": (agreement, Step("l’accord vaut avant et après le {}", (switch,))),
        "TR-8b": (
            Step("accord de plus de 4 ans, inapplicable à partir du 01/10/2026"),
            ARTICLE_2222,
            Step("4 ans, jamais avant le 01/10/2026"),
        ),
        "N-RECAP": (Step("8 ans d’ancienneté"),),
        "O-RECAP": (Step("6 ans d’ancienneté"),),
        "TR-5": (Step("délai de 6 ans non expiré au {}", (switch,)), ARTICLE_2222, Step("8 ans")),
        "TR-6": (
            Step("délai de 6 ans expiré depuis un an au plus au {}, sans état des lieux", (switch,)),
            Step("interprétation retenue : l’état des lieux reste dû"),
        ),
        "TR-6+": (
            Step("délai de 6 ans expiré depuis un an au plus au {}, sans état des lieux", (switch,)),
            Step("interprétation retenue : délai porté à 8 ans"),
        ),
        "TR-7": (Step("délai de 6 ans expiré depuis plus d’un an au {}, sans état des lieux", (switch,)),),
    }
