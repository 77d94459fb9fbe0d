#include "account.h"

#include "fold.h"
#include "map.h"

uint64_t text_key(struct letters text, uint8_t kind) {
  /* FNV-1a by Fowler, Noll and Vo, over letters in place of bytes. */
  uint64_t hash = (0xcbf29ce484222325u ^ kind) * 0x100000001b3u;
  bool is_empty = true, blank = false;
  const uint8_t *at = text.at, *end = text.at + text.length;
  while (at < end) {
    uint32_t letter = next_letter(&at, end);
    if (is_blank(letter)) {
      blank = true;
      continue;
    }
    if (blank && !is_empty) hash = (hash ^ ' ') * 0x100000001b3u;
    hash = (hash ^ fold(letter)) * 0x100000001b3u;
    is_empty = blank = false;
  }
  return is_empty ? 0 : key_of(hash);
}

/* `Ada <ada@example.org>` is `ada@example.org`; an address without a place before and after its last `@` is none. */
static struct letters address(struct letters text) {
  const struct letters none = {text.at, 0};
  size_t end = text.length, at = 0;
  for (size_t open = text.length; open-- > 0;) {
    if (text.at[open] != '<') continue;
    for (end = open + 1; end < text.length && text.at[end] != '>';) end++;
    text = (struct letters){text.at + open + 1, end - open - 1};
    break;
  }
  /* Odoo keeps several addresses of a lead in one text: the first is the customer's. */
  for (end = 0; end < text.length && text.at[end] != ',' && text.at[end] != ';';) end++;
  while (end > 0 && (text.at[end - 1] == ' ' || text.at[end - 1] == '.')) end--;
  for (size_t place = 0; place < end; place++) {
    if (text.at[place] == '@') at = place;
  }
  return at == 0 || at + 1 == end ? none : (struct letters){text.at, end};
}

static struct letters domain(struct letters address) {
  size_t at = address.length;
  while (at > 0 && address.at[at - 1] != '@') at--;
  return (struct letters){address.at + at, address.length - at};
}

static bool is_public(uint64_t key, const struct settings *settings) {
  for (size_t at = 0; at < settings->public_count; at++) {
    if (settings->public_domains[at] == key) return true;
  }
  return false;
}

struct account account_of(struct letters contact, struct letters email, const struct settings *settings) {
  struct account account = {{0}};
  if (settings->by_contact) account.keys[CONTACT] = text_key(contact, CONTACT);
  struct letters found = address(email);
  if (found.length == 0) return account;
  if (settings->by_email) account.keys[ADDRESS] = text_key(found, ADDRESS);
  uint64_t key = settings->by_domain ? text_key(domain(found), DOMAIN) : 0;
  if (key != 0 && !is_public(key, settings)) account.keys[DOMAIN] = key;
  return account;
}
