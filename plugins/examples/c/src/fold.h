/* Letters of UTF-8 as they are compared: `MÜLLER.de` is `müller.de`. One letter folds to one, so `ß` is not `ss`, as in domain names. */
#ifndef FOLD_H
#define FOLD_H

#include <stdbool.h>
#include <stdint.h>

/* A letter in small. */
uint32_t fold(uint32_t letter);

/* Takes a letter from a text that is not at its end. odlm's texts are sound UTF-8; of any other this reads something, never past the end. */
uint32_t next_letter(const uint8_t **at, const uint8_t *end);

/* Blanks of every script, and marks that nobody sees. */
bool is_blank(uint32_t letter);

#endif
