"""Whatever is done to a sound folder shows, even when its manifest is sealed anew with the employer's key."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from toolkit import signing
from toolkit.clock import SteppedClock
from toolkit.digest import canonical_json, sha256
from toolkit.evidence import FolderPlan, FolderReport, Piece, Sealer, build, verify

from .conftest import CASE, CHECKS, START, journal
from .forgeries import FORGERIES, Forgery
from .tsa import Dater, dater

Reseal = Callable[[Path, signing.KeyRing], None]
REPORT = f"{CASE}/05_compte-rendu.pdf"
LETTER = f"{CASE}/01_convocation.pdf"


def found(folder: Path, *roots: bytes) -> dict[str, list[str]]:
    """Return the problems by file."""
    problems: dict[str, list[str]] = {}
    for finding in verify(folder, CHECKS, b"".join(roots) or None).findings:
        problems.setdefault(finding.file, []).append(finding.problem)
    return problems


def _of(report: FolderReport, file: str) -> list[str]:
    return [finding.problem for finding in report.findings if finding.file == file]


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=list(FORGERIES))
def test_a_forged_report_is_named_by_its_hash(dated_folder: Path, forgery: Forgery) -> None:
    path = dated_folder / REPORT
    path.write_bytes(forgery(path.read_bytes()))
    assert "son contenu n’est plus celui qui a été scellé." in found(dated_folder)[REPORT]


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=list(FORGERIES))
def test_a_forged_report_is_named_by_its_own_signatures(
    plan: FolderPlan, keyring: signing.KeyRing, forgery: Forgery
) -> None:
    (report,) = (piece.read() for piece in plan.pieces if piece.path == REPORT)
    fields = ["Certification", "Salarie", "Cachet"]
    assert CHECKS.verify_pdf(report, [keyring.root_pem], fields).problems == ()
    assert CHECKS.verify_pdf(forgery(report), [keyring.root_pem], fields).problems


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=list(FORGERIES))
def test_a_forged_report_is_named_in_a_folder_sealed_anew(
    folder: Path, keyring: signing.KeyRing, reseal: Reseal, forgery: Forgery
) -> None:
    path = folder / REPORT
    path.write_bytes(forgery(path.read_bytes()))
    reseal(folder, keyring)
    problems = found(folder, keyring.root_pem)[REPORT]
    assert "le journal ne connaît pas cette pièce : elle vient d’ailleurs." in problems
    assert any("ce n’est pas le document que décrit" in problem for problem in problems)


def test_a_letter_rolled_back_to_no_seal_is_named_by_its_kind(
    folder: Path, keyring: signing.KeyRing, reseal: Reseal
) -> None:
    path = folder / LETTER
    path.write_bytes(path.read_bytes()[: path.read_bytes().index(b"%%EOF") + 6])
    reseal(folder, keyring)
    problems = " ".join(found(folder, keyring.root_pem)[LETTER])
    assert "il ne porte aucune signature." in problems


def test_a_report_rolled_back_with_its_record_is_named(
    folder: Path, keyring: signing.KeyRing, reseal: Reseal
) -> None:
    path = folder / REPORT
    path.write_bytes(FORGERIES["last signatures cut off"](path.read_bytes()))
    record = folder / f"{CASE}/05_compte-rendu_preuve.json"
    content = record.read_bytes()
    start = content.index(b'"sha256_signed":"') + 17
    digest = sha256(path.read_bytes()).encode()
    content = content[:start] + digest + content[start + 64 :]
    record.write_bytes(content.replace(b'"Certification","Salarie","Cachet"', b'"Certification","Salarie"'))
    reseal(folder, keyring)
    problems = found(folder, keyring.root_pem)
    assert "elle n’annonce pas le cachet qui clôt le document." in problems[f"{record.relative_to(folder)}"]
    assert "le journal ne connaît pas cette pièce : elle vient d’ailleurs." in problems[REPORT]


def test_a_report_whose_record_is_gone_is_named(
    folder: Path, keyring: signing.KeyRing, reseal: Reseal
) -> None:
    (folder / f"{CASE}/05_compte-rendu_preuve.json").unlink()
    reseal(folder, keyring)
    assert "la preuve de sa signature (…_preuve.json) manque." in found(folder, keyring.root_pem)[REPORT]


def test_a_report_left_out_of_a_folder_sealed_anew_is_named_by_the_journal(
    folder: Path, keyring: signing.KeyRing, reseal: Reseal
) -> None:
    (folder / REPORT).unlink()
    (folder / f"{CASE}/05_compte-rendu_preuve.json").unlink()
    reseal(folder, keyring)
    problems = found(folder, keyring.root_pem)["C0007/05_compte-rendu.pdf"]
    assert problems == ["le journal annonce cette pièce, qui manque au dossier."]


def test_the_folder_of_another_employee_under_this_name_is_named(
    folder: Path, keyring: signing.KeyRing
) -> None:
    swapped = folder.with_name("0009999_MARTIN-Luc")
    folder.rename(swapped)
    problems = found(swapped, keyring.root_pem)
    assert problems == {
        "journal.jsonl": [
            "le journal est celui du matricule 0001234 : ce n’est pas le dossier que dit son nom."
        ]
    }


def test_a_folder_renamed_by_its_reader_stays_sound(folder: Path) -> None:
    renamed = folder.with_name("piece-12")
    folder.rename(renamed)
    assert found(renamed) == {}


def test_a_file_of_another_employee_is_named_even_when_sealed_anew(
    folder: Path, plan: FolderPlan, keyring: signing.KeyRing, reseal: Reseal
) -> None:
    clock = SteppedClock(START + timedelta(days=3))
    other = signing.seal_pdf(
        plan.pieces[0].read()[: plan.pieces[0].read().index(b"%%EOF") + 6],
        keyring,
        reason="Convocation",
        clock=clock,
    )
    (folder / LETTER).write_bytes(other.pdf)
    reseal(folder, keyring)
    assert found(folder, keyring.root_pem)[LETTER] == [
        "le journal ne connaît pas cette pièce : elle vient d’ailleurs."
    ]


def test_a_journal_of_another_employee_is_named(
    folder: Path, keyring: signing.KeyRing, reseal: Reseal
) -> None:
    lines = journal([], matricule="0009999")
    (folder / "journal.jsonl").write_bytes(b"".join(line + b"\n" for line in lines))
    reseal(folder, keyring)
    problems = found(folder, keyring.root_pem)
    assert any("celui du matricule 0009999" in each for each in problems["journal.jsonl"])
    assert LETTER in problems


def test_a_line_of_another_employee_in_the_journal_is_named(
    tmp_path: Path, plan: FolderPlan, sealer: Sealer
) -> None:
    stranger = {"seq": len(plan.journal) + 1, "prev": sha256(plan.journal[-1]), "matricule": "0009999"}
    mixed = FolderPlan(plan.pieces, (*plan.journal, canonical_json(stranger)), plan.certs, plan.cover)
    folder = build(mixed, tmp_path / "0001234_BENALI-Nadia", sealer).path
    number = len(mixed.journal)
    assert found(folder)["journal.jsonl"] == [f"la ligne {number} est d’un autre salarié."]


def test_a_reordered_journal_is_named_even_when_sealed_anew(
    folder: Path, keyring: signing.KeyRing, reseal: Reseal
) -> None:
    path = folder / "journal.jsonl"
    one, two, three, *rest = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([one, three, two, *rest]))
    reseal(folder, keyring)
    assert found(folder, keyring.root_pem)["journal.jsonl"] == ["la chaîne est rompue à la ligne 2."]


def test_a_manifest_sealed_by_another_key_of_the_same_authority_is_named(
    folder: Path, keyring: signing.KeyRing, colleague: signing.KeyRing, reseal: Reseal
) -> None:
    (folder / "certs" / "cachet.pem").write_bytes(colleague.certificates["cachet.pem"])
    reseal(folder, colleague)
    (problem,) = found(folder, keyring.root_pem)["MANIFEST.sha256.p7s"]
    assert "« Luc Roy », n’est pas le cachet de l’employeur" in problem


def test_a_root_swapped_in_certs_is_named(
    folder: Path, keyring: signing.KeyRing, reseal: Reseal, tmp_path: Path
) -> None:
    stranger = signing.create_keys(tmp_path / "cles", b"x", "Ateliers de l’Été", SteppedClock(START))
    (folder / "certs" / "racine.pem").write_bytes(stranger.root_pem)
    assert set(found(folder)) >= {"certs/racine.pem", "MANIFEST.sha256.p7s"}
    reseal(folder, keyring)
    assert (
        "ce n’est pas la racine de confiance indiquée." in found(folder, keyring.root_pem)["certs/racine.pem"]
    )


@pytest.mark.parametrize("name", ["MANIFEST.sha256.p7s", "MANIFEST.sha256.tst"])
@pytest.mark.parametrize("at", [0, 3, 60, 400, -200, -1])
def test_a_flipped_byte_of_a_seal_or_timestamp_is_named(dated_folder: Path, name: str, at: int) -> None:
    content = bytearray((dated_folder / name).read_bytes())
    content[at] ^= 1
    (dated_folder / name).write_bytes(content)
    assert name in found(dated_folder)


@pytest.mark.parametrize("name", ["MANIFEST.sha256.p7s", "MANIFEST.sha256.tst"])
@pytest.mark.parametrize("trailing", [b"\0", b"\n", b"0"])
def test_a_trailing_byte_of_a_seal_or_timestamp_is_named(
    dated_folder: Path, name: str, trailing: bytes
) -> None:
    with (dated_folder / name).open("ab") as file:
        file.write(trailing)
    assert name in found(dated_folder)


def test_a_sound_timestamp_tells_who_dated_the_manifest_and_when(
    dated_folder: Path, keyring: signing.KeyRing, authority: Dater
) -> None:
    report = verify(dated_folder, CHECKS, keyring.root_pem + authority.root_pem)
    assert report.ok, report.findings
    assert report.notes == ()
    assert report.stamped_by == "Horloge d’essai"
    assert report.stamped_at == START + timedelta(days=11)


def test_a_timestamp_of_another_folder_is_named(dated_folder: Path, authority: Dater) -> None:
    other = authority.stamp(b"un autre manifeste", START + timedelta(days=11))
    (dated_folder / "MANIFEST.sha256.tst").write_bytes(other)
    (problem,) = found(dated_folder)["MANIFEST.sha256.tst"]
    assert problem == "c’est l’horodatage d’un autre contenu que MANIFEST.sha256."


def test_a_timestamp_taken_away_is_named(dated_folder: Path) -> None:
    (dated_folder / "MANIFEST.sha256.tst").unlink()
    assert found(dated_folder) == {"MANIFEST.sha256.tst": ["cet horodatage est annoncé, mais il manque."]}


def test_a_timestamp_by_a_stranger_is_refused_by_the_root_from_elsewhere(
    dated_folder: Path, keyring: signing.KeyRing, authority: Dater, reseal: Reseal
) -> None:
    with dater(START) as stranger:
        (dated_folder / "certs" / "horodatage-1.pem").write_bytes(stranger.root_pem)
        reseal(dated_folder, keyring)
        stamp = stranger.stamp((dated_folder / "MANIFEST.sha256").read_bytes(), START + timedelta(days=11))
    (dated_folder / "MANIFEST.sha256.tst").write_bytes(stamp)
    report = verify(dated_folder, CHECKS, keyring.root_pem + authority.root_pem)
    assert report.ok
    assert "à comparer à celle que cette autorité publie" in report.notes[0]


def test_a_renewal_keeps_the_date_after_the_first_authority_ended(
    dated_folder: Path, authority: Dater
) -> None:
    first = (dated_folder / "MANIFEST.sha256.tst").read_bytes()
    later = START + timedelta(days=365 * 12)
    ended = verify(dated_folder, CHECKS, at=later)
    assert any("ne prouve plus sa date" in problem for problem in _of(ended, "MANIFEST.sha256.tst"))
    assert _of(ended, LETTER)
    stamp = authority.stamp(first, START + timedelta(days=365 * 8))
    (dated_folder / "MANIFEST.sha256.tst.1").write_bytes(stamp)
    renewed = verify(dated_folder, CHECKS, at=START + timedelta(days=365 * 8 + 30))
    assert renewed.ok, renewed.findings
    assert renewed.stamped_at == START + timedelta(days=11)


def test_a_renewal_out_of_its_place_is_named(dated_folder: Path, authority: Dater) -> None:
    manifest = (dated_folder / "MANIFEST.sha256").read_bytes()
    stamp = authority.stamp(manifest, START + timedelta(days=700))
    (dated_folder / "MANIFEST.sha256.tst.1").write_bytes(stamp)
    (problem,) = found(dated_folder)["MANIFEST.sha256.tst.1"]
    assert "un autre contenu que MANIFEST.sha256.tst" in problem


def test_nothing_but_the_piece_touched_is_accused(dated_folder: Path, tmp_path: Path) -> None:
    shutil.copy(dated_folder / REPORT, tmp_path / "report.pdf")
    path = dated_folder / LETTER
    path.write_bytes(path.read_bytes() + b"\n")
    assert set(found(dated_folder)) == {LETTER}


def test_pieces_of_one_kind_swapped_between_two_cases_are_named(
    tmp_path: Path, plan: FolderPlan, sealer: Sealer
) -> None:
    letter, *rest = plan.pieces
    elsewhere = Piece.of("C0008_2028-03-12_entretien-periodique/01_convocation.pdf", letter.read())
    moved = FolderPlan((elsewhere, *rest), plan.journal, plan.certs, plan.cover)
    folder = build(moved, tmp_path / "0001234_BENALI-Nadia", sealer).path
    assert elsewhere.path in found(folder)


def test_a_journal_of_brackets_without_end_is_named(folder: Path) -> None:
    (folder / "journal.jsonl").write_bytes(b"[" * 200_000 + b"\n")
    assert "la chaîne est rompue à la ligne 1." in found(folder)["journal.jsonl"]


@pytest.mark.parametrize(
    "name", ["journal.jsonl", "00_sommaire.pdf", "VERIFIER.md", "verifier.sh", "certs/racine.pem"]
)
def test_a_folder_without_one_of_its_own_files_is_named_even_when_sealed_anew(
    folder: Path, keyring: signing.KeyRing, reseal: Reseal, name: str
) -> None:
    (folder / name).unlink()
    reseal(folder, keyring)
    assert any("n’est pas complet" in problem for problem in found(folder, keyring.root_pem)[name])


@pytest.mark.parametrize(
    "name", ["copie-de-lecture.pdf", "LISEZMOI.exe", "certs/racine-2.pem", "certs/avenant.pdf"]
)
def test_a_file_out_of_place_is_named_even_when_sealed_anew(
    folder: Path, keyring: signing.KeyRing, reseal: Reseal, name: str
) -> None:
    (folder / name).write_bytes((folder / "certs" / "racine.pem").read_bytes())
    reseal(folder, keyring)
    assert found(folder, keyring.root_pem)[name] == ["un dossier de preuve n’a pas de fichier à cet endroit."]


def test_a_letter_left_out_of_a_folder_sealed_anew_is_named_by_the_journal(
    folder: Path, keyring: signing.KeyRing, reseal: Reseal
) -> None:
    (folder / LETTER).unlink()
    reseal(folder, keyring)
    problems = found(folder, keyring.root_pem)
    assert problems == {
        "C0007/01_convocation.pdf": ["le journal annonce cette pièce, qui manque au dossier."]
    }


def _answered(plan: FolderPlan) -> FolderPlan:
    """Return the same content with a journal that tells the server's answer."""
    filed = [piece for piece in plan.pieces if not piece.path.endswith("_salarie.json")]
    (answer,) = (piece for piece in plan.pieces if piece.path.endswith("_salarie.json"))
    (message,) = (piece for piece in plan.pieces if piece.path.endswith(".eml"))
    lines = journal(filed)
    body = {"answer": answer.sha256, "sha256": message.sha256}
    told = {"seq": len(lines) + 1, "prev": sha256(lines[-1]), "matricule": "0001234", "case": "C0007"}
    last = canonical_json({**told, "at": "2026-03-02T08:00:00Z", "type": "mail_accepted", "body": body})
    return replace(plan, journal=(*lines, last))


def test_a_server_s_answer_rewritten_or_left_out_is_named_even_when_sealed_anew(
    plan: FolderPlan, sealer: Sealer, keyring: signing.KeyRing, reseal: Reseal, tmp_path: Path
) -> None:
    folder = build(_answered(plan), tmp_path / "0001234_BENALI-Nadia", sealer).path
    assert found(folder, keyring.root_pem) == {}
    path = folder / CASE / "01_convocation_salarie.json"
    path.write_bytes(path.read_bytes().replace(b"2.0.0 Ok", b"2.1.5 Ok"))
    reseal(folder, keyring)
    problems = found(folder, keyring.root_pem)
    assert "elle vient d’ailleurs" in problems[f"{CASE}/{path.name}"][0]
    path.unlink()
    reseal(folder, keyring)
    problems = found(folder, keyring.root_pem)
    assert "la réponse du serveur" in problems["C0007/01_convocation_salarie.eml"][0]


def test_drafts_and_blank_forms_of_which_the_journal_tells_are_not_missed(
    plan: FolderPlan, sealer: Sealer, keyring: signing.KeyRing, tmp_path: Path
) -> None:
    drafts = ("01_formulaire.docx", "05_compte-rendu_a-signer.pdf", "05_compte-rendu_en-cours_v2.pdf")
    filed = [piece for piece in plan.pieces if not piece.path.endswith("_salarie.json")]
    told = [*filed, *(Piece.of(f"{CASE}/{name}", b"x") for name in drafts)]
    built = build(replace(plan, journal=journal(told)), tmp_path / "0001234_BENALI-Nadia", sealer)
    assert found(built.path, keyring.root_pem) == {}
