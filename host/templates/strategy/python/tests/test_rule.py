"""The rule, tested natively: `python3 -m unittest discover tests`."""

import pathlib
import sys
import unittest
from types import SimpleNamespace

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "src"))

import rule  # noqa: E402
import settings  # noqa: E402


def request(people, leads=1, owner=rule.NOBODY, seed=1, explain=()):
    """People by id, target, workload and credit; leads that all have the same owner."""
    columns = list(zip(*people)) if people else [(), (), (), ()]
    return SimpleNamespace(
        leads=SimpleNamespace(owner=[owner] * leads),
        salespeople=SimpleNamespace(
            id=columns[0],
            target=columns[1],
            workload=columns[2],
            credit=columns[3],
            room=[1000] * len(people),
        ),
        seed=seed,
        explain=explain,
    )


def reasons(answer):
    return [answer.reasons[reason] for reason in answer.reason]


class Rule(unittest.TestCase):
    def test_whoever_is_furthest_below_target_comes_first(self):
        answer = rule.distribute(request([(1, 10, 2, 0.0), (2, 10, 4, 0.0), (3, 10, 10, 0.0)], leads=4))
        self.assertEqual(answer.assignee[:2], [0, 0])
        self.assertEqual([answer.assignee.count(row) for row in range(3)], [3, 1, 0])
        self.assertEqual(set(reasons(answer)), {"furthest below target"})

    def test_equals_share_evenly_and_the_seed_draws_who_gets_the_lead_over(self):
        first = set()
        for seed in range(60):
            answer = rule.distribute(request([(n, 10, 0, 0.0) for n in (1, 2, 3)], leads=4, seed=seed))
            self.assertEqual(sorted(answer.assignee.count(row) for row in range(3)), [1, 1, 2])
            first.add(answer.assignee[0])
        self.assertEqual(first, {0, 1, 2})

    def test_whoever_is_owed_leads_wins_a_tie(self):
        self.assertEqual(rule.distribute(request([(1, 10, 0, 0.0), (2, 10, 0, 1.5)])).assignee, [1])

    def test_past_the_targets_only_if_told(self):
        asked = request([(1, 3, 2, 0.0), (2, 3, 2, 0.0)], leads=3)
        within = rule.distribute(asked)
        self.assertEqual(within.assignee[2], rule.NOBODY)
        self.assertIn("reached their target or their limit", reasons(within)[2])
        past = rule.distribute(asked, past_target=True)
        self.assertIn("least past it", reasons(past)[2])

    def test_a_lead_never_goes_back_to_its_owner(self):
        answer = rule.distribute(request([(1, 10, 0, 0.0), (2, 10, 9, 0.0)], owner=0, explain=[0]))
        self.assertEqual(answer.assignee, [1])
        self.assertEqual(answer.notes, [(0, "user 2 with 1 to go; nobody else could take it")])

    def test_nobody_there_is_a_reason(self):
        self.assertEqual(reasons(rule.distribute(request([]))), ["nobody may receive leads"])

    def test_the_schema_has_the_defaults_of_the_rule(self):
        self.assertIs(settings.SCHEMA["properties"]["past_target"]["default"], False)
        self.assertEqual(settings.parse('{"past_target": true}'), {"past_target": True})


if __name__ == "__main__":
    unittest.main()
