"""The employer's colour: one accent of the Word theme, its tints and shades, and how to change it.

Every coloured thing of a template names the theme colour and carries the value computed from it, as Word
itself writes (ISO/IEC 29500-1, 17.3.2.6): a person who changes the theme in Word changes all of it.
"""

from __future__ import annotations

import re

DEFAULT_ACCENT = "1F4E79"

_CHANNELS = (0, 2, 4)


def tinted(colour: str, tint: str = "", shade: str = "") -> str:
    """Return ``colour`` (RRGGBB) lightened by ``tint`` or darkened by ``shade``, both two hexadecimal digits.

    ``FF`` leaves the colour as it is; ``33`` keeps a fifth of it.
    """
    kept = int(tint or shade or "FF", 16) / 255
    towards = 255 if tint else 0
    channels = (int(colour[i : i + 2], 16) for i in _CHANNELS)
    return "".join(f"{round(channel * kept + towards * (1 - kept)):02X}" for channel in channels)


def accent(name: str = "val", tint: str = "", shade: str = "") -> dict[str, str | None]:
    """Return the attributes that give an element the accent colour.

    Args:
        name: ``val`` for text, ``color`` for a border, ``fill`` for a background.
        tint: How much of the colour to keep against white, two hexadecimal digits.
        shade: The same against black.
    """
    theme = "themeFill" if name == "fill" else "themeColor"
    prefix = "themeFill" if name == "fill" else "theme"
    return {
        name: tinted(DEFAULT_ACCENT, tint, shade),
        theme: "accent1",
        f"{prefix}Tint": tint or None,
        f"{prefix}Shade": shade or None,
    }


def theme_xml(font: str) -> bytes:
    """Return the theme part: the accent, greys that read well on paper, and one font."""
    return _THEME.format(accent=DEFAULT_ACCENT, font=font).encode()


def rethemed(theme: bytes, colour: str) -> bytes:
    """Return the theme part with ``colour`` as its first accent."""
    return re.sub(
        rb'(<a:accent1><a:srgbClr val=")[0-9A-F]{6}', lambda m: m[1] + colour.upper().encode(), theme
    )


_THEME = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Entretiens"><a:themeElements>\
<a:clrScheme name="Entretiens"><a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1>\
<a:lt1><a:sysClr val="window" lastClr="FFFFFF"/></a:lt1><a:dk2><a:srgbClr val="333F48"/></a:dk2>\
<a:lt2><a:srgbClr val="EEF1F4"/></a:lt2><a:accent1><a:srgbClr val="{accent}"/></a:accent1>\
<a:accent2><a:srgbClr val="B3261E"/></a:accent2><a:accent3><a:srgbClr val="5B6670"/></a:accent3>\
<a:accent4><a:srgbClr val="2E6B4F"/></a:accent4><a:accent5><a:srgbClr val="8A5A00"/></a:accent5>\
<a:accent6><a:srgbClr val="6B3FA0"/></a:accent6><a:hlink><a:srgbClr val="1F4E79"/></a:hlink>\
<a:folHlink><a:srgbClr val="5B3A78"/></a:folHlink></a:clrScheme><a:fontScheme name="Entretiens">\
<a:majorFont><a:latin typeface="{font}"/><a:ea typeface=""/><a:cs typeface=""/></a:majorFont>\
<a:minorFont><a:latin typeface="{font}"/><a:ea typeface=""/><a:cs typeface=""/></a:minorFont></a:fontScheme>\
<a:fmtScheme name="Entretiens"><a:fillStyleLst><a:solidFill><a:schemeClr val="phClr"/></a:solidFill>\
<a:solidFill><a:schemeClr val="phClr"/></a:solidFill><a:solidFill><a:schemeClr val="phClr"/></a:solidFill>\
</a:fillStyleLst><a:lnStyleLst><a:ln w="6350"><a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:ln>\
<a:ln w="12700"><a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:ln><a:ln w="19050"><a:solidFill>\
<a:schemeClr val="phClr"/></a:solidFill></a:ln></a:lnStyleLst><a:effectStyleLst><a:effectStyle><a:effectLst/>\
</a:effectStyle><a:effectStyle><a:effectLst/></a:effectStyle><a:effectStyle><a:effectLst/></a:effectStyle>\
</a:effectStyleLst><a:bgFillStyleLst><a:solidFill><a:schemeClr val="phClr"/></a:solidFill><a:solidFill>\
<a:schemeClr val="phClr"/></a:solidFill><a:solidFill><a:schemeClr val="phClr"/></a:solidFill>\
</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"""
