"""Seals, renews and judges letters by the machine's own clock, as a process that a test sends through time.

python -m tests.signing.traveller (seal | renew | judge) FOLDER ADDRESS
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests.signing.conftest import PASSPHRASE, plain_pdf

from toolkit import signing
from toolkit.clock import SystemClock


def main(act: str, folder: Path, address: str) -> None:
    """Do what ``act`` names with what lies in ``folder``."""
    clock = SystemClock()
    keyring = signing.load_keys(folder / "cles", PASSPHRASE)
    roots = [path.read_bytes() for path in sorted(folder.glob("horodatage*.pem"))]
    servers = signing.TimestampServers([address], roots, clock)
    if act == "seal":
        protection = signing.Protection(servers, long_term=True)
        sealed = signing.seal_pdf(
            plain_pdf(), keyring, reason="Convocation", clock=clock, protection=protection
        )
        (folder / "lettre.pdf").write_bytes(sealed.pdf)
    elif act == "renew":
        letter = (folder / "lettre.pdf").read_bytes()
        renewed = signing.renew_pdf(letter, servers, [keyring.root_pem], clock.now())
        (folder / "renouvelee.pdf").write_bytes(renewed)
    told = {path.stem: _judged(path, keyring, roots, clock) for path in sorted(folder.glob("*.pdf"))}
    sys.stdout.write(json.dumps({"now": clock.now().isoformat(), "told": told}))


def _judged(
    path: Path, keyring: signing.KeyRing, roots: list[bytes], clock: SystemClock
) -> dict[str, object]:
    verdict = signing.verify_pdf(
        path.read_bytes(), [keyring.root_pem], ["Cachet"], at=clock.now(), timestamp_roots=roots
    )
    return {"problems": verdict.problems, "level": str(verdict.level)}


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
