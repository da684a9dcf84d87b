"""Signatures by link from the command: asked for, given at the desk, followed, and no secret shown."""

from __future__ import annotations

import json
import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from unittest.mock import patch

import pytest
from PIL import Image, ImageDraw
from tests.cli.desk import CELIK, Desk, Ran

from toolkit.demo.capture import CaptureServer

SCREEN = "click.termui.hidden_prompt_func"


def sheet(desk: Desk, role: str = "salarie") -> Path:
    (found,) = (desk.folder / "liens-a-remettre").glob(f"*_{role}.txt")
    return found


class Typist:
    """Types what a person reads in the mailbox as the code is asked for."""

    def __init__(self, server: CaptureServer, wrong: int = 0) -> None:
        self.server = server
        self.wrong = wrong
        self.typed: list[str] = []

    def __call__(self, prompt: str) -> str:
        assert "Code" in prompt
        message = message_from_bytes(
            self.server.messages[-1].content, _class=EmailMessage, policy=policy.default
        )
        body = message.get_body(("plain",))
        assert body is not None
        found = re.search(r"\b\d{3} \d{3}\b", str(body.get_content()))
        assert found
        code = found[0]
        if self.wrong:
            self.wrong -= 1
            code = "000 000" if code != "000 000" else "000 001"
        self.typed.append(code)
        return code


def visit(
    desk: Desk, server: CaptureServer, role: str, answers: str, *, wrong: int = 0
) -> tuple[Ran, Typist]:
    typist = Typist(server, wrong)
    with patch(SCREEN, typist):
        return desk.run("sign", "open", sheet(desk, role), typed=answers), typist


def test_both_sign_at_the_desk_with_their_links(reported: Desk, server: CaptureServer) -> None:
    asked = reported.done("sign", "request", CELIK)
    assert "le salarié d’abord" in asked.flat
    assert "liens-a-remettre" in asked.flat
    first, typist = visit(reported, server, "salarie", "oui\nAylin Çelik\noui\n")
    assert first.code == 0, first.err
    assert "Votre signature est enregistrée." in first.flat
    assert "SHA-256" in first.err
    shown = first.out + first.err
    assert not any(code in shown for code in typist.typed)
    assert "eyJ" not in shown
    assert "son lien est prêt" in first.flat
    assert "_manager.txt" in first.flat
    second, _ = visit(reported, server, "manager", "oui\n\noui\n")
    assert "signé" in second.flat
    assert "entretiens handover" in second.flat
    assert not list((reported.folder / "a-signer").iterdir())
    assert "la preuve est au dossier" in second.flat
    told = reported.done("sign", "status", CELIK).flat
    assert told.count("a signé") == 2
    reported.done("evidence", "build")
    assert reported.run("evidence", "verify", reported.folder / "evidence", here=False).code == 0


def test_a_wrong_code_may_be_typed_again(reported: Desk, server: CaptureServer) -> None:
    reported.done("sign", "request", CELIK)
    ran, typist = visit(reported, server, "salarie", "oui\n\noui\n", wrong=2)
    assert ran.code == 0, ran.err
    assert len(typist.typed) == 3
    assert "3 essais" in ran.flat_err


def test_five_wrong_codes_end_the_visit_and_a_reminder_begins_another(
    reported: Desk, server: CaptureServer
) -> None:
    reported.done("sign", "request", CELIK)
    ran, _ = visit(reported, server, "salarie", "oui\n\noui\n", wrong=9)
    assert ran.code == 3
    assert "bloqué" in ran.flat_err
    assert "bloqué" in reported.done("sign", "status", CELIK).flat
    assert "nouveau lien" in reported.done("sign", "remind", CELIK).flat
    ran, _ = visit(reported, server, "salarie", "oui\n\noui\n")
    assert ran.code == 0, ran.err


def test_a_person_declines_with_a_reason(reported: Desk, server: CaptureServer) -> None:
    reported.done("sign", "request", CELIK)
    with patch(SCREEN, Typist(server)):
        ran = reported.run("sign", "decline", sheet(reported), typed="Je veux le relire.\noui\n")
    assert ran.code == 0, ran.err
    assert "Votre refus de signer est enregistré." in ran.flat
    assert "a refusé de signer" in reported.done("sign", "status", CELIK).flat


def test_requests_are_withdrawn_and_presence_is_refused_until_then(reported: Desk) -> None:
    reported.done("sign", "request", CELIK)
    refused = reported.run(
        "sign", CELIK, "--recueilli-par", "Claire", "--salarie", "signe", "--responsable", "signe"
    )
    assert refused.code == 2
    assert "demandées par lien" in refused.flat_err
    assert "retirées" in reported.done("sign", "withdraw", CELIK, "--motif", "Préfère signer ici.").flat
    assert not (reported.folder / "liens-a-remettre").exists() or not list(
        (reported.folder / "liens-a-remettre").iterdir()
    )
    reported.done("sign", CELIK, "--recueilli-par", "Claire", "--salarie", "signe", "--responsable", "signe")


def test_the_report_to_sign_on_paper_is_laid_to_be_printed(reported: Desk) -> None:
    ran = reported.done("sign", "paper", CELIK)
    (path,) = (reported.folder / "a-signer").iterdir()
    assert path.read_bytes().startswith(b"%PDF")
    assert path.name in ran.flat
    assert "--original" in ran.flat


def test_a_paper_is_filed(reported: Desk, tmp_path: Path) -> None:
    paper = Image.new("RGB", (600, 850), "white")
    ImageDraw.Draw(paper).line([(50, 700), (300, 640)], fill="navy", width=5)
    paper.save(tmp_path / "signe.png")
    ran = reported.done("sign", "paper", CELIK, tmp_path / "signe.png", "--original", "armoire RH")
    assert "sur papier" in ran.flat
    assert "Conservez le papier" in ran.flat


def test_machines_are_told_no_secret_and_no_address(reported: Desk) -> None:
    told = reported.done("sign", "request", CELIK, "--json")
    assert [request["state"] for request in told.data["requests"]] == ["asked", "waiting"]
    assert "@" not in json.dumps(told.data["requests"])
    assert sheet(reported).read_text(encoding="utf-8").split()[-1] not in told.out


@pytest.mark.parametrize("text", ["", "bonjour"])
def test_a_file_that_holds_no_link_is_told(reported: Desk, tmp_path: Path, text: str) -> None:
    (tmp_path / "vide.txt").write_text(text, encoding="utf-8")
    ran = reported.run("sign", "open", tmp_path / "vide.txt")
    assert ran.code == 2
    assert "pas de lien de signature" in ran.flat_err


def test_help_lists_the_ways_to_sign(reported: Desk) -> None:
    told = reported.run("sign", "--help", here=False).out
    for name in ("presence", "request", "status", "open", "decline", "remind", "withdraw", "paper"):
        assert re.search(rf"^ +{name}\b", told, re.MULTILINE), name


def test_the_desk_claims_no_page_displayed_and_no_download(reported: Desk, server: CaptureServer) -> None:
    reported.done("sign", "request", CELIK)
    for role in ("salarie", "manager"):
        visit(reported, server, role, "oui\n\noui\n")
    reported.done("evidence", "build")
    (path,) = (reported.folder / "evidence").glob("*/C*/*_compte-rendu_preuve.json")
    proof = path.read_text(encoding="utf-8")
    assert "read_at_desk" in proof
    assert "downloaded" not in proof
    assert "page_displayed" not in proof.replace('"pages_displayed":[]', "")


def test_a_telephone_is_refused_while_no_carrier_is_there(reported: Desk) -> None:
    ran = reported.run("sign", "request", CELIK, "--code-salarie", "06 00 00 00 00")
    assert ran.code == 2
    assert "aucun opérateur de SMS" in ran.flat_err
    assert "signatures demandées" not in ran.flat
