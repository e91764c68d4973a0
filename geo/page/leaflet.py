"""Leaflet from its PyPI package, checked before it is put into a page."""

from __future__ import annotations

import hashlib
from importlib import import_module
from pathlib import Path

from geo.errors import DataError

LICENCE = """Leaflet 1.9.3, https://leafletjs.com
Copyright (c) 2010-2022 Volodymyr Agafonkin; copyright (c) 2010-2011 CloudMade. All rights reserved.
Redistribution and use in source and binary forms, with or without modification, are permitted provided
that the following conditions are met: 1. Redistributions of source code must retain the above copyright
notice, this list of conditions and the following disclaimer. 2. Redistributions in binary form must
reproduce the above copyright notice, this list of conditions and the following disclaimer in the
documentation and/or other materials provided with the distribution. THIS SOFTWARE IS PROVIDED BY THE
COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED
TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE DISCLAIMED. IN NO
EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL,
EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF
LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY
WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE."""
"""BSD-2-Clause, as it comes with Leaflet 1.9.3; shipped inside every page."""

DIGESTS = {
    "leaflet.js": "5819285cec137b229c94e1ee5ad73e8b6b84345a4367d60f75fe477fe0fb7b03",
    "leaflet.css": "90b693d86392a4779c861b28cf307e7e59c3fb35328c4d8b95f58f814d38c722",
}
"""SHA-256 of the files of Leaflet 1.9.3; the same bytes as in the npm package leaflet 1.9.3."""


def read(name: str) -> str:
    """Text of ``leaflet.js`` or ``leaflet.css``.

    Raises DataError when the package is missing or a file differs from the release.
    """
    try:
        folder = Path(import_module("xstatic.pkg.leaflet").BASE_DIR)
        content = (folder / name).read_bytes()
    except (ImportError, OSError) as error:
        raise DataError(f"{name} is missing: pip install XStatic-Leaflet==1.9.3.0 ({error})") from error
    got = hashlib.sha256(content).hexdigest()
    if got != DIGESTS[name]:
        raise DataError(f"{name}: SHA-256 is {got}, expected {DIGESTS[name]} (Leaflet 1.9.3)")
    # browsers read CR LF as LF, and hash what they read for the content security policy
    text = content.decode("utf-8").replace("\r\n", "\n")
    # the release names a source map, which a browser would look for beside the page
    return text.replace("//# sourceMappingURL=leaflet.js.map", "")
