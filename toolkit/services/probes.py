"""What the doctor looks at, one function for each part of the installation."""

from __future__ import annotations

import asyncio
import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from toolkit.documents.fonts import DOCUMENT_FONT, undrawable
from toolkit.errors import EntretiensError
from toolkit.french import count, day
from toolkit.law import questions, readings_of, rulebook, terms_of
from toolkit.resources import font_path
from toolkit.services.correspondence import sender
from toolkit.services.office import Office
from toolkit.services.sending import relay_of
from toolkit.services.templates import FOLDER, check_files, kinds, own_templates
from toolkit.settings import FILE_NAME
from toolkit.settings_tables import PdfEngine

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


def blocked(subject: str, error: EntretiensError) -> Check:
    """Return what an error of ours prevents."""
    told = f"{error.about} : {error.problem}" if error.about else error.problem
    return Check(subject, Verdict.BLOCKING, told, next_step=error.next_step.strip())


def employer_checks(office: Office) -> Iterator[Check]:
    """Look at what letters and thresholds need of the employer."""
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


def law_checks(office: Office) -> Iterator[Check]:
    """Look at the agreement and the chosen readings."""
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


def people_checks(office: Office) -> Iterator[Check]:
    """Look at who is enrolled, and who cannot be written to or summoned."""
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


def keys_checks(office: Office) -> Iterator[Check]:
    """Look at the keys, their end and their modes."""
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
            "Remplacez-le : « entretiens keys rotate --motif … ».",
        )
    root_key = office.keys_folder / "racine.key"
    if root_key.exists() and not office.demonstration:
        yield Check(
            "Clé de la racine",
            Verdict.GAP,
            "elle est encore dans le dossier de données.",
            "Qui la vole avec la phrase de passe peut créer un autre cachet à votre nom.",
            "Mettez-la au coffre : « entretiens keys root --vers DOSSIER ».",
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


def sender_checks(office: Office) -> Iterator[Check]:
    """Look at the address that messages come from."""
    address = sender(office)
    yield Check("Adresse d’expédition", Verdict.SOUND, f"{address.addr_spec}.")
    if not office.employer.hr_email:
        yield Check(
            "Adresse d’expédition",
            Verdict.GAP,
            "pas de boîte des ressources humaines (hr_email).",
            "Les réponses arrivent à l’adresse d’expédition, et les lettres n’en indiquent pas d’autre.",
        )


def relay_checks(office: Office) -> Iterator[Check]:
    """Knock at the mail relay."""
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


def templates_checks(office: Office) -> Iterator[Check]:
    """Look at the employer's own templates, as « entretiens template check » does."""
    own = own_templates(office)
    if not own:
        yield Check("Modèles", Verdict.SOUND, "ceux qui sont fournis.")
        return
    known = kinds()
    checked = dict(check_files(path for path in own if path.stem in known))
    for path in own:
        shown = f"{FOLDER}/{path.name}"
        if path.stem not in known:
            yield Check(
                "Modèles",
                Verdict.GAP,
                f"{shown} ne remplace rien.",
                "Il n’est pas utilisé.",
                f"Noms attendus : {', '.join(f'{name}.docx' for name in known)}.",
            )
            continue
        wrong = [one for one in checked[path].findings if one.weight.value == "wrong"]
        if wrong:
            prevents = any(one.subject.value != "mention" for one in wrong)
            yield Check(
                "Modèles",
                Verdict.BLOCKING if prevents else Verdict.GAP,
                f"{shown} remplace le nôtre et a {count(len(wrong), 'défaut')} : {wrong[0].problem}",
                "Ce document ne peut pas être établi." if prevents else "Le document serait incomplet.",
                f"« entretiens template check {path} » les dit tous.",
            )
        else:
            yield Check("Modèles", Verdict.SOUND, f"{shown} remplace le nôtre et passe la vérification.")


def disk_checks(folder: Path) -> Iterator[Check]:
    """Look at the room left, and whether it may be written to."""
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


def fonts_checks(engine: PdfEngine) -> Iterator[Check]:
    """Look at what the documents are set in by ``engine``."""
    try:
        font_path()
    except EntretiensError as error:
        yield blocked("Polices", error)
        return
    yield Check(
        "Polices",
        Verdict.SOUND,
        f"les PDF sont composés en {_drawn_by(engine)}.",
        "Un caractère qui n’y est pas est montré par □.",
    )


def _drawn_by(engine: PdfEngine) -> str:
    """Return the face that draws the one of the templates, and why the pages are those of Word."""
    same = f"aux mêmes largeurs que {DOCUMENT_FONT} dans Word"
    if engine is PdfEngine.RDOCX:
        return f"Carlito, fournie, {same}"
    from toolkit.documents.engines.typst.faces import LAST_RESORT, face_for  # noqa: PLC0415 - heavy to import

    drawn = face_for(DOCUMENT_FONT).family
    if drawn == DOCUMENT_FONT:
        return f"{DOCUMENT_FONT}, comme dans Word"
    if drawn != LAST_RESORT:
        return f"{drawn}, {same}"
    if engine is PdfEngine.LIBREOFFICE:
        return f"une police au choix de LibreOffice, faute de {DOCUMENT_FONT} ou de Carlito sur ce poste"
    return f"{LAST_RESORT}, fournie et ajustée : les pages restent celles de Word en {DOCUMENT_FONT}"
