"""The words that tables are written in: which cell draws which line, and rows as high as Word makes them.

Each is a Typst function of :mod:`.prelude`.
"""

from __future__ import annotations

# ruff: noqa: E501 - the lines below are of another language, with its own layout
ROWS = r"""
#let line-of(side, own, whole) = if side in own { own.at(side) } else { whole }
// What the cells of a table look like and where they stand, from the table without their contents. Where no loop
// and no condition changes its rows, it is worked out once for all documents.
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
    cols: t.cols, grid: t.grid, align: t.align, indent: t.indent,
    keeps: t.rows.len() > 1 and t.rows.slice(0, -1).all(row => row.keep),
    sticky: t.rows.len() > 0 and t.rows.all(row => row.keep),
    exact: t.rows.map(row => row.exact), heights: t.rows.map(row => row.h),
    rows: t.rows.enumerate().map(((y, row)) => row.cells.enumerate().filter(((at, c)) => c.vm != "continue")
      .map(((at, c)) => planned-cell(y, row, at, c))),
    heads: if heads <= last { heads } else { 0 },
    tracks: t.rows.map(row => if row.exact { row.h } else { auto }),
  )
}
// The plan of a table, and what its cells hold.
#let filled(t) = {
  if "plan" in t { return t }
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
  (plan: planned(bones), cells: t.rows.map(row => row.cells.map(c => c.b)))
}
// The most that items take in height, none where it is not sure: where their lines are short, it is told ("m").
#let tall(items, width) = {
  let total = 0pt
  for item in items {
    if item.k == "p" {
      let (s, m) = (item.s, item.at("m", default: none))
      if m == none or s.border != none or s.num != none { return none }
      if s.left + s.right + calc.max(s.first, 0pt) + m.w > width { return none }
      total += s.before + m.l + s.after
    } else if item.k == "t" {
      let (plan, cells) = filled(item)
      for (y, row) in plan.rows.enumerate() {
        if plan.exact.at(y) { total += plan.heights.at(y); continue }
        let most = if plan.heights.at(y) == none { 0pt } else { plan.heights.at(y) }
        for p in row {
          let high = if p.looks.rowspan == 1 { tall(cells.at(y).at(p.at), p.inner) }
          if high == none { return none }
          most = calc.max(most, high + p.looks.inset.top + p.looks.inset.bottom)
        }
        total += most
      }
    } else { return none }
  }
  total
}
#let table-of(t, cells, flow, apart) = {
  let cell-of = if t.grid { grid.cell } else { table.cell }
  let laid = ()
  for (y, row) in t.rows.enumerate() {
    let made = ()
    for p in row {
      let items = cells.at(y).at(p.at)
      let body = cut(p.inner, flow(items, p.inner, true, apart))
      if t.exact.at(y) { body = block(height: p.least, width: 100%, clip: true, align(p.align, body)) }
      else if p.least != none and p.first {
        let plain = body
        let high = tall(items, p.inner)
        body = if high != none and high < p.least { block(height: p.least, width: 100%, breakable: false, align(p.align, plain)) } else { context {
          if measure(block(width: p.inner, plain)).height >= p.least { plain } else { block(height: p.least, width: 100%, breakable: false, align(p.align, plain)) }
        } }
      }
      made.push(cell-of(..p.looks, body))
    }
    laid.push(made)
  }
  let cells = laid.slice(t.heads).flatten()
  if t.heads > 0 {
    let head = if t.grid { grid.header } else { table.header }
    cells.insert(0, head(repeat: true, ..laid.slice(0, t.heads).flatten()))
  }
  let whole = if t.grid { grid(columns: t.cols, rows: t.tracks, ..cells) }
    else { table(columns: t.cols, rows: t.tracks, stroke: none, ..cells) }
  align(t.align, pad(left: t.indent, whole))
}
"""
