/* Customers, settings, folding and memory, tested natively: `make test`. */
#undef NDEBUG
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account.h"
#include "fold.h"
#include "memory.h"
#include "settings.h"

static struct letters letters(const char *text) { return (struct letters){(const uint8_t *)text, strlen(text)}; }

static struct account account(const char *contact, const char *email) {
  static struct settings settings;
  const char json[] = "{\"public_domains\": [\"gmail.com\", \"GMX.de\"]}";
  assert(parse_settings(json, strlen(json), &settings));
  return account_of(letters(contact), letters(email), &settings);
}

static void customers(void) {
  struct account one = account("Acme GmbH", "ada@acme.example");
  assert(one.keys[CONTACT] != 0 && one.keys[ADDRESS] != 0 && one.keys[DOMAIN] != 0);
  assert(one.keys[CONTACT] != one.keys[ADDRESS] && one.keys[ADDRESS] != one.keys[DOMAIN]);

  /* Capitals, blanks, a name around the address, a point at its end and further addresses make no difference. */
  const char *const same[] = {"ADA@Acme.EXAMPLE", " ada@acme.example ", "Ada <x> <Ada@acme.example>", "ada@acme.example.",
                              "ada@acme.example, bob@other.example", "<ada@acme.example"};
  for (size_t at = 0; at < sizeof same / sizeof *same; at++) {
    struct account other = account("  acme \t GMBH", same[at]);
    assert(memcmp(&one, &other, sizeof one) == 0);
  }

  /* Colleagues share a domain, users of a public one do not; a domain is no part of another. */
  assert(account("", "bob@acme.example").keys[DOMAIN] == one.keys[DOMAIN]);
  assert(account("", "bob@acme.example").keys[ADDRESS] != one.keys[ADDRESS]);
  assert(account("", "bob@gmail.com").keys[DOMAIN] == 0 && account("", "bob@GMail.com").keys[ADDRESS] != 0);
  assert(account("", "bob@gmx.DE").keys[DOMAIN] == 0);
  assert(account("", "bob@notacme.example").keys[DOMAIN] != one.keys[DOMAIN]);
  assert(account("", "\"a@b\"@acme.example").keys[DOMAIN] == one.keys[DOMAIN]);

  /* What is no address names nobody. */
  const char *const none[] = {"", " ", "ada", "@acme.example", "ada@", "ada@.", "<>", "<", ",", ";@", "@"};
  for (size_t at = 0; at < sizeof none / sizeof *none; at++) {
    struct account nobody = account(" \xe2\x80\x8b\xef\xbb\xbf", none[at]);
    assert(nobody.keys[CONTACT] == 0 && nobody.keys[ADDRESS] == 0 && nobody.keys[DOMAIN] == 0);
  }
}

static void letters_of_every_script(void) {
  assert(account("", "x@MÜLLER.example").keys[DOMAIN] == account("", "x@müller.example").keys[DOMAIN]);
  assert(account("", "x@ΑΘΗΝΑΣ.example").keys[DOMAIN] == account("", "x@αθηνας.example").keys[DOMAIN]);
  assert(account("", "x@ПОЧТА.example").keys[DOMAIN] == account("", "x@почта.example").keys[DOMAIN]);
  assert(account("", "x@straße.example").keys[DOMAIN] != account("", "x@strasse.example").keys[DOMAIN]);
  assert(fold('Z') == 'z' && fold('@') == '@' && fold('[') == '[');
  assert(fold(0xd7) == 0xd7 && fold(0xde) == 0xfe && fold(0x178) == 0xff && fold(0x130) == 0x130);
  assert(fold(0x101) == 0x101 && fold(0x102) == 0x103);
  assert(fold(0x1e921) == 0x1e943 && fold(0x10ffff) == 0x10ffff);
  /* Cut letters are read to the end of the text and no further. */
  const uint8_t cut[] = {0xf0, 0x9f, 0xff};
  for (size_t length = 1; length <= sizeof cut; length++) {
    const uint8_t *at = cut;
    while (at < cut + length) next_letter(&at, cut + length);
    assert(at == cut + length);
  }
}

static bool parse(const char *json, struct settings *settings) { return parse_settings(json, strlen(json), settings); }

static void settings(void) {
  static struct settings read;
  assert(parse("{}", &read) && read.by_contact && read.by_email && read.by_domain && read.load_by_target);
  assert(!read.wait_when_full && read.forget_after_days == 365 && read.public_count == 0);
  assert(parse("", &read));
  assert(parse(" { \"by_contact\" : false, \"by_email\":false,\"by_domain\":false,\"wait_when_full\":true,"
               "\"load_by_target\":false,\"forget_after_days\":30,\"public_domains\":[\"a.b\" , \"münchen.de\"]} ", &read));
  assert(!read.by_contact && !read.by_email && !read.by_domain && !read.load_by_target && read.wait_when_full);
  assert(read.forget_after_days == 30 && read.public_count == 2);
  const char *const wrong[] = {"{", "[]", "{} {}", "{\"by_email\": 1}", "{\"unknown\": true}", "{\"forget_after_days\": 0}",
                               "{\"forget_after_days\": -1}", "{\"forget_after_days\": 99999999999}", "{\"public_domains\": [1]}",
                               "{\"public_domains\": [\"a\\u0062\"]}", "{\"public_domains\": [\"a\""};
  for (size_t at = 0; at < sizeof wrong / sizeof *wrong; at++) assert(!parse(wrong[at], &read));
}

static void memory(void) {
  struct map map = {.size = 0}, again = {.size = 0};
  size_t length;
  assert(memory_write(&map, &length) == NULL && length == 0);
  for (uint64_t number = 1; number <= 1000; number++) {
    *map_at(&map, key_of(number)) = (struct entry){.key = key_of(number), .value = number << 40, .day = (uint32_t)(20000 + number % 10)};
  }
  assert(map.count == 1000 && map_find(&map, key_of(1001)) == NULL);
  uint8_t *bytes = memory_write(&map, &length);
  assert(length == 8 + 1000 * 20);

  /* It comes back, but for what is too old. */
  memory_read(&again, bytes, length, 20009, 5);
  assert(again.count == 600 && map_find(&again, key_of(3)) == NULL);
  assert(map_find(&again, key_of(4))->value == (uint64_t)4 << 40 && map_find(&again, key_of(4))->day == 20004);
  map_free(&again);

  /* The same entries in another order are the same bytes. */
  for (uint64_t number = 1000; number >= 1; number--) *map_at(&again, key_of(number)) = *map_find(&map, key_of(number));
  size_t other_length;
  uint8_t *other = memory_write(&again, &other_length);
  assert(other_length == length && memcmp(bytes, other, length) == 0);
  map_free(&again);

  /* Another form is not read. */
  memory_read(&again, bytes, length - 1, 20009, 5);
  bytes[0] ^= 1;
  memory_read(&again, bytes, length, 20009, 5);
  memory_read(&again, NULL, 0, 20009, 5);
  assert(again.count == 0);

  /* No more is kept than the most. */
  for (uint64_t number = 1; number <= MOST_REMEMBERED + 10; number++) map_at(&again, key_of(number))->day = number <= 10 ? 1 : 2;
  free(other);
  other = memory_write(&again, &other_length);
  assert(other_length == 8 + (size_t)MOST_REMEMBERED * 20);
  map_free(&map);
  memory_read(&map, other, other_length, 2, 10);
  assert(map.count == MOST_REMEMBERED && map_find(&map, key_of(5)) == NULL && map_find(&map, key_of(11)) != NULL);
  free(bytes);
  free(other);
  map_free(&map);
  map_free(&again);
}

int main(void) {
  customers();
  letters_of_every_script();
  settings();
  memory();
  puts("customers, letters, settings and memory: all tests passed");
  return 0;
}
