"""``explain``: everything that the rules conclude about one person, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.commanding import FrenchCommand
from toolkit.cli.options import Where, as_of_option, chart_option, json_option, office_options
from toolkit.cli.output import fields_of, print_json, say, say_list
from toolkit.french import (
    CONTRACTS,
    OBLIGATIONS,
    PROGRESSIONS,
    REGIMES,
    STATUSES,
    capitalised,
    day,
    euros,
)

if TYPE_CHECKING:
    from toolkit.law import DueInterview, RecapCheck, Timeline, TopUp
    from toolkit.model import Employee, Employer, Finding, Obligation


@click.command(cls=FrenchCommand)
@click.argument("who", metavar="SALARIÉ")
@as_of_option
@click.option("--tout", "--all", "everything", is_flag=True, help="Montre aussi ce qui est tenu ou projeté.")
@chart_option
@office_options
@json_option
def explain(
    *, where: Where, who: str, as_of: date | None, everything: bool, chart: Path | None, as_json: bool
) -> None:
    """Explique pas à pas les échéances d’une personne.

    SALARIÉ est un matricule ou un nom. Chaque date est donnée avec ses étapes, les faits retenus, la règle,
    les textes, et la date qu’une autre lecture défendable du droit donnerait ; puis le bilan de chaque état
    des lieux et le calcul de l’abondement. --image dessine la frise de la carrière.
    """
    from toolkit.clock import today  # noqa: PLC0415 - start-up time
    from toolkit.services.directory import find_employee  # noqa: PLC0415
    from toolkit.services.duties import SETTLED, explained  # noqa: PLC0415
    from toolkit.services.pictures import career_svg, write_picture  # noqa: PLC0415

    with where.open() as office:
        person = find_employee(office, who)
        duties = explained(office, person.matricule, as_of or today(office.clock))
        employer = office.employer
    line = duties.timeline
    shown = [d for d in line.obligations if everything or not (d.projected or d.status in SETTLED)]
    if chart is not None:
        write_picture(chart, career_svg(duties))
    if as_json:
        print_json(_view(person, employer, line, shown))
        return
    _tell(person, employer, line, shown, everything=everything)
    if chart is not None:
        say()
        say(f"Frise dessinée dans {chart}.")


def flaw_line(finding: Finding) -> str:
    """Return what is to be checked in the data, and what cannot be computed until then."""
    prevented = f" Cela empêche : {finding.prevents}." if finding.prevents else ""
    return f"{finding.field} : {finding.message}{prevented}"


def duty_view(duty: Obligation) -> dict[str, object]:
    """Return an obligation as JSON tells it."""
    return {
        "kind": duty.kind,
        "label": OBLIGATIONS[duty.kind],
        "regime": duty.regime,
        "status": duty.status,
        "opens": duty.opens,
        "due": duty.due,
        "latest": duty.latest,
        "originally_due": duty.originally_due,
        "met_by": duty.met_by,
        "projected": duty.projected,
        "rule": duty.rule,
        "reason": list(duty.reason),
        "facts": duty.facts,
        "references": duty.references,
        "readings": list(duty.readings),
        "alternatives": [other._asdict() for other in duty.alternatives],
        "parameters_version": duty.parameters_version,
    }


def _view(
    person: Employee, employer: Employer, line: Timeline, shown: Sequence[Obligation]
) -> dict[str, object]:
    return {
        "matricule": person.matricule,
        "name": person.name,
        "as_of": line.as_of,
        "switch": line.book.switch,
        "obligations": [duty_view(duty) for duty in shown],
        "merges": [
            {"kinds": [duty.kind for duty in merge.obligations], "opens": merge.opens, "by": merge.by}
            for merge in line.merges
        ],
        "recap_checks": [
            {
                **fields_of(check),
                "training_followed": check.training_followed,
                "other_training_followed": check.other_training_followed,
                "certification_obtained": check.certification_obtained,
                "progression_obtained": check.progression_obtained,
                "top_up": test,
            }
            for check, test in zip(line.recap_checks, line.top_ups, strict=True)
        ],
        "top_up": line.top_up,
        "findings": line.findings,
        "chosen_readings": employer.readings,
    }


def _tell(
    person: Employee, employer: Employer, line: Timeline, shown: Sequence[Obligation], *, everything: bool
) -> None:
    say(
        f"{person.name} ({person.matricule}), ancienneté du {day(person.hired)}, {CONTRACTS[person.contract]}"
    )
    say(f"Situation au {day(line.as_of)}")
    agreement = f", {employer.agreement.title or 'accord collectif'}" if employer.agreement else ""
    since = f"nouveau régime à partir du {day(line.book.switch)}"
    say(f"Employeur : {employer.headcount} salariés, {since}{agreement}")
    for duty in shown:
        say()
        _tell_duty(duty, employer)
    if not shown:
        say("Rien n’est dû pour le moment (--tout montre ce qui a été tenu).")
    for merge in line.merges:
        kinds = " + ".join(OBLIGATIONS[duty.kind] for duty in merge.obligations)
        by = f"au plus tard le {day(merge.by)}" if merge.by else "dès que possible"
        say()
        say(f"Un seul rendez-vous peut régler : {kinds}, à partir du {day(merge.opens)}, {by}.")
    for check, test in zip(line.recap_checks, line.top_ups, strict=True):
        if everything or check.held_on is None or test.due:
            say()
            _tell_check(check, test)
    say()
    say_list("À vérifier dans les données :", [flaw_line(f) for f in line.findings])


def _tell_duty(duty: Obligation, employer: Employer) -> None:
    from toolkit.services.lawbook import rule_title  # noqa: PLC0415 - heavy to import

    due = f", échéance le {day(duty.due)}" if duty.due else ""
    projected = " (prévisible : suivra le jour de l’entretien précédent)" if duty.projected else ""
    say(f"{capitalised(OBLIGATIONS[duty.kind])} : {STATUSES[duty.status]}{due}{projected}")
    if duty.opens:
        say(f"  Possible depuis le {day(duty.opens)}")
    say(f"  Règle {duty.rule} : {rule_title(duty.rule)} ({REGIMES[duty.regime]})")
    for number, step in enumerate(duty.reason, start=1):
        say(f"  {number}. {step}")
    if duty.facts:
        say(f"  Faits retenus : {', '.join(f'{_fact(name)} {day(on)}' for name, on in duty.facts.items())}")
    _tell_readings(duty, employer)
    for reference in duty.references:
        say(f"  Texte : {reference.title}")
        if reference.href:
            click.echo(f"    {reference.href}")


def _tell_readings(duty: Obligation, employer: Employer) -> None:
    from toolkit.services.lawbook import answer_wording  # noqa: PLC0415 - heavy to import

    for kept in duty.readings:
        question, _, answer = kept.partition(": ")
        chosen = employer.readings.get(question)
        why = (
            f" Motif de l’employeur : {chosen.reason}" if chosen else " Réponse par défaut, la plus prudente."
        )
        say(f"  Lecture retenue ({question}) : {answer_wording(question, answer)}{why}")
    for other in duty.alternatives:
        told = f"le {day(other.due)}" if other.due else "aucune échéance"
        say(f"  Autre lecture : {told}. {answer_wording(other.question, other.answer)}")


_FACTS = {
    "hired": "ancienneté du",
    "born": "naissance le",
    "last_interview": "dernier entretien le",
    "interview": "entretien tenu le",
    "last_recap": "dernier état des lieux le",
    "absence_start": "absence commencée le",
    "medical_visit": "visite médicale le",
}


def _fact(name: str) -> str:
    return _FACTS.get(name, name.replace("_", " "))


def _tell_check(check: RecapCheck, test: TopUp) -> None:
    held = f"tenu le {day(check.held_on)}" if check.held_on else f"dû le {day(check.due)}"
    say(f"Bilan de l’état des lieux {held} (cycle ouvert le {day(check.start)}, {REGIMES[check.regime]})")
    for one in check.interviews:
        say(f"  - {OBLIGATIONS[one.kind]} : {_interview(one)}")
    say(f"  1° formation suivie : {_yes(check.training_followed)}")
    for training in check.trainings:
        basis = f", obligatoire ({training.legal_basis or 'L6321-2'})" if training.mandatory else ""
        say(f"     {day(training.on)}, {training.title or 'formation'}{basis}")
    say(f"  2° éléments de certification : {_yes(check.certification_obtained)}")
    for certification in check.certifications:
        say(f"     {day(certification.on)}, {certification.title or 'certification'}")
    say(f"  3° progression salariale ou professionnelle : {_yes(check.progression_obtained)}")
    for progression in check.progressions:
        detail = f", {progression.detail}" if progression.detail else ""
        say(f"     {day(progression.on)}, {PROGRESSIONS[progression.kind]}{detail}")
    _tell_test(test)


def _tell_test(test: TopUp) -> None:
    from toolkit.services.lawbook import answer_wording  # noqa: PLC0415 - heavy to import

    by = f", à verser au plus tard le {day(test.pay_by)}" if test.pay_by else ""
    say(f"  Abondement correctif : {f'{euros(test.amount)}{by}' if test.due else 'non dû à ce jour'}")
    for number, step in enumerate(test.reason, start=1):
        say(f"    {number}. {step}")
    if test.penalty:
        say(f"    Impayé après mise en demeure : {euros(test.penalty)} de plus, au Trésor.")
    for question, answer, due in test.alternatives:
        if due != test.due:
            say(f"    Autre lecture : {'dû' if due else 'non dû'}. {answer_wording(question, answer)}")


def _interview(one: DueInterview) -> str:
    if one.met_by:
        return f"tenu le {day(one.met_by)}" + (f" (dû le {day(one.due)})" if one.due else "")
    due = f"dû le {day(one.due)}" if one.due else "proposé au retour, sans échéance légale"
    return f"{due}, non tenu" if one.missing else due


def _yes(answer: object) -> str:
    return "oui" if answer else "non"


COMMANDS = {"explain": explain}
