"""The words that only some programs need: each chapter is added to a program that uses it, and to no other.

They are defined after :mod:`.prelude`, whose words they may use. Lengths ``x`` and ``y`` are from the corner of
the sheet.
"""

from __future__ import annotations

# ruff: noqa: E501 - the lines below are of another language, with its own layout
_SECTIONS = r"""
#let parted(mark, numbers, parts) = p => {
  [#metadata(numbers)#mark]
  [#metadata(numbers)<section-start>]
  for (n, part) in parts.enumerate() {
    let width = (p.inner - part.gap * (part.columns - 1)) / part.columns
    let body = cut(width, flow(part.items, width, n + 1 < parts.len(), p.apart))
    if part.columns == 1 { body } else { columns(part.columns, gutter: part.gap, body) }
  }
}
"""

# A header stands before the text of its page: what a section says of its numbers is looked for, not counted.
_NUMBERED = r"""
#let page-number = context {
  let at = here().page()
  let (shift, form) = (0, "1")
  for mark in query(<section-start>) {
    let first = mark.location().page()
    if first > at { break }
    form = mark.value.form
    if mark.value.start != none { shift = mark.value.start - first }
  }
  numbering(form, at + shift)
}
"""

_TABS = r"""
#let leaders = (dot: ".", hyphen: "-", underscore: "_", middleDot: "·")
#let letters(b) = {
  if b.has("text") { b.text } else if b.has("children") { b.children.map(letters).join("") }
  else if b.has("child") { letters(b.child) } else if b.has("body") { letters(b.body) } else if repr(b) == "[ ]" { " " }
}
// What stands before the decimal sign: a comma in French, else a point.
#let whole(text) = text.split(if "," in text { "," } else { "." }).first()
#let tabbed(s, segs) = width => context {
  let dressed(b) = { set text(..s.text); b }
  let wide(b) = measure(dressed(b)).width
  let room = width - s.right
  let after(pos, b) = {
    let end = pos + wide(b)
    if end <= room { return end }
    // The text goes on over several lines: how far its last one reaches is found by what still fits on it.
    let height(x) = measure(block(width: room - s.left, { h(pos - s.left); dressed(b); box(width: x, height: 1pt) })).height
    let (least, most, lines) = (0pt, room - s.left, height(0pt))
    for _ in range(12) {
      let middle = (least + most) / 2
      if height(middle) == lines { least = middle } else { most = middle }
    }
    room - least
  }
  let pos = s.left + s.first
  // A hanging paragraph has a stop where its other lines start.
  let stops = s.tabs + if s.first < 0pt { ((at: s.left, kind: "left", fill: "none"),) } else { () }
  let stops = stops.sorted(key: t => t.at)
  for (i, seg) in segs.enumerate() {
    if i > 0 {
      let next = stops.find(t => t.at > pos + 0.05pt)
      let stop = if next == none { (at: (calc.floor((pos + 0.05pt) / s.tab) + 1) * s.tab, kind: "left", fill: "none") } else { next }
      let back = if stop.kind == "right" { wide(seg) }
        else if stop.kind == "center" { wide(seg) / 2 }
        else if stop.kind == "decimal" { wide(whole(letters(seg))) }
        else { 0pt }
      let space = calc.max(stop.at - back - pos, 0pt)
      if stop.fill in leaders { box(width: space, repeat(leaders.at(stop.fill), justify: false)) } else { h(space) }
      pos += space
    }
    seg
    if i + 1 < segs.len() { pos = after(pos, seg) }
  }
}
"""

_NOTES = r"""
#let footed(body) = {
  set footnote.entry(separator: line(length: 144pt, stroke: 0.5pt), clearance: 0pt, gap: 0pt, indent: 0pt)
  // The number alone, dressed by its run: a link to the foot of the same page leads nowhere a reader is not.
  show footnote: it => str(counter(footnote).at(it.location()).first())
  show footnote.entry: it => (it.note.body.value)(counter(footnote).at(it.note.location()).first())
  body
}
#let noted(p, items) = footnote(metadata(n => block(width: 100%, flow(items(str(n)), p.inner, true, p.apart))))
"""

_PLACED = r"""
#let spot(p, side, from, at, size, own) = {
  let whole = if side == "x" { (page: (0pt, p.width), margin: (p.left, p.width - p.right), before: (0pt, p.left), after: (p.width - p.right, p.width)) }
    else { (page: (0pt, p.height), margin: (p.top, p.height - p.bottom), before: (0pt, p.top), after: (p.height - p.bottom, p.height)) }
  if from == "own" { return own + at }
  let (start, end) = whole.at(from)
  if type(at) == length { start + at } else if at == "center" { (start + end - size) / 2 } else if at == "end" { end - size } else { start }
}
// Something that stands at its own place, whatever the text around it.
#let placed(p, x, y, width, height, ascent, body) = box(width: 0pt, height: 0pt, context {
  let at = here().position()
  place(top + left, dx: spot(p, "x", ..x, width, at.x) - at.x, dy: spot(p, "y", ..y, height, at.y - ascent) - at.y,
    box(width: width, height: height, body))
})
// A figure that pushes the text of its paragraph below it.
#let topped(p, x, down, below, width, height, body) = {
  set text(top-edge: "baseline", bottom-edge: "baseline")
  box(width: 0pt, height: down + height + below, context {
    let at = here().position()
    place(top + left, dx: spot(p, "x", ..x, width, at.x) - at.x, dy: down, box(width: width, height: height, body))
  })
  linebreak()
}
"""

_BOXED = r"""
#let boxed(p, s, items) = {
  let width = s.width - s.inset.left - s.inset.right
  block(width: s.width, height: if s.grows { auto } else { s.height }, inset: s.inset, fill: s.fill, stroke: s.stroke,
    radius: s.radius, breakable: false, align(s.align, cut(width, flow(items, width, true, p.apart))))
}
"""

EXTRAS = {
    "SECTIONS": _SECTIONS,
    "NUMBERED": _NUMBERED,
    "TABS": _TABS,
    "NOTES": _NOTES,
    "PLACED": _PLACED,
    "BOXED": _BOXED,
}
"""The chapters, by name."""
