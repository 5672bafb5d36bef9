"""XML as a tree whose elements know their lines, so that whatever is wrong further up can be told by its line."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from flextime.robinx.errors import RobinXError


@dataclass(slots=True, kw_only=True)
class Element:
    """An element of the file. Its text is what stands before the first child, without the white space around it."""

    tag: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element"] = field(default_factory=list)
    text: str = ""

    def all(self, tag: str) -> Iterator["Element"]:
        """Yield the children of this tag."""
        return (child for child in self.children if child.tag == tag)

    def find(self, *path: str) -> "Element | None":
        """Return the first element down the path, if there is one."""
        here: Element | None = self
        for tag in path:
            here = next(here.all(tag), None) if here else None
        return here

    def get(self, *path: str) -> "Element":
        """Return the first element down the path. Raises RobinXError where it ends."""
        here = self
        for tag in path:
            found = here.find(tag)
            if found is None:
                raise RobinXError(f"{here.tag} has no {tag} in it", here.line)
            here = found
        return here


def parse(data: bytes, root: str) -> Element:
    """Return the root element, which must be `root`. Raises RobinXError for what is no XML, or another kind of file."""
    builder = _Builder()
    try:
        builder.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise RobinXError(f"this is no XML: {expat.errors.messages[error.code]}", error.lineno) from error
    except (LookupError, ValueError) as error:  # what Python has to say of an encoding that expat does not know
        raise RobinXError(f"this is no XML: {error}", 1) from error
    found = builder.top.children[0]
    if found.tag != root:
        raise RobinXError(f"this is a file of {found.tag}, not of {root}", found.line)
    return found


class _Builder:
    def __init__(self) -> None:
        self.top = Element(tag="the file", line=1)
        self._open = [self.top]
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data
        self.parser.StartDoctypeDeclHandler = self._doctype

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        element = Element(tag=tag, line=self.parser.CurrentLineNumber, attributes=attributes)
        self._open[-1].children.append(element)
        self._open.append(element)

    def _end(self, _tag: str) -> None:
        element = self._open.pop()
        element.text = element.text.strip()

    def _data(self, text: str) -> None:
        if not self._open[-1].children:
            self._open[-1].text += text

    def _doctype(self, *_: object) -> None:
        """Entities are the one way for a small file to grow without bound, and RobinX has none."""
        raise RobinXError("a document type declaration is no part of RobinX", self.parser.CurrentLineNumber)
