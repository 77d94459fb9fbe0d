// What each lead is worth, and what each person's share goes by.

/** The columns of leads that a score may be made of, in the order in which the strategy asks for them. */
export const SCORES = ["expected-revenue", "probability", "x_score"];

/** Nothing is worth more: sums of a million such scores are still exact to a thousandth. */
export const MOST = 1e12;

/** A number that can be shared out: 0 for what is missing, negative or no number. */
const sound = (value) => (value > 0 ? Math.min(value, MOST) : 0);

/** For each lead its score; 0 is none, as what is missing has it in `columns`, which are those of `SCORES`. */
export function scores({ score }, priority, [revenue, probability, own]) {
  switch (score) {
    case "expected_revenue":
      return revenue.map(sound);
    case "probability":
      return probability.map(sound);
    case "priority":
      return priority.map((stars) => stars + 1);
    case "x_score":
      return own.map(sound);
    default:
      return revenue.map((worth, lead) => (sound(worth) * Math.min(sound(probability[lead]), 100)) / 100);
  }
}

/** For each person their weight, 0 or more; where nobody has any, all are equal. `column` is that of the campaign table. */
export function weights({ weight }, target, column) {
  const equal = target.map(() => 1);
  const found = { target, table: column.map((value) => sound(value ?? 1)), equal }[weight];
  const heaviest = found.reduce((most, value) => Math.max(most, value), 0);
  // Weights that differ by more than numbers can hold are none.
  return heaviest > 0 ? found.map((value) => (value > heaviest / MOST ? value : 0)) : equal;
}
