"""Every letter and record says what the law asks it to say, to the right person, in good French."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache

import pytest
from lxml import etree

from toolkit.digest import sha256
from toolkit.documents import (
    Accounted,
    Anchors,
    Correspondence,
    DocumentProperties,
    Done,
    EarlierSummons,
    Gap,
    Letter,
    Meeting,
    Refusal,
    RefusalKind,
    TopUp,
    cancellation,
    change_of_slot,
    convocation,
    evidence_cover,
    handover,
    hiring_notice,
    pdf_page_count,
    preparation_sheet,
    recap_statement,
    refusal_record,
    render_docx,
    second_convocation,
    signature_proof,
    template_fields,
)
from toolkit.documents.authoring.catalogue import templates
from toolkit.documents.authoring.markup import qualified
from toolkit.documents.checking.samples import people
from toolkit.documents.checking.samples.records import SIGNED
from toolkit.documents.engines.rdocx_engine import draw
from toolkit.documents.letters import (
    CouncilFigures,
    CouncilGroup,
    Exhibit,
    ExhibitGroup,
    decisions_letter,
    works_council_note,
)
from toolkit.errors import MissingValueError
from toolkit.model import (
    Absence,
    AbsenceKind,
    Action,
    ActionKind,
    Address,
    Agreement,
    AgreementLevel,
    Case,
    Channel,
    Decision,
    Employee,
    History,
    Obligation,
    ObligationKind,
    Reference,
    Regime,
    Role,
    Rule,
    Ruling,
    Signatory,
    Signature,
    Slot,
    Status,
    Training,
)

K = ObligationKind
NBSP = "\u00a0"
FORMS = {"formulaire.docx", "compte-rendu.docx"}
"""Made and tested with the interview forms."""

EMPLOYER = replace(people.EMPLOYER, agreement=None)
HOST = people.HOST
CAMILLE = replace(people.CAMILLE, hired=date(2022, 3, 14))
ELDER = replace(people.ELDER, civility="M.", given_name="Jean-Baptiste", hired=date(2016, 9, 1))
SLOT = replace(people.SLOT, starts=datetime(2026, 3, 12, 8, 30, tzinfo=UTC))
REUNION = replace(people.OVERSEAS, starts=datetime(2026, 3, 12, 8, 30, tzinfo=UTC))
LEAVE = Absence(AbsenceKind.PARENTAL, date(2025, 3, 1), date(2026, 2, 28))
FINGERPRINT = people.FINGERPRINT
EARLIER = (
    EarlierSummons(date(2026, 2, 20), Channel.EMAIL, SLOT, "acceptée par le serveur", "absence sans réponse"),
    EarlierSummons(date(2026, 3, 16), Channel.POST, REUNION, "lettre recommandée 1A 204", "refus écrit"),
)
REPORT = people.PIECE
HISTORY = replace(
    people.HISTORY, trainings=(*people.HISTORY.trainings, Training(date(2009, 1, 1), "Trop ancienne"))
)
CYCLE = people.CYCLE


def case(*settles: ObligationKind, slot: Slot | None = SLOT, regime: Regime = Regime.EPP) -> Case:
    return replace(people.case(*settles, slot=slot, regime=regime), due=date(2026, 3, 20))


def to(employee: Employee = CAMILLE, channel: Channel | None = Channel.POST) -> Correspondence:
    return replace(people.to(employee, channel, employer=EMPLOYER), on=date(2026, 2, 20))


def about(*settles: ObligationKind, slot: Slot | None = SLOT, regime: Regime = Regime.EPP) -> Meeting:
    leave = LEAVE if K.RETURN in settles else None
    return Meeting(case(*settles, slot=slot, regime=regime), HOST, reply_by=date(2026, 3, 4), absence=leave)


def refused(kind: RefusalKind = RefusalKind.ORDINARY) -> Refusal:
    return Refusal(kind, date(2026, 4, 1), "par courriel", "Nadia Ferrand")


def obligation(status: Status = Status.HELD) -> Obligation:
    rule = Rule("N-PERIOD", "", (Reference("article L. 6315-1 I du Code du travail"),))
    return Obligation(K.PERIODIC, Regime.EPP, rule, status, due=date(2026, 3, 20))


def signed(role: Role, person: str) -> Signature:
    return replace(SIGNED, role=role, person=person, at=datetime(2026, 3, 13, 9, 42, 7, tzinfo=UTC))


DECIDED = (
    Action(1, ActionKind.TRAINING, "Réglage", "Claire Modèle", date(2026, 9, 30)),
    Decision(1, Ruling.GRANTED),
)
FILED = ExhibitGroup(
    "Dossier C0007 – entretien périodique",
    "C0007_2026-03-12_entretien-periodique",
    (Exhibit(3, "Compte rendu", (REPORT,), "cachet de l’employeur, PAdES B-LTA"),),
)
COUNCIL_GROUP = CouncilGroup("ensemble", 64, 31, {K.PERIODIC: 31}, 0, 0, 12)
COUNCIL = CouncilFigures(2025, date(2026, 3, 16), COUNCIL_GROUP, (), (), (), 5)


def letters() -> dict[str, Letter]:
    """Return one of each letter and record, by name."""
    filed = replace(to(), channel=None)
    cover = [
        Accounted(obligation(), (Done(date(2026, 2, 20), "convocation envoyée par courriel"),)),
        Accounted(obligation(Status.OVERDUE), (), (Gap("Compte rendu", "l’entretien n’a pas eu lieu"),)),
    ]
    return {
        "ordinary": convocation(to(), about()),
        "first": convocation(to(), about(K.FIRST)),
        "return": convocation(to(), about(K.RETURN)),
        "mid_career": convocation(to(ELDER), about(K.MID_CAREER)),
        "late_career": convocation(to(ELDER), about(K.LATE_CAREER, slot=REUNION)),
        "recap": convocation(to(), about(K.RECAP)),
        "old_regime": convocation(to(), about(regime=Regime.EP)),
        "second": second_convocation(to(), about(), earlier=EARLIER[:1]),
        "second_after_refusal": second_convocation(
            to(), about(), earlier=EARLIER, after_refusal=True, reason_given="aucune envie"
        ),
        "change": change_of_slot(to(), about(slot=REUNION), former=SLOT, reason="salle indisponible"),
        "cancellation": cancellation(to(), about(), slot=SLOT),
        "handover": handover(to(), case(), [REPORT], held_on=date(2026, 3, 12), root_fingerprint=FINGERPRINT),
        "hiring": hiring_notice(to(channel=Channel.BY_HAND), regime=Regime.EPP, first_by=date(2027, 2, 19)),
        "refusal": refusal_record(filed, about(), refused(), earlier=EARLIER),
        "refusal_after_leave": refusal_record(
            filed, about(K.RETURN), refused(RefusalKind.AFTER_LEAVE), earlier=EARLIER[:1]
        ),
        "recap_statement": recap_statement(
            filed, about(K.RECAP), cycle=CYCLE, history=HISTORY, top_up=TopUp(3000, date(2026, 6, 30))
        ),
        "preparation": preparation_sheet(to(ELDER), about(K.LATE_CAREER)),
        "cover": evidence_cover(filed, cover, [FILED], Anchors(FINGERPRINT, sha256(b"head"), 14)),
        "decisions": decisions_letter(to(), case(), [DECIDED], held_on=date(2026, 3, 12)),
        "council": works_council_note(EMPLOYER, COUNCIL, on=date(2026, 3, 16), demonstration=True),
        "proof": signature_proof(
            filed, REPORT, [signed(Role.EMPLOYEE, "Camille Exemple"), signed(Role.MANAGER, "Claire Modèle")]
        ),
    }


LETTERS = letters()


def rendered(letter: Letter) -> bytes:
    made_at = datetime(2026, 2, 20, 9, 0, tzinfo=UTC)
    template = next(t for t in templates() if t.name == letter.template)
    properties = DocumentProperties(title=letter.title, author=EMPLOYER.name, made_at=made_at)
    return render_docx(template.docx(), letter.context, properties=properties, name=letter.template)


def text_of(docx: bytes) -> str:
    """Return what people read, a line per paragraph, headers and footers included."""
    lines = []
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        for name in sorted(archive.namelist()):
            if re.match(r"word/(document|header|footer)\d?\.xml", name):
                paragraphs = etree.fromstring(archive.read(name)).iter(qualified("p"))
                lines += ["".join(text.text or "" for text in p.iter(qualified("t"))) for p in paragraphs]
    return "\n".join(lines)


@cache
def text(name: str) -> str:
    return text_of(rendered(LETTERS[name]))


def flowing(name: str) -> str:
    """Return the text with ordinary spaces only, for comparing sentences."""
    return re.sub(r"\s+", " ", text(name))


@pytest.mark.parametrize("name", LETTERS)
def test_nothing_is_left_of_the_template(name: str) -> None:
    assert not re.search(r"[{}]|%|None|\bTrue\b|\bFalse\b", text(name).replace("{%", "{"))


@pytest.mark.parametrize("name", LETTERS)
def test_typography_is_french(name: str) -> None:
    for line in text(name).splitlines():
        assert "'" not in line, line
        assert "  " not in line, line
        assert not re.search(r" [:;!?»,.)]|« |\( ", line), line


@pytest.mark.parametrize("name", LETTERS)
def test_every_page_wears_the_letterhead_and_the_mark(name: str) -> None:
    assert text(name).count("Ateliers Fictifs de l’Ill SAS") >= 2
    assert text(name).count("DÉMONSTRATION") == 2
    assert f"SIREN{NBSP}732{NBSP}829{NBSP}320" in text(name)


def test_mark_is_absent_outside_a_demonstration() -> None:
    real = replace(to(), demonstration=False)
    assert "DÉMONSTRATION" not in text_of(rendered(convocation(real, about())))


@pytest.mark.parametrize("name", LETTERS)
def test_template_asks_only_for_what_the_letter_gives(name: str) -> None:
    letter = LETTERS[name]
    template = next(t for t in templates() if t.name == letter.template)
    loops = {"line", "item", "piece", "act", "gap", "step", "detail", "decision", "group", "file", "root"}
    missing = [
        field
        for field in template_fields(template.docx(), name=template.name)
        if field.split(".")[0] not in loops and not _known(letter.context, field.split("."))
    ]
    assert missing == []


def _known(context: object, path: list[str]) -> bool:
    return not path or (
        isinstance(context, Mapping) and path[0] in context and _known(context[path[0]], path[1:])
    )


def test_every_shipped_template_has_its_letter() -> None:
    used = {letter.template for letter in LETTERS.values()}
    assert {template.name for template in templates()} - FORMS == used


SUMMONSES = ("ordinary", "first", "return", "mid_career", "late_career", "recap", "old_regime", "second")


@pytest.mark.parametrize("name", SUMMONSES)
@pytest.mark.parametrize(
    "mention",
    [
        "article L. 6315-1 du Code du travail",
        "jeudi 12 mars 2026",
        "Madame Claire Modèle, responsable d’atelier",
        "n’évalue pas votre travail",
        "pendant votre temps de travail",
        "Si ce créneau ne vous convient pas, demandez-en un autre au plus tard le mercredi 4 mars 2026",
        "Nadia Ferrand (03 88 00 00 00, rh@ateliers.example)",
        "conseiller en évolution professionnelle",
        "Pièce jointe : fiche de préparation",
        "Hélène Brandt",
        "Directrice générale",
        "Strasbourg, le 20 février 2026",
    ],
)
def test_summons_says_what_is_mandatory(name: str, mention: str) -> None:
    assert mention in flowing(name)


def test_summons_names_its_regime_and_topics() -> None:
    assert "votre entretien de parcours professionnel (" in flowing("ordinary")
    assert "de vos compétences" in flowing("ordinary")
    assert "conseil en évolution professionnelle (CEP)" in flowing("ordinary")
    assert "votre entretien professionnel (" in flowing("old_regime")
    assert "de vos perspectives d’évolution professionnelle" in flowing("old_regime")
    assert "tous les deux ans" in flowing("old_regime")


def test_return_from_leave_may_be_declined() -> None:
    assert "à la suite de votre congé parental d’éducation (reprise le 1er mars 2026)" in flowing("return")
    assert "Vous pouvez l’accepter ou le décliner" in flowing("return")
    assert "conséquences du congé sur votre rémunération et votre carrière" in flowing("return")
    assert "Vous pouvez l’accepter ou le décliner" not in flowing("ordinary")


def test_return_that_settles_a_periodic_interview_may_not_be_declined() -> None:
    merged = convocation(to(), about(K.RETURN, K.PERIODIC))
    said = text_of(rendered(merged))
    assert "à la suite de votre congé parental" in said
    assert "décliner" not in said


def test_topics_follow_the_age() -> None:
    senior = "prévention de l’usure professionnelle"
    assert senior in flowing("mid_career")
    assert senior not in flowing("ordinary")
    assert "aménagements de fin de carrière" in flowing("late_career")
    old = convocation(to(ELDER), about(regime=Regime.EP))
    assert "de la poursuite de votre activité" in text_of(rendered(old))


def test_recap_is_announced_with_its_period() -> None:
    assert "état des lieux récapitulatif de votre parcours, établi tous les huit ans" in flowing("recap")
    assert "de votre parcours depuis le 14 mars 2022" in flowing("recap")


def test_hours_are_those_of_the_site_and_overseas_names_its_zone() -> None:
    assert "de 9 h 30 à 10 h 30" in flowing("ordinary")
    assert "heure de" not in flowing("ordinary")
    assert "de 12 h 30 à 13 h 30 (heure de La Réunion)" in flowing("late_career")
    assert "Visioconférence : https://visio.example/7Q2M" in flowing("late_career")


def test_capacity_of_the_host_is_said() -> None:
    assert "(responsable hiérarchique)" in flowing("ordinary")
    assert "(représentant la direction)" in flowing("mid_career")


def test_local_advice_of_the_opco_is_for_small_companies() -> None:
    assert "conseil de proximité d’AKTO" in flowing("ordinary")
    large = replace(to(), employer=replace(EMPLOYER, headcount=300))
    assert "AKTO" not in text_of(rendered(convocation(large, about())))


def test_agreement_is_cited_with_its_period_and_its_refusal_notice() -> None:
    agreement = Agreement(
        AgreementLevel.BRANCH,
        adapts_rules=True,
        title="accord de branche du 3 mai 2023",
        period="P3Y",
        refusal_notice_working_days=5,
    )
    letter = replace(to(), employer=replace(EMPLOYER, agreement=agreement))
    said = re.sub(r"\s+", " ", text_of(rendered(convocation(letter, about()))))
    assert "(article L. 6315-1 du Code du travail ; accord de branche du 3 mai 2023)" in said
    assert "tous les trois ans" in said
    assert "au moins 5 jours ouvrables avant la date prévue, n’est pas une faute" in said


def test_period_in_months_is_said_in_months() -> None:
    agreement = Agreement(AgreementLevel.COMPANY, adapts_rules=True, period="P2Y6M")
    letter = replace(to(), employer=replace(EMPLOYER, agreement=agreement))
    assert f"tous les 30{NBSP}mois" in text_of(rendered(convocation(letter, about())))


@pytest.mark.parametrize(("on", "said"), [(date(2026, 9, 30), "cinq ans"), (date(2026, 10, 1), "quatre ans")])
def test_agreement_above_four_years_is_not_cited_from_october_2026(on: date, said: str) -> None:
    agreement = Agreement(AgreementLevel.COMPANY, adapts_rules=True, period="P5Y")
    letter = replace(to(), on=on, employer=replace(EMPLOYER, agreement=agreement))
    assert f"tous les {said}" in text_of(rendered(convocation(letter, about())))


@pytest.mark.parametrize(
    "name", ["ordinary", "first", "return", "mid_career", "late_career", "recap", "old_regime", "second"]
)
def test_letter_holds_on_one_page(name: str) -> None:
    assert pdf_page_count(draw(rendered(LETTERS[name]), LETTERS[name].title, "fr-FR")) == 1


def test_window_shows_name_and_address_the_town_in_capitals() -> None:
    lines = text("ordinary").splitlines()
    start = lines.index(f"Madame{NBSP}Camille Exemple")
    assert lines[start + 1 : start + 4] == ["Appartement 12", "7 rue du Général-Zimmer", "67200 STRASBOURG"]


def test_unknown_civility_is_not_guessed() -> None:
    said = text_of(rendered(convocation(to(replace(CAMILLE, civility="")), about())))
    assert "\nMadame, Monsieur,\n" in said
    assert "\nCamille Exemple\n" in said


def test_second_summons_recalls_the_first_and_asks_why() -> None:
    said = flowing("second")
    assert "20 février 2026" in said
    assert "courriel" in said
    assert "Pouvez-vous nous en donner la raison" in said
    assert "« aucune envie »" in flowing("second_after_refusal")
    assert "raison ?" not in flowing("second_after_refusal")


def test_second_summons_without_a_first_names_what_is_missing() -> None:
    with pytest.raises(MissingValueError, match="convocations précédentes"):
        second_convocation(to(), about(), earlier=[])


def test_change_shows_both_slots() -> None:
    assert "prévu le jeudi 12 mars 2026 à 9 h 30, est déplacé" in flowing("change")
    assert "de 12 h 30 à 13 h 30 (heure de La Réunion)" in flowing("change")


def test_cancellation_keeps_the_right_to_an_interview() -> None:
    assert "est annulé" in flowing("cancellation")
    assert "au plus tard le 20 mars 2026" in flowing("cancellation")


def test_handover_prints_fingerprints() -> None:
    assert REPORT.sha256 in text("handover")
    assert FINGERPRINT in text("handover")
    unsealed = handover(to(), case(), [REPORT], held_on=date(2026, 3, 12))
    assert "Certificat racine" not in text_of(rendered(unsealed))


def test_hand_delivery_leaves_room_for_a_receipt() -> None:
    assert "Reçu en main propre le" in flowing("hiring")
    assert "Reçu en main propre le" not in flowing("ordinary")


def test_hiring_notice_says_when_the_first_interview_comes() -> None:
    assert "le premier au plus tard le 19 février 2027" in flowing("hiring")
    assert "puis tous les quatre ans" in flowing("hiring")
    old = hiring_notice(to(), regime=Regime.EP, first_by=None)
    assert "tous les deux ans" in re.sub(r"\s+", " ", text_of(rendered(old)))


def test_refusal_record_lists_each_summons_with_its_proof() -> None:
    for fact in (
        "acceptée par le serveur",
        "lettre recommandée 1A 204",
        "Aucun motif indiqué",
        "Sans témoin",
    ):
        assert fact in flowing("refusal")
    assert "il ne décide d’aucune suite" in flowing("refusal")
    assert "le salarié est libre de le décliner" in flowing("refusal_after_leave")
    assert "sanction" not in flowing("refusal")


def test_repeated_refusal_says_so() -> None:
    record = refusal_record(to(), about(), refused(RefusalKind.REPEATED), earlier=EARLIER)
    said = text_of(rendered(record))
    assert "Refus réitéré" in said
    assert "Il fait suite à un précédent refus" in said


def test_refusal_to_sign_needs_a_witness() -> None:
    unsigned = replace(refused(), refuses_to_sign=True)
    with pytest.raises(MissingValueError, match=r"refus\.temoin"):
        refusal_record(to(), about(), unsigned, earlier=EARLIER)
    witnessed = replace(unsigned, witness="Paul Weiss", witness_statement="Elle n’a pas signé.")
    said = re.sub(r"\s+", " ", text_of(rendered(refusal_record(to(), about(), witnessed, earlier=EARLIER))))
    assert "refuse de signer" in said
    assert "Paul Weiss : « Elle n’a pas signé. »" in said


def test_recap_draws_its_conclusions_from_the_cycle_alone() -> None:
    said = flowing("recap_statement")
    assert "1 entretien prévu sur 3 n’a pas eu lieu" in said
    assert "dont au moins une autre qu’une formation obligatoire" in said
    assert "Trop ancienne" not in said
    assert "le salarié a acquis des éléments de certification" in said
    assert "3 000 €" in said
    assert "30 juin 2026" in said


def test_recap_without_facts_says_so_and_owes_nothing() -> None:
    bare = recap_statement(to(), about(K.RECAP), cycle=replace(CYCLE, interviews=()), history=History())
    said = re.sub(r"\s+", " ", text_of(rendered(bare)))
    assert "le salarié n’a pas suivi d’action de formation" in said
    assert "n’a pas acquis d’éléments de certification" in said
    assert "Abondement" not in said


def test_cover_shows_what_is_missing_and_how_to_check() -> None:
    said = flowing("cover")
    assert "2 obligations, 1 pièce, 1 élément manquant" in said
    assert "20 février 2026 : convocation envoyée par courriel" in said
    assert "Compte rendu : l’entretien n’a pas eu lieu" in said
    assert REPORT.sha256 in said
    assert "1 pièce : cachet de l’employeur, PAdES B-LTA" in said
    assert "Dossier C0007 – entretien périodique" in said
    assert FINGERPRINT in said
    assert "Aucun serveur d’horodatage n’est configuré" in said


def test_proof_claims_no_more_than_was_done() -> None:
    said = flowing("proof")
    assert "Cachet de l’employeur, signature recueillie en présence" in said
    assert "13 mars 2026 à 10:42:07, heure de Paris (09:42:07 UTC)" in said
    assert "n’est ni avancée ni qualifiée" in said
    assert "« J’ai lu ce compte rendu et j’accepte de le signer. » (texte presence, version 1)" in said


def test_preparation_sheet_is_not_collected() -> None:
    assert "vous n’avez pas à la remettre" in flowing("preparation")
    assert "fin de carrière" in flowing("preparation")


@pytest.mark.parametrize(
    ("letter", "meeting", "field"),
    [
        (to(), about(slot=None), "créneau"),
        (to(), about(slot=replace(SLOT, place="")), "créneau.lieu"),
        (to(replace(CAMILLE, address=Address())), about(), "salarie.adresse"),
        (replace(to(), employer=replace(EMPLOYER, name="")), about(), "employeur.nom"),
        (
            replace(to(), employer=replace(EMPLOYER, signatory=Signatory("", ""))),
            about(),
            "employeur.signataire",
        ),
    ],
)
def test_missing_value_is_named(letter: Correspondence, meeting: Meeting, field: str) -> None:
    with pytest.raises(MissingValueError) as raised:
        convocation(letter, meeting)
    assert raised.value.field == field
