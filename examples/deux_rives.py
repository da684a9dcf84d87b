"""Make the fictional company of the demonstration: its roster and its settings, in ``deux-rives/``.

Every name, number and address is invented. The company is told as of 5 October 2026, four days after its
branch agreement brought it under the new regime. Run it again at will: the same bytes come out.
"""

# ruff: noqa: E501 - the tables below read best with one person or one session per line

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from itertools import cycle
from pathlib import Path

from toolkit.french import plain_letters
from toolkit.model import (
    Absence,
    AbsenceKind,
    Address,
    Certification,
    Contract,
    Employee,
    History,
    Interview,
    InterviewKind,
    Manager,
    Mandate,
    Matricule,
    MedicalVisit,
    Progression,
    ProgressionKind,
    Sex,
    Site,
    SiteId,
    Training,
)
from toolkit.roster import Roster, write_roster

FOLDER = Path(__file__).parent / "deux-rives"
DOMAIN = "deux-rives.example"
STRASBOURG, REUNION = SiteId("00000001800010"), SiteId("00000001800028")

SITES = (
    Site(
        STRASBOURG,
        "Strasbourg",
        Address(("14 quai des Mariniers",), "67000", "Strasbourg"),
        "Europe/Paris",
        good_friday=True,
        meeting_place="Salle Kléber, bâtiment administratif, 1er étage",
    ),
    Site(
        REUNION,
        "Saint-Denis de La Réunion",
        Address(("Zone artisanale du Chaudron", "3 rue des Filaos"), "97490", "Sainte-Clotilde"),
        "Indian/Reunion",
        meeting_place="Bureau de la direction, rez-de-chaussée",
    ),
)
CHAIRMAN = Manager(
    Matricule("DIR01"), "Baumgartner", "Laurent", f"laurent.baumgartner@{DOMAIN}", "Président", "M."
)

# matricule | civility | given name | surname | born | hired | contract | manager | job | category | interviews
# An interview's letter: r = also the recap, R = return from leave. Contract: kind, then its end.
PEOPLE = """
0001001|Mme|Hélène|Schaeffer|1971-03-18|1999-09-01||DIR01|Directrice industrielle|Cadre|2016-02-09 2018-02-13 2020-02-11r 2022-03-08 2024-03-12 2026-02-10r
0001002|M.|Marc|Oberlin|1968-06-21|2001-01-08||0001001|Chef d’atelier montage|Agent de maîtrise|2016-01-20 2018-01-23 2020-02-25r 2022-02-22 2024-02-20 2026-02-24r
0001003|Mme|Sophie|Kessler|1981-10-30|2008-04-14||0001001|Cheffe d’équipe usinage|Agent de maîtrise|2016-02-23 2018-02-27 2020-03-03r 2022-03-15 2023-11-28
0001004|M.|Karim|Benali|1976-05-02|2012-10-01||0001001|Responsable maintenance|Agent de maîtrise|2016-03-01 2018-03-06 2020-03-05r 2022-03-22 2024-03-26 2026-03-03r
0001005|Mme|Claire|Fontaine-Vogel|1979-12-12|2015-06-01||DIR01|Responsable administrative et RH|Cadre|2016-05-24 2018-05-29 2021-05-25r 2023-06-06 2025-05-20
0001006|M.|Jean-Éric|d'Hérouville|1983-01-25|2016-09-05||0001001|Responsable du bureau d’études|Cadre|2017-08-29 2019-09-03 2022-08-30r 2024-09-10
0001007|M.|Patrick|L'Hostis|1966-12-11|1994-03-01||0001003|Régleur|Ouvrier|2016-02-16 2018-02-20 2020-02-18r 2022-03-01 2024-03-05 2026-02-17r
0001008|Mme|Zoë|Æbischer|1990-07-08|2017-05-02||0001003|Opératrice sur commande numérique|Ouvrier|2018-04-11 2020-04-28 2023-04-25r 2025-04-15
0001009|M.|Stéphane|Wolff|1974-08-15|2006-03-20||0001003|Fraiseur|Ouvrier|2016-02-02 2018-02-06 2020-02-04r 2022-02-08 2023-06-13
0001010|Mme|Aylin|Çelik|1992-02-29|2019-11-04||0001003|Contrôleuse qualité|Technicien|2020-11-03 2022-11-08 2024-11-12
0001011|M.|Thomas|Bauer|1985-03-09|2020-02-03||0001003|Tourneur|Ouvrier|2021-01-26 2023-01-24 2025-01-28
0001012|M.|Guillaume|Roth|1988-06-17|2021-10-11||0001003|Opérateur sur commande numérique|Ouvrier|2022-10-04 2024-10-08
0001013|Mme|Inès|Lambert|1995-04-23|2022-11-07||0001003|Opératrice sur commande numérique|Ouvrier|2023-10-24
0001014|M.|Nicolas|Fischer|1987-09-01|2018-01-15||0001003|Affûteur|Ouvrier|2019-01-08 2021-01-12 2024-01-09r
0001015|M.|Abdelkader|Mansouri|1969-11-19|2003-05-12||0001002|Monteur|Ouvrier|2016-01-26 2018-01-30 2020-01-28r 2022-01-25 2024-01-30 2026-01-27r
0001016|Mme|Valérie|Schmitt|1977-02-14|2013-09-02||0001002|Monteuse|Ouvrier|2015-09-08 2017-09-12 2019-09-10r 2021-09-14 2023-09-12
0001017|Mme|Thị Ánh|Nguyễn|1989-05-30|2018-10-01||0001002|Monteuse-câbleuse|Ouvrier|2019-09-24 2021-09-28 2024-09-24r
0001018|M.|Mathieu|Schneider|1993-12-03|2021-03-15||0001002|Monteur|Ouvrier|2022-03-08 2023-11-21
0001019|Mme|Camille|Dupont, épouse Müller|1984-08-27|2014-11-03||0001002|Monteuse|Ouvrier|2015-10-27 2017-10-31 2020-10-20r 2022-10-25 2024-10-22
0001020|M.|David|Klein|1980-04-04|2010-06-07||0001002|Monteur|Ouvrier|2016-03-02 2018-03-06 2020-03-04r 2022-03-09 2023-09-19
0001021|M.|Éric|Weiss|1972-10-10|2004-02-02||0001002|Soudeur|Ouvrier|2016-02-10 2018-02-14 2020-02-12r 2022-02-16
0001022|Mme|Laurence|Hoffmann||2011-01-10||0001002|Agente de montage|Ouvrier|2016-03-03 2018-03-08 2020-03-06r 2022-03-10 2024-03-14 2026-03-05r
0001023|M.|Antoine|Muller|1996-01-16|2023-10-16||0001002|Monteur|Ouvrier|2024-10-08
0001024|Mme|Océane|Petit|2003-06-02|2024-09-02|apprentice 2027-08-31|0001002|Apprentie monteuse|Ouvrier|2025-08-26
0001025|M.|Yanis|Haddad|2006-02-11|2026-09-01|apprentice 2027-08-31|0001002|Apprenti soudeur|Ouvrier|
0001026|M.|Olivier|Ziegler|1978-07-07|2009-09-14||0001004|Électromécanicien|Technicien|2016-02-24 2018-02-28 2020-02-26r 2022-03-02 2024-02-27 2026-02-25r
0001027|M.|Jérôme|Simon|1982-03-28|2017-01-09||0001004|Technicien de maintenance|Technicien|2018-01-03 2019-12-17 2022-12-13r
0001028|Mme|Élodie|Marchand|1991-11-25|2022-02-07||0001004|Technicienne en automatismes|Technicien|2023-01-31
0001029|M.|Paul|Keller|1965-05-05|1989-10-02||0001004|Technicien de maintenance|Technicien|2016-01-13 2018-01-17 2020-01-15r 2022-01-19 2024-01-17 2026-01-14r
0001030|Mme|Marie-Claude|Haas|1964-02-20|1992-01-06||0001005|Comptable|Employé|2016-02-04 2018-02-08 2020-02-06r 2022-02-03 2024-02-08 2026-02-05r
0001031|M.|François-Xavier|de La Tour d'Auvergne|1986-10-14|2019-04-01||0001005|Acheteur|Cadre|2020-03-24 2022-03-29 2023-06-01R 2025-03-25r
0001032|Mme|Julie|Bernard|1994-09-18|2023-12-04||0001005|Assistante RH|Employé|2024-11-26
0001033|Mme|Fatou|Diallo|1990-01-05|2020-06-15||0001005|Gestionnaire de paie|Employé|2021-06-08 2023-06-13 2025-06-10
0001034|M.|Pierre|Gillig|1999-03-03|2025-10-20|cdd 2026-11-30|0001005|Assistant logistique|Employé|
0001035|Mme|Chloé|Vidal|2001-12-21|2026-03-02||0001005|Chargée de communication|Employé|
0001036|M.|Alexandre|Jung|1984-05-19|2012-05-21||0001006|Ingénieur en mécanique|Cadre|2016-03-04 2018-03-01 2020-02-27r 2023-02-14 2023-11-14
0001037|Mme|Sarah|Lévy|1988-12-09|2015-09-07||0001006|Ingénieure en calcul|Cadre|2016-08-30 2018-09-04 2021-08-31r 2023-12-05
0001038|M.|Quentin|Meyer|1997-08-08|2024-11-12||0001006|Projeteur|Technicien|2025-11-04
0001039|M.|Hugo|Lang|1998-10-28|2025-11-17||0001006|Dessinateur-projeteur|Technicien|
0001040|Mme|Manon|Arnold|2002-04-12|2026-10-01||0001006|Technicienne méthodes|Technicien|
0001041|M.|Bilal|Amrani|2000-06-30|2026-10-05||0001006|Dessinateur|Technicien|
0001042|Mme|Lucie|Martin|1999-01-17|2026-10-01|cdd 2027-03-31|0001005|Approvisionneuse|Employé|
0001043|M.|Emmanuel|Stoll|1979-03-21|2016-02-01||0001005|Magasinier|Ouvrier|2017-01-24 2019-01-29 2022-01-25r 2024-01-23
0001044|Mme|Nadia|Cherif|1983-07-01|2018-06-04||0001005|Magasinière|Ouvrier|2019-05-28 2021-06-01 2024-05-28r
0002001|Mme|Marie-Thérèse|O'Connor|1970-09-09|2007-01-15||DIR01|Directrice de site|Cadre|2016-02-11 2018-02-15 2020-02-13r 2022-02-17 2024-02-15 2026-02-12r
0002002|M.|Jean-Bernard|Hoarau|1975-01-30|2009-03-02||0002001|Chef d’atelier|Agent de maîtrise|2016-02-18 2018-02-22 2020-02-20r 2022-02-24 2023-10-17
0002003|Mme|Nathalie|Payet|1980-11-11|2013-02-04||0002001|Responsable logistique|Agent de maîtrise|2016-03-03 2018-03-01 2020-03-05r 2022-03-03 2024-03-07 2026-03-05r
0002004|M.|Ludovic|Grondin|1986-06-06|2017-09-04||0002002|Soudeur|Ouvrier|2018-08-28 2020-09-01 2023-08-29r
0002005|M.|Frédéric|Boyer|1973-12-24|2002-11-04||0002002|Chaudronnier|Ouvrier|2016-02-25 2018-03-01 2020-02-27r 2022-03-03 2024-02-29 2026-02-26r
0002006|Mme|Marie-Annick|Técher|1967-04-15|1998-06-02||0002002|Opératrice|Ouvrier|2016-02-26 2018-02-23 2020-02-28r 2022-02-25 2024-02-23 2026-02-27r
0002007|M.|Giovanni|Rivière|1992-08-18|2021-05-03||0002002|Opérateur|Ouvrier|2022-04-26 2024-04-30
0002008|M.|Jimmy|Fontaine|1995-10-02|2022-10-03||0002002|Opérateur|Ouvrier|2023-09-26
0002009|Mme|Vanessa|Maillot|1989-04-08|2019-03-18||0002002|Contrôleuse qualité|Technicien|2020-03-10 2022-03-15 2025-03-11r
0002010|M.|Teddy|Lebon|1984-02-02|2014-05-05||0002002|Régleur|Ouvrier|2015-04-28 2017-05-02 2020-04-28r 2022-05-03 2024-05-07 2026-04-28r
0002011|M.|Willy|Dijoux|1971-07-22|2005-10-03||0002002|Mécanicien|Ouvrier|2016-02-03 2018-02-07 2020-02-05r 2022-02-09 2023-03-07
0002012|Mme|Stéphanie|Turpin|1987-01-19|2016-04-18||0002002|Opératrice|Ouvrier|2017-04-11 2019-04-16 2022-04-12r 2024-04-16 2026-05-05R
0002013|M.|Mickaël|Nativel|1999-05-27|2025-10-06|apprentice 2027-09-30|0002002|Apprenti chaudronnier|Ouvrier|
0002014|Mme|Anaïs|Vitry|2004-09-09|2026-08-17|professionalisation 2027-08-13|0002002|Opératrice|Ouvrier|
0002015|M.|Pascal|Ah-Kane|1966-01-08|2000-02-07||0002003|Cariste|Ouvrier|2016-02-19 2018-02-23 2020-02-21r 2022-02-18 2024-02-16 2026-02-20r
0002016|Mme|Sandrine|Virapoullé|1978-03-14|2010-09-06||0002003|Gestionnaire de stock|Employé|2016-03-01 2018-02-27 2020-03-03r 2022-03-01 2023-12-12
0002017|M.|Dominique|Boucher||2018-09-10||0002003|Chauffeur-livreur|Ouvrier|2019-09-03 2021-09-07 2024-09-03r
0002018|Mme|Emma|Ramassamy|1993-06-25|2020-09-14||0002003|Agente de planification|Employé|2021-09-07 2023-09-05
0002019|Mme|Priscilla|Hoarau|1991-03-03|2023-11-20||0002001|Assistante de direction|Employé|2024-11-12
0002020|M.|Cédric|Lauret|1985-12-30|2024-01-08||0002001|Responsable qualité|Agent de maîtrise|2025-01-07
"""

WITHOUT_EMAIL = frozenset({"0001015", "0001021", "0001029", "0002011", "0002015"})
TRANSFERRED = {"0001036": date(2023, 1, 1), "0001037": date(2023, 1, 1)}  # article L1224-1
ABROAD = {"0001020": Address(("8 Am Altrhein",), "77694", "Kehl", "Allemagne")}
HIRING_NOTICES = {
    Matricule("0001025"): date(2026, 9, 1),
    Matricule("0001035"): date(2026, 3, 2),
    Matricule("0001040"): date(2026, 10, 1),
    Matricule("0002014"): date(2026, 8, 17),
}

# matricule | kind | first day | last day | delegation, in thousandths
ABSENCES = """
0001012|unpaid|2025-07-01|2025-08-31|
0001017|maternity|2026-03-02|2026-06-28|
0001018|sabbatical|2026-03-02|2027-01-31|
0001019|parental|2025-09-01|2026-08-31|
0001020|union_mandate|2022-07-01|2026-06-30|350
0001021|long_illness|2025-11-10|2026-08-31|
0001031|adoption|2023-01-09|2023-05-28|
0001043|illness|2026-02-16|2026-09-20|
0001044|long_illness|2026-01-12||
0002009|maternity|2026-08-10|2026-11-29|
0002012|caregiver|2025-11-03|2026-04-30|
0002019|parental_part_time|2026-05-04|2027-05-03|
0002020|secured_mobility|2025-06-02|2026-06-01|
"""

# day | title | text that makes it mandatory | hours | who
TRAININGS = """
2017-03-15|Lecture de plans||14|0001007 0001009 0001015 0001016 0001020 0002002 0002005 0002016
2018-10-09|Conduite d’entretiens||7|0001001 0001002 0001003 0001004 0001005 0001006 0002001 0002002 0002003
2019-06-18|Habilitation électrique|R4544-9 du Code du travail|14|0001004 0001026 0001027 0001029 0002011
2020-11-24|Gestes de premiers secours (SST)||14|0001008 0001014 0001030 0002006 0002010
2021-05-20|Commande numérique, niveau 2||35|0001008 0001009 0001014 0002010 0002004
2021-11-16|Conduite de chariots (CACES R489)|R4323-55 du Code du travail|21|0001021 0001043 0001044 0002015 0002017
2022-06-07|Habilitation électrique, recyclage|R4544-9 du Code du travail|7|0001004 0001026 0001027 0001029 0002011
2022-09-13|Métrologie dimensionnelle||14|0001010 0001011 0002009 0002012
2023-03-21|Excel et tableaux de bord||14|0001005 0001030 0001033 0002003 0002016 0002018
2023-10-10|Soudage TIG||35|0002004 0002005
2024-02-06|Management de proximité||21|0001002 0001003 0001004 0001006 0002002 0002003
2024-05-28|Calcul de structures||21|0001036 0001037
2024-11-19|Montage de sous-ensembles||14|0001015 0001016 0001017 0001019 0001022 0001023
2025-03-18|Automates programmables||28|0001026 0001027 0001028
2025-06-24|Droit social : actualité||7|0001005 0001032 0001033
2025-10-14|Achats responsables||14|0001031
2026-04-21|Prévention des troubles musculo-squelettiques||7|0001012 0001013 0002006 0002007 0002008 0002012
"""

# matricule | day | title
CERTIFICATIONS = """
0001008|2022-07-05|CQPM Opérateur-régleur sur machine-outil à commande numérique
0001027|2024-06-28|Titre professionnel Technicien supérieur de maintenance industrielle
0001032|2024-09-16|Titre professionnel Gestionnaire de paie (bloc 1)
0002004|2025-12-09|CQPM Soudeur industriel
0002018|2023-06-30|VAE : BTS Gestion des transports et logistique associée
"""

# day | kind | detail | who
PROGRESSIONS = """
2019-01-01|salary|Augmentation individuelle|0001001 0001002 0001007 0001015 0001026 0001029 0001030 0002001 0002005 0002015
2021-07-01|salary|Augmentation individuelle|0001003 0001004 0001005 0001006 0001008 0001014 0002003 0002010 0002012
2022-01-01|professional|Passage chef d’équipe|0001003
2023-09-01|professional|Passage technicien|0001010 0002009
2024-01-01|salary|Augmentation individuelle|0001009 0001016 0001019 0001022 0001031 0001036 0001037 0002002 0002006
2025-01-01|salary|Augmentation individuelle|0001011 0001012 0001020 0001033 0002004 0002007 0002016 0002017 0002018
2025-09-01|professional|Nomination comme responsable qualité|0002020
"""

MEDICAL_VISITS = {"0001003": date(2026, 10, 1), "0001006": date(2026, 9, 8)}
MANDATES = {
    "0001020": Mandate(date(2022, 7, 1), date(2026, 6, 30), 350, "Délégué syndical"),
    "0002003": Mandate(date(2023, 11, 15), date(2027, 11, 14), 150, "Élue titulaire au CSE"),
}

_STREETS = {
    STRASBOURG: ("rue du Moulin-aux-Cigognes", "rue des Bateliers-du-Ried", "allée des Houblons-Dorés",
                 "rue de l’Horloger-Schwilgué", "impasse du Vieux-Bretzel", "rue des Deux-Écluses"),
    REUNION: ("chemin des Letchis-Verts", "rue des Paille-en-Queue", "impasse du Grand-Bénare",
              "chemin Bois-de-Nèfles-Marron", "rue des Vacoas-du-Large"),
}  # fmt: skip
_TOWNS = {
    STRASBOURG: (("67000", "Strasbourg"), ("67300", "Schiltigheim"), ("67800", "Bischheim"),
                 ("67400", "Illkirch-Graffenstaden")),
    REUNION: (("97400", "Saint-Denis"), ("97438", "Sainte-Marie"), ("97419", "La Possession")),
}  # fmt: skip

SETTINGS = f"""\
# Réglages de la société fictive « Ateliers des Deux Rives ». Tout y est inventé.
demonstration = true

[employers.deux-rives]
name = "Ateliers des Deux Rives SAS"
siren = "{STRASBOURG[:9]}"
headcount = 64
hr_name = "Claire Fontaine-Vogel"
hr_email = "rh@{DOMAIN}"
hr_phone = "03 00 00 00 64"
opco = "OPCO 2i"

[employers.deux-rives.signatory]
name = "Claire Fontaine-Vogel"
title = "Responsable administrative et RH"

[employers.deux-rives.address]
lines = ["14 quai des Mariniers"]
postcode = "67000"
city = "Strasbourg"

[employers.deux-rives.agreement]
level = "branch"
adapts_rules = true
title = "Accord de branche du 3 juin 2026 (fictif)"
switch_on = 2026-10-01
first_after = "P1Y"
period = "P3Y"
tolerance = "P1M"
notice = "P15D"
refusal_notice_working_days = 7

[employers.deux-rives.readings.recap_expired_at_switch]
answer = "still_overdue"
reason = "Position prudente arrêtée par la direction le 15 septembre 2026, après avis de son conseil."

[employers.deux-rives.summons]
notice_days = 15
minutes = 60
first_hour = 09:00:00
last_hour = 17:00:00
per_manager_per_day = 3
days_off = [2026-12-24, 2026-12-31]

[employers.deux-rives.letterhead]
colour = "1F4E79"
footer = "Ateliers des Deux Rives SAS · 14 quai des Mariniers, 67000 Strasbourg · société fictive"

[mail]
sender = "entretiens@{DOMAIN}"
bounces = "retours@{DOMAIN}"
"""


def rows(table: str) -> Iterator[list[str]]:
    """Yield the cells of each line of a table above."""
    for line in table.strip().splitlines():
        yield line.split("|")


def day(text: str) -> date | None:
    """Return the date of a cell, None for a blank one."""
    return date.fromisoformat(text) if text else None


def known_day(text: str) -> date:
    """Return the date of a cell that is never blank."""
    return date.fromisoformat(text)


def employees() -> Iterator[Employee]:
    """Yield the people of the company, each at an invented address."""
    addresses = {site: _addresses(site) for site in (STRASBOURG, REUNION)}
    for number, civility, given_name, surname, born, hired, contract, manager, job, category, _ in rows(
        PEOPLE
    ):
        site = STRASBOURG if number < "0002" else REUNION
        kind, _, end = contract.partition(" ")
        address = next(addresses[site])
        yield Employee(
            matricule=Matricule(number),
            surname=surname,
            given_name=given_name,
            hired=known_day(hired),
            civility=civility,
            born=day(born),
            sex=Sex.WOMAN if civility == "Mme" else Sex.MAN,
            email="" if number in WITHOUT_EMAIL else _email(given_name, surname),
            address=ABROAD.get(number, address),
            contract=Contract(kind or "cdi"),
            contract_end=day(end),
            transferred_on=TRANSFERRED.get(number),
            site=site,
            manager=Matricule(manager),
            job=job,
            category=category,
        )


def _email(given_name: str, surname: str) -> str:
    """Return an address of plain letters: Vietnamese, Turkish and old French names are spelled without marks."""
    family = surname.partition(",")[0]
    return f"{plain_letters(given_name)}.{plain_letters(family)}@{DOMAIN}".lower()


def _addresses(site: SiteId) -> Iterator[Address]:
    towns = cycle(_TOWNS[site])
    for i, street in enumerate(cycle(_STREETS[site]), start=1):
        postcode, city = next(towns)
        yield Address((f"{3 * i + 1} {street}",), postcode, city)


def interviews(text: str) -> Iterator[Interview]:
    """Yield the interviews of a cell; the first one held is the first interview."""
    for i, item in enumerate(text.split()):
        kind = InterviewKind.FIRST if i == 0 else InterviewKind.PERIODIC
        kind = InterviewKind.RETURN if item.endswith("R") else kind
        yield Interview(known_day(item.rstrip("rR")), kind, recap=item.endswith("r"))


def history(number: str, held: str) -> History:
    """Return everything known of one person."""
    return History(
        interviews=tuple(interviews(held)),
        absences=tuple(
            Absence(AbsenceKind(kind), known_day(start), day(until), int(share) if share else None)
            for who, kind, start, until, share in rows(ABSENCES)
            if who == number
        ),
        trainings=tuple(
            Training(known_day(on), title, mandatory=bool(text), legal_basis=text, hours=int(hours))
            for on, title, text, hours, who in rows(TRAININGS)
            if number in who.split()
        ),
        certifications=tuple(
            Certification(known_day(on), title) for who, on, title in rows(CERTIFICATIONS) if who == number
        ),
        progressions=tuple(
            Progression(known_day(on), ProgressionKind(kind), detail)
            for on, kind, detail, who in rows(PROGRESSIONS)
            if number in who.split()
        ),
        medical_visits=(MedicalVisit(MEDICAL_VISITS[number]),) if number in MEDICAL_VISITS else (),
        mandates=(MANDATES[number],) if number in MANDATES else (),
    )


def roster() -> Roster:
    """Return the whole company."""
    histories = {Matricule(cells[0]): history(cells[0], cells[-1]) for cells in rows(PEOPLE)}
    return Roster(SITES, (CHAIRMAN,), tuple(employees()), histories, HIRING_NOTICES)


def make(folder: Path) -> None:
    """Write the two files into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    write_roster(folder / "effectif.xlsx", roster(), title="Ateliers des Deux Rives : effectif")
    (folder / "entretiens.toml").write_text(SETTINGS, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
