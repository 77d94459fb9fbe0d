"""The rule: leads are served in order, each goes to whoever is furthest below target. Among equals whoever is owed most by earlier
runs comes first, then the seed decides: never the place in a list."""

import heapq
from dataclasses import dataclass, field

NOBODY = 0xFFFF_FFFF

REASONS = [
    "furthest below target",
    "everybody has reached their target, and they are least past it",
    "nobody may receive leads",
    "everybody who may take it has reached their target or their limit",
]
BELOW, PAST, NO_PEOPLE, ALL_FULL = range(4)


@dataclass
class Answer:
    """For each lead who gets it and why; notes say more about the leads that odlm wants explained."""

    assignee: list[int] = field(default_factory=list)
    reason: list[int] = field(default_factory=list)
    reasons: list[str] = field(default_factory=lambda: list(REASONS))
    notes: list[tuple[int, str]] = field(default_factory=list)


def distribute(request, past_target: bool = False) -> Answer:
    """Who gets which lead. O(log people) a lead."""
    people = request.salespeople
    to_go = [target - workload for target, workload in zip(people.target, people.workload)]
    room = list(people.room)
    places = places_among_equals(people, request.seed)

    def entry(row: int) -> tuple[int, int, int] | None:
        """Somebody's entry in the line, the lowest is served first; None: they stand in it no longer."""
        may_receive = room[row] > 0 and (to_go[row] > 0 or past_target)
        return (-to_go[row], places[row], row) if may_receive else None

    line = [found for row in range(len(to_go)) if (found := entry(row))]
    heapq.heapify(line)
    explained = set(request.explain)
    answer = Answer()
    for lead, owner in enumerate(request.leads.owner):
        # The line passes over the lead's owner: odlm refuses a plan that gives them their own lead.
        passed = heapq.heappop(line) if line and line[0][2] == owner else None
        if lead in explained:
            answer.notes.append((lead, note(line, owner, people.id)))
        if line:
            row = line[0][2]
            answer.assignee.append(row)
            answer.reason.append(BELOW if to_go[row] > 0 else PAST)
            to_go[row] -= 1
            room[row] -= 1
            again = entry(row)
            heapq.heapreplace(line, again) if again else heapq.heappop(line)
        else:
            answer.assignee.append(NOBODY)
            answer.reason.append(ALL_FULL if to_go else NO_PEOPLE)
        if passed:
            heapq.heappush(line, passed)
    return answer


def note(line, owner: int, ids) -> str:
    """What `odlm runs explain` shows beside the reason: who came first and who next."""
    first_two = heapq.nsmallest(2, (entry for entry in line if entry[2] != owner))
    told = [f"user {ids[row]} with {-past} to go" for past, _, row in first_two]
    if not told:
        return "nobody could take it"
    return f"{told[0]}; then {told[1]}" if len(told) > 1 else f"{told[0]}; nobody else could take it"


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
