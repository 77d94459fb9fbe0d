//! Ties without favourites: who goes first among equals. Credit decides, then chance by the request's seed and the person's id, never
//! the position in a list: the same people in another order give the same result.

use crate::Table;

/// A well-mixed 64-bit number from another one: the output function of SplitMix64 (Steele, Lea and Flood, "Fast splittable
/// pseudorandom number generators", 2014) on the next state of its counter. Not for secrets.
#[must_use]
pub fn mix(value: u64) -> u64 {
    let mut mixed = value.wrapping_add(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// The seed's draw for an id: sorting by it shuffles, whatever order the ids came in.
#[must_use]
pub fn draw(seed: u64, id: u64) -> u64 {
    mix(mix(seed) ^ id)
}

/// The rows `0..ids.len()` in an order that only seed and ids decide.
#[must_use]
pub fn permutation(seed: u64, ids: &[u64]) -> Vec<usize> {
    let mut keys: Vec<(u64, u64, usize)> =
        ids.iter().enumerate().map(|(row, id)| (draw(seed, *id), *id, row)).collect();
    keys.sort_unstable();
    keys.into_iter().map(|(_, _, row)| row).collect()
}

/// A credit in millionths of a lead, so that the noise of sums in floating point decides nothing. What is no number counts as 0.
#[must_use]
pub fn whole_credit(credit: f64) -> i64 {
    // `as` saturates, and turns what is no number into 0.
    (credit * 1e6).round() as i64
}

/// For each person their place among equals, from 0: higher credit first, then the seed's draw. No two have the same place.
#[must_use]
pub fn places(table: &Table<'_>) -> Vec<u32> {
    let seed = table.request().seed;
    places_by(table, |person| (std::cmp::Reverse(whole_credit(person.credit())), draw(seed, person.id())))
}

/// For each person their place when all are sorted by `key`, from 0; equal keys are told apart by id.
pub fn places_by<'a, K: Ord>(table: &Table<'a>, key: impl Fn(&crate::Person<'a>) -> K) -> Vec<u32> {
    let mut people: Vec<(K, u64, usize)> =
        table.people().map(|person| (key(&person), person.id(), person.row())).collect();
    people.sort_unstable();
    let mut places = vec![0; people.len()];
    for (place, (_, _, row)) in (0_u32..).zip(people) {
        if let Some(entry) = places.get_mut(row) {
            *entry = place;
        }
    }
    places
}

/// The rows in the order of their places: who is to join a [`Line`](crate::Line) first.
#[must_use]
pub fn order(places: &[u32]) -> Vec<usize> {
    let mut rows: Vec<usize> = (0..places.len()).collect();
    rows.sort_by_key(|row| places.get(*row));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::RequestBuilder;

    #[test]
    fn the_shuffle_follows_ids_not_positions() {
        let forward = permutation(5, &[10, 20, 30, 40]);
        let backward = permutation(5, &[40, 30, 20, 10]);
        assert_eq!(forward, backward.iter().map(|row| 3 - row).collect::<Vec<_>>());
    }

    #[test]
    fn over_many_seeds_everybody_is_first_equally_often() {
        let mut first = [0_u32; 4];
        for seed in 0..4000 {
            first[permutation(seed, &[1, 2, 3, 4])[0]] += 1;
        }
        assert!(first.iter().all(|count| (850..1150).contains(count)), "{first:?}");
    }

    #[test]
    fn credit_goes_before_chance_and_noise_before_nothing() {
        for seed in 0..50 {
            let mut builder = RequestBuilder::new();
            builder.person(1).credit(0.1 + 0.2).person(2).credit(0.3).person(3).credit(0.5).seed(seed);
            let request = builder.build();
            let table = Table::of(&request).unwrap();
            let places = places(&table);
            assert_eq!(places[2], 0);
            let drawn = draw(seed, 1) < draw(seed, 2);
            assert_eq!(places[0] < places[1], drawn, "0.1 + 0.2 and 0.3 are the same credit");
        }
    }

    #[test]
    fn a_credit_that_is_no_number_counts_as_none() {
        assert_eq!(whole_credit(f64::NAN), 0);
        assert_eq!((whole_credit(f64::INFINITY), whole_credit(f64::NEG_INFINITY)), (i64::MAX, i64::MIN));
    }
}
