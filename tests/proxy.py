"""nginx with the files from deploy/, in front of services on ports of this machine."""

import os
import pwd
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.programs import ROOT, call, running, wait_for

NGINX = """
user {user};
daemon off;
pid {folder}/nginx.pid;
error_log stderr warn;
events {{}}
http {{
    include /etc/nginx/mime.types;
    access_log {folder}/access.log;
    client_body_temp_path {folder}/nginx;
    proxy_temp_path {folder}/nginx;
    fastcgi_temp_path {folder}/nginx;
    uwsgi_temp_path {folder}/nginx;
    scgi_temp_path {folder}/nginx;
    include {folder}/newsroom.conf;
}}
"""


FILES = {
    "newsroom": "nginx",
    "server": "nginx-server",
    "proxy": "nginx-proxy",
    "headers": "nginx-headers",
}


@contextmanager
def proxy(
    folder: Path, ports: tuple[int, int], behind: tuple[int, int], out: Any
) -> Iterator[None]:
    """Run it: readers' host and the desk's differ by the port, and so do the services behind.

    Port 80 is the socket `http.sock` of the folder, and TLS for unknown hosts `unknown.sock`.
    """
    _write(folder, ports, behind)
    with running("nginx", "-e", "stderr", "-c", folder / "nginx.conf", stdout=out):
        for port in ports:
            wait_for(socket.AF_INET, ("127.0.0.1", port))
        yield


def _write(folder: Path, ports: tuple[int, int], behind: tuple[int, int]) -> None:
    """Write deploy/'s configuration for these ports, and the frame that Debian's stands in."""
    here = {
        "listen 443": f"listen unix:{folder / 'unknown.sock'}",
        "listen 80": f"listen unix:{folder / 'http.sock'}",
        "news.example desk.news.example": "127.0.0.1",
        "desk.news.example": "127.0.0.1",
        "news.example": "127.0.0.1",
        "/etc/ssl/newsroom/fullchain.pem": folder / "certificate.pem",
        "/etc/ssl/newsroom/key.pem": folder / "key.pem",
        "/srv/newsroom/current/var/static/": f"{folder.parent / 'static'}/",
        "/srv/newsroom/current/deploy/": f"{ROOT / 'deploy'}/",
        "/var/log/nginx/": f"{folder}/",
        "/srv/newsroom/media/": f"{folder / 'media'}/",
        **{f"/etc/nginx/newsroom-{name}.conf": folder / f"{name}.conf" for name in FILES},
        "127.0.0.1:8000": f"127.0.0.1:{behind[0]}",
        "127.0.0.1:8001": f"127.0.0.1:{behind[1]}",
    }
    for name, source in FILES.items():
        text = (ROOT / "deploy" / f"{source}.conf").read_text()
        for port in ports:
            text = text.replace("listen 443", f"listen 127.0.0.1:{port}", 1)
        for there, ours in here.items():
            text = text.replace(there, str(ours))
        (folder / f"{name}.conf").write_text(text)
    user = pwd.getpwuid(os.getuid()).pw_name
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, user=user))
    call(
        *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
        *("-subj", "/CN=127.0.0.1", "-out", folder / "certificate.pem"),
        *("-keyout", folder / "key.pem"),
    )
