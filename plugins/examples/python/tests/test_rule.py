"""The rule, tested natively: `python3 -m unittest discover tests`."""

import pathlib
import sys
import unittest
from collections import Counter
from types import SimpleNamespace

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "src"))

import columns  # noqa: E402
import rule  # noqa: E402
import settings  # noqa: E402


def person(territories="", team="", target=10, workload=0, room=1000, credit=0.0):
    return SimpleNamespace(**locals())


def lead(country="", zip="", state="", owner=rule.NOBODY):
    return SimpleNamespace(place=(zip, state, country), owner=owner)


def plan(people, leads, seed=1, explain=(), **chosen):
    """The answer, and for each lead the row of who gets it with the reason."""
    salespeople = SimpleNamespace(
        id=[100 + row for row in range(len(people))],
        **{name: [getattr(each, name) for each in people] for name in ("target", "workload", "room", "credit")},
    )
    answer = rule.distribute(
        SimpleNamespace(
            leads=SimpleNamespace(owner=[each.owner for each in leads]),
            salespeople=salespeople,
            seed=seed,
            explain=explain,
        ),
        places=[[each.place[column] for each in leads] for column in range(3)],
        territories=[each.territories.split(";") for each in people],
        teams=[each.team for each in people],
        settings=settings.Settings(**chosen),
    )
    rows = [None if row == rule.NOBODY else row for row in answer.assignee]
    return answer, rows, [answer.reasons[reason] for reason in answer.reason]


class Rule(unittest.TestCase):
    def test_the_closest_territory_wins(self):
        people = [person("*"), person("Germany"), person("Germany/80*"), person("Bavaria")]
        leads = [lead("Germany", "80331", "Bavaria"), lead("Germany", "", "Bavaria"), lead("Germany", "10115"), lead("Peru")]
        _, rows, reasons = plan(people, leads)
        self.assertEqual(rows, [2, 3, 1, 0])
        self.assertEqual(
            reasons,
            [
                "its postcode lies in their territory",
                "its state lies in their territory",
                "its country lies in their territory",
                "their territory is everywhere",
            ],
        )

    def test_a_full_territory_leaves_its_leads_to_the_next_wider_one(self):
        people = [person("Germany"), person("80*", room=1)]
        self.assertEqual(plan(people, [lead("Germany", "80331")] * 3)[1], [1, 0, 0])

    def test_within_a_territory_whoever_is_furthest_below_target_comes_first(self):
        people = [person("Germany", workload=2), person("France;Germany", workload=4), person("Germany", workload=10)]
        _, rows, _ = plan(people, [lead("Germany")] * 4)
        self.assertEqual(Counter(rows), {0: 3, 1: 1})
        # What somebody got in one territory counts in the other.
        _, rows, _ = plan(people[:2], [lead("France")] * 4 + [lead("Germany")] * 8)
        self.assertEqual(rows[:4], [1] * 4)
        self.assertEqual(Counter(rows[4:]), {0: 7, 1: 1})

    def test_equals_share_evenly_and_the_seed_draws_who_gets_the_lead_over(self):
        first = set()
        for seed in range(60):
            _, rows, _ = plan([person("Germany")] * 3, [lead("Germany")] * 4, seed=seed)
            self.assertEqual(sorted(Counter(rows).values()), [1, 1, 2])
            first.add(rows[0])
        self.assertEqual(first, {0, 1, 2})

    def test_whoever_is_owed_leads_wins_a_tie(self):
        self.assertEqual(plan([person("Germany"), person("Germany", credit=1.5)], [lead("Germany")])[1], [1])

    def test_past_the_targets_unless_told_otherwise(self):
        people, leads = [person("Germany", target=1)], [lead("Germany")] * 2
        self.assertEqual(plan(people, leads)[1], [0, 0])
        _, rows, reasons = plan(people, leads, past_target=False)
        self.assertEqual(rows, [0, None])
        self.assertEqual(reasons[1], "nobody else whose territory covers it may take more leads")

    def test_what_nobody_covers_goes_to_the_fallback_team(self):
        people = [person("Germany"), person("", "Inside  SALES"), person("", "Field")]
        leads = [lead("Peru"), lead(), lead("Germany")]
        _, rows, reasons = plan(people, leads, fallback_team="inside sales")
        self.assertEqual(rows, [1, 1, 0])
        self.assertEqual(
            reasons[:2],
            [
                "no territory covers it: it goes to the fallback team",
                "it has neither postcode, state nor country: it goes to the fallback team",
            ],
        )
        _, rows, reasons = plan(people, leads)
        self.assertEqual(rows, [None, None, 0])
        self.assertEqual(reasons[:2], ["no territory covers it", "it has neither postcode, state nor country"])

    def test_the_fallback_team_helps_full_territories_unless_told_otherwise(self):
        people = [person("Germany", room=0), person("", "Inside")]
        _, rows, reasons = plan(people, [lead("Germany")], fallback_team="Inside")
        self.assertEqual(rows, [1])
        self.assertTrue(reasons[0].endswith("may take more leads: it goes to the fallback team"), reasons)
        _, rows, _ = plan(people, [lead("Germany")], fallback_team="Inside", fallback_when_full=False)
        self.assertEqual(rows, [None])
        people[1].room = 0
        _, rows, reasons = plan(people, [lead("Germany"), lead("Peru")], fallback_team="Inside")
        self.assertEqual(rows, [None, None])
        self.assertEqual(reasons[1], "no territory covers it, and the fallback team may take no more")

    def test_a_lead_never_goes_back_to_its_owner(self):
        people = [person("Germany"), person("Germany", workload=9)]
        answer, rows, _ = plan(people, [lead("Germany", owner=0)], explain=[0])
        self.assertEqual(rows, [1])
        self.assertEqual(answer.notes, [(0, "territory Germany: user 101 with 1 to go; nobody else could take it")])
        _, rows, reasons = plan(people[:1], [lead("Germany", owner=0)])
        self.assertEqual((rows, reasons), ([None], ["nobody else whose territory covers it may take more leads"]))

    def test_nobody_there_is_a_reason(self):
        answer, rows, reasons = plan([], [lead("Germany")], explain=[0])
        self.assertEqual((rows, reasons), ([None], ["nobody may receive leads"]))
        self.assertEqual(answer.notes, [(0, "there is nobody: nobody could take it")])

    def test_many_overlapping_territories_stay_even(self):
        people = [person(";".join(f"{digit}*" for digit in range(row % 10, 10))) for row in range(50)]
        leads = [lead("Germany", f"{number % 10}{number:04}") for number in range(2000)]
        _, rows, _ = plan(people, leads)
        self.assertNotIn(None, rows)
        # Everybody covers the postcodes of 9, and the leads are spread over all: nobody is left out.
        self.assertEqual(len(set(rows)), 50)
        self.assertEqual(plan(people, leads)[1], rows)


class Contract(unittest.TestCase):
    def test_columns_of_the_contract_become_lists(self):
        table = ["", "Germany", "80*"]
        texts = SimpleNamespace(values=SimpleNamespace(value=[1, 0, 1]), missing=[1])
        self.assertEqual(columns.texts(texts, table), ["Germany", "", "Germany"])
        lists = SimpleNamespace(values=SimpleNamespace(value=SimpleNamespace(items=[1, 2, 1], ends=[2, 2, 3])))
        self.assertEqual(columns.text_lists(lists, table), [["Germany", "80*"], [], ["Germany"]])

    def test_the_schema_has_the_defaults_of_the_rule(self):
        defaults = {name: schema["default"] for name, schema in settings.SCHEMA["properties"].items()}
        self.assertEqual(settings.Settings(**defaults), settings.Settings())
        self.assertEqual(settings.parse('{"past_target": false}').past_target, False)


if __name__ == "__main__":
    unittest.main()
