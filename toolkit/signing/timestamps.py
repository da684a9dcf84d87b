"""The hour told by somebody else: timestamp servers asked in turn, and their tokens checked (RFC 3161).

An hour that the employer's own clock tells proves nothing against the employer. A token of a third party
does; that of a qualified provider is presumed exact (Regulation (EU) 910/2014, article 41).
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509

from toolkit.clock import Clock
from toolkit.errors import TimestampUnavailableError
from toolkit.signing.certificates import holder
from toolkit.signing.chain import load_pems
from toolkit.signing.exchange import Credentials, ExchangeError, exchange
from toolkit.signing.tokens import Token, TokenError, granted, imprint_of, question, read

_NONCE_BITS = 64
_SECONDS = 10.0
_REST_SECONDS = 60.0
_ROOM = 16384
_MARGIN = 1024


class TimestampServers:
    """Timestamp servers, the first that answers as it should being taken.

    One that failed is left alone for a minute, so that a campaign of ten thousand letters does not wait ten
    thousand times for a server that is down.

    Args:
        urls: Addresses, the preferred one first.
        roots_pem: The roots that their certificates are trusted under, in PEM.
        clock: The employer's clock, with which the servers' is compared.
        credentials: Name and password, where the servers ask for them.
        seconds: How long one server may take.
        nonce: Source of so many random bits.
        monotonic: Seconds that never go back, to let a failing server rest.
    """

    def __init__(
        self,
        urls: Sequence[str],
        roots_pem: Iterable[bytes],
        clock: Clock,
        *,
        credentials: Credentials | None = None,
        seconds: float = _SECONDS,
        nonce: Callable[[int], int] = secrets.randbits,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.urls = tuple(urls)
        self.roots = tuple(load_pems(roots_pem))
        self.drift: timedelta | None = None
        self._clock = clock
        self._credentials = credentials
        self._seconds = seconds
        self._nonce = nonce
        self._monotonic = monotonic
        self._largest = 0
        self._failed: dict[str, tuple[float, str]] = {}

    @property
    def room(self) -> int:
        """Hexadecimal digits to keep for a token, as the largest seen so far shows."""
        return max(_ROOM, 2 * self._largest + _MARGIN)

    def stamp(self, imprint: bytes) -> Token:
        """Return a token over the SHA-256 ``imprint``.

        ``drift`` then tells by how much the server's clock is ahead of the employer's.

        Raises:
            TimestampUnavailableError: no server answered as it should.
        """
        return asyncio.run(self.stamp_async(imprint))

    async def stamp_async(self, imprint: bytes) -> Token:
        """Do what :meth:`stamp` does, within an event loop."""
        for url in self.urls:
            if self._rests(url):
                continue
            try:
                token = await self._asked(url, imprint)
            except (ExchangeError, TokenError) as error:
                self._failed[url] = (self._monotonic(), str(error))
                continue
            self._failed.pop(url, None)
            self._largest = max(self._largest, len(token.der))
            self.drift = token.at - self._clock.now()
            return token
        raise TimestampUnavailableError(
            "aucun serveur d’horodatage n’a répondu comme il faut : " + self._told() + ".",
            next_step="Scellez sans horodatage ; « entretiens evidence renew » horodatera plus tard.",
        )

    def _rests(self, url: str) -> bool:
        failed = self._failed.get(url)
        return failed is not None and self._monotonic() - failed[0] < _REST_SECONDS

    async def _asked(self, url: str, imprint: bytes) -> Token:
        nonce = self._nonce(_NONCE_BITS)
        answer = await exchange(
            url,
            question(imprint, nonce),
            asking="application/timestamp-query",
            expecting="application/timestamp-reply",
            timeout=self._seconds,
            credentials=self._credentials,
        )
        return granted(answer, imprint, nonce, self.roots)

    def _told(self) -> str:
        return " ; ".join(f"{url} {self._failed[url][1]}" for url in self.urls) or "aucun n’est réglé"


@dataclass(frozen=True, slots=True)
class TimestampVerdict:
    """What a timestamp is worth. ``problems`` are French sentences, empty when it is sound.

    ``stamped_at`` is the instant that the server states, ``valid_until`` the end of its certificate: before
    that day it is to be stamped again. ``content_changed`` tells of a token that is sound, but of another
    content.
    """

    problems: tuple[str, ...]
    stamped_by: str = ""
    stamped_at: datetime | None = None
    valid_until: datetime | None = None
    content_changed: bool = False

    @property
    def ok(self) -> bool:
        """Whether the timestamp is sound."""
        return not self.problems


def timestamp_bytes(data: bytes, servers: TimestampServers) -> bytes:
    """Return a timestamp token over ``data`` in DER, as ``openssl ts -verify -token_in`` reads it.

    Raises:
        TimestampUnavailableError: no server answered as it should.
    """
    return servers.stamp(imprint_of(data)).der


def verify_timestamp(
    data: bytes, tst: bytes, trust_roots: Iterable[bytes], *, at: datetime | None = None
) -> TimestampVerdict:
    """Check a token made by :func:`timestamp_bytes`, byte for byte. Nothing is raised.

    Args:
        data: The bytes stamped.
        tst: The token.
        trust_roots: Roots of timestamp servers in PEM, obtained from elsewhere than the token.
        at: Aware instant at which the token must still prove its date; None asks only that it was sound when
            it was given.
    """
    try:
        token = read(tst, load_pems(trust_roots))
    except TokenError as error:
        return TimestampVerdict((f"l’horodatage {error}.",))
    except (Exception, RecursionError) as error:  # noqa: BLE001 - a hostile file ends in a verdict
        return TimestampVerdict((f"l’horodatage n’est pas lisible ({type(error).__name__}).",))
    problems = [expired(token.server)] if at is not None and at > token.server.not_valid_after_utc else []
    changed = token.imprint != imprint_of(data)
    if changed:
        problems.append("l’horodatage n’est pas celui de ce contenu.")
    return TimestampVerdict(
        tuple(problems),
        holder(token.server),
        token.at,
        token.server.not_valid_after_utc,
        content_changed=changed and len(problems) == 1,
    )


def expired(server: x509.Certificate) -> str:
    """Return what is said of a timestamp whose server's certificate ended without a new stamp over it."""
    end = server.not_valid_after_utc
    return f"l’horodatage ne prouve plus sa date : son certificat a pris fin le {end:%d/%m/%Y}."
