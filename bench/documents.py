"""Letters per second: ours beside docxtpl, and beside docxtpl and LibreOffice per file, in the same run.

Run it with ``python bench/documents.py``. Every value of a letter is its own, and every file is written to
disk. LibreOffice is measured where ``soffice`` is installed, one call per file as people write it; it writes
plain PDF, ours is tagged PDF/A-3b and checked. Forms are measured too, made and read back.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from docxtpl import DocxTemplate

from toolkit.documents import (
    Correspondence,
    DocumentProperties,
    Letter,
    Meeting,
    Occasion,
    RdocxEngine,
    convocation,
    make_form,
    read_form,
    render_docx,
)
from toolkit.documents.checking.samples import samples
from toolkit.documents.engines import TypstEngine
from toolkit.model.case import Case, CaseState, Slot
from toolkit.model.employee import Employee, Manager
from toolkit.model.employer import Address, Employer, Signatory
from toolkit.model.identifiers import CaseId, EmployerId, Matricule
from toolkit.model.obligation import ObligationKind, Regime
from toolkit.resources import template_path

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
EMPLOYER = Employer(
    EmployerId("atelier"),
    "Ateliers du Rhin",
    640,
    Signatory("Claire Œuvrard", "Directrice des ressources humaines"),
    siren="123456789",
    address=Address(("12 rue des Tilleuls",), "67000", "Strasbourg"),
    hr_email="rh@atelier.example",
)


@dataclass(frozen=True)
class Job:
    """One employee to summon: every value is unique."""

    letter: Correspondence
    case: Case
    host: Manager

    def summons(self) -> Letter:
        """Return the letter before it is a file."""
        meeting = Meeting(self.case, self.host, reply_by=date(2026, 3, 5))
        return convocation(self.letter, meeting)


def job(number: int) -> Job:
    """Return the ``number``-th employee to summon."""
    name = f"Nom-{number:06d}"
    employee = Employee(
        Matricule(f"{number:07d}"),
        name,
        f"Prénom{number}",
        date(2010, 1, 1) + timedelta(days=number % 3000),
        civility="Mme",
        address=Address((f"{number} rue de la Paix",), f"{10000 + number % 80000}", f"Ville-{number}"),
        job=f"Emploi n° {number}",
    )
    slot = Slot(NOW + timedelta(days=20, minutes=15 * number), 60, "Europe/Paris", f"Salle {number}")
    case = Case(
        CaseId(f"C{number:06d}"),
        EMPLOYER.id,
        employee.matricule,
        (ObligationKind.PERIODIC,),
        Regime.EPP,
        CaseState.DUE,
        date(2026, 2, 1),
        slot=slot,
    )
    host = Manager(Matricule(f"M{number}"), f"Manager-{number}", "Jean")
    return Job(Correspondence(EMPLOYER, employee, date(2026, 3, 1), case.id), case, host)


def ours(work: Job) -> tuple[str, bytes]:
    """Return the title and the DOCX of a letter, made by the toolkit."""
    letter = work.summons()
    properties = DocumentProperties(letter.title, EMPLOYER.name, NOW)
    return letter.title, render_docx(template_path(letter.template), letter.context, properties=properties)


def by_docxtpl(work: Job, target: Path) -> None:
    """Write the DOCX of a letter as the documentation of docxtpl shows."""
    letter = work.summons()
    template = DocxTemplate(template_path(letter.template))
    template.render(dict(letter.context), autoescape=True)
    template.save(target)


def by_soffice(work: Job, target: Path) -> None:
    """Write the DOCX of a letter, then its PDF by one call of LibreOffice."""
    by_docxtpl(work, target)
    profile = f"-env:UserInstallation=file://{target.parent}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(target.parent)]
    subprocess.run([*command, str(target)], check=True, capture_output=True, timeout=120)
    assert target.with_suffix(".pdf").stat().st_size > 0


def rate(label: str, jobs: Sequence[Job], action: Callable[[Job], object]) -> float:
    """Return how many jobs per second ``action`` does, and print it."""
    start = time.perf_counter()
    for work in jobs:
        action(work)
    return told(label, len(jobs), time.perf_counter() - start)


def told(label: str, count: int, seconds: float) -> float:
    """Print a measure and return it as a number per second."""
    speed = count / seconds
    print(f"{label:<52} {speed:8.1f}/s   {1000 / speed:8.1f} ms each   ({count})")
    return speed


def measure_docx(folder: Path, count: int) -> None:
    """Measure letters to DOCX beside docxtpl."""
    jobs = [job(n) for n in range(count)]
    ours(jobs[0])
    mine = rate("letters to DOCX", jobs, lambda w: (folder / f"{w.case.id}.docx").write_bytes(ours(w)[1]))
    few = jobs[: max(count // 5, 1)]
    peer = rate("  peer: docxtpl", few, lambda w: by_docxtpl(w, folder / f"peer-{w.case.id}.docx"))
    print(f"  {mine / peer:.1f} times docxtpl")


def measure_pdf(folder: Path, count: int, workers: int) -> float:
    """Measure letters to DOCX and PDF with ``workers`` processes."""
    jobs = [job(n) for n in range(count)]

    def one(engine: RdocxEngine, work: Job) -> None:
        title, docx = ours(work)
        (folder / f"{work.case.id}.docx").write_bytes(docx)
        (folder / f"{work.case.id}.pdf").write_bytes(engine.to_pdf(docx, title=title))

    with RdocxEngine(workers=workers) as engine, ThreadPoolExecutor(workers) as pool:
        list(pool.map(lambda n: one(engine, job(n)), range(workers)))
        start = time.perf_counter()
        list(pool.map(lambda work: one(engine, work), jobs))
        return told(
            f"letters to DOCX and PDF/A-3b, {workers} process(es)", count, time.perf_counter() - start
        )


def measure_fast(folder: Path, count: int, workers: int) -> float:
    """Measure letters to DOCX and PDF with ``workers`` processes of the fast engine."""
    jobs = [job(n) for n in range(count)]

    def one(engine: TypstEngine, work: Job) -> None:
        letter = work.summons()
        template = template_path(letter.template).read_bytes()
        (folder / f"{work.case.id}.docx").write_bytes(ours(work)[1])
        program = engine.compile(template, name=letter.template)
        pdf = engine.draw(program, letter.context, title=letter.title, author=EMPLOYER.name, made_at=NOW)
        (folder / f"{work.case.id}.pdf").write_bytes(pdf)

    with TypstEngine(workers=workers) as engine, ThreadPoolExecutor(workers) as pool:
        list(pool.map(lambda n: one(engine, job(count + n)), range(2 * workers)))
        start = time.perf_counter()
        list(pool.map(lambda work: one(engine, work), jobs))
        return told(
            f"letters to DOCX and PDF/A-3b, fast, {workers} process(es)", count, time.perf_counter() - start
        )


def measure_batches(folder: Path, count: int, mine: float) -> None:
    """Measure docxtpl and two LibreOffice at once, each with half of the letters in one call."""
    if shutil.which("soffice") is None:
        return
    start = time.perf_counter()
    halves: list[list[Path]] = [[], []]
    for number in range(count):
        target = folder / f"batch-{number}.docx"
        by_docxtpl(job(number), target)
        halves[number % 2].append(target)
    calls = [
        subprocess.Popen(
            [
                "soffice",
                f"-env:UserInstallation=file://{folder}/batch-profile-{number}",
                *("--headless", "--convert-to", "pdf", "--outdir", str(folder)),
                *map(str, half),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for number, half in enumerate(halves)
    ]
    assert all(call.wait(timeout=300) == 0 for call in calls)
    assert all(path.with_suffix(".pdf").stat().st_size > 0 for half in halves for path in half)
    peer = told("  peer: docxtpl + soffice, batches on 2 processes", count, time.perf_counter() - start)
    print(f"  {mine / peer:.1f} times docxtpl + soffice in batches")


def measure_soffice(folder: Path, count: int, mine: float) -> None:
    """Measure the peer, or say that it is absent."""
    if shutil.which("soffice") is None:
        print("  peer: docxtpl + soffice per file                     absent (soffice is not installed)")
        return
    by_soffice(job(0), folder / "warm.docx")
    jobs = [job(n) for n in range(count)]
    peer = rate(
        "  peer: docxtpl + soffice per file", jobs, lambda w: by_soffice(w, folder / f"lo-{w.case.id}.docx")
    )
    print(f"  {mine / peer:.0f} times docxtpl + soffice per file")


def measure_forms(folder: Path, count: int) -> None:
    """Measure forms made, read back, and drawn."""
    jobs = [job(n) for n in range(count)]
    made: list[bytes] = []
    rate(
        "forms made (DOCX, five topics)",
        jobs,
        lambda w: made.append(
            make_form(w.letter, w.case, made_at=NOW, host=w.host, occasion=Occasion()).docx
        ),
    )
    start = time.perf_counter()
    assert all(read_form(docx).problems for docx in made)
    told("forms read back", count, time.perf_counter() - start)
    with RdocxEngine() as engine:
        engine.to_pdf(made[0], title="x")
        start = time.perf_counter()
        for docx in made[:20]:
            (folder / "form.pdf").write_bytes(engine.to_pdf(docx, title="Formulaire"))
        told("forms to PDF/A-3b, 1 process", len(made[:20]), time.perf_counter() - start)


def measure_form_docx(folder: Path, count: int) -> None:
    """Measure forms filled as Word documents beside docxtpl, each with a name of its own."""
    template, sample = template_path("formulaire.docx"), samples("formulaire.docx")[-1].letter

    def context(number: int) -> dict[str, object]:
        employee = {"name": f"Nom-{number:06d}", "matricule": f"{number:07d}", "job": f"Emploi {number}"}
        return {**sample.context, "recipient": {"hired": "1er mars 2020", **employee}}

    def filled(number: int) -> None:
        properties = DocumentProperties(f"Formulaire {number}", EMPLOYER.name, NOW)
        docx = render_docx(template, context(number), properties=properties)
        (folder / f"form-{number}.docx").write_bytes(docx)

    def by_peer(number: int) -> None:
        document = DocxTemplate(template)
        document.render(context(number), autoescape=True)
        document.save(folder / f"form-peer-{number}.docx")

    filled(0)
    start = time.perf_counter()
    for number in range(count):
        filled(number)
    mine = told("forms to DOCX", count, time.perf_counter() - start)
    few = max(count // 5, 1)
    start = time.perf_counter()
    for number in range(few):
        by_peer(number)
    peer = told("  peer: docxtpl", few, time.perf_counter() - start)
    print(f"  {mine / peer:.1f} times docxtpl")


def main() -> None:
    """Run every measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=200)
    parser.add_argument("--soffice", type=int, default=4, help="files given to soffice")
    parser.add_argument("--batch", type=int, default=40, help="files given to two soffice at once")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measure_docx(folder, options.letters)
        measure_form_docx(folder, options.letters)
        measure_pdf(folder, options.letters // 2, 1)
        mine = measure_pdf(folder, options.letters, 2)
        measure_fast(folder, options.letters // 2, 1)
        fast = measure_fast(folder, options.letters, 2)
        print(f"  {fast / mine:.1f} times the engine that draws the others")
        measure_soffice(folder, options.soffice, fast)
        measure_batches(folder, options.batch, fast)
        measure_forms(folder, options.letters // 4)


if __name__ == "__main__":
    main()
