// A line of people by an order that may change while somebody stands outside: a binary heap of their rows.

export class Line {
  #rows = [];
  #order;

  /** `order(one, other)` is below 0 when `one` is served before `other`. */
  constructor(order) {
    this.#order = order;
  }

  /** Who would be served now; undefined when nobody stands in line. */
  first() {
    return this.#rows[0];
  }

  /** Puts somebody in line. */
  join(row) {
    const rows = this.#rows;
    let at = rows.push(row) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (this.#order(rows[above], row) <= 0) break;
      rows[at] = rows[above];
      at = above;
    }
    rows[at] = row;
  }

  /** Takes the first out of the line. */
  leave() {
    const rows = this.#rows;
    const first = rows[0];
    const last = rows.pop();
    if (rows.length === 0) return first;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= rows.length) break;
      if (below + 1 < rows.length && this.#order(rows[below + 1], rows[below]) < 0) below += 1;
      if (this.#order(last, rows[below]) <= 0) break;
      rows[at] = rows[below];
      at = below;
    }
    rows[at] = last;
    return first;
  }
}
