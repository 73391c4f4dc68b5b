"""LaTeX in BibTeX values → plain text, and back.

The accents and letters of "The LaTeX Companion" 2nd edition, tables 7.7 and 7.8, are decoded here; any other command is
asked of pylatexenc (which comes with bibtexparser). Written by hand because pylatexenc alone takes 4 ms a value and does
not give back what was written.
"""

import re
import unicodedata

from pylatexenc.latex2text import LatexNodes2Text  # type: ignore[import-untyped]

_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307", '"': "\u0308",
    "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328", "b": "\u0331",
}  # fmt: skip
_LETTERS = {
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å",
    "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ",
    "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "textbraceleft": "{", "textbraceright": "}",
    "textless": "<", "textgreater": ">", "textendash": "–", "textemdash": "—", "textquoteright": "’", "ldots": "…",
    "dots": "…", "textregistered": "®", "texttrademark": "™", "textdegree": "°", "textmu": "μ", "pm": "±", "times": "×",
    "leq": "≤", "geq": "≥", "le": "≤", "ge": "≥", "sim": "∼", "approx": "≈", "rightarrow": "→", "to": "→", "cdot": "·",
    "infty": "∞", "beta": "β", "alpha": "α", "gamma": "γ", "delta": "δ", "kappa": "κ", "lambda": "λ", "mu": "μ", "textquotedblleft": "“",
    "textquotedblright": "”", "quad": " ", "newline": " ", "textquotesingle": "'", "textasciigrave": "`",
}  # fmt: skip
# Commands that only say how their argument looks.
_LOOKS = {
    "emph", "textit", "textbf", "textsc", "textrm", "texttt", "textsf", "textup", "textsuperscript", "textsubscript",
    "mathrm", "mathit", "mathbf", "ensuremath", "text", "uppercase", "lowercase", "it", "bf", "em", "sc", "rm", "tt",
    "relax", "protect", "enquote", "mbox", "url", "href", "nobreak", "noopsort", "hbox",
}  # fmt: skip
_SPECIAL = re.compile(r"[\\{}$~]|--|``|''")
_TOKEN = re.compile(
    r"""\\(?P<accent>[`'^~="."]|[uHvdckbr](?![A-Za-z]))\s*(?:\{\s*(?P<braced>\\?[^\\{}]?)\s*\}|(?P<plain>\\[ij](?![A-Za-z])\s?|[^\\{}\s]))
    | \\(?P<name>[A-Za-z]+)(?:\{\}|\s+)?
    | \\(?P<char>.)
    | (?P<dash>---?) | (?P<open>``) | (?P<close>'') | (?P<drop>[{}$]) | (?P<tie>~)""",
    re.X | re.S,
)
_ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
}  # fmt: skip
_TO_ESCAPE = re.compile(r"[\\{}~^&%$#_]|-(?=-)|`(?=`)|'(?=')")
_others = LatexNodes2Text(keep_comments=True)


def decode(value: str) -> str:
    """A value as text: accents composed, braces and dollars gone, white space folded."""
    if _SPECIAL.search(value):
        value = _TOKEN.sub(_decoded, value)
    return " ".join(value.split())


def encode(text: str) -> str:
    """Text as a value that every BibTeX program reads back as the same text; letters stay as they are (UTF-8)."""
    return _TO_ESCAPE.sub(lambda match: _ESCAPES.get(match[0], match[0] + "{}"), text)


def _decoded(match: re.Match[str]) -> str:
    if accent := match["accent"]:
        letter = (match["braced"] if match["braced"] is not None else match["plain"]).strip().lstrip("\\")
        # The dotless letters exist to carry an accent; Unicode puts it on the dotted ones.
        letter = {"ı": "i", "ȷ": "j"}.get(letter, letter)
        return unicodedata.normalize("NFC", letter + _ACCENTS[accent]) if letter else ""
    if name := match["name"]:
        if name in _LETTERS:
            return _LETTERS[name]
        return "" if name in _LOOKS else str(_others.latex_to_text("\\" + name)).strip()
    if character := match["char"]:
        return "" if character in "/-!@*" else " " if character in ",;: \\" else character
    if dash := match["dash"]:
        return "—" if len(dash) == 3 else "–"
    if match["open"] or match["close"]:
        return "“" if match["open"] else "”"
    return " " if match["tie"] else ""
