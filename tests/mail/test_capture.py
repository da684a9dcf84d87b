"""The capture server keeps what arrived, byte for byte, and listens on this machine only."""

from __future__ import annotations

import smtplib
from ipaddress import ip_address
from pathlib import Path

from toolkit.demo.capture import CaptureServer


def test_each_message_becomes_a_file_named_after_its_recipient(tmp_path: Path) -> None:
    with CaptureServer(tmp_path / "courriels") as server:
        with smtplib.SMTP(server.host, server.port) as client:
            for name in ("jean", "anne"):
                client.sendmail("rh@exemple.fr", [f"{name}@exemple.fr"], f"X: {name}\r\n\r\n.\r\n".encode())
        files = sorted((tmp_path / "courriels").iterdir())
    assert [path.name for path in files] == ["0001_jean@exemple.fr.eml", "0002_anne@exemple.fr.eml"]
    assert files[0].read_bytes() == b"X: jean\r\n\r\n.\r\n" == server.messages[0].content
    assert server.messages[1].path == files[1]
    assert server.messages[1].envelope_from == "rh@exemple.fr"


def test_a_recipient_cannot_choose_where_the_file_goes(tmp_path: Path) -> None:
    folder = tmp_path / "courriels"
    with CaptureServer(folder) as server, smtplib.SMTP(server.host, server.port) as client:
        client.sendmail("rh@exemple.fr", ["../../x/y@exemple.fr"], b"X: y\r\n\r\n")
    assert [path.name for path in folder.iterdir()] == ["0001_.._.._x_y@exemple.fr.eml"]


def test_it_listens_on_the_loopback_interface_only() -> None:
    with CaptureServer() as server:
        assert ip_address(server.host).is_loopback
        assert server.port > 0
        assert server._server is not None
        assert [ip_address(s.getsockname()[0]).is_loopback for s in server._server.sockets] == [True]


def test_two_servers_live_side_by_side_and_close() -> None:
    with CaptureServer() as one, CaptureServer() as two:
        assert one.port != two.port
        threads = [one._thread, two._thread]
    assert not any(thread.is_alive() for thread in threads)
