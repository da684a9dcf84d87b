"""The words that lists are written in: markers, counts, and items that follow one another.

Each is a Typst function of :mod:`.prelude`.
"""

from __future__ import annotations

# ruff: noqa: E501 - the lines below are of another language, with its own layout
LISTS = r"""
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
"""
