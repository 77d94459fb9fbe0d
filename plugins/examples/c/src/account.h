/* Which customer a lead is of: keys made of its contact, its e-mail address and its e-mail domain. A key says nothing of what it was made of,
   so what is remembered holds no name and no address. */
#ifndef ACCOUNT_H
#define ACCOUNT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "settings.h"

/* The keys of a lead, the surest first; 0 is none. */
enum { CONTACT, ADDRESS, DOMAIN, KEY_COUNT };

struct account {
  uint64_t keys[KEY_COUNT];
};

/* A text of the request. */
struct letters {
  const uint8_t *at;
  size_t length;
};

/* The customer of a lead with this contact and this e-mail address; either may be empty. */
struct account account_of(struct letters contact, struct letters email, const struct settings *settings);

/* The key of a text: capitals, blanks at its ends and doubled ones make no difference. 0 where nothing is left. */
uint64_t text_key(struct letters text, uint8_t kind);

#endif
