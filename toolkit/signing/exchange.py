"""One question to a server, one answer of bounded size within a bounded time; no redirection is followed."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

import aiohttp

LARGEST = 1024 * 1024
"""Bytes of an answer that are read at most."""


class ExchangeError(Exception):
    """The server gave no usable answer; the message says why, as the end of a French sentence."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """Name and password for HTTP Basic authentication (RFC 7617)."""

    username: str
    password: str


async def exchange(
    url: str,
    question: bytes | None,
    *,
    asking: str = "",
    expecting: str = "",
    timeout: float,  # noqa: ASYNC109 - the client applies it to the whole exchange
    credentials: Credentials | None = None,
) -> bytes:
    """Return what the server answers to ``question``, posted, or to a plain request where None.

    Args:
        url: An ``http`` or ``https`` address.
        question: The body.
        asking: Media type of the question.
        expecting: Media type that the answer must have; any where empty.
        timeout: Seconds for the whole exchange, connection included.
        credentials: Sent with the question.

    Raises:
        ExchangeError: no answer in time, or not a usable one.
    """
    if urlsplit(url).scheme not in {"http", "https"}:
        raise ExchangeError("n’est pas une adresse http ou https")
    auth = aiohttp.encode_basic_auth(credentials.username, credentials.password) if credentials else ""
    headers = {"Content-Type": asking} if asking else {}
    if auth:
        headers["Authorization"] = auth
    method = "GET" if question is None else "POST"
    limit = aiohttp.ClientTimeout(total=timeout)
    try:
        async with (
            aiohttp.ClientSession(timeout=limit, trust_env=True) as session,
            session.request(method, url, data=question, headers=headers, allow_redirects=False) as answer,
        ):
            if answer.status != HTTPStatus.OK:
                raise ExchangeError(f"a répondu par l’erreur {answer.status}")
            if expecting and answer.content_type != expecting:
                raise ExchangeError("n’a pas répondu dans la forme attendue")
            content = await answer.content.read(LARGEST + 1)
            while len(content) <= LARGEST and (more := await answer.content.read(LARGEST)):
                content += more
    except TimeoutError:
        raise ExchangeError(f"n’a pas répondu en {timeout:g} secondes") from None
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise ExchangeError(f"n’a pas pu être joint ({type(error).__name__})") from error
    if len(content) > LARGEST:
        raise ExchangeError("a répondu trop longuement")
    return content
