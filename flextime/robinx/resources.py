"""Who and when: the teams and slots of an instance, and the groups that stand for sets of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flextime.robinx.errors import RobinXError
from flextime.robinx.tree import Element
from flextime.robinx.values import integer, items, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """The teams, or the slots: their names by number, and the members of each group."""

    noun: str
    names: tuple[str, ...]
    groups: Mapping[int, tuple[int, ...]]

    def number(self, element: Element, told: str) -> int:
        """Return the number of a member by its id as the file has it. Raises RobinXError for an unknown one."""
        found = integer(element, self.noun, told)
        if not 0 <= found < len(self.names):
            known = f"0 to {len(self.names) - 1}"
            raise RobinXError(f"{element.tag}: there is no {self.noun} {found}, only {known}", element.line)
        return found

    def chosen(self, element: Element, own: str, groups: str) -> tuple[int, ...]:
        """Return the members that an element names by themselves and by groups, in order, each once.

        Raises RobinXError where it names neither; an empty list is as good as none.
        """
        ids, group_ids = items(element, own), items(element, groups)
        if not ids and not group_ids:
            raise RobinXError(f"{element.tag} names no {self.noun}s: neither {own} nor {groups} is given", element.line)
        found = {self.number(element, told) for told in ids}
        for told in group_ids:
            group = integer(element, groups, told)
            if group not in self.groups:
                raise RobinXError(f"{element.tag}: there is no {self.noun} group {group}", element.line)
            found.update(self.groups[group])
        return tuple(sorted(found))


def read_members(resources: Element, noun: str) -> Members:
    """Read the teams or the slots ("team", "slot"). Raises RobinXError unless their ids are 0, 1, 2 and so on."""
    plural = f"{noun.capitalize()}s"
    listed = list(resources.get(plural).all(noun))
    numbered: dict[int, Element] = {}
    for element in listed:
        number = integer(element, "id", text(element, "id"))
        if number in numbered:
            raise RobinXError(f"{noun} {number} stands on line {numbered[number].line} already", element.line)
        if not 0 <= number < len(listed):
            raise RobinXError(f"{noun} {number}: the {len(listed)} {noun}s are numbered from 0", element.line)
        numbered[number] = element
    if not listed:
        raise RobinXError(f"there are no {noun}s", resources.line)
    names = tuple(numbered[number].attributes.get("name", f"{noun} {number}") for number in range(len(listed)))
    return Members(noun=noun, names=names, groups=_groups(resources, noun, numbered))


def _groups(resources: Element, noun: str, members: Mapping[int, Element]) -> dict[int, tuple[int, ...]]:
    groups: dict[int, list[int]] = {}
    declared = resources.find(f"{noun.capitalize()}Groups")
    for element in declared.all(f"{noun}Group") if declared else ():
        groups[integer(element, "id", text(element, "id"))] = []
    for number in sorted(members):
        for group in _groups_named(members[number], noun):
            if group not in groups:
                raise RobinXError(f"{noun} {number}: there is no {noun} group {group}", members[number].line)
            groups[group].append(number)
    return {group: tuple(own) for group, own in groups.items()}


def _groups_named(element: Element, noun: str) -> Iterator[int]:
    for name in (f"{noun}Group", f"{noun}Groups"):  # RobinX has slotGroup of a slot and teamGroups of a team
        for told in items(element, name):
            yield integer(element, name, told)
