// Columns of the contract as plain arrays.

/** The numbers of a column, `undefined` where the row has none. */
export function numbers(column) {
  const values = Array.from(column.values.val);
  for (const row of column.missing) values[row >>> 0] = undefined;
  return values;
}
