"""What became of dead letters: the records of their topic, folded."""

from dataclasses import dataclass, field, replace

from flextime_schemas.messages import DeadLetter, DeadLetterSettled


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A letter as it was written last, how often it was, and what settled it since; None while it is open."""

    letter: DeadLetter
    times: int = 1
    settled: DeadLetterSettled | None = None


@dataclass(slots=True)
class LetterBook:
    """The letters by id, in the order in which they first came. Records of one letter lie in one partition, in order.

    A letter that is written again after it was settled is open again: what was decided did not help.
    """

    letters: dict[str, Standing] = field(default_factory=dict)

    def hear(self, record: DeadLetter | DeadLetterSettled) -> None:
        """Take the next record in; the end of a letter that the topic no longer holds is kept by nobody."""
        if isinstance(record, DeadLetter):
            known = self.letters.get(record.id)
            self.letters[record.id] = Standing(letter=record, times=known.times + 1 if known else 1)
        elif known := self.letters.get(record.letter):
            self.letters[record.letter] = replace(known, settled=record)

    def open(self) -> list[DeadLetter]:
        """Return the letters that nobody has settled."""
        standings = list(self.letters.values())  # another thread may hear meanwhile
        return [standing.letter for standing in standings if standing.settled is None]

    def is_open(self, letter: str) -> bool:
        standing = self.letters.get(letter)
        return standing is not None and standing.settled is None

    def is_discarded(self, letter: str) -> bool:
        """Say whether the last word on a letter is that its record is to be done without."""
        standing = self.letters.get(letter)
        return standing is not None and standing.settled is not None and standing.settled.action == "discard"
