"""Territories and places, tested natively: `python3 -m unittest discover tests`."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "src"))

from places import Atlas, fold  # noqa: E402


def covering(territories, place, aliases=None):
    """The names of the territories that cover a place, level by level, with the column that tells."""
    atlas = Atlas([territories], aliases or {})
    levels = atlas.covering(tuple(atlas.look_up(place)))
    return [(column, *(territory.name for territory in found)) for column, found in levels]


class Places(unittest.TestCase):
    def test_case_width_and_blanks_make_no_difference(self):
        self.assertEqual(fold("  sw1a 1aa "), fold("SW1A1AA"))
        self.assertEqual(fold("ÖSTERREICH"), fold("o\u0308sterreich"))
        self.assertEqual(fold("STRASSE"), fold("Straße"))
        self.assertEqual(fold("ΑΘΗΝΑΣ"), fold("αθηνας"))
        self.assertEqual(fold("８０３３１"), "80331")
        self.assertEqual(fold(" \t\u00a0"), "")

    def test_the_finest_column_comes_first_and_in_it_the_longest_beginning(self):
        territories = ["Germany", "Bavaria", "8*", "803*", "80331", "*", "France"]
        self.assertEqual(
            covering(territories, ("80331", "bavaria", "GERMANY")),
            [(0, "80331"), (0, "803*"), (0, "8*"), (1, "Bavaria"), (2, "Germany"), (3, "*")],
        )
        self.assertEqual(covering(territories, ("", "", "Germany")), [(2, "Germany"), (3, "*")])

    def test_a_place_may_lie_inside_others(self):
        territories = ["Austria/1*", "Australia / 1*", "Germany/*"]
        self.assertEqual(covering(territories, ("1010", "", "Austria")), [(0, "Austria/1*")])
        self.assertEqual(covering(territories, ("1010", "", "Australia")), [(0, "Australia / 1*")])
        self.assertEqual(covering(territories, ("1010", "", "")), [])
        self.assertEqual(covering(territories, ("", "Saxony", "Germany")), [(2, "Germany/*")])

    def test_aliases_name_one_place_in_leads_and_in_territories(self):
        aliases = {"DE": "Germany", "Deutschland": "Germany"}
        for country in ("Germany", "de", "DEUTSCHLAND"):
            self.assertEqual(covering(["De", "germany/9*"], ("", "", country), aliases), [(2, "De")])
            self.assertEqual(covering(["DE/9*"], ("90402", "", country), aliases), [(0, "DE/9*")])

    def test_nowhere_is_covered_by_nobody_not_even_by_everywhere(self):
        self.assertEqual(covering(["*", "", " ", "/", "8*"], ("", " ", "\t")), [])

    def test_odd_texts_are_no_trouble(self):
        for odd in ("a\0b", "\u202e", "\ufeff", "long " * 4000, "**", "*/*", "//*", "\ud7ff\U0010ffff"):
            covering([odd], (odd, odd, odd))

    def test_people_with_one_territory_are_together(self):
        atlas = Atlas([["Germany", "GERMANY"], ["france"], [" germany "]], {})
        [(_, [territory])] = atlas.covering(tuple(atlas.look_up(["", "", "Germany"])))
        self.assertEqual(territory.rows, [0, 2])


if __name__ == "__main__":
    unittest.main()
