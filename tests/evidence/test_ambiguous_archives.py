"""An archive that two programs may read in two ways is told; one that other programs made is not."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from toolkit.evidence import export, verify, verify_all

from .conftest import CASE, CHECKS, NAME

Change = Callable[[bytes, bytes], bytes]
AMBIGUOUS: dict[str, Change] = {
    "bytes before": lambda sound, _: b"MZ" + sound,
    "bytes after": lambda sound, _: sound + b"ajout",
    "a comment": lambda sound, _: sound[:-2] + b"\x05\x00ajout",
    "another archive before": lambda sound, forged: forged + sound,
}


@pytest.fixture
def archive(folder: Path, tmp_path: Path) -> Path:
    target = tmp_path / "dossier.zip"
    export([folder], target)
    return target


def problems(path: Path) -> list[str]:
    return [finding.problem for report in verify_all(path, CHECKS) for finding in report.findings]


@pytest.mark.parametrize("change", AMBIGUOUS.values(), ids=list(AMBIGUOUS))
def test_an_archive_that_holds_more_than_its_files_is_told(
    archive: Path, folder: Path, tmp_path: Path, change: Change
) -> None:
    (folder / CASE / "01_convocation.pdf").write_bytes(b"%PDF-1.7 autre")
    export([folder], tmp_path / "autre.zip")
    target = tmp_path / "double.zip"
    target.write_bytes(change(archive.read_bytes(), (tmp_path / "autre.zip").read_bytes()))
    assert "octets qui ne sont à aucun de ses fichiers" in problems(target)[0]


def test_a_file_that_the_directory_does_not_list_is_told(archive: Path, tmp_path: Path) -> None:
    target = tmp_path / "cache.zip"
    with zipfile.ZipFile(archive) as sound, zipfile.ZipFile(target, "w") as hiding:
        for entry in sound.infolist():
            hiding.writestr(entry, sound.read(entry))
        hiding.writestr(f"{NAME}/cache.pdf", b"cache")
        hiding.filelist.pop()
    assert "octets qui ne sont à aucun de ses fichiers" in problems(target)[0]


@pytest.mark.parametrize(
    "command",
    [["zip", "-qr", "autre.zip", NAME], ["jar", "--create", "--file", "autre.zip", "--no-manifest", NAME]],
    ids=["zip", "jar"],
)
def test_a_folder_put_in_an_archive_by_another_program_is_sound(folder: Path, command: list[str]) -> None:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is missing")
    subprocess.run(command, cwd=folder.parent, check=True)
    assert verify(folder.parent / "autre.zip", CHECKS).ok


def test_an_archive_written_as_a_stream_is_sound(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "flux.zip"
    with target.open("wb") as file:
        file.seekable = lambda: False  # type: ignore[method-assign]  # sizes then follow each file
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as stream:
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                stream.write(path, f"{NAME}/{path.relative_to(folder).as_posix()}")
    assert verify(target, CHECKS).ok


def test_an_archive_of_thousands_of_folders_is_opened_in_a_time_that_its_size_explains(
    tmp_path: Path,
) -> None:
    """Each entry is looked at a fixed number of times, not once for every folder there is."""
    target = tmp_path / "tous.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for number in range(3_000):
            archive.writestr(f"{number:07}_A/x", b"")
    looked = 0

    class Counting(str):
        __slots__ = ()

        def startswith(self, *given: object) -> bool:
            nonlocal looked
            looked += 1
            return super().startswith(*given)  # type: ignore[arg-type]  # as it was called

    original = zipfile.ZipInfo.__init__

    def counted(self: zipfile.ZipInfo, *given: object, **named: object) -> None:
        original(self, *given, **named)  # type: ignore[arg-type]  # as it was called
        self.filename = Counting(self.filename)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(zipfile.ZipInfo, "__init__", counted)
        assert len(list(verify_all(target, CHECKS))) == 3_000
    assert looked < 10 * 3_000
