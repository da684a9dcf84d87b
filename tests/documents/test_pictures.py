"""Pictures are sound SVG, tell their figures in words too, and say the same without colour."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from toolkit.documents.pictures import Load, LoadRow, career_picture, load_picture
from toolkit.documents.pictures.load import rows_of_months
from toolkit.documents.pictures.marks import MARKS, Mark, mark_of
from toolkit.documents.pictures.svg import BLUE, VERMILION, YELLOW, wrapped
from toolkit.model import Absence, AbsenceKind, Obligation, ObligationKind, Regime, Rule, Status

NS = "{http://www.w3.org/2000/svg}"
AS_OF = date(2026, 11, 22)
LOAD = Load(
    AS_OF,
    (LoadRow("en retard", late=9, recap=11),),
    rows_of_months(AS_OF, [(3, 1), (4, 0), (0, 0), (2, 5)]),
    beyond=83,
    owner="Ateliers <& Fils>",
)


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own picture


def texts(svg: str) -> list[str]:
    return [node.text or "" for node in parsed(svg).iter(f"{NS}text")]


def duty(status: Status, due: date, **more: object) -> Obligation:
    base = {"kind": ObligationKind.PERIODIC, "regime": Regime.EPP, "basis": Rule("N-PERIOD")}
    return Obligation(**(base | {"status": status, "due": due} | more))  # type: ignore[arg-type]


CAREER = (
    duty(Status.HELD, date(2020, 3, 1), met_by=date(2020, 2, 10)),
    duty(Status.HELD, date(2020, 3, 1), met_by=date(2020, 2, 10), kind=ObligationKind.RECAP),
    duty(Status.HELD_LATE, date(2022, 2, 10), met_by=date(2022, 6, 1)),
    duty(Status.OVERDUE, date(2026, 6, 1)),
    duty(Status.UPCOMING, date(2034, 5, 1), kind=ObligationKind.LATE_CAREER, opens=date(2032, 5, 1)),
    duty(Status.UPCOMING, date(2030, 6, 1), projected=True),
)


def career(*obligations: Obligation, absences: tuple[Absence, ...] = ()) -> str:
    return career_picture("Élodie Schmitt", date(2018, 3, 1), AS_OF, obligations, absences)


@pytest.mark.parametrize("svg", [load_picture(LOAD), career(*CAREER)])
def test_a_picture_says_its_title_and_its_figures_to_who_cannot_see_it(svg: str) -> None:
    root = parsed(svg)
    assert root.get("role") == "img"
    assert root.get("lang") == "fr"
    named = [root.find(f"{NS}{tag}") for tag in ("title", "desc")]
    assert (root.get("aria-labelledby") or "").split() == [
        node.get("id") for node in named if node is not None
    ]
    assert all(node is not None and node.text for node in named)
    assert "22/11/2026" in (root.findtext(f"{NS}title") or "")


@pytest.mark.parametrize("svg", [load_picture(LOAD), career(*CAREER)])
def test_letters_are_never_smaller_than_a_phone_can_show(svg: str) -> None:
    assert int(parsed(svg).get("width") or 0) <= 440
    assert min(int(size) for size in re.findall(r'font-size="(\d+)"', svg)) >= 12


@pytest.mark.parametrize("svg", [load_picture(LOAD), career(*CAREER)])
def test_every_line_of_text_holds_in_the_width(svg: str) -> None:
    root = parsed(svg)
    width = float(root.get("width") or 0)
    for node in root.iter(f"{NS}text"):
        long = len(node.text or "") * float(node.get("font-size") or 0) * 0.56
        x = float(node.get("x") or 0)
        start = x - long if node.get("text-anchor") == "end" else x
        assert start >= 0, node.text
        assert start + long <= width + 4, node.text


def test_bars_are_as_long_as_their_figures() -> None:
    svg = load_picture(Load(AS_OF, (), rows_of_months(AS_OF, [(2, 0), (4, 0)])))
    bars = [float(r.get("width") or 0) for r in parsed(svg).iter(f"{NS}rect") if r.get("fill") == BLUE][1:]
    assert bars[1] == pytest.approx(2 * bars[0], abs=0.2)


def test_each_kind_has_its_colour_and_all_but_one_a_pattern() -> None:
    svg = load_picture(LOAD)
    assert all(colour in svg for colour in (BLUE, VERMILION, YELLOW))
    assert "url(#hachures)" in svg
    assert "url(#points)" in svg


def test_a_bar_far_longer_than_the_months_is_cut_and_keeps_its_figure() -> None:
    svg = load_picture(Load(AS_OF, (LoadRow("en retard", late=900),), rows_of_months(AS_OF, [(2, 0)])))
    width = float(parsed(svg).get("width") or 0)
    assert "900" in texts(svg)
    assert (
        max(float(r.get("x") or 0) + float(r.get("width") or 0) for r in parsed(svg).iter(f"{NS}rect"))
        <= width
    )


def test_an_empty_load_says_so() -> None:
    svg = load_picture(Load(AS_OF, (), rows_of_months(AS_OF, [(0, 0)] * 24)))
    assert "Rien n’est dû" in (parsed(svg).findtext(f"{NS}desc") or "")


def test_months_follow_one_another_and_name_their_year_in_january() -> None:
    labels = [row.label for row in rows_of_months(date(2026, 11, 30), [(0, 0)] * 4)]
    assert labels == ["nov. 2026", "déc.", "janv. 2027", "févr."]


def test_names_are_written_as_text_and_not_as_marks() -> None:
    assert "Ateliers <& Fils>" in texts(load_picture(LOAD))


def test_what_one_meeting_settled_is_told_on_one_line() -> None:
    told = " ".join(texts(career(*CAREER)))
    assert "Entretien périodique + état des lieux récapitulatif" in " ".join(told.split())
    assert "tenu en retard (dû le 10/02/2022)" in told


def test_labels_of_near_dates_do_not_touch() -> None:
    near = [duty(Status.UPCOMING, date(2027, 1, day)) for day in range(1, 20)]
    places = sorted(
        float(n.get("y") or 0)
        for n in parsed(career(*near)).iter(f"{NS}text")
        if re.match(r"\d\d/\d\d/\d{4} ·", n.text or "")
    )
    assert len(places) == 19
    assert min(b - a for a, b in pairwise(places)) >= 15


def test_a_delay_and_an_absence_are_drawn_as_long_as_they_lasted() -> None:
    leave = Absence(AbsenceKind.SABBATICAL, date(2024, 1, 1), date(2024, 12, 31))
    short = Absence(AbsenceKind.PAID_LEAVE, date(2025, 8, 1), date(2025, 8, 20))
    svg = career(*CAREER, absences=(leave, short))
    assert any("Congé sabbatique" in line for line in texts(svg))
    assert not any("Congés payés" in line for line in texts(svg))
    assert sum(r.get("fill") == VERMILION for r in parsed(svg).iter(f"{NS}rect")) == 2


def test_a_career_without_any_date_is_still_drawn() -> None:
    assert "Frise de Élodie Schmitt au 22/11/2026" in texts(career())


def test_every_status_has_its_mark_and_every_mark_its_words() -> None:
    assert {mark_of(duty(status, AS_OF)) for status in Status} == set(Mark) - {Mark.PROJECTED}
    assert set(MARKS) == set(Mark)


def test_a_word_longer_than_the_line_stands_alone() -> None:
    assert wrapped("un anticonstitutionnellement deux", 60) == ["un", "anticonstitutionnellement", "deux"]
