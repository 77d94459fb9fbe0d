"""Which territories cover a place. A territory is written as a place, `Bavaria`; as the beginning of one, `80*`; inside others,
`Germany/80*`; or as `*`, which is everywhere. Case, width and blanks of letters make no difference."""

import unicodedata
from dataclasses import dataclass, field

EVERYWHERE = "*"


def fold(text: str) -> str:
    """A text as it is compared: `sw1a 1AA` is `SW1A1AA`, `MÜNCHEN` is `münchen`."""
    if not text.isascii():
        # Folding may undo the normal form, so it is made twice.
        text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(text.lower().split())


@dataclass(eq=False)
class Territory:
    """One territory as somebody wrote it, and the rows of all who have it."""

    name: str
    inside: frozenset[str]
    rows: list[int] = field(default_factory=list)


@dataclass(eq=False)
class Found:
    """What a value of a lead comes to: the territories that end in it, closest first, and what else lies in it."""

    ends: tuple[int, ...]
    around: frozenset[str]


class Atlas:
    """The territories of everybody. Looking a value up costs the same however many people there are."""

    def __init__(self, territories: list[list[str]], aliases: dict[str, str]):
        self._aliases = {fold(name): fold(other) for name, other in aliases.items()}
        # Territories by their last part; those of one last part by what they lie in.
        self._ends: list[dict[frozenset[str], Territory]] = []
        self._whole: dict[str, int] = {}
        self._beginnings: dict[int, dict[str, int]] = {}
        for row, written in enumerate(territories):
            for name in written:
                self._add(name, row)
        self._everywhere = self._beginnings.pop(0, {}).get("")
        self._longest_first = sorted(self._beginnings.items(), reverse=True)
        self._around = frozenset(part for each in self._ends for inside in each for part in inside)
        self._shared: dict[tuple, Found] = {}

    def _add(self, name: str, row: int) -> None:
        parts = [part for part in map(fold, name.split("/")) if part]
        while len(parts) > 1 and parts[-1] == EVERYWHERE:
            parts.pop()  # Everywhere in Germany is Germany.
        if not parts:
            return
        *outer, last = parts
        if last.endswith(EVERYWHERE):
            last = last[:-1]
            of_last = self._beginnings.setdefault(len(last), {})
        else:
            last = self._place(last)
            of_last = self._whole
        if last not in of_last:
            of_last[last] = len(self._ends)
            self._ends.append({})
        inside = frozenset(self._place(part) for part in outer if part != EVERYWHERE)
        territory = self._ends[of_last[last]].setdefault(inside, Territory(name.strip(), inside))
        if row not in territory.rows[-1:]:
            territory.rows.append(row)

    def _place(self, folded: str) -> str:
        return self._aliases.get(folded, folded)

    def look_up(self, values) -> list[Found | None]:
        """What each value comes to; None where it is empty, and so lies nowhere. Each different value is looked up once."""
        found = {value: self._find(fold(value)) for value in set(values)}
        return [found[value] for value in values]

    def _find(self, folded: str) -> Found | None:
        if not folded:
            return None
        place = self._place(folded)
        ends = [self._whole[place]] if place in self._whole else []
        # What somebody wrote as an alias begins like the place that it stands for, and like itself.
        for length, beginnings in self._longest_first:
            # A name that is shorter than the beginning stays itself, and no beginning of this length is it.
            end = beginnings.get(place[:length])
            if end is not None:
                ends.append(end)
            if place is not folded and (end := beginnings.get(folded[:length], end)) not in (None, *ends):
                ends.append(end)
        # Values that come to the same share one, so that what covers them is asked once.
        key = (*ends, place) if place in self._around else tuple(ends)
        found = self._shared.get(key)
        if found is None:
            found = self._shared[key] = Found(tuple(ends), self._around.intersection((place,)))
        return found

    def covering(self, values: tuple[Found | None, ...]) -> list[tuple[int, list[Territory]]]:
        """The territories that cover a lead with these values, from the finest column to the coarsest, in each the closest first: the
        column that tells (the number of columns where the territory is everywhere) with the territories."""
        around = frozenset().union(*(value.around for value in values if value))
        ends = [(column, end) for column, value in enumerate(values) if value for end in value.ends]
        if any(values) and self._everywhere is not None:
            ends.append((len(values), self._everywhere))
        levels = []
        for column, end in ends:
            covering = [each for inside, each in self._ends[end].items() if inside <= around]
            if covering:
                levels.append((column, covering))
        return levels
