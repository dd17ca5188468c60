"""Read XML with the line of every element, and nothing that could do harm.

A document type declaration is refused as soon as it begins: entities, which can grow without
bound or fetch other files, exist nowhere else.
"""

from dataclasses import dataclass, field
from xml.parsers import expat

from consolidation.redesign.sndlib.rows import Cell, Complaints
from consolidation.text import Text

DEEPEST = 32
MOST_ELEMENTS = 1_000_000
_SKIPPED = ("admissiblepaths", "meta")
_STARTS = (b"<", b"\xfe\xff", b"\xff\xfe")
"""How XML begins; the latter two in UTF-16."""


@dataclass(frozen=True, slots=True)
class Element:
    """An element of a document; its name without namespace. Its case means nothing."""

    name: str
    line: int
    attributes: dict[str, str]
    children: list["Element"] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The name that it is found by: of a root, what the document holds."""
        return self.name.lower()

    def child(self, name: str) -> "Element | None":
        """Return the first child of that name."""
        return next(iter(self.all(name)), None)

    def all(self, name: str) -> list["Element"]:
        """Return the children of that name."""
        return [child for child in self.children if child.kind == name.lower()]

    def cell(self, name: str) -> Cell | None:
        """Return what stands in the first child of that name."""
        child = self.child(name)
        return None if child is None else child.content

    @property
    def content(self) -> Cell:
        """What stands in the element."""
        return Cell("".join(self.texts).strip(), self.line)


def is_markup(data: bytes) -> bool:
    """Return whether a file begins as XML does."""
    return data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(_STARTS)


def parsed(data: bytes, complaints: Complaints) -> Element | None:
    """Return the root of a document, or ``None`` if it cannot be read.

    Admissible paths, by far the largest part of some networks, are left out.
    """
    builder = _Builder()
    try:
        builder.parser.Parse(data, True)
    except _Refused as error:
        complaints.add(builder.parser.CurrentLineNumber, error.what, error.fix)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        what = Text(f"XMLとして読めない: {reason}", f"is not well-formed XML: {reason}")
        complaints.add(error.lineno, what)
    except (LookupError, ValueError) as error:  # from the codec of a declared encoding
        what = Text(f"文字コードを読めない: {error}", f"its encoding cannot be read: {error}")
        complaints.add(1, what, Text("UTF-8 で保存する", "save it in UTF-8"))
    else:
        return builder.root
    return None


class _Refused(Exception):
    def __init__(self, what: Text, fix: Text | None = None) -> None:
        super().__init__(what.en)
        self.what = what
        self.fix = fix


class _Builder:
    """Builds the elements while the parser reads."""

    def __init__(self) -> None:
        self.root: Element | None = None
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self._open: list[Element] = []
        self._skipped = 0
        """How deep we are in what is left out."""
        self._num_elements = 0

    def _doctype(self, *_: object) -> None:
        raise _Refused(
            Text("文書型宣言 (DOCTYPE) は読まない", "document type declarations are refused"),
            Text("<!DOCTYPE ...> を取り除く", "remove <!DOCTYPE ...>"),
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) + self._skipped == DEEPEST:
            raise _Refused(
                Text(f"要素の入れ子が{DEEPEST}段を超える", f"more than {DEEPEST} elements deep")
            )
        element = Element(name.rpartition(" ")[2], self.parser.CurrentLineNumber, attributes)
        if self._skipped or element.kind in _SKIPPED:
            self._skipped += 1
            return
        if self._num_elements == MOST_ELEMENTS:
            raise _Refused(
                Text(f"要素が{MOST_ELEMENTS}個を超える", f"more than {MOST_ELEMENTS} elements")
            )
        self._num_elements += 1
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def _end(self, _name: str) -> None:
        if self._skipped:
            self._skipped -= 1
        else:
            self._open.pop()

    def _text(self, text: str) -> None:
        if not self._skipped:
            self._open[-1].texts.append(text)
