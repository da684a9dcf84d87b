"""The words that every program is written in: Typst functions that lay blocks out as Word does.

A story is a flow of items, each a dictionary: ``k`` is its kind ("p", "t" or "b" for a page break), ``s`` its
style. Between two blocks Word keeps the larger of the two spaces, or adds them where the document's settings
say so (``apart``; ISO/IEC 29500-4, 14.8.2, ``doNotUseHTMLParagraphAutoSpacing``).
"""

from __future__ import annotations

from toolkit.documents.engines.typst.lists import LISTS
from toolkit.documents.engines.typst.rows import ROWS

# ruff: noqa: E501 - the lines below are of another language, with its own layout
_PARAGRAPHS = r"""
#let written(s, body) = {
  set text(..s.text)
  // Only what differs from Typst's own: each rule costs, and most paragraphs need none.
  set par(justify: true) if s.justify
  set par(first-line-indent: (amount: s.first, all: true)) if s.first != 0pt
  let laid = if s.level > 0 { heading(level: s.level, { set text(..s.text); body }) } else { par(body) }
  if s.align == left { laid } else { align(s.align, laid) }
}
#let para(item, width, joined-before, joined-after) = {
  let s = item.s
  let body = if type(item.b) == function { (item.b)(width) } else { item.b }
  let edge = (left: s.left, right: s.right)
  if s.border == none and s.fill == none {
    block(width: 100%, inset: edge, breakable: not s.lines, written(s, body))
  } else {
    let b = s.border
    // A line takes room as Word's does: its text stands off by the space and by half the line, so does what is outside.
    let (stroke, inset, out, around) = ((:), (:), (:), (:))
    for (side, edge) in if b == none { (:) } else { b } {
      if (side == "top" and joined-before) or (side == "bottom" and joined-after) { continue }
      let half = edge.stroke.thickness / 2
      stroke.insert(side, edge.stroke)
      if side in ("top", "bottom") { inset.insert(side, edge.space + half); around.insert(side, half) } else { out.insert(side, edge.space + half) }
    }
    pad(left: s.left, right: s.right, ..around, block(width: 100%, inset: inset, outset: out, stroke: stroke, fill: s.fill,
      breakable: not s.lines, written(s, body)))
  }
}
"""

_CUT = r"""
// A word that is wider than its column is cut where the line ends, as Word cuts it.
// The patterns are made once: they take longer to make than most paragraphs to lay.
#let cuts = range(1, 16).map(n => regex("[^\\s\\-]{" + str(4 * n) + ",}"))
#let cut(width, body) = {
  show cuts.at(calc.clamp(int(width / 32pt), 1, 15) - 1): it => context {
    if measure(it).width > width { it.text.clusters().join(box(width: 0pt)) } else { it }
  }
  body
}
"""

_FLOW = r"""
#let flow(items, width, edge, apart) = {
  let counts = (:)
  let prev = none
  let all = groups(items)
  for (i, item) in all.enumerate() {
    let next = all.at(i + 1, default: none)
    if item.k == "b" { if item.at("column", default: false) { colbreak() } else { pagebreak() }; prev = none; continue }
    let ends = if item.k == "l" { (k: "p", s: item.s) } else { item }
    let before = if prev == none { 0pt } else {
      let same = prev.k == "p" and ends.k == "p" and prev.s.id == ends.s.id
      let after = if prev.k == "p" and not (same and prev.s.ctx) { prev.s.after } else { 0pt }
      let lead = if ends.k == "p" and not (same and ends.s.ctx) { ends.s.before } else { 0pt }
      if apart { after + lead } else { calc.max(after, lead) }
    }
    if item.k != "t" and item.s.newpage and prev != none { pagebreak(weak: true); prev = none }
    if prev == none {
      if ends.k == "p" and ends.s.before > 0pt { v(ends.s.before) }
      before = 0pt
    }
    if item.k == "t" {
      let (plan, cells) = filled(item)
      if plan.rows.len() > 0 {
        block(width: 100%, above: before, breakable: not plan.keeps, sticky: plan.sticky, table-of(plan, cells, flow, apart))
      }
    } else if item.k == "l" {
      let from = counts
      for one in item.items { counts = stepped(counts, item.s.num) }
      block(width: 100%, above: before, sticky: item.s.keep, inset: (right: item.s.right), listed(item.items, from))
    } else if item.s.border == none and item.s.fill == none and type(item.b) != function {
      // Most paragraphs: in the flow itself or one block, and no call that would be remembered.
      let s = item.s
      if not (s.keep or s.lines or s.left != 0pt or s.right != 0pt) {
        if before > 0pt { v(before, weak: true) }
        written(s, item.b)
      } else { block(width: 100%, above: before, sticky: s.keep, breakable: not s.lines, inset: (left: s.left, right: s.right), written(s, item.b)) }
    } else {
      let alike(other) = (other != none and other.k == "p" and item.s.border != none and other.s.border == item.s.border
        and other.s.left == item.s.left and other.s.right == item.s.right)
      block(width: 100%, above: before, sticky: item.s.keep, breakable: not item.s.lines, para(item, width, alike(prev), alike(next)))
    }
    prev = ends
  }
  if edge and prev != none and prev.k == "p" and prev.s.after > 0pt { v(prev.s.after) }
}
#let pages(p, header, footer, body) = {
  set text(lang: p.lang, region: p.region, hyphenate: false, ligatures: false, kerning: false, fallback: true)
  set par(leading: 0pt, spacing: 0pt)
  set block(spacing: 0pt)
  show heading: set text(size: 1em, weight: "regular")
  show heading: it => it.body
  // A document of one page has one header and one footer: nothing has to be counted or found on its page.
  let only = if not p.alone { none } else if p.titled { "first" } else { "default" }
  let made(kinds) = {
    let out = (:)
    for (kind, items) in kinds {
      if only in (none, kind) {
        out.insert(kind, if items != none { block(width: p.inner, flow(items, p.inner, true, p.apart)) })
      }
    }
    out
  }
  let headers = made(header)
  let footers = made(footer)
  let inside = if type(body) == function { body(p) } else { cut(p.inner, flow(body, p.inner, false, p.apart)) }
  let chosen(kinds) = if only != none { kinds.at(only) } else {
    context {
      let n = here().page()
      if p.titled and n == if "start" in p { locate(p.start).page() } else { 1 } { kinds.first } else if p.even and calc.even(n) { kinds.even } else { kinds.default }
    }
  }
  let sheet(upper, first-top, lower) = {
    set page(width: p.width, height: p.height, margin: (top: upper, bottom: lower, left: p.left, right: p.right),
      header-ascent: 0pt, footer-descent: 0pt,
      header: align(top, { v(p.header); chosen(headers) }),
      footer: align(bottom, { chosen(footers); v(p.footer) }))
    if first-top != upper { v(first-top - upper) }
    inside
  }
  // What is sure not to grow is not measured: that would lay it out twice.
  let stays(least, distance, items) = p.fixed or items == none or {
    let most = tall(items, p.inner)
    most != none and distance + most <= least
  }
  let kinds = if only != none { (only,) } else if p.titled { ("default", "first") } else { ("default",) }
  if kinds.all(kind => stays(p.top, p.header, header.at(kind)) and stays(p.bottom, p.footer, footer.at(kind))) {
    sheet(p.top, p.top, p.bottom)
  } else {
    context {
      let grown(least, distance, story) = {
        let h = if story == none { 0pt } else { measure(story).height }
        if p.fixed or h == 0pt { least } else { calc.max(least, distance + h) }
      }
      // A letter of one page shows no other header than the first: the others are not measured.
      let several = not p.titled or (not p.alone and counter(page).final().first() > 1)
      let upper = if several { grown(p.top, p.header, headers.default) } else { p.top }
      let first-top = if p.titled { grown(p.top, p.header, headers.first) } else { upper }
      let lower = calc.max(if several { grown(p.bottom, p.footer, footers.default) } else { p.bottom }, if p.titled { grown(p.bottom, p.footer, footers.first) } else { 0pt })
      sheet(upper, first-top, lower)
    }
  }
}
#let page-number = context counter(page).display("1")
#let page-count = context str(counter(page).final().first())
"""

PRELUDE = f"{_PARAGRAPHS}{LISTS}{_CUT}{ROWS}{_FLOW}"
