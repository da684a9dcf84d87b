"""What is configured, what is missing, and what each gap means: nothing here changes anything."""

from __future__ import annotations

import asyncio
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from toolkit.clock import Clock, SystemClock
from toolkit.documents.fonts import undrawable
from toolkit.errors import EntretiensError, SettingsError
from toolkit.french import count, day
from toolkit.law import questions, readings_of, rulebook, terms_of
from toolkit.resources import font_path, template_path
from toolkit.services.correspondence import sender
from toolkit.services.office import Office, open_office
from toolkit.services.sending import relay_of
from toolkit.settings import FILE_NAME, load_settings

ACTOR = "doctor"
MEBIBYTE = 1024 * 1024
LITTLE_DISK = 1024 * MEBIBYTE
NO_DISK = 100 * MEBIBYTE
SOON = timedelta(days=90)


class Verdict(StrEnum):
    """How much a check weighs."""

    SOUND = "sound"
    GAP = "gap"
    BLOCKING = "blocking"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: what was found, what it means, what to do; all in French."""

    subject: str
    verdict: Verdict
    found: str
    meaning: str = ""
    next_step: str = ""


def examine(
    folder: Path, *, employer: str | None = None, network: bool = True, clock: Clock | None = None
) -> list[Check]:
    """Look at a data folder and at everything its work rests on.

    Args:
        folder: The data folder.
        employer: Only this employer; all of the settings where None.
        network: Try the mail relay.
        clock: Where time comes from; the machine's by default.
    """
    try:
        settings = load_settings(folder)
    except SettingsError as error:
        return [_blocked("Réglages", error)]
    checks = [Check("Réglages", Verdict.SOUND, f"{folder / FILE_NAME} se lit.")]
    names = [employer] if employer else sorted(settings.employers)
    if not names:
        missing = SettingsError(
            "aucun employeur n’est décrit.", next_step="Ajoutez une section [employers.…]."
        )
        return [*checks, _blocked("Employeur", missing)]
    for name in names:
        checks += _examine_employer(folder, name, network=network, clock=clock or SystemClock())
    return [*checks, *_disk(folder), *_fonts(), *_timestamp()]


def _examine_employer(folder: Path, name: str, *, network: bool, clock: Clock) -> list[Check]:
    try:
        office = open_office(folder, employer=name, actor=ACTOR, clock=clock)
    except EntretiensError as error:
        return [_blocked(f"Base et employeur {name}", error)]
    probes = (_employer, _law, _people, _keys, _sender, _templates)
    with office:
        checks = [Check("Base", Verdict.SOUND, "elle a la version attendue.")]
        for probe in (*probes, _relay) if network else probes:
            checks += _probed(probe, office)
    return checks


def _probed(probe: Callable[[Office], Iterator[Check]], office: Office) -> list[Check]:
    """Return what a probe says; an error of ours is what it found."""
    found: list[Check] = []
    try:
        found.extend(probe(office))
    except EntretiensError as error:
        found.append(_blocked(_SUBJECTS[probe], error))
    return found


def _blocked(subject: str, error: EntretiensError) -> Check:
    told = f"{error.about} : {error.problem}" if error.about else error.problem
    return Check(subject, Verdict.BLOCKING, told, next_step=error.next_step.strip())


def _employer(office: Office) -> Iterator[Check]:
    employer = office.employer
    subject = f"Employeur {employer.id}"
    yield Check(subject, Verdict.SOUND, f"{employer.name}, effectif {employer.headcount}.")
    if not employer.headcount:
        yield Check(
            subject,
            Verdict.GAP,
            "l’effectif est 0.",
            "L’abondement correctif et le seuil de 300 salariés ne seront jamais appliqués.",
            f"Indiquez headcount dans {FILE_NAME}.",
        )
    if not employer.address:
        yield Check(subject, Verdict.GAP, "pas d’adresse.", "Les lettres partent sans adresse d’expéditeur.")
    if not employer.siren:
        yield Check(subject, Verdict.GAP, "pas de SIREN.", "Les documents ne le portent pas.")
    if office.demonstration:
        yield Check(
            subject, Verdict.GAP, "mode démonstration.", "Chaque pièce est marquée « démonstration »."
        )


def _law(office: Office) -> Iterator[Check]:
    chosen = readings_of(office.employer)
    rulebook(terms_of(office.employer), chosen)
    agreement = office.employer.agreement
    told = f"accord : {agreement.title or agreement.level.value}" if agreement else "sans accord collectif"
    own, all_of_them = len(chosen.chosen), len(questions())
    yield Check(
        "Droit",
        Verdict.SOUND,
        f"{told} ; {count(own, 'lecture choisie', 'lectures choisies')} sur {all_of_them}, "
        "la lecture prudente ailleurs.",
    )


def _people(office: Office) -> Iterator[Check]:
    with office.reading() as unit:
        everyone = unit.employees.all()
    subject = "Fichier du personnel"
    if not everyone:
        yield Check(
            subject,
            Verdict.GAP,
            "aucun salarié n’est enregistré.",
            "Rien ne peut être calculé.",
            "« entretiens roster template effectif.xlsx », puis « entretiens import effectif.xlsx ».",
        )
        return
    yield Check(subject, Verdict.SOUND, f"{count(len(everyone), 'salarié')}.")
    mute = sum(not person.email for person in everyone)
    if mute:
        yield Check(
            subject, Verdict.GAP, f"{mute} sans adresse électronique.", "Leurs lettres sont à imprimer."
        )
    odd = [f"{p.name} ({p.matricule})" for p in everyone if undrawable(p.name)]
    if odd:
        yield Check(
            subject,
            Verdict.GAP,
            f"nom que les PDF ne savent pas dessiner : {', '.join(odd)}.",
            "Le caractère manquant y est montré par □ ; le message électronique, lui, est exact.",
        )
    alone = sum(person.manager is None for person in everyone)
    if alone:
        yield Check(
            subject,
            Verdict.GAP,
            f"{alone} sans responsable.",
            "Personne n’est désigné pour tenir leur entretien : ils ne sont pas convoqués.",
        )


def _keys(office: Office) -> Iterator[Check]:
    ring = office.keys
    ends = ring.seal.not_valid_after_utc
    yield Check(
        "Clés et phrase de passe",
        Verdict.SOUND,
        f"elles s’ouvrent ; cachet valable jusqu’au {day(ends.date())}.",
        f"Empreinte de la racine : {ring.root_fingerprint}",
    )
    if ends - office.clock.now() < SOON:
        late = ends <= office.clock.now()
        yield Check(
            "Clés et phrase de passe",
            Verdict.BLOCKING if late else Verdict.GAP,
            "le cachet a expiré." if late else "le cachet expire bientôt.",
            "Plus aucune pièce ne pourra être scellée.",
        )
    folder = office.folder / office.settings.signing.folder
    loose = [path.name for path in (folder, *folder.rglob("*")) if _others_may_read(path)]
    if loose:
        yield Check(
            "Droits des clés",
            Verdict.GAP,
            f"d’autres utilisateurs peuvent lire : {', '.join(sorted(loose))}.",
            "Les clés sont chiffrées, mais leur dossier doit être à vous seul.",
            f"chmod -R go-rwx {folder}",
        )


def _others_may_read(path: Path) -> bool:
    secret = path.is_dir() or path.suffix != ".pem"
    return secret and os.name == "posix" and bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def _sender(office: Office) -> Iterator[Check]:
    address = sender(office)
    yield Check("Adresse d’expédition", Verdict.SOUND, f"{address.addr_spec}.")
    if not office.employer.hr_email:
        yield Check(
            "Adresse d’expédition",
            Verdict.GAP,
            "pas de boîte des ressources humaines (hr_email).",
            "Les réponses arrivent à l’adresse d’expédition, et les lettres n’en indiquent pas d’autre.",
        )


def _relay(office: Office) -> Iterator[Check]:
    mail = office.settings.mail
    if not mail.host:
        yield Check(
            "Serveur d’envoi",
            Verdict.GAP,
            "aucun n’est réglé.",
            "Les courriels sont faits mais restent en attente.",
            f"Indiquez [mail] host dans {FILE_NAME}.",
        )
        return
    asyncio.run(relay_of(office).check())
    yield Check("Serveur d’envoi", Verdict.SOUND, f"{mail.host}:{mail.port} répond ({mail.security.value}).")


def _templates(office: Office) -> Iterator[Check]:
    from toolkit.documents import template_fields  # noqa: PLC0415 - heavy to import

    folder = office.folder / "modeles"
    own = sorted(folder.glob("*.docx")) if folder.is_dir() else []
    shipped = {path.name for path in template_path("convocation.docx").parent.glob("*.docx")}
    if not own:
        yield Check("Modèles", Verdict.SOUND, "ceux qui sont fournis.")
    for path in own:
        if path.name.startswith("~$"):
            continue
        if path.name not in shipped:
            yield Check(
                "Modèles",
                Verdict.GAP,
                f"modeles/{path.name} ne remplace rien.",
                "Il n’est pas utilisé.",
                f"Noms attendus : {', '.join(sorted(shipped))}.",
            )
            continue
        unknown = template_fields(path) - template_fields(template_path(path.name))
        if unknown:
            yield Check(
                "Modèles",
                Verdict.GAP,
                f"modeles/{path.name} : champs que le modèle fourni n’a pas : {', '.join(sorted(unknown))}.",
                "Un champ sans valeur empêche d’établir la lettre.",
            )
        else:
            yield Check("Modèles", Verdict.SOUND, f"le vôtre pour {path.name}.")


def _disk(folder: Path) -> Iterator[Check]:
    free = shutil.disk_usage(folder).free
    told = f"{free // MEBIBYTE} Mio libres."
    if not os.access(folder, os.W_OK):
        yield Check("Disque", Verdict.BLOCKING, "le dossier de données n’est pas modifiable.")
    elif free < NO_DISK:
        yield Check("Disque", Verdict.BLOCKING, told, "Rien ne peut plus être écrit sûrement.")
    elif free < LITTLE_DISK:
        yield Check(
            "Disque",
            Verdict.GAP,
            told,
            "Libérez de la place : chaque pièce est gardée, puis copiée au dossier.",
        )
    else:
        yield Check("Disque", Verdict.SOUND, told)


def _fonts() -> Iterator[Check]:
    try:
        font_path()
    except EntretiensError as error:
        yield _blocked("Polices", error)
        return
    yield Check(
        "Polices",
        Verdict.SOUND,
        "les PDF sont composés en Carlito, fournie, aux mêmes largeurs que Calibri dans Word.",
        "Un caractère qu’elle n’a pas y est montré par □.",
    )


def _timestamp() -> Iterator[Check]:
    yield Check(
        "Horodatage",
        Verdict.GAP,
        "aucun serveur d’horodatage.",
        "L’heure des sceaux est celle de ce poste ; le sommaire de chaque dossier de preuve le dit.",
    )


_SUBJECTS: dict[Callable[[Office], Iterator[Check]], str] = {
    _employer: "Employeur",
    _law: "Droit",
    _people: "Fichier du personnel",
    _keys: "Clés et phrase de passe",
    _sender: "Adresse d’expédition",
    _relay: "Serveur d’envoi",
    _templates: "Modèles",
}
"""What each probe looks at, for the error it may end with."""
