"""The topics that article L6315-1 du Code du travail asks an interview to cover, by occasion.

The first question of each topic is mandatory: a topic that was not discussed is answered so, in words. No
question evaluates work, which the article forbids.
"""

from __future__ import annotations

from dataclasses import replace

from toolkit.documents.forms.content import AnswerKind, Occasion, Question, Topic
from toolkit.french import NBSP

YES_NO = (("yes", "Oui"), ("no", "Non"))

MEETING = Topic(
    "meeting",
    "L’entretien",
    (
        Question("meeting.held_on", "Date de l’entretien", AnswerKind.DATE, mandatory=True),
        Question(
            "meeting.mode",
            "Déroulement",
            AnswerKind.CHOICE,
            mandatory=True,
            choices=(("on_site", "En présence"), ("video", "En visioconférence")),
        ),
        Question("meeting.place", "Lieu", AnswerKind.LINE),
        Question("meeting.held_by", "Conduit par", AnswerKind.LINE, mandatory=True),
        Question(
            "meeting.capacity",
            "En qualité de",
            AnswerKind.CHOICE,
            mandatory=True,
            choices=(
                ("line_superior", "Responsable hiérarchique"),
                ("management", "Représentant de la direction"),
            ),
        ),
    ),
)
"""When, where and with whom: asked of every form."""

CAREER = (
    Topic(
        "skills",
        "Compétences et qualifications",
        (
            Question(
                "skills.used", "Compétences et qualifications mobilisées dans l’emploi actuel", mandatory=True
            ),
            Question(
                "skills.evolution", "Leur évolution possible au regard des transformations de l’entreprise"
            ),
        ),
        "Missions, savoir-faire, outils, diplômes et habilitations ; ce qui change dans l’entreprise.",
    ),
    Topic(
        "path",
        "Situation et parcours",
        (
            Question(
                "path.situation",
                "Situation et parcours professionnels, au regard de l’évolution des métiers",
                mandatory=True,
            ),
            Question("path.prospects", "Perspectives d’emploi dans l’entreprise"),
        ),
        "Étapes depuis le dernier entretien, réussites, difficultés rencontrées.",
    ),
    Topic(
        "training",
        "Besoins de formation",
        (
            Question("training.job", "Pour l’emploi actuel et son évolution", mandatory=True),
            Question("training.project", "Pour un projet personnel"),
        ),
        "Formations suivies et leur apport ; besoins exprimés par chacun.",
    ),
    Topic(
        "wishes",
        "Souhaits d’évolution professionnelle",
        (
            Question(
                "wishes.mobility",
                "Mobilité, reconversion interne ou externe, responsabilités",
                mandatory=True,
            ),
            Question(
                "wishes.means",
                "Projet de transition professionnelle, bilan de compétences ou VAE envisagés",
            ),
        ),
    ),
    Topic(
        "rights",
        "Compte personnel de formation et conseil en évolution professionnelle",
        (
            Question(
                "rights.cpf", "Activation du CPF, abondements de l’employeur, recours au CEP", mandatory=True
            ),
        ),
        "Le compte s’active sur moncompteformation.gouv.fr ; le conseil est gratuit et confidentiel.",
    ),
)
"""The five topics of the entretien de parcours professionnel (article L6315-1 I, loi 2025-989)."""

FORMER = (
    Topic(
        "path",
        "Parcours et situation professionnelle",
        (
            Question(
                "path.situation", "Parcours depuis le dernier entretien et emploi actuel", mandatory=True
            ),
            Question("path.skills", "Compétences acquises, formations suivies, certifications obtenues"),
        ),
    ),
    Topic(
        "prospects",
        "Perspectives d’évolution professionnelle",
        (
            Question("prospects.job", "Perspectives en termes de qualifications et d’emploi", mandatory=True),
            Question("prospects.wishes", "Souhaits exprimés par le salarié"),
        ),
    ),
    Topic(
        "training",
        "Formation",
        (Question("training.needs", "Formations qui peuvent contribuer à cette évolution", mandatory=True),),
    ),
)
"""The topics of the former entretien professionnel."""

BACK = Topic(
    "back",
    "Reprise d’activité",
    (Question("back.conditions", "Conditions de la reprise d’activité", mandatory=True),),
    "Organisation du travail, évolutions survenues pendant l’absence, besoins d’accompagnement.",
)

PARENTAL = Topic(
    "parental",
    "Retour de congé parental",
    (
        Question("parental.return", "Organisation du retour à l’emploi", mandatory=True),
        Question("parental.training", "Besoins de formation"),
        Question("parental.pay", "Conséquences du congé sur la rémunération et la carrière", mandatory=True),
    ),
)

MANDATE = Topic(
    "mandate",
    "Fin de mandat",
    (
        Question("mandate.skills", "Compétences acquises au cours du mandat", mandatory=True),
        Question("mandate.value", "Modalités de valorisation de l’expérience acquise", mandatory=True),
    ),
)

SENIOR = Topic(
    "senior",
    "Deuxième partie de carrière",
    (
        Question("senior.post", "Adaptation des missions ou du poste", mandatory=True),
        Question("senior.wear", "Prévention de l’usure professionnelle", mandatory=True),
        Question("senior.mobility", "Besoins de formation, souhaits de mobilité ou de reconversion"),
    ),
    "À la suite de la visite médicale de mi-carrière, ou à partir de 45 ans.",
)

PHYSICIAN = Question("senior.physician", "Mesures proposées par le médecin du travail")
"""Asked after the mid-career visit (article L6315-1 III)."""

FORMER_SENIOR = Topic(
    "senior",
    "Conditions de travail et poursuite de l’activité",
    (
        Question("senior.conditions", "Conditions de travail", mandatory=True),
        Question("senior.prospects", "Perspectives de fin de carrière", mandatory=True),
        Question("senior.going_on", "Possibilités de poursuite de l’activité", mandatory=True),
    ),
)
"""What a senior was asked under the former rules."""

LATE = Topic(
    "late",
    "Fin de carrière",
    (
        Question("late.conditions", "Conditions de maintien dans l’emploi", mandatory=True),
        Question(
            "late.arrangements",
            "Aménagements de fin de carrière" + NBSP + ": temps partiel, retraite progressive",
            mandatory=True,
        ),
    ),
)

RECAP = Topic(
    "recap",
    "État des lieux récapitulatif du parcours",
    (
        Question(
            "recap.interviews",
            "Les entretiens dus ont eu lieu",
            AnswerKind.CHOICE,
            mandatory=True,
            choices=YES_NO,
        ),
        Question(
            "recap.training",
            "Au moins une action de formation a été suivie",
            AnswerKind.CHOICE,
            mandatory=True,
            choices=YES_NO,
        ),
        Question(
            "recap.certification",
            "Des éléments de certification ont été acquis",
            AnswerKind.CHOICE,
            mandatory=True,
            choices=YES_NO,
        ),
        Question(
            "recap.progression",
            "Une progression salariale ou professionnelle a eu lieu",
            AnswerKind.CHOICE,
            mandatory=True,
            choices=YES_NO,
        ),
        Question("recap.conclusions", "Conclusions de l’état des lieux"),
    ),
    "Au vu de l’état des lieux prérempli remis avec ce formulaire.",
)
"""What the recap verifies (article L6315-1 II)."""

INFORMATION = Topic(
    "information",
    "Informations données au salarié",
    (
        Question("information.vae", "Validation des acquis de l’expérience (VAE)", AnswerKind.BOX),
        Question("information.cpf", "Activation du compte personnel de formation (CPF)", AnswerKind.BOX),
        Question("information.top_up", "Abondements du CPF que l’employeur peut financer", AnswerKind.BOX),
        Question("information.cep", "Conseil en évolution professionnelle (CEP)", AnswerKind.BOX),
    ),
    "Cochez ce qui a été expliqué pendant l’entretien.",
)

COMMENT = Topic(
    "comment",
    "Expression du salarié",
    (
        Question("comment.text", "Commentaire libre du salarié"),
        Question(
            "comment.disagreement",
            "Le salarié exprime un désaccord, précisé dans son commentaire",
            AnswerKind.BOX,
        ),
    ),
)


def topics(occasion: Occasion) -> tuple[Topic, ...]:
    """Return the topics to discuss on ``occasion``, in the order of the form."""
    further = (
        (BACK, occasion.back_from_leave),
        (PARENTAL, occasion.parental),
        (MANDATE, occasion.end_of_mandate),
        (_senior(occasion), occasion.senior),
        (LATE, occasion.late_career),
        (RECAP, occasion.recap),
    )
    return (*(CAREER if occasion.career else FORMER), *(topic for topic, asked in further if asked))


def _senior(occasion: Occasion) -> Topic:
    if not occasion.career:
        return FORMER_SENIOR
    return replace(SENIOR, questions=(*SENIOR.questions, PHYSICIAN)) if occasion.mid_career else SENIOR
