"""Columns of the contract as lists of Python, a value a row. A missing text is the empty text, a missing list the empty list."""


def texts(column, table: list[str]) -> list[str]:
    """The texts of a column; `table` is the request's."""
    return [table[index] for index in column.values.value]


def text_lists(column, table: list[str]) -> list[list[str]]:
    """The lists of texts of a column: row `i` is `items[ends[i - 1]:ends[i]]`."""
    lists = column.values.value
    begins = [0, *lists.ends]
    return [[table[index] for index in lists.items[begin:end]] for begin, end in zip(begins, lists.ends)]
