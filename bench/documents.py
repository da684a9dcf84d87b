"""Documents per second: ours beside docxtpl, and beside docxtpl and LibreOffice as people run it, in one run.

Run it with ``python bench/documents.py``, after ``.ci/system-packages bench``. Every value of a letter is its
own, values are ready before the clock starts for us and for peers, and every file is written to disk. Peers
write plain PDF; ours is tagged PDF/A-3b. Beside the clock stands the processor time of each document, all
processes together: it tells ours from theirs where other work shares the machine. ``--long`` makes 10,000
letters, and shows what each costs and how much memory a worker holds.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.peers import offices
from bench.peers.stopwatch import Spent, stopwatch
from docxtpl import DocxTemplate

from toolkit.documents import (
    Campaign,
    Correspondence,
    DocumentProperties,
    Letter,
    Made,
    MadeForm,
    Meeting,
    Occasion,
    Order,
    PdfMaker,
    RdocxEngine,
    TypstEngine,
    convocation,
    fillable_form,
    make_form,
    pdf_page_count,
    read_form,
    render_docx,
)
from toolkit.model.case import Case, CaseState, Slot
from toolkit.model.employee import Employee, Manager
from toolkit.model.employer import Address, Employer, Signatory
from toolkit.model.identifiers import CaseId, EmployerId, Matricule
from toolkit.model.obligation import ObligationKind, Regime
from toolkit.resources import template_path

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
CORES = 2
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

    head: Correspondence
    case: Case
    host: Manager

    def letter(self) -> Letter:
        """Return the summons before it is a file."""
        return convocation(self.head, Meeting(self.case, self.host, reply_by=date(2026, 3, 5)))

    def form(self) -> MadeForm:
        """Return the interview form, as a Word document that carries its questions."""
        return make_form(self.head, self.case, made_at=NOW, host=self.host, occasion=Occasion())


def job(number: int) -> Job:
    """Return the ``number``-th employee to summon."""
    employee = Employee(
        Matricule(f"{number:07d}"),
        f"Nom-{number:06d}",
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


@dataclass(frozen=True)
class Kind:
    """A kind of document: its template, and the order of the ``number``-th."""

    name: str
    template: Path
    order: Callable[[int], Order]

    def orders(self, first: int, count: int) -> list[Order]:
        """Return orders that nobody else has."""
        return [self.order(number) for number in range(first, first + count)]

    def peer(self, order: Order) -> offices.WordMaker:
        """Return what writes the same document as docxtpl's pages show."""

        def by_docxtpl(path: Path) -> None:
            document = DocxTemplate(self.template)
            document.render(dict(order.context), autoescape=True)
            document.save(path)

        return by_docxtpl


def letters() -> Kind:
    """Return the summons of one page."""
    path = template_path("convocation.docx")
    template = path.read_bytes()

    def order(number: int) -> Order:
        letter = job(number).letter()
        return Order(
            template, letter.context, DocumentProperties(letter.title, EMPLOYER.name, NOW), path.name
        )

    return Kind("letters", path, order)


def forms() -> Kind:
    """Return the interview form of five topics, before anybody fills it in."""
    path = template_path("formulaire.docx")
    template = path.read_bytes()

    def order(number: int) -> Order:
        form = job(number).form()
        return Order(template, form.context, form.properties, path.name)

    return Kind("forms", path, order)


def told(label: str, count: int, spent: Spent) -> Spent:
    """Print a measure and return what one document takes."""
    each = Spent(spent.clock / count, spent.processors / count)
    print(
        f"{label:<54} {1 / each.clock:8.1f}/s {1000 * each.clock:9.2f} ms"
        f" {1000 * each.processors:9.2f} ms of processor   ({count})",
        flush=True,
    )
    return each


def compared(mine: Spent, peer: Spent, what: str, goal: float) -> None:
    """Print how many times ours is the peer."""
    by_clock, by_processor = peer.clock / mine.clock, peer.processors / mine.processors
    print(
        f"  = {by_clock:.1f} times {what} by the clock (goal {goal:g}), {by_processor:.1f} by the processor"
    )


def measure_docx(kind: Kind, folder: Path, count: int, goal: float) -> None:
    """Measure Word documents beside docxtpl."""
    orders = kind.orders(0, count)
    few = max(count // 5, 3)
    render_docx(kind.template, orders[0].context, properties=orders[0].properties)
    watch = stopwatch()
    for number, order in enumerate(orders):
        docx = render_docx(kind.template, order.context, properties=order.properties)
        (folder / f"{number}.docx").write_bytes(docx)
    mine = told(f"{kind.name}: DOCX", count, watch())
    watch = stopwatch()
    for number, order in enumerate(orders[:few]):
        kind.peer(order)(folder / f"peer-{number}.docx")
    compared(mine, told("  docxtpl", few, watch()), "docxtpl", goal)


def made(outcomes: Iterable[object]) -> Iterator[Made]:
    """Yield documents; the first error ends the run."""
    for outcome in outcomes:
        assert isinstance(outcome, Made), outcome
        yield outcome


def keep(folder: Path, name: str, document: Made) -> None:
    """Write both files of a document."""
    (folder / f"{name}.docx").write_bytes(document.docx)
    (folder / f"{name}.pdf").write_bytes(document.pdf)


def measure_pdf(kind: Kind, folder: Path, count: int) -> Spent:
    """Measure DOCX and PDF together, by a campaign on both cores."""
    with Campaign(processes=CORES) as campaign:
        warm = list(made(campaign.make(kind.orders(0, 64))))
        orders = kind.orders(1000, count)
        watch = stopwatch()
        for number, document in enumerate(made(campaign.make(orders))):
            keep(folder, f"ours-{number}", document)
        spent = watch()
    pages = pdf_page_count(warm[0].pdf)
    return told(f"{kind.name} ({pages} p.): DOCX + PDF/A-3b, {CORES} processes", count, spent)


def measure_peers(kind: Kind, folder: Path, alone: int, count: int) -> Spent:
    """Measure docxtpl and LibreOffice in the ways people run them; return the fastest by the clock."""
    words = [kind.peer(order) for order in kind.orders(2000, count)]
    measures = []
    for label, run, few in (
        ("soffice per file", offices.per_file, alone),
        ("soffice in batches, 2 at once", offices.in_batches, count),
        ("unoserver, 2 kept warm", offices.by_unoservers, count),
    ):
        place = folder / f"{kind.name}-{run.__name__}"
        place.mkdir()
        measures.append(told(f"  docxtpl + {label}", few, run(place, words[:few])))
    return min(measures, key=lambda each: each.clock)


def measure_fillable(folder: Path, count: int) -> Spent:
    """Measure forms as Word document and as PDF to fill, on both cores."""

    def one(number: int) -> None:
        form = job(number).form()
        (folder / f"fillable-{number}.docx").write_bytes(form.docx)
        (folder / f"fillable-{number}.pdf").write_bytes(fillable_form(form, maker))

    maker = PdfMaker(fast=TypstEngine(workers=CORES), other=RdocxEngine())
    with maker, ThreadPoolExecutor(CORES) as threads:
        list(threads.map(one, range(2 * CORES)))
        watch = stopwatch()
        list(threads.map(one, range(3000, 3000 + count)))
        spent = watch()
    return told(f"forms to fill: DOCX + PDF with fields, {CORES} workers", count, spent)


def measure_reading(count: int) -> None:
    """Measure forms read back."""
    returned = [job(number).form().docx for number in range(count)]
    watch = stopwatch()
    assert all(read_form(docx).problems for docx in returned)
    told("forms: read back", count, watch())


def measure_long(kind: Kind, folder: Path, milestones: Sequence[int]) -> None:
    """Show that a letter costs the same from the first hundred to the last, and that memory stays flat."""
    print(f"{'letters':>9} {'ms each':>9} {'processor ms each':>18} {'largest worker, MB':>19}")
    with Campaign(processes=CORES) as campaign:
        list(made(campaign.make(kind.orders(0, 64))))
        going = made(campaign.make(kind.order(number) for number in range(100, 100 + milestones[-1])))
        done = 0
        for milestone in milestones:
            watch, count = stopwatch(), milestone - done
            for number in range(done, milestone):
                keep(folder, f"long-{number}", next(going))
            done, spent = milestone, watch()
            each = f"{1000 * spent.clock / count:9.2f} {1000 * spent.processors / count:18.2f}"
            print(f"{done:9,} {each} {max(map(_megabytes, _workers())):19.0f}", flush=True)


def _workers() -> list[int]:
    return [child.pid for child in multiprocessing.active_children() if child.pid is not None]


def _megabytes(pid: int) -> float:
    """Return the most memory that a process ever held."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024


def main() -> None:
    """Run every measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=600)
    parser.add_argument("--forms", type=int, default=80)
    parser.add_argument("--alone", type=int, default=5, help="files given to soffice one by one")
    parser.add_argument("--peers", type=int, default=60, help="letters given to the other peers")
    parser.add_argument("--long", type=int, nargs="?", const=10_000, default=0, help="letters in a row")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        letter, form = letters(), forms()
        if options.long:
            measure_long(letter, folder, [n for n in (100, 1_000, 5_000, options.long) if n <= options.long])
            return
        measure_docx(letter, folder, options.letters // 4, 40)
        measure_docx(form, folder, options.forms, 30)
        mine = measure_pdf(letter, folder, options.letters)
        mine_form = measure_pdf(form, folder, options.forms)
        fillable = measure_fillable(folder, options.forms // 2)
        measure_reading(options.forms)
        lacking = offices.missing()
        if lacking:
            print(f"  LibreOffice is not measured: {lacking} (run .ci/system-packages bench)")
            return
        best = measure_peers(letter, folder, options.alone, options.peers)
        best_form = measure_peers(form, folder, options.alone, options.peers // 3)
        compared(mine, best, "the best of the three, letters", 15)
        compared(mine_form, best_form, "the best of the three, forms", 5)
        compared(fillable, best_form, "the best of the three, forms to fill (theirs have no fields)", 3)


if __name__ == "__main__":
    main()
