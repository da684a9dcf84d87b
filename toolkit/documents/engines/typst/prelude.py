"""The words that every program is written in: Typst functions that lay blocks out as Word does.

A story is a flow of items, each a dictionary: ``k`` is its kind ("p", "t" or "b" for a page break), ``s`` its
style. Between two blocks Word keeps the larger of the two spaces, or adds them where the document's settings
say so (``apart``; ISO/IEC 29500-4, 14.8.2, ``doNotUseHTMLParagraphAutoSpacing``).
"""

from __future__ import annotations

# ruff: noqa: E501 - the lines below are of another language, with its own layout
PRELUDE = r"""
#let written(s, body) = {
  set text(..s.text)
  set par(justify: s.justify, hanging-indent: s.hanging, first-line-indent: (amount: s.first, all: true))
  align(s.align, if s.level > 0 { heading(level: s.level, { set text(..s.text); body }) } else { par(body) })
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
#let counted(n, kind) = {
  if kind == "lowerLetter" { numbering("a", n) } else if kind == "upperLetter" { numbering("A", n) }
  else if kind == "lowerRoman" { numbering("i", n) } else if kind == "upperRoman" { numbering("I", n) }
  else { str(n) }
}
#let marker(num, counts) = {
  set text(..num.text)
  for part in num.parts {
    if type(part) == int {
      let key = num.id + "." + str(part)
      counted(counts.at(key, default: num.starts.at(part)), num.kinds.at(part))
    } else { part }
  }
  if "side" not in num [~]
}
#let stepped(counts, num) = {
  let key = num.id + "." + str(num.level)
  let now = counts
  now.insert(key, if key in now { now.at(key) + 1 } else { num.starts.at(num.level) })
  for deeper in range(num.level + 1, 9) {
    let below = num.id + "." + str(deeper)
    if below in now { let _ = now.remove(below) }
  }
  now
}
#let listed(items, counts) = {
  let s = items.first().s
  let hang = -s.first
  let space = if s.ctx { 0pt } else { s.after + s.before }
  let body(item) = written(s + (first: 0pt), item.b)
  let indent = s.left - hang
  if s.num.bullet {
    let mark = box(width: hang, align(left, { set text(..s.text); marker(s.num, (:)) }))
    list(indent: indent, body-indent: 0pt, marker: mark, spacing: space, ..items.map(body))
  } else {
    let marks = ()
    let now = counts
    for item in items {
      now = stepped(now, s.num)
      let at = now
      let mark = { set text(..s.text); marker(s.num, at) }
      // A number set to the right ends where a left one starts.
      if "side" in s.num { mark = context { h(-measure(mark).width * if s.num.side == "right" { 1 } else { 0.5 }); mark } }
      marks.push(box(width: hang, align(left, mark)))
    }
    enum(indent: indent, body-indent: 0pt, spacing: space, number-align: start + top, numbering: n => marks.at(n - 1),
      ..items.enumerate(start: 1).map(((n, item)) => enum.item(n, body(item))))
  }
}
#let groups(items) = {
  let out = ()
  for item in items {
    let num = if item.k == "p" { item.s.num } else { none }
    if num != none and out.len() > 0 and out.last().k == "l" and out.last().s == item.s {
      let last = out.pop()
      last.items.push(item)
      out.push(last)
    } else if num != none { out.push((k: "l", s: item.s, items: (item,))) } else { out.push(item) }
  }
  out
}
// A word that is wider than its column is cut where the line ends, as Word cuts it.
// The patterns are made once: they take longer to make than most paragraphs to lay.
#let cuts = range(1, 16).map(n => regex("[^\\s\\-]{" + str(4 * n) + ",}"))
#let cut(width, body) = {
  show cuts.at(calc.clamp(int(width / 32pt), 1, 15) - 1): it => context {
    if measure(it).width > width { it.text.clusters().join(box(width: 0pt)) } else { it }
  }
  body
}
#let line-of(side, own, whole) = if side in own { own.at(side) } else { whole }
// What the cells of a table look like and where they stand, from the table without their contents: tables of
// the same rows are worked out once, whatever is written in them.
#let planned(t) = {
  let width(at, span) = t.cols.slice(at, calc.min(at + span, t.cols.len())).sum(default: 0pt)
  let placed = t.rows.map(row => {
    let x = 0
    let cells = ()
    for c in row.cells { cells.push(c + (x: x)); x += c.span }
    row + (cells: cells)
  })
  t.rows = placed
  let merged(y, x) = {
    let n = 1
    for row in t.rows.slice(y + 1) {
      let below = row.cells.find(c => c.x == x)
      if below != none and below.vm == "continue" { n += 1 } else { break }
    }
    n
  }
  let last = t.rows.len() - 1
  // A row is higher by the thickest line above it, the last one by the line below it too.
  let thick(line) = if line == none { 0pt } else { line.thickness }
  let over = t.rows.enumerate().map(((y, row)) => {
    let whole = if y == 0 { t.borders.top } else { t.borders.h }
    let lines = row.cells.map(c => thick(line-of("top", c.own, whole)))
    if y > 0 { lines += t.rows.at(y - 1).cells.filter(c => "bottom" in c.own).map(c => thick(c.own.bottom)) }
    calc.max(0pt, ..lines)
  })
  let planned-cell(y, row, at, c) = {
    let n = if c.vm == "restart" { merged(y, c.x) } else { 1 }
    let b = t.borders
    let stroke = (:)
    let sides = (
      top: if y == 0 { b.top } else { b.h }, bottom: if y + n - 1 == last { b.bottom } else { b.h },
      left: if c.x == 0 { b.left } else { b.v }, right: if c.x + c.span >= t.cols.len() { b.right } else { b.v })
    // Of two cells that share a border, the one that has its own decides.
    let above = if y > 0 { t.rows.at(y - 1).cells.find(o => o.x <= c.x and c.x < o.x + o.span) }
    let before = row.cells.find(o => o.x + o.span == c.x)
    if above != none and "bottom" in above.own and (above.own.bottom != none or "top" not in c.own) { sides.top = above.own.bottom }
    if before != none and "right" in before.own and (before.own.right != none or "left" not in c.own) { sides.left = before.own.right }
    for (side, whole) in sides {
      let line = line-of(side, c.own, whole)
      if line != none { stroke.insert(side, line) }
    }
    let fill = if "turns" in c { t.bands.fills.at(calc.rem(calc.quo(y - t.bands.skip, t.bands.high), 2)) } else { c.fill }
    let inset = c.inset
    if not row.exact {
      inset.top += over.at(y)
      if y + n - 1 == last { inset.bottom += thick(line-of("bottom", c.own, t.borders.bottom)) }
    }
    (
      at: at, first: c.x == 0, align: c.align, inner: width(c.x, c.span) - c.inset.left - c.inset.right,
      least: if row.h != none { row.h - c.inset.top - c.inset.bottom },
      looks: (colspan: c.span, rowspan: n, inset: inset, align: c.align, fill: fill, stroke: stroke, breakable: row.split),
    )
  }
  let heads = 0
  for row in t.rows { if row.head { heads += 1 } else { break } }
  (
    rows: t.rows.enumerate().map(((y, row)) => row.cells.enumerate().filter(((at, c)) => c.vm != "continue")
      .map(((at, c)) => planned-cell(y, row, at, c))),
    heads: if heads <= last { heads } else { 0 },
    tracks: t.rows.map(row => if row.exact { row.h } else { auto }),
  )
}
#let table-of(t, flow, apart) = {
  let bones = t
  bones.rows = ()
  for row in t.rows {
    let bare = ()
    for c in row.cells {
      let _ = c.remove("b")
      bare.push(c)
    }
    row.cells = bare
    bones.rows.push(row)
  }
  let plan = planned(bones)
  let cell-of = if t.grid { grid.cell } else { table.cell }
  let laid = ()
  for (y, row) in t.rows.enumerate() {
    let made = ()
    for p in plan.rows.at(y) {
      let body = cut(p.inner, flow(row.cells.at(p.at).b, p.inner, true, apart))
      if row.exact { body = block(height: p.least, width: 100%, clip: true, align(p.align, body)) }
      else if row.h != none and p.first {
        let plain = body
        body = context {
          if measure(block(width: p.inner, plain)).height >= p.least { plain } else { block(height: p.least, width: 100%, breakable: false, align(p.align, plain)) }
        }
      }
      made.push(cell-of(..p.looks, body))
    }
    laid.push(made)
  }
  let cells = laid.slice(plan.heads).flatten()
  if plan.heads > 0 {
    let head = if t.grid { grid.header } else { table.header }
    cells.insert(0, head(repeat: true, ..laid.slice(0, plan.heads).flatten()))
  }
  let whole = if t.grid { grid(columns: t.cols, rows: plan.tracks, ..cells) }
    else { table(columns: t.cols, rows: plan.tracks, stroke: none, ..cells) }
  align(t.align, pad(left: t.indent, whole))
}
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
      let keeps = item.rows.len() > 0 and item.rows.slice(0, -1).all(r => r.keep)
      if item.rows.len() > 0 {
        block(width: 100%, above: before, breakable: not (keeps and item.rows.len() > 1),
          sticky: keeps and item.rows.last().keep, table-of(item, flow, apart))
      }
    } else if item.k == "l" {
      let from = counts
      for one in item.items { counts = stepped(counts, item.s.num) }
      block(width: 100%, above: before, sticky: item.s.keep, inset: (right: item.s.right), listed(item.items, from))
    } else if item.s.border == none and item.s.fill == none and type(item.b) != function {
      // Most paragraphs: one block, and no call that would be remembered.
      let s = item.s
      block(width: 100%, above: before, sticky: s.keep, breakable: not s.lines, inset: (left: s.left, right: s.right), written(s, item.b))
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
  let made(kinds) = {
    let out = (:)
    for (kind, items) in kinds {
      out.insert(kind, if items != none { block(width: p.inner, flow(items, p.inner, true, p.apart)) })
    }
    out
  }
  let headers = made(header)
  let footers = made(footer)
  let inside = if type(body) == function { body(p) } else { cut(p.inner, flow(body, p.inner, false, p.apart)) }
  context {
    let grown(least, distance, story) = {
      let h = if story == none { 0pt } else { measure(story).height }
      if p.fixed or h == 0pt { least } else { calc.max(least, distance + h) }
    }
    // A letter of one page shows no other header than the first: the others are not measured.
    let several = not p.titled or counter(page).final().first() > 1
    let upper = if several { grown(p.top, p.header, headers.default) } else { p.top }
    let first-top = if p.titled { grown(p.top, p.header, headers.first) } else { upper }
    let lower = calc.max(if several { grown(p.bottom, p.footer, footers.default) } else { p.bottom }, if p.titled { grown(p.bottom, p.footer, footers.first) } else { 0pt })
    let chosen(kinds) = {
      let n = here().page()
      if p.titled and n == if "start" in p { locate(p.start).page() } else { 1 } { kinds.first } else if p.even and calc.even(n) { kinds.even } else { kinds.default }
    }
    set page(width: p.width, height: p.height, margin: (top: upper, bottom: lower, left: p.left, right: p.right),
      header-ascent: 0pt, footer-descent: 0pt,
      header: align(top, { v(p.header); context chosen(headers) }),
      footer: align(bottom, { context chosen(footers); v(p.footer) }))
    if first-top != upper { v(first-top - upper) }
    inside
  }
}
#let page-number = context counter(page).display("1")
#let page-count = context str(counter(page).final().first())
"""
