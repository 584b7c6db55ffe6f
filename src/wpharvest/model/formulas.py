"""MathML Core (https://www.w3.org/TR/mathml-core/): which elements a formula is made of, and what they say.

Left out is what can hold HTML again or hides it from one parser of two: `annotation-xml`, `mglyph`,
`malignmark`.
"""

from __future__ import annotations

# fmt: off
# within these, HTML may stand
LEAVES = frozenset({"mi", "mn", "mo", "ms", "mtext"})
FORMULA = LEAVES | frozenset({
    "annotation", "math", "menclose", "merror", "mfrac", "mmultiscripts", "mover", "mpadded", "mphantom",
    "mprescripts", "mroot", "mrow", "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable",
    "mtd", "mtr", "munder", "munderover", "none", "semantics",
})
SAYS = (
    "alttext", "display", "encoding", "mathvariant", "displaystyle", "scriptlevel", "stretchy", "fence",
    "separator", "form", "accent", "accentunder", "largeop", "movablelimits", "linethickness", "columnalign",
    "columnspan", "rowspan", "notation", "width", "height", "depth", "lspace", "rspace", "voffset",
)
# fmt: on
