"""The rule: each lead goes to the people whose territory covers it, the closest territory first; among them to whoever is furthest below
target, then to whom earlier runs owe most, then by the seed: never by the place in a list. What no territory covers goes to the
fallback team, or to nobody."""

from dataclasses import dataclass, field

from line import Line, Members
from places import Atlas, Found, Territory, fold

NOBODY = 0xFFFF_FFFF

# The columns of leads that tell where they lie, the finest first, and their names in reasons.
COLUMNS = ("zip", "state_id", "country")
WORDS = ("postcode", "state", "country")

COVERED = [f"its {word} lies in their territory" for word in WORDS] + ["their territory is everywhere"]
NO_PEOPLE = len(COVERED)
CAUSES = [
    "no territory covers it",
    f"it has neither {', '.join(WORDS[:-1])} nor {WORDS[-1]}",
    "nobody else whose territory covers it may take more leads",
]
UNCOVERED, NOWHERE, FULL = range(len(CAUSES))
OUTCOMES = ["{cause}: it goes to the fallback team", "{cause}, and the fallback team may take no more", "{cause}"]
TO_TEAM, TEAM_FULL, NO_TEAM = range(len(OUTCOMES))
REASONS = [
    *COVERED,
    "nobody may receive leads",
    *(outcome.format(cause=cause) for cause in CAUSES for outcome in OUTCOMES),
]


@dataclass
class Answer:
    """For each lead who gets it and why; notes say more about the leads that odlm wants explained."""

    assignee: list[int] = field(default_factory=list)
    reason: list[int] = field(default_factory=list)
    reasons: list[str] = field(default_factory=lambda: list(REASONS))
    notes: list[tuple[int, str]] = field(default_factory=list)


def distribute(request, places, territories, teams, settings) -> Answer:
    """Who gets which lead. `places` has the `COLUMNS` of leads, a list of texts each; `territories` and `teams` have a value for each
    person. O(log people) a lead, and a look at the territories for each different place."""
    people = request.salespeople
    members = Members(people, places_among_equals(people, request.seed), settings.past_target)
    atlas = Atlas(territories, settings.aliases)
    world = World(atlas, members)
    team = fold(settings.fallback_team)
    fallback = Line([row for row, name in enumerate(teams) if fold(name) == team], members) if team else None
    explained = set(request.explain)
    answer = Answer()
    values_of_leads = zip(*map(atlas.look_up, places))
    for lead, (owner, values) in enumerate(zip(request.leads.owner, values_of_leads)):
        levels = world.levels(values)
        found, reason, line, note = NOBODY, NO_PEOPLE, None, "there is nobody"
        for column, territory, line in levels:
            first = line.first(owner)
            if first is not None:
                found, reason, note = first, column, f"territory {territory}"
                break
        else:
            if people.id:
                cause = FULL if levels else UNCOVERED if any(values) else NOWHERE
                line = fallback if cause != FULL or settings.fallback_when_full else None
                first = line.first(owner) if line else None
                outcome = TO_TEAM if first is not None else TEAM_FULL if line else NO_TEAM
                found = NOBODY if first is None else first
                reason = NO_PEOPLE + 1 + cause * len(OUTCOMES) + outcome
                note = "fallback team" if line else "no fallback team"
        if lead in explained:
            answer.notes.append((lead, f"{note}: {told(line, owner, people.id, members)}"))
        answer.assignee.append(found)
        answer.reason.append(reason)
        if found != NOBODY:
            members.give(found)
    return answer


class World:
    """The lines behind each place; one for each set of territories that covers a lead together."""

    def __init__(self, atlas: Atlas, members: Members):
        self._atlas = atlas
        self._members = members
        self._levels: dict[tuple[Found | None, ...], list[tuple[int, str, Line]]] = {}
        self._lines: dict[tuple[Territory, ...], Line] = {}

    def levels(self, values: tuple[Found | None, ...]) -> list[tuple[int, str, Line]]:
        """The lines to ask for a lead of these values, in order: column, name of the territory, line."""
        levels = self._levels.get(values)
        if levels is None:
            covering = self._atlas.covering(values)
            levels = self._levels[values] = [(column, found[0].name[:60], self._line(found)) for column, found in covering]
        return levels

    def _line(self, territories: list[Territory]) -> Line:
        key = tuple(territories)
        if key not in self._lines:
            self._lines[key] = Line([row for territory in territories for row in territory.rows], self._members)
        return self._lines[key]


def told(line: Line | None, owner: int, ids, members: Members) -> str:
    """What `odlm runs explain` shows beside the reason: who came first and who next."""
    first_two = [f"user {ids[row]} with {members.to_go[row]} to go" for row in line.first_two(owner)] if line else []
    if not first_two:
        return "nobody could take it"
    return f"{first_two[0]}; then {first_two[1]}" if len(first_two) > 1 else f"{first_two[0]}; nobody else could take it"


def places_among_equals(people, seed: int) -> list[int]:
    """For each person their place among equals: higher credit first, then the seed's draw."""
    order = sorted(
        range(len(people.id)),
        # In millionths of a lead, so that the noise of sums decides nothing.
        key=lambda row: (-round(people.credit[row] * 1e6), draw(seed, people.id[row]), people.id[row]),
    )
    places = [0] * len(order)
    for place, row in enumerate(order):
        places[row] = place
    return places


def draw(seed: int, number: int) -> int:
    """A number that only the seed and an id decide: sorting by it shuffles, whatever order the ids came in."""
    return mix(mix(seed) ^ number)


def mix(value: int) -> int:
    """SplitMix64 (Steele, Lea and Flood, 2014). Not for secrets."""
    mask = 0xFFFF_FFFF_FFFF_FFFF
    value = (value + 0x9E37_79B9_7F4A_7C15) & mask
    value = ((value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9) & mask
    value = ((value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB) & mask
    return value ^ (value >> 31)
