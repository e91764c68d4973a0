"""A small server that speaks as much of S3 as reading and writing files needs."""

from __future__ import annotations

import hashlib
import threading
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape


class Store:
    """Files by ``bucket/key``, served on loopback for as long as the context lasts."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        store = self

        class Handler(_Handler):
            files = store.files

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    @property
    def environment(self) -> dict[str, str]:
        return {
            "FSSPEC_S3_ENDPOINT_URL": f"http://127.0.0.1:{self.server.server_port}",
            "FSSPEC_S3_KEY": "key",
            "FSSPEC_S3_SECRET": "secret",
            "AWS_DEFAULT_REGION": "us-east-1",
        }


class _Handler(BaseHTTPRequestHandler):
    files: dict[str, bytes]
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def _answer(self, code: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _key(self) -> tuple[str, dict[str, list[str]]]:
        parts = urlsplit(self.path)
        return unquote(parts.path).strip("/"), parse_qs(parts.query, keep_blank_values=True)

    def do_GET(self) -> None:
        key, asked = self._key()
        if "list-type" in asked:
            self._list(key, asked)
            return
        data = self.files.get(key)
        if data is None:
            self._answer(404, b"<Error><Code>NoSuchKey</Code></Error>", Content_Type="application/xml")
            return
        about = {
            "ETag": f'"{hashlib.md5(data, usedforsecurity=False).hexdigest()}"',
            "Last_Modified": formatdate(0, usegmt=True),
        }
        if wanted := self.headers.get("Range"):
            first, _, last = wanted.removeprefix("bytes=").partition("-")
            start, stop = int(first), min(int(last or len(data)), len(data) - 1)
            part = data[start : stop + 1]
            self._answer(206, part, Content_Range=f"bytes {start}-{stop}/{len(data)}", **about)
            return
        length = {"Content_Length": str(len(data))} if self.command == "HEAD" else {}
        self._answer(200, data, **about, **length)

    do_HEAD = do_GET  # noqa: N815

    def _list(self, bucket: str, asked: dict[str, list[str]]) -> None:
        prefix, between = asked.get("prefix", [""])[0], asked.get("delimiter", [""])[0]
        keys = sorted(name.partition("/")[2] for name in self.files if name.startswith(f"{bucket}/"))
        keys = [key for key in keys if key.startswith(prefix)]
        folders = {
            key[: key.index(between, len(prefix)) + 1]
            for key in keys
            if between and between in key[len(prefix) :]
        }
        shown = [key for key in keys if not (between and between in key[len(prefix) :])]
        body = "".join(
            f"<Contents><Key>{escape(key)}</Key><Size>{len(self.files[f'{bucket}/{key}'])}</Size>"
            f'<ETag>"{hashlib.md5(self.files[f"{bucket}/{key}"], usedforsecurity=False).hexdigest()}"</ETag>'
            "<LastModified>2021-01-01T00:00:00.000Z</LastModified></Contents>"
            for key in shown
        )
        body += "".join(
            f"<CommonPrefixes><Prefix>{escape(one)}</Prefix></CommonPrefixes>" for one in sorted(folders)
        )
        told = (
            '<?xml version="1.0"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
            f"<Name>{bucket}</Name><Prefix>{escape(prefix)}</Prefix>"
            f"<KeyCount>{len(shown) + len(folders)}</KeyCount>"
            f"<IsTruncated>false</IsTruncated>{body}</ListBucketResult>"
        )
        self._answer(200, told.encode(), Content_Type="application/xml")

    def do_PUT(self) -> None:
        key, _ = self._key()
        data = self._body()
        self.files[key] = data
        self._answer(200, ETag=f'"{hashlib.md5(data, usedforsecurity=False).hexdigest()}"')

    def _body(self) -> bytes:
        """The bytes sent, out of their signed chunks where there are any."""
        data = self.rfile.read(int(self.headers["Content-Length"]))
        if "aws-chunked" not in (self.headers.get("Content-Encoding") or ""):
            return data
        found = b""
        while data:
            head, _, data = data.partition(b"\r\n")
            length = int(head.partition(b";")[0], 16)
            if not length:
                break
            found, data = found + data[:length], data[length + 2 :]
        return found

    def do_DELETE(self) -> None:
        self.files.pop(self._key()[0], None)
        self._answer(204)

    def do_POST(self) -> None:
        import re

        asked = self.rfile.read(int(self.headers["Content-Length"])).decode()
        for key in re.findall(r"<Key>(.*?)</Key>", asked):
            self.files.pop(f"{self._key()[0]}/{key}", None)
        self._answer(200, b"<DeleteResult></DeleteResult>", Content_Type="application/xml")
