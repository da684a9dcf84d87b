# ruff: noqa: E501 - the sentences of a letter read best whole
"""The summons to an interview, with what each kind of interview and each regime adds (article L6315-1)."""

from __future__ import annotations

from toolkit.documents.authoring.blocks import Block, bullets, para, when
from toolkit.documents.authoring.models.letter import another_slot, closing, meeting_facts, opening
from toolkit.documents.authoring.template import Template


def purpose() -> list[Block]:
    """Return why there is an interview, by kind; several kinds may be met by one meeting."""
    return [
        para(
            "Nous vous convions à votre **{{ meeting.name }}** ({{ meeting.basis }})."
            "{% if meeting.is_first %} C'est le premier depuis votre embauche.{% endif %}"
            "{% if meeting.is_periodic and meeting.periodicity %} Il a lieu {{ meeting.periodicity }}.{% endif %}"
            "{% if meeting.is_recap %} Il comprendra l'état des lieux récapitulatif de votre parcours, établi"
            " {{ meeting.recap_periodicity }}.{% endif %}"
            "{% if meeting.is_mid_career %} Il fait suite à votre visite médicale de mi-carrière"
            " (article L. 4624-2-2 du même code).{% endif %}"
            "{% if meeting.is_late_career %} Il se tient dans les deux années qui précèdent votre soixantième"
            " anniversaire.{% endif %}"
            "{% if meeting.is_return %} Il vous est proposé à la suite de votre {{ meeting.absence }}"
            "{% if meeting.back_on %} (reprise le {{ meeting.back_on }}){% endif %}.{% endif %}"
            "{% if meeting.may_decline %} Vous pouvez l'accepter ou le décliner ; si vous préférez le décliner, merci de nous l'écrire.{% endif %}",
            after=7,
        )
    ]


def topics() -> list[Block]:
    """Return what the interview is about, by regime, kind and age (article L6315-1 I and III)."""
    return [
        para("Nous parlerons :", keep_next=True, before=8, after=2),
        *when(
            "meeting.is_epp",
            bullets(
                "de vos compétences, des qualifications que vous mobilisez dans votre emploi et de leur évolution"
                " possible au regard des transformations de l'entreprise ;",
                "de votre situation et de votre parcours, au regard de l'évolution des métiers et des perspectives"
                " d'emploi dans l'entreprise ;",
                "de vos besoins de formation, pour votre emploi d'aujourd'hui, son évolution ou un projet personnel ;",
                "de vos souhaits d'évolution : reconversion interne ou externe, projet de transition professionnelle,"
                " bilan de compétences, validation des acquis de l'expérience (VAE) ;",
            ),
            otherwise=[
                bullets(
                    "de vos perspectives d'évolution professionnelle, notamment en termes de qualifications"
                    " et d'emploi ;",
                    "des formations qui peuvent y contribuer ;",
                )
            ],
        ),
        *_further_topics(),
        bullets(
            "{% if not meeting.is_epp %}de la validation des acquis de l'expérience (VAE), {% endif %}de votre compte"
            " personnel de formation (CPF), de son activation, des abondements que l'employeur peut y apporter et du"
            " conseil en évolution professionnelle (CEP)."
        ),
    ]


def _further_topics() -> list[Block]:
    return [
        *when(
            "meeting.is_return",
            bullets(
                "des conditions de votre reprise{% if meeting.is_parental %}, de vos besoins de formation et des"
                " conséquences du congé sur votre rémunération et votre carrière{% endif %}"
                "{% if meeting.is_mandate %}, des compétences acquises pendant votre mandat et de leur"
                " valorisation{% endif %} ;"
            ),
        ),
        *when(
            "meeting.is_senior",
            bullets(
                "{% if meeting.is_epp %}de l'adaptation de vos missions ou de votre poste, de la prévention de l'usure"
                " professionnelle et de vos souhaits de mobilité ou de reconversion{% else %}de vos conditions de"
                " travail, de vos perspectives de fin de carrière et de la poursuite de votre activité{% endif %} ;"
            ),
        ),
        *when(
            "meeting.is_late_career",
            bullets(
                "des conditions de votre maintien dans l'emploi et des aménagements de fin de carrière possibles :"
                " temps partiel, retraite progressive ;"
            ),
        ),
        *when(
            "meeting.is_recap",
            bullets(
                "de votre parcours depuis le {{ meeting.recap_since }} : entretiens tenus, formations suivies,"
                " certifications obtenues, progression salariale ou professionnelle ;"
            ),
        ),
    ]


def conditions() -> list[Block]:
    """Return what the interview is not, when it counts as work, how to prepare it, who may help."""
    return [
        para(
            "Cet entretien **n'évalue pas votre travail**. Il se déroule pendant votre temps de travail, est rémunéré"
            " comme tel, et donne lieu à un compte rendu écrit dont une copie vous sera remise. La fiche jointe vous"
            " aide à le préparer ; un conseiller en évolution professionnelle peut aussi vous y aider gratuitement"
            " (www.mon-cep.org).{% if heading.opco %} Notre entreprise peut s'appuyer sur le conseil de proximité"
            " {{ heading.opco }}, son opérateur de compétences.{% endif %}",
            before=4,
        ),
        another_slot(
            "{% if meeting.refusal_notice %} L'accord qui nous est applicable prévoit qu'un refus écrit, notifié au"
            " moins {{ meeting.refusal_notice }} avant la date prévue, n'est pas une faute.{% endif %}"
        ),
    ]


TEMPLATE = Template(
    name="convocation.docx",
    title="Convocation à un entretien",
    subject="Convocation du {{ slot.day }}, {{ recipient.name }}",
    blocks=(
        *opening("convocation à votre {{ meeting.name }}"),
        *purpose(),
        meeting_facts(),
        *topics(),
        *conditions(),
        *closing("fiche de préparation"),
    ),
    note="{{ heading.filing }}",
)
