"""The PDF form goes out beside the Word form and comes back from any program that fills PDFs."""

from __future__ import annotations

import io
import random
import shutil
import subprocess
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pikepdf
import pypdf
import pytest

from toolkit.documents import (
    Answer,
    AnswerKind,
    Correspondence,
    FormReading,
    MadeForm,
    Occasion,
    PdfMaker,
    RdocxEngine,
    TypstEngine,
    fill_form,
    fillable_form,
    fillable_pdf,
    form_id,
    make_form,
    read_form,
)
from toolkit.documents.engines.rdocx_engine import draw
from toolkit.documents.forms.gate import MAX_SIZE
from toolkit.errors import FormRefusedError
from toolkit.model.case import Action, ActionKind, Case, CaseState
from toolkit.model.employee import Employee, Manager
from toolkit.model.employer import Address, Employer, Signatory
from toolkit.model.identifiers import CaseId, EmployerId, Matricule
from toolkit.model.obligation import ObligationKind, Regime

from .fillers import Filler, by_pdfium, by_pdfjs, by_pikepdf, by_pypdf, widgets

EMPLOYER = Employer(
    EmployerId("atelier"),
    "Ateliers du Rhin & Fils",
    64,
    Signatory("Claire Œuvrard", "Directrice des ressources humaines"),
    address=Address(("12 rue des Tilleuls",), "67000", "Strasbourg"),
    hr_email="rh@atelier.example",
)
EMPLOYEE = Employee(Matricule("0001234"), "Lambert", "Inès", date(2015, 3, 1), born=date(1970, 5, 2))
HOST = Manager(Matricule("0000042"), "Nguyễn", "Jean-François")
CASE = Case(
    CaseId("C0007"),
    EMPLOYER.id,
    EMPLOYEE.matricule,
    (ObligationKind.PERIODIC, ObligationKind.RECAP),
    Regime.EPP,
    CaseState.SUMMONED,
    date(2026, 2, 1),
)
LETTER = Correspondence(EMPLOYER, EMPLOYEE, date(2026, 3, 1), CASE.id)
WORDS = "Elle dit « oui » à 3\u202f000\u00a0€ & <plus> (œuvre).\nPuis, à la ligne : \\ Thị Ánh."
ACTION = Action(1, ActionKind.TRAINING, "Automatisme, niveau 2", "RH", date(2026, 9, 30))


class Drawn:
    """The embedded engine, in this very process."""

    name = "rdocx"

    def to_pdf(self, docx: bytes, *, title: str, language: str = "fr-FR") -> bytes:
        return draw(docx, title, language)


@pytest.fixture(scope="module")
def made() -> MadeForm:
    return make_form(
        LETTER, CASE, made_at=datetime(2026, 3, 1, 9, tzinfo=UTC), host=HOST, occasion=Occasion(recap=True)
    )


@pytest.fixture(scope="module")
def word(made: MadeForm) -> bytes:
    return made.docx


@pytest.fixture(scope="module")
def maker() -> Iterator[PdfMaker]:
    with PdfMaker(fast=TypstEngine(), other=Drawn()) as maker:
        yield maker


@pytest.fixture(scope="module")
def fast(made: MadeForm, maker: PdfMaker) -> bytes:
    return fillable_form(made, maker)


@pytest.fixture(scope="module", params=["typst", "rdocx"])
def blank(request: pytest.FixtureRequest, made: MadeForm, word: bytes) -> bytes:
    """The form as each engine draws it."""
    if request.param == "typst":
        return bytes(request.getfixturevalue("fast"))
    return fillable_pdf(word, Drawn(), title=made.title)


def typed(reading: FormReading) -> dict[str, str]:
    """Return what to write in each text field, and each date and choice, by tag."""
    kinds = {question.id: question for topic in reading.topics for question in topic.questions}
    written = {
        AnswerKind.TEXT: WORDS,
        AnswerKind.LINE: "Salle Kléber",
        AnswerKind.DATE: "12/03/2026",
    }
    texts = {tag: written[question.kind] for tag, question in kinds.items() if question.kind in written}
    return texts | {
        "action.1.label": ACTION.label,
        "action.1.owner": ACTION.owner,
        "action.1.due": "30/09/2026",
    }


def chosen(reading: FormReading) -> dict[str, str]:
    questions = [question for topic in reading.topics for question in topic.questions]
    return {q.id: q.choices[0][0] for q in questions if q.kind is AnswerKind.CHOICE} | {
        "action.1.kind": "training"
    }


def boxes(reading: FormReading) -> list[str]:
    return [q.id for topic in reading.topics for q in topic.questions if q.kind is AnswerKind.BOX]


def everything(reading: FormReading) -> dict[str, str | bool]:
    """Return what to put in each field that the form asks about, and one action."""
    return {**typed(reading), **chosen(reading), **dict.fromkeys(boxes(reading), True)}


def told(reading: FormReading) -> dict[str, object]:
    """Return the answers that :func:`everything` must come back as."""
    written = everything(reading)
    answers = {tag: answer for tag, answer in written.items() if not tag.startswith("action")}
    return {**answers, "meeting.held_on": date(2026, 3, 12)}


@pytest.mark.parametrize("fill", [by_pypdf, by_pikepdf, by_pdfium])
def test_every_answer_comes_back_exact_whatever_filled_it(blank: bytes, fill: Filler) -> None:
    asked = read_form(blank)
    reading = read_form(fill(blank, everything(asked)), expected=asked.form_id)
    assert reading.answers == told(asked)
    assert reading.actions == (ACTION,)
    assert reading.problems == ()


@pytest.fixture(scope="session")
def pdfjs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install pdf.js in a temporary folder, from where this machine's npm gets its packages."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        pytest.skip("node and npm are not installed")
    place = tmp_path_factory.mktemp("pdfjs")
    command = ["npm", "install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "pdfjs-dist@5"]
    done = subprocess.run(command, cwd=place, check=False, capture_output=True, timeout=300)
    if done.returncode:
        pytest.skip("npm does not reach its packages from here")
    return place / "node_modules" / "pdfjs-dist"


@pytest.mark.slow
def test_every_answer_comes_back_exact_from_firefox_s_engine(
    blank: bytes, pdfjs: Path, tmp_path: Path
) -> None:
    asked = read_form(blank)
    fill = by_pdfjs(pdfjs, tmp_path)
    reading = read_form(fill(blank, everything(asked)), expected=asked.form_id)
    assert reading.answers == told(asked)
    assert (reading.actions, reading.problems) == ((ACTION,), ())
    # what one program saved, the next one fills
    again = read_form(by_pdfium(fill(blank, everything(asked)), {"meeting.place": "Salle Œ"}))
    assert again.answers == {**told(asked), "meeting.place": "Salle Œ"}


def test_word_and_pdf_ask_the_same_and_miss_the_same(word: bytes, blank: bytes) -> None:
    assert read_form(blank) == read_form(word)
    assert read_form(blank).answers["meeting.held_by"] == "Jean-François Nguyễn"


def test_what_stands_in_the_word_form_stands_in_the_pdf(word: bytes) -> None:
    answers: dict[str, Answer] = {"skills.used": WORDS, "recap.training": "no", "information.vae": True}
    filled = fill_form(word, answers, [ACTION])
    assert read_form(fillable_pdf(filled, Drawn(), title="x")) == read_form(filled)


def test_the_same_form_gives_the_same_bytes(made: MadeForm, maker: PdfMaker, fast: bytes) -> None:
    assert fillable_form(made, maker) == fast
    with RdocxEngine() as engine:
        drawn = fillable_pdf(made.docx, engine, title=made.title)
    assert drawn == fillable_pdf(made.docx, Drawn(), title=made.title)


def test_a_form_issued_earlier_is_drawn_as_it_would_have_been_then(
    made: MadeForm, maker: PdfMaker, fast: bytes
) -> None:
    later = fillable_pdf(made.docx, maker, title=made.title)
    assert places(later) == places(fast)
    assert read_form(later) == read_form(fast)


def places(pdf: bytes) -> dict[str, tuple[int, list[float]]]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return {tag: (page, [float(side) for side in w.Rect]) for tag, page, w in widgets(document)}


def test_an_engine_that_draws_no_links_is_replaced(made: MadeForm) -> None:
    class Forgetful(Drawn):
        def to_pdf(self, docx: bytes, *, title: str, language: str = "fr-FR") -> bytes:
            assert docx != made.docx
            return super().to_pdf(made.docx, title=title, language=language)

    slow = PdfMaker(fast=None, other=Forgetful())
    assert places(fillable_form(made, slow)) == places(fillable_pdf(made.docx, Drawn(), title=made.title))


def test_the_fields_stand_in_the_structure_of_the_page_as_fields(fast: bytes) -> None:
    with pikepdf.open(io.BytesIO(fast)) as pdf:
        tree = dict(pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree).items())
        elements = [(tree[int(w.StructParent)], w) for _, _, w in widgets(pdf)]
        assert {str(element.S) for element, _ in elements} == {"/Form"}
        assert all(element.K[0].Obj.objgen == widget.objgen for element, widget in elements)
        assert len({element.objgen for element, _ in elements}) == len(elements)
        assert {str(page.Tabs) for page in pdf.pages} == {"/S"}


def test_fields_that_look_the_same_share_their_looks(blank: bytes) -> None:
    with pikepdf.open(io.BytesIO(blank)) as pdf:
        texts = [w.AP.N.objgen for _, _, w in widgets(pdf) if w.get("/FT") != pikepdf.Name.Btn]
        ticks = {w.AP.N.Oui.objgen for _, _, w in widgets(pdf) if w.get("/FT") == pikepdf.Name.Btn}
    assert len(texts) > 3 * len(set(texts))
    assert len(ticks) == 1


def test_the_blank_form_claims_no_pdfa_for_a_viewer_types_in_a_font_of_its_own(blank: bytes) -> None:
    with pikepdf.open(io.BytesIO(blank)) as pdf:
        assert b"pdfaid:part" not in pdf.Root.Metadata.read_bytes()
        assert "/FontDescriptor" not in pdf.Root.AcroForm.DR.Font.Helv


def test_each_field_has_a_tooltip_its_cell_and_its_looks(blank: bytes) -> None:
    with pikepdf.open(io.BytesIO(blank)) as pdf:
        found = {tag: widget for tag, _, widget in widgets(pdf)}
        assert all(page.Tabs in {"/R", "/S"} for page in pdf.pages)
        looks = [widget.AP.N for widget in found.values()]
        tips = {tag: str(widget.TU) for tag, widget in found.items()}
        sizes = {
            tag: (float(w.Rect[2] - w.Rect[0]), float(w.Rect[3] - w.Rect[1])) for tag, w in found.items()
        }
        assert str(pdf.Root.Lang) == "fr-FR"
    assert len(looks) == len(found)
    assert tips["meeting.held_on"] == "Date de l’entretien (date, jj/mm/aaaa, obligatoire)"
    assert tips["action.2.kind"] == "Nature de l’action 2 (choisir dans la liste)"
    width, height = sizes["skills.used"]
    assert 440 < width < 470
    assert 50 < height < 70
    assert sizes["action.1.due"][0] < sizes["action.1.label"][0] < width


def test_no_field_lies_over_another_nor_off_its_page(blank: bytes) -> None:
    with pikepdf.open(io.BytesIO(blank)) as pdf:
        box = [float(side) for side in pdf.pages[0].MediaBox]
        placed = [(page, [float(side) for side in widget.Rect]) for _, page, widget in widgets(pdf)]
    for number, (page, (x0, y0, x1, y1)) in enumerate(placed):
        assert box[0] < x0 < x1 < box[2]
        assert box[1] + 40 < y0 < y1 < box[3]
        for other, (a0, b0, a1, b1) in placed[number + 1 :]:
            assert page != other or x1 <= a0 or a1 <= x0 or y1 <= b0 or b1 <= y0


def test_the_pdf_tells_how_to_save_a_pdf(blank: bytes) -> None:
    text = " ".join(
        " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(blank)).pages).split()
    )
    assert "Microsoft Word" not in text
    assert "sans l’imprimer vers un autre PDF" in text
    assert "rh@atelier.example" in text


@pytest.mark.parametrize(
    ("expected", "told"),
    [
        (form_id(EMPLOYER.id, Matricule("0009999"), CASE.id), "autre salarié"),
        (form_id(EMPLOYER.id, EMPLOYEE.matricule, CASE.id, 2), "version 1 du formulaire, remplacée"),
    ],
)
def test_the_form_of_another_or_an_older_one_is_refused(blank: bytes, expected: str, told: str) -> None:
    with pytest.raises(FormRefusedError, match=told):
        read_form(blank, expected=expected)


def changed(pdf: bytes, change: Callable[[pikepdf.Pdf], object], **saving: object) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        change(document)
        document.save(buffer, **saving)  # type: ignore[arg-type]  # passed through
    return buffer.getvalue()


def flatten(document: pikepdf.Pdf) -> None:
    document.flatten_annotations("all")
    del document.Root.AcroForm
    for page in document.pages:
        page.Annots = pikepdf.Array()


def add_script(document: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    document.pages[0].AA = pikepdf.Dictionary(O=action)


def add_xfa(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm.XFA = document.make_stream(b"<xdp/>")


def forget_questions(document: pikepdf.Pdf) -> None:
    fields = document.Root.AcroForm.Fields
    document.Root.AcroForm.Fields = pikepdf.Array([f for f in fields if str(f.T) != "entretien"])


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (flatten, "n’a pas de champs"),
        (add_script, "script"),
        (add_xfa, "XFA"),
        (forget_questions, "effacé les repères"),
    ],
)
def test_what_is_no_form_any_more_or_more_than_a_form_is_refused(
    blank: bytes, change: Callable[[pikepdf.Pdf], object], told: str
) -> None:
    with pytest.raises(FormRefusedError, match=told) as caught:
        read_form(changed(blank, change), about="retour.pdf")
    assert caught.value.about == "retour.pdf"
    assert caught.value.next_step


@pytest.mark.parametrize("password", ["", "secret"])
def test_an_encrypted_form_is_refused(blank: bytes, password: str) -> None:
    lock = pikepdf.Encryption(owner="rh", user=password)
    with pytest.raises(FormRefusedError, match="protégé par un mot de passe"):
        read_form(changed(blank, lambda _: None, encryption=lock))


def bomb() -> bytes:
    """Return a PDF whose one stream inflates to two hundred megabytes."""
    packed = zlib.compressobj()
    content = b"".join([*(packed.compress(bytes(2**20)) for _ in range(200)), packed.flush()])
    head = b"%PDF-1.5\n1 0 obj<</Filter/FlateDecode/Type/ObjStm>>stream\n"
    return head + content + b"\nendstream"


def test_an_oversized_form_is_refused_before_it_is_opened(blank: bytes) -> None:
    twice = b"%PDF-1.5\n1 0 obj<</Filter[/FlateDecode /FlateDecode]>>stream\n"
    for content in (blank + bytes(MAX_SIZE), bomb(), twice):
        with pytest.raises(FormRefusedError, match="anormalement gros"):
            read_form(content)


def test_a_list_off_its_choices_and_a_date_in_words_are_told_all_at_once(blank: bytes) -> None:
    def spoil(document: pikepdf.Pdf) -> None:
        fields = {tag: widget for tag, _, widget in widgets(document)}
        fields["meeting.held_on"].V = pikepdf.String("bientôt")
        fields["meeting.mode"].V = pikepdf.String("Au café")
        fields["action.1.owner"].V = pikepdf.String("RH")

    problems = {p.field: p.problem for p in read_form(changed(blank, spoil)).problems}
    assert "« bientôt »" in problems["meeting.held_on"]
    assert "« Au café »" in problems["meeting.mode"]
    assert {"action.1.kind", "action.1.label", "skills.used"} <= set(problems)


@pytest.mark.parametrize("kind", ["FreeText", "Text", "Highlight", "Stamp"])
def test_a_note_laid_over_the_page_is_told(blank: bytes, kind: str) -> None:
    def annotate(document: pikepdf.Pdf) -> None:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name(f"/{kind}"),
            Rect=pikepdf.Array([10, 10, 90, 90]),
            Contents=pikepdf.String("À revoir\ren juin"),
        )
        document.pages[0].Annots.append(document.make_indirect(note))

    assert read_form(changed(blank, annotate)).outside == ("À revoir\nen juin",)


def is_refused(content: bytes) -> bool:
    try:
        read_form(content)
    except FormRefusedError:
        return True
    return False


def test_a_form_with_wrong_bytes_is_read_or_refused_and_nothing_else(blank: bytes) -> None:
    loose = changed(
        blank, lambda _: None, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False
    )
    dice, refused = random.Random(6315), 0  # noqa: S311 - the same wrong bytes each time
    for number in range(150):
        wrong = bytearray(loose[: dice.randrange(len(loose))] if number % 5 == 0 else loose)
        for _ in range(dice.choice((1, 20, 200))):
            wrong[dice.randrange(len(wrong))] = dice.randrange(256)
        wrong[:5] = b"%PDF-"
        refused += is_refused(bytes(wrong))
    assert 10 < refused < 150
