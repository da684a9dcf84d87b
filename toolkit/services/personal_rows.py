"""Everything that the tables hold of a person, row by row, for that person to read.

A table that is erased with a person has its rows here, those of the acts and of the signature links included.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from toolkit.clock import PARIS, today
from toolkit.french import (
    ACTIONS,
    MAIL_KINDS,
    MAIL_STATES,
    NBSP,
    OBLIGATIONS,
    STATES,
    STATUSES,
    capitalised,
    day,
    euros,
)
from toolkit.model import Case, Employee, Matricule, OutboxMail, SignatureRequest
from toolkit.roster import LAYOUTS, Table, Value, fact_key, written
from toolkit.services.duties import duties_of
from toolkit.services.office import Office
from toolkit.services.personal_words import (
    REQUEST_STATES,
    act_words,
    answer_words,
    question_words,
    told,
    value_words,
)
from toolkit.services.signature_facts import told_events
from toolkit.store import Unit

Row = tuple[Value, ...]


def personal_rows(office: Office, unit: Unit, employee: Employee) -> Iterator[Row]:
    """Yield what is known of a person: subject, name, value, date, origin."""
    yield from _identity(employee)
    yield from _as_manager(unit, employee.matricule)
    yield from _facts(unit, employee.matricule)
    yield from _obligations(office, unit, employee)
    yield from _top_ups(unit, employee.matricule)
    cases = unit.cases.all(matricule=employee.matricule)
    for case in cases:
        yield from _of_case(unit, case)
    for mail in unit.outbox.all():
        if mail.case is None and mail.matricule == employee.matricule:
            yield from _message(unit, "Messages, hors dossier", mail)
    yield from _pieces(unit, employee.matricule)


def _identity(employee: Employee) -> Iterator[Row]:
    for column in LAYOUTS[Table.EMPLOYEES].columns:
        value = getattr(employee, column.field, None)
        if column.field in ("postcode", "city", "country"):
            value = getattr(employee.address, column.field)
        elif column.field == "address":
            value = employee.address.lines
        if value not in (None, "", ()):
            yield "Identité et contrat", column.heading, written(value), None, "fichier du personnel"


def _facts(unit: Unit, matricule: Matricule) -> Iterator[Row]:
    for recorded in unit.histories.trace(matricule):
        table, on, _ = fact_key(recorded.fact)
        columns: Mapping[str, str] = {c.field: c.heading for c in LAYOUTS[table].columns}
        values = {
            heading: written(getattr(recorded.fact, name))
            for name, heading in columns.items()
            if hasattr(recorded.fact, name)
        }
        said = ", ".join(f"{heading}{NBSP}: {value}" for heading, value in values.items() if value)
        if recorded.withdrawn_at is not None:
            said += f" (retiré le {day(recorded.withdrawn_at.astimezone(PARIS).date())} : {recorded.reason})"
        yield "Parcours", LAYOUTS[table].sheet, said, on, recorded.source
    notice = unit.histories.hiring_notice(matricule)
    if notice is not None:
        origin = "fichier du personnel ou envoi"
        yield "Parcours", "Information à l’embauche remise", day(notice), notice, origin


def _obligations(office: Office, unit: Unit, employee: Employee) -> Iterator[Row]:
    for owed in duties_of(office, unit, employee, today(office.clock)).timeline.obligations:
        articles = ", ".join(reference.title for reference in owed.references)
        due = f"échéance le {day(owed.due)}" if owed.due else "sans échéance"
        said = f"{STATUSES[owed.status]}, {due}"
        yield "Obligations calculées", capitalised(OBLIGATIONS[owed.kind]), said, owed.due, articles


def _of_case(unit: Unit, case: Case) -> Iterator[Row]:
    about = f"Dossier {case.id}"
    yield about, "État", STATES[case.state], case.opened_on, "suivi de l’entretien"
    if case.held_on is not None:
        yield about, "Entretien tenu", day(case.held_on), case.held_on, "suivi de l’entretien"
    for answers in unit.answers.of(case.id):
        for name, value in answers.answers.items():
            yield (
                about,
                question_words(name),
                answer_words(name, value),
                _local(answers.read_at),
                "trame remplie",
            )
    for action in unit.actions.of(case.id):
        said = ", ".join(part for part in (action.label, action.owner, action.outcome) if part)
        yield about, f"Action : {ACTIONS[action.kind]}", said, action.due, "plan d’action"
    for act in unit.acts.of(case.id):
        yield about, f"Acte : {act_words(act.act)}", told(act.body), _local(act.at), act.actor
    for signature in unit.signatures.of(case.id):
        said = f"{signature.person} : {'refus de signer' if signature.declined else signature.level.value}"
        said += f" ({signature.reason})" if signature.reason else ""
        yield about, "Signature", said, _local(signature.at), signature.consent_text
        for name, value in signature.details.items():
            yield about, f"Signature : {name}", value, _local(signature.at), signature.person
    for request in unit.requests.of_case(case.id):
        yield from _of_request(unit, about, request)
    for mail in unit.outbox.of_case(case.id):
        yield from _message(unit, about, mail)


def _of_request(unit: Unit, about: str, request: SignatureRequest) -> Iterator[Row]:
    route, name = request.route, f"Signature par lien, {request.person}"
    known = {
        "état": REQUEST_STATES[request.state],
        "lien": f"{value_words(route.link.value)} {route.link_to}".strip(),
        "code": f"{value_words(route.code.value)} {route.code_to}".strip(),
        "identité": request.identity,
        "consentement": request.consent.text if request.consent else "",
        "nom tapé": request.mark.typed if request.mark else "",
        "motif": request.reason,
        **request.context,
    }
    for what, value in known.items():
        if value:
            yield about, f"{name} : {what}", value, _local(request.asked_at), request.asked_by
    for event, words in zip(
        unit.requests.events(request.id), told_events(unit.requests.events(request.id)), strict=True
    ):
        yield about, f"{name} : étape", words, _local(event.at), "page de signature"


def _message(unit: Unit, about: str, mail: OutboxMail) -> Iterator[Row]:
    said, at = f"à {mail.recipient} ({MAIL_STATES[mail.state]})", _local(mail.sent_at or mail.queued_at)
    yield about, f"Message : {MAIL_KINDS[mail.kind]}", said, at, mail.reply
    for attempt in unit.outbox.attempts(mail.key):
        said = MAIL_STATES[attempt.outcome] if attempt.outcome else "interrompu"
        yield about, f"Essai d’envoi n° {attempt.number}", said, _local(attempt.began_at), attempt.reply


def _as_manager(unit: Unit, matricule: Matricule) -> Iterator[Row]:
    """Yield what is known of who holds interviews; the employees met are named by their case only."""
    manager = unit.managers.find(matricule)
    if manager is None:
        return
    about, origin = "Tient des entretiens", "fichier du personnel"
    for column in LAYOUTS[Table.MANAGERS].columns:
        value = getattr(manager, column.field, None)
        if value:
            yield about, column.heading, written(value), None, origin
    for case in unit.cases.all():
        if case.manager == matricule:
            yield about, "Dossier", str(case.id), case.held_on or case.opened_on, "suivi de l’entretien"


def _top_ups(unit: Unit, matricule: Matricule) -> Iterator[Row]:
    for paid in unit.top_ups.all(matricule):
        said = f"{euros(paid.amount)}, pour l’état des lieux du {day(paid.recap_on)}"
        yield "Abondement correctif", "Versement", said, paid.paid_on, paid.recorded_by


def _pieces(unit: Unit, matricule: Matricule) -> Iterator[Row]:
    for document in unit.documents.of_employee(matricule):
        about = f"Pièces, dossier {document.case}" if document.case else "Pièces, hors dossier"
        yield about, document.file_name, document.sha256, _local(document.made_at), "empreinte SHA-256"


def _local(at: datetime) -> datetime:
    """Return an instant as a spreadsheet writes it: in Paris, without its zone."""
    return at.astimezone(PARIS).replace(tzinfo=None)
