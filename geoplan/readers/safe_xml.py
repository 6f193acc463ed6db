"""XML before anything is built of it: in an encoding every parser reads alike, and without a document type."""

from __future__ import annotations

import re
from typing import Final
from xml.parsers import expat

from geoplan.errors import ReaderError

_PART: Final = 1 << 16
_DECLARED: Final = re.compile(rb"""(<\?xml[^>]{0,80}encoding\s*=\s*["'])([A-Za-z0-9._-]+)""")
_PREFIXED: Final = re.compile(rb"<([A-Za-z_][A-Za-z0-9_.-]{0,40}):")
_PREFIXED_ATTRIBUTE: Final = re.compile(rb"""\s([A-Za-z_][A-Za-z0-9_.-]{0,40}):[A-Za-z_][\w.-]{0,60}\s?=\s?["']""")
_FIRST: Final = re.compile(rb"<[A-Za-z_][A-Za-z0-9_.:-]*")
_MOST_PREFIXES: Final = 50
_CHINESE: Final = {b"gbk": "gb18030", b"gb2312": "gb18030", b"gb18030": "gb18030", b"big5": "big5"}


def in_utf8(content: bytes) -> bytes:
    """Take an XML text that declares GBK, GB 2312, GB 18030 or Big5 to UTF-8; leave any other as it is."""
    match = _DECLARED.search(content[:256])
    codec = _CHINESE.get(match[2].lower()) if match else None
    if match is None or codec is None:
        return content
    plain = content[: match.start(2)] + b"UTF-8" + content[match.end(2) :]
    return plain.decode(codec, "replace").encode()


def with_namespaces(content: bytes) -> bytes:
    """Declare, in the root element, the prefixes that an XML text uses undeclared, as ``gx:`` often is in KML.

    In an encoding that does not write ASCII as it is, nothing is found and nothing done.
    """
    used = set(_PREFIXED.findall(content)) | set(_PREFIXED_ATTRIBUTE.findall(content))
    missing = sorted(p for p in used - {b"xml", b"xmlns"} if b"xmlns:" + p not in content)[:_MOST_PREFIXES]
    root = _FIRST.search(content[:_PART])
    if not missing or root is None:
        return content
    declarations = b"".join(b' xmlns:%b="urn:undeclared:%b"' % (prefix, prefix) for prefix in missing)
    return content[: root.end()] + declarations + content[root.end() :]


def require_complete(content: bytes, location: str) -> None:
    """Refuse an XML text that is cut off or wrong anywhere: a library may read the features before that in silence.

    ReaderError names the line.
    """
    parser = expat.ParserCreate()
    try:
        for start in range(0, len(content), _PART):
            parser.Parse(content[start : start + _PART], start + _PART >= len(content))
    except (expat.ExpatError, LookupError, ValueError) as error:
        line = parser.CurrentLineNumber
        raise ReaderError("readers.safe_xml.broken_xml", location=location, line=line) from error


def refuse_doctype(content: bytes, location: str) -> None:
    """Refuse an XML text that declares a document type: entity bombs and outside entities begin there.

    ReaderError is raised too where it does not begin as XML does; `location` is for messages.
    """
    doctypes: list[bool] = []  # True for a document type, False for the first element
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: doctypes.append(True)
    parser.StartElementHandler = lambda *_: doctypes.append(False)
    try:
        for start in range(0, len(content), _PART):
            parser.Parse(content[start : start + _PART], False)
            if doctypes:
                break
    except (expat.ExpatError, LookupError, ValueError) as error:  # an unknown encoding raises the latter two
        if not doctypes:
            line = parser.CurrentLineNumber
            raise ReaderError("readers.safe_xml.broken_xml", location=location, line=line) from error
    if doctypes and doctypes[0]:
        raise ReaderError("readers.safe_xml.doctype", location=location)
