// What every strategy needs around its rule. You need not change it.
//
// - An exception's text reaches the operator; without this they would only see `unreachable`.
// - The sandbox has no clock and no chance. `Date` and `Math.random` answer from the request: `now` and `seed`.
// - `console` writes to odlm's log.

import { write } from "odlm:strategy/log@1.0.0";

let now = 0; // milliseconds since 1970
let state = 0;
let quickJs = true;

/** Why no plan can be made: one sentence for the operator. */
export class Refusal extends Error {}

/** Makes `assign` safe to call. */
export function guarded(assign) {
  return (request) => {
    now = number(request.now) * 1000;
    quickJs = typeof request.seed === "number";
    // Both halves of the seed count: it may have 53 bits.
    const seed = number(request.seed);
    state = (seed ^ Math.floor(seed / 2 ** 32)) >>> 0;
    try {
      return assign(request);
    } catch (error) {
      const text = error instanceof Refusal ? error.message : `${error?.name ?? "Error"}: ${error?.message ?? error}`;
      if (!(error instanceof Refusal)) write("error", `${text}\n${error?.stack ?? ""}`);
      // The contract's error is a text, not an `Error`.
      throw text;
    }
  };
}

/** A 64-bit integer, which is a number under QuickJS and a bigint under SpiderMonkey. odlm's stay below 2^53. */
export function number(value) {
  return Number(value);
}

/** A column of unsigned 32-bit integers: QuickJS hands those from 2^31 on over as negative ones. */
export function unsigned(column) {
  return Array.from(column, (value) => value >>> 0);
}

/** The way back: QuickJS cuts what is 2^31 or more, and takes the same bits as a negative number; SpiderMonkey takes them as they are. */
export function signed(column) {
  return quickJs ? Array.from(column, (value) => value | 0) : column;
}

/** Mulberry32 by Tommy Ettinger: small and even enough for lots. Not for secrets. */
Math.random = () => {
  state = (state + 0x6d2b79f5) >>> 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
};

const SystemDate = Date;

globalThis.Date = class Date extends SystemDate {
  constructor(...parts) {
    super(...(parts.length === 0 ? [now] : parts));
  }

  static now() {
    return now;
  }
};

const text = (parts) => parts.map((part) => (typeof part === "string" ? part : JSON.stringify(part))).join(" ");
const say = (level) => (...parts) => write(level, text(parts));

globalThis.console = { debug: say("debug"), log: say("info"), info: say("info"), warn: say("warn"), error: say("error") };
