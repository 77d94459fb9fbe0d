"""Which territories cover a place. A territory is written as a place, `Bavaria`; as the beginning of one, `80*`; inside others,
`Germany/80*`; or as `*`, which is everywhere. Case, width and blanks of letters make no difference."""

import unicodedata
from dataclasses import dataclass, field

EVERYWHERE = "*"


def fold(text: str) -> str:
    """A text as it is compared: `sw1a 1AA` is `SW1A1AA`, `MÜNCHEN` is `münchen`."""
    # Folding may undo the normal form, so it is made twice.
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(folded.split())


@dataclass
class Territory:
    """One territory as somebody wrote it, and the rows of all who have it."""

    name: str
    inside: frozenset[str]
    rows: list[int] = field(default_factory=list)


class Atlas:
    """The territories of everybody. Looking one place up costs the same however many people there are."""

    def __init__(self, territories: list[list[str]], aliases: dict[str, str]):
        self._aliases = {fold(name): fold(other) for name, other in aliases.items()}
        self._found: dict[tuple[str, frozenset[str], bool], Territory] = {}
        self._whole: dict[str, list[Territory]] = {}
        self._beginnings: dict[str, list[Territory]] = {}
        for row, written in enumerate(territories):
            for name in written:
                self._add(name, row)
        self._lengths = sorted({len(beginning) for beginning in self._beginnings}, reverse=True)

    def _add(self, name: str, row: int) -> None:
        parts = [part for part in map(fold, name.split("/")) if part]
        while len(parts) > 1 and parts[-1] == EVERYWHERE:
            parts.pop()  # Everywhere in Germany is Germany.
        if not parts:
            return
        *outer, last = parts
        is_beginning = last.endswith(EVERYWHERE)
        last = last[:-1] if is_beginning else self._place(last)
        inside = frozenset(self._place(part) for part in outer if part != EVERYWHERE)
        key = (last, inside, is_beginning)
        territory = self._found.get(key)
        if territory is None:
            territory = self._found[key] = Territory(name.strip(), inside)
            (self._beginnings if is_beginning else self._whole).setdefault(last, []).append(territory)
        if row not in territory.rows[-1:]:
            territory.rows.append(row)

    def _place(self, folded: str) -> str:
        return self._aliases.get(folded, folded)

    def covering(self, values: tuple[str, ...]) -> list[tuple[int, list[Territory]]]:
        """The territories that cover a lead with these values, from the finest column to the coarsest: each with the column that
        tells (the number of columns where it is everywhere), the closest first. Empty values lie nowhere."""
        folded = [fold(value) for value in values]
        # What somebody wrote as an alias begins like the place that it stands for, and like itself.
        names = [{self._place(value), value} if value else set() for value in folded]
        lies_in = frozenset().union(*names)
        levels = []

        def level(column: int, candidates: list[Territory]) -> None:
            covering = [territory for territory in candidates if territory.inside <= lies_in]
            if covering:
                levels.append((column, covering))

        for column, value in enumerate(folded):
            if value:
                level(column, self._whole.get(self._place(value), []))
                for length in self._lengths:
                    if length:
                        candidates = {name[:length] for name in names[column] if len(name) >= length}
                        level(column, [each for name in sorted(candidates) for each in self._beginnings.get(name, [])])
        if lies_in:
            level(len(values), self._beginnings.get("", []))
        return levels
