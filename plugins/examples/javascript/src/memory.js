// What a run leaves for the next: for each person what they are owed, in score and in leads without one. JSON, in ASCII.

/** The form of what is kept; what has another one is not read. */
const FORM = 1;
/** Most people who are remembered; those of the latest runs stay. */
const MOST_PEOPLE = 50_000;

/** A memory without anything in it. `score` is the setting: what is owed in one kind of score says nothing in another. */
export const nothing = (score) => ({ form: FORM, score, largest: 0, owed: new Map() });

/** Reads what an earlier run left; nothing where there is none, or one of another form or score. */
export function read(bytes, score) {
  if (bytes.length === 0) return nothing(score);
  let kept;
  try {
    kept = JSON.parse(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  } catch {
    return nothing(score);
  }
  if (kept?.form !== FORM || kept.score !== score || !Array.isArray(kept.owed)) return nothing(score);
  const sound = kept.owed.filter((entry) => Array.isArray(entry) && entry.length === 3 && entry.every(Number.isFinite));
  return { ...nothing(score), largest: Number(kept.largest) || 0, owed: new Map(sound.map(([id, ...owed]) => [id, owed])) };
}

/** For each of these people what they are owed. */
export function owedTo({ owed }, ids) {
  const part = (at) => ids.map((id) => owed.get(id)?.[at] ?? 0);
  return { score: part(0), leads: part(1) };
}

/** The memory after a run. Whoever was not there keeps what they had; nobody is owed more than the largest lead there ever was. */
export function remember(memory, ids, owed, largest) {
  const most = Math.max(memory.largest, largest);
  const within = (value, limit) => Math.min(Math.max(value, -limit), limit);
  const now = ids.map((id, row) => [id, [within(owed.score[row], most), within(owed.leads[row], 1)]]);
  const present = new Set(ids);
  const others = [...memory.owed].filter(([id]) => !present.has(id));
  return { ...memory, largest: most, owed: new Map([...now, ...others].slice(0, MOST_PEOPLE)) };
}

/** What is kept. */
export function write({ owed, ...rest }) {
  const text = JSON.stringify({ ...rest, owed: Array.from(owed, ([id, parts]) => [id, ...parts]) });
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
