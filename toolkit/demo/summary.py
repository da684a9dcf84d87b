"""What the demonstration says at the end: what was done, what is missing, where to look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from toolkit.french import STATES, capitalised, count, listing
from toolkit.model import CaseState
from toolkit.services.folders import evidence_folder
from toolkit.services.forms import FOLDER as FORMS
from toolkit.services.office import Office
from toolkit.services.printing import FOLDER as LETTERS

NEXT_ACTS = {
    CaseState.DUE: "fixer un créneau et convoquer",
    CaseState.SUMMONED: "tenir l’entretien, relire la trame",
    CaseState.UNCERTAIN: "vérifier l’envoi (« entretiens mail list »)",
    CaseState.UNDELIVERED: "envoyer par courrier",
    CaseState.ABSENT: "convoquer de nouveau",
    CaseState.REFUSED: "convoquer de nouveau, ou clore",
    CaseState.HELD: "relire la trame, établir le compte rendu",
    CaseState.REPORTED: "recueillir les signatures",
    CaseState.SIGNED: "remettre la copie",
    CaseState.DECLINED: "remettre la copie",
}
"""What an HR assistant does next with a case in each state."""


def summarise(office: Office, say: Callable[[str], None]) -> None:
    """Say where every case stands, what remains to do, and where the files are."""
    with office.reading() as unit:
        cases = unit.cases.all()
        names = {employee.matricule: employee.name for employee in unit.employees.all()}
    say("")
    say("En résumé")
    counts = Counter(case.state for case in cases)
    for state in CaseState:
        if counts[state]:
            say(f"   {counts[state]:3d}  {STATES[state]}")
    say("")
    say("Ce qui reste à faire")
    for state, act in NEXT_ACTS.items():
        waiting = [f"{names[case.matricule]} ({case.id})" for case in cases if case.state is state]
        if waiting:
            say(f"   {capitalised(act)} : {listing(waiting)}")
    done = counts[CaseState.HANDED_OVER] + counts[CaseState.CLOSED]
    say("")
    say(f"   {count(done, 'dossier est complet', 'dossiers sont complets')} : rien à y faire.")
    say("")
    say("Où regarder")
    say(f"   {evidence_folder(office)}/          un dossier de preuve par salarié ; ouvrez 00_sommaire.pdf")
    say(f"   {office.place(LETTERS)}/   les lettres à imprimer")
    say(f"   {office.place(FORMS)}/            les trames à remplir dans Word")
    say(f"   {office.folder / 'courriels-captures'}/     les courriels, exactement tels que reçus")
