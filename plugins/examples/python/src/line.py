"""Lines of people who are served by who is furthest below target. Somebody may stand in many lines: whoever got a lead in one has an
old entry in the others, which is mended only once it comes first. That is sound because nobody ever moves forward."""

import heapq


class Members:
    """What changes of people during the run: leads to go until the target, and leads that odlm still accepts."""

    def __init__(self, people, places: list[int], past_target: bool):
        self.to_go = [target - workload for target, workload in zip(people.target, people.workload)]
        self._room = list(people.room)
        self._places = places
        self._past_target = past_target

    def entry(self, row: int) -> tuple[int, int, int] | None:
        """Somebody's entry in a line, the lowest is served first; None: they may take no more."""
        if self._room[row] > 0 and (self._past_target or self.to_go[row] > 0):
            return (-self.to_go[row], self._places[row], row)
        return None

    def give(self, row: int) -> None:
        """Somebody gets a lead."""
        self.to_go[row] -= 1
        self._room[row] -= 1


class Line:
    """Some of the people."""

    def __init__(self, rows, members: Members):
        self._members = members
        self._heap = [found for row in sorted(set(rows)) if (found := members.entry(row))]
        heapq.heapify(self._heap)

    def first(self, owner: int) -> int | None:
        """Who is served now, passing over `owner`: odlm refuses a plan that gives somebody their own lead."""
        heap, passed = self._heap, None
        while heap:
            now = self._members.entry(heap[0][2])
            if now is None:
                heapq.heappop(heap)
            elif now != heap[0]:
                heapq.heapreplace(heap, now)
            elif now[2] == owner:
                passed = heapq.heappop(heap)
            else:
                break
        found = heap[0][2] if heap else None
        if passed:
            heapq.heappush(heap, passed)
        return found

    def first_two(self, owner: int) -> list[int]:
        """Who is served now, and who would be next. O(people of the line): for leads that are explained."""
        now = [found for _, _, row in self._heap if row != owner and (found := self._members.entry(row))]
        return [row for _, _, row in heapq.nsmallest(2, now)]
