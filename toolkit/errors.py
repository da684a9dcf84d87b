"""One tree for everything that can go wrong, each error ready to be shown to an HR assistant.

::

    EntretiensError                 exit 3: could not be done
    ├── UsageError                  exit 2: the command or its arguments are wrong
    ├── SettingsError               the settings file, a key or a passphrase
    ├── RosterError                 a workbook or CSV that cannot be read at all
    ├── LawError                    parameters, readings or a scenario file that contradict themselves
    ├── DocumentError
    │   ├── TemplateError           a Word template that cannot be used
    │   │   └── MissingValueError   a field of the template without a value
    │   ├── ConversionError         the PDF engine failed, or ran out of time or memory
    │   └── FormRefusedError        a returned form that is not the one expected
    ├── InvitationError             a calendar object that must not leave
    ├── MailError
    │   ├── AddressRefusedError     an e-mail address that cannot be used as written
    │   └── RelayError              the mail server refused or did not answer
    ├── SigningError                a key, a signature, or a document that must not be signed
    │   └── TimestampUnavailableError   no timestamp server answered as it should
    ├── EvidenceError               a folder that cannot be built or read
    ├── ConfinedError               work in a limited process that was ended; rooms say what it was
    ├── StoreError                  the database or the files of the data folder
    │   └── NotFoundError           no such employee, case, campaign or document
    └── TransitionRefusedError      an act that the state of the case does not allow

Errors of libraries are mapped to one of these at the door of the room that uses the library.
"""

from __future__ import annotations

import errno
from typing import Literal


class EntretiensError(Exception):
    """Say what is wrong, about what, and what to do next.

    Args:
        problem: What is wrong, one plain French sentence.
        about: What it concerns: a file, a row, a field, a person, a case.
        next_step: What the reader can do now, one plain French sentence.
    """

    exit_code = 3

    def __init__(self, problem: str, *, about: str = "", next_step: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.about = about
        self.next_step = next_step

    def __str__(self) -> str:
        """Return the whole message: what it concerns, the problem, the next step."""
        head = f"{self.about} : {self.problem}" if self.about else self.problem
        return f"{head} {self.next_step}".rstrip()

    def __reduce__(self) -> tuple[object, ...]:
        """Let an error pass whole from one process to another, whatever its class is built from."""
        return _revived, (type(self), self.args, self.__dict__)


def _revived(
    kind: type[EntretiensError], args: tuple[object, ...], held: dict[str, object]
) -> EntretiensError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(held)
    return error


class UsageError(EntretiensError):
    """The command or its arguments are wrong."""

    exit_code = 2


class SettingsError(EntretiensError):
    """The settings file, a key or a passphrase is missing or wrong."""


class RosterError(EntretiensError):
    """A workbook or CSV that cannot be read at all; wrong rows are told together, in a reading."""


class LawError(EntretiensError):
    """Parameters, readings or a scenario file that contradict themselves."""


class DocumentError(EntretiensError):
    """A document that could not be made or read."""


class TemplateError(DocumentError):
    """A Word template that cannot be used."""


class MissingValueError(TemplateError):
    """A field of the template has no value.

    Args:
        field: Dotted name of the field as the template writes it.
        template: File name of the template.
    """

    def __init__(self, field: str, *, template: str) -> None:
        super().__init__(
            f"le champ « {field} » n’a pas de valeur.",
            about=f"Modèle {template}",
            next_step="Complétez la donnée, ou retirez ce champ du modèle.",
        )
        self.field = field
        self.template = template


class ConversionError(DocumentError):
    """The PDF engine failed, or ran out of time or memory."""


class FormRefusedError(DocumentError):
    """A returned form that is not the one expected, or that lost its answers."""


class InvitationError(EntretiensError):
    """A calendar object that must not leave."""


class MailError(EntretiensError):
    """A message that could not be written or sent."""


class AddressRefusedError(MailError):
    """An e-mail address that cannot be used as written; it is never repaired silently."""


class RelayError(MailError):
    """The mail server refused, or did not answer."""


class SigningError(EntretiensError):
    """A key, a signature, or a document that must not be signed."""


class TimestampUnavailableError(SigningError):
    """No timestamp server answered as it should; what was to be stamped can be stamped later."""


class EvidenceError(EntretiensError):
    """An evidence folder that cannot be built or read."""


class ConfinedError(EntretiensError):
    """Work in a limited process was ended, or failed there; the room that asked says what it was.

    Args:
        problem: As for every error.
        cause: Whether time or memory ran out, the process crashed, or the work raised an error of a library.
        detail: That error, for developers.
    """

    def __init__(
        self, problem: str, *, cause: Literal["time", "memory", "crash", "failure"], detail: str = ""
    ) -> None:
        super().__init__(problem)
        self.cause = cause
        self.detail = detail


class StoreError(EntretiensError):
    """The database or the files of the data folder."""


class NotFoundError(StoreError):
    """No such employee, case, campaign or document."""


class TransitionRefusedError(EntretiensError):
    """An act that the state of the case does not allow."""


_DISK = {
    errno.EACCES: "accès refusé",
    errno.EPERM: "accès refusé",
    errno.ENOENT: "fichier ou dossier introuvable",
    errno.EEXIST: "un fichier de ce nom existe déjà",
    errno.EISDIR: "c’est un dossier",
    errno.ENOTDIR: "ce n’est pas un dossier",
    errno.ENOSPC: "plus de place sur le disque",
    errno.EDQUOT: "plus de place pour vous sur ce disque",
    errno.EROFS: "le disque est en lecture seule",
    errno.EIO: "le disque a répondu par une erreur",
    errno.ENAMETOOLONG: "nom trop long",
    errno.ENOTEMPTY: "le dossier n’est pas vide",
    errno.EBUSY: "fichier utilisé par un autre programme",
    errno.EMFILE: "trop de fichiers ouverts",
    errno.EXDEV: "il est sur un autre disque",
    errno.ELOOP: "liens qui tournent en rond",
}


def disk_words(error: OSError) -> str:
    """Return why the system refused, in French; in its own words where they are rare ones."""
    return _DISK.get(error.errno or 0) or error.strerror or type(error).__name__
