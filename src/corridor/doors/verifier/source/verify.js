"use strict"; // What a paper is worth: docs/pass-format.md written once more, with nothing but the browser.
const HEADER = "c2sp.org/tlog-proof@v1\n", FRESH_DAYS = 7, BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const STATES = ["valid", "not_yet", "expired", "revoked", "policy_not_met", "not_in_log", "unknown_key", "forged", "unreadable"];
const SPACES = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const UNSEEN = "\\xad\\u061c\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff"; // comes with copies, never with papers
const NAME = RegExp(`^[^${SPACES}+]+$`), CODE = /^([0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}) (.{10})$/;
const worse = (one, other) => STATES.indexOf(one) > STATES.indexOf(other); // a file is worth what its worst part is
const must = (good, state = "unreadable", why = state) => { if (!good) throw Object.assign(Error(why), { state, why }); };
const refusal = ({ state = "unreadable", why = state }) => ({ state, why });
const plain = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const json = (text) => { try { return JSON.parse(text); } catch { return undefined; } };
const cleaned = (text) => text.replace(/\r\n?/g, "\n").trim(), utf8 = (text) => new TextEncoder().encode(text);
const isNumber = (text) => /^(0|[1-9][0-9]{0,19})$/.test(text) && BigInt(text) < 2n ** 64n;
const isDay = (text) => /^(?!0000)\d{4}-\d\d-\d\d$/.test(text) && json(JSON.stringify(new Date(`${text}T00:00Z`)))?.slice(0, 10) === text;

const fromUtf8 = (bytes) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
const hex = (bytes) => Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
const unhex = (text) => Uint8Array.from(text.match(/../g) || [], (two) => parseInt(two, 16));
const joined = (...parts) => Uint8Array.from(parts.flatMap((part) => Array.from(part)));
const sha = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", joined(...parts)));
const pad = (key, sign) => Uint8Array.from({ length: 64 }, (_, at) => (key[at] || 0) ^ sign);
const hmac = async (key, data) => hex(await sha(pad(key, 0x5c), await sha(pad(key, 0x36), data)));
const holds = (raw, signature, message) => crypto.subtle.importKey("raw", raw, "Ed25519", false, ["verify"])
  .then((key) => crypto.subtle.verify("Ed25519", key, signature, message)).catch(() => false);
const able = async ({ probe }) => holds(unhex(probe.key), unhex(probe.signature), utf8(probe.message)); // or everything looks forged
const base64 = (text, raw = atob(text)) => (must(btoa(raw) === text), Uint8Array.from(raw, (one) => one.charCodeAt(0))); // one spelling
function base32(text) {
  const bits = Array.from(text, (sign) => BASE32.indexOf(sign).toString(2).padStart(5, "0")).join(""), rest = bits.length % 8;
  must(!bits.includes("-") && rest < 5 && Number(`0b0${bits.slice(bits.length - rest)}`) === 0);
  return Uint8Array.from(bits.match(/.{8}/g) || [], (eight) => parseInt(eight, 2));
}
function canonical(value, any = false) { // RFC 8785; any: also what nobody can sign
  must(any || !(/\p{Surrogate}/u.test(typeof value === "string" ? value : "") || (Math.abs(value) > 2 ** 53 - 1 && Math.abs(value) < 1e21)));
  const members = plain(value) && Object.keys(value).sort().map((key) => `${canonical(key, any)}:${canonical(value[key], any)}`);
  return members ? `{${members.join()}}` : Array.isArray(value) ? `[${value.map((one) => canonical(one, any)).join()}]` : JSON.stringify(value);
}

function oneValue(text) { // of a pass or receipt, OC1:<kind>:<key id>:<fields>:<signature>
  must(/^(%.*|\$-?[0-9]{1,18}|[0-9A-Z./*+-]*)$/s.test(text));
  return text[0] === "%" ? fromUtf8(base32(text.slice(1))) : text[0] === "$" ? String(BigInt(text.slice(1))) : text.replaceAll("+", " ");
}
const shortCode = async (text) => Array.from(await sha(utf8(text)), (one) => one.toString(2).padStart(8, "0")).join("").slice(0, 50)
  .replace(/.{5}/g, (five) => "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[parseInt(five, 2)]).replace(/^.{5}/, "$&-");
async function readPaper(given, trust, on) {
  const text = given.replace(RegExp(`[${SPACES}${UNSEEN}]`, "g"), "").toUpperCase(), [mark, sort, id, ...fields] = text.split(":");
  must(mark === "OC1" && text.length <= 350 && /^[0-9A-Z$%*+./:-]*$/.test(text) && fields.at(-1)?.length === 103);
  const signature = base32(fields.pop()), kid = oneValue(id).toLowerCase();
  const pairs = fields.map((part) => /^([A-Z]+(?:-[A-Z]+)*)\.(.*)$/s.exec(part) ?? must(false));
  const named = (key) => trust.fields[key] ?? key.toLowerCase().replaceAll("-", "_");
  const payload = Object.fromEntries(pairs.map(([, key, value]) => [named(key), oneValue(value)]));
  must(Object.keys(payload).length === pairs.length && /^[0-9a-z]+(-[0-9a-z]+)+$/.test(kid));
  const kind = trust.kinds[sort] ?? sort.toLowerCase(), key = trust.keys.findLast((one) => one.kid === kid);
  const paper = { kind, kid, short_code: await shortCode(text), state: "valid", payload };
  const refused = (state, why = state) => Object.assign(paper, { state, why, payload: {} });
  if (kid.split("-").slice(0, -1).join("-") !== kind) return refused("forged"); // a key signs one kind only
  if (!(key && await holds(unhex(key.public), signature, utf8(text.slice(0, -104))))) return refused(key ? "forged" : "unknown_key");
  const { valid_from: from = "", valid_to: to = "", registered_on: dated = from } = payload;
  if ((dated && dated < key.dated_from) || (key.valid_to && dated > key.valid_to.slice(0, 10))) return refused("unknown_key", "key_days");
  const state = isDay(from) && on < from ? "not_yet" : isDay(to) && on > to ? "expired" : "valid";
  return Object.assign(paper, { state, why: state === "valid" ? kind : state });
}

function readNote(text) { // signed notes, checkpoints and proofs of the log (C2SP), and when they count
  const gap = text.lastIndexOf("\n\n"), lines = text.slice(gap + 2).split("\n");
  must(text.length <= 1e6 && !/[\0-\t\x0b-\x1f]|\p{Surrogate}/u.test(text) && gap >= 0 && !lines.pop() && lines.length <= 100);
  const signatures = lines.map((line) => {
    const [dash, name, coded, ...more] = line.split(" "), data = base64(coded);
    must(dash === "\u2014" && NAME.test(name) && !more.length && data.length > 4);
    return { name, id: hex(data.slice(0, 4)), raw: data.slice(4) };
  });
  return { text: text.slice(0, gap + 1), signatures };
}
const readKey = ({ key, ours, until }, [name, id, ...coded] = key.split("+"), [kind, ...raw] = base64(coded.join("+"))) =>
  ({ name, id, kind, raw: Uint8Array.from(raw), ours, until });
async function signed(key, note) { // undefined: no line of this key; false: one that does not hold
  const lines = note.signatures.filter((one) => one.name === key.name && one.id === key.id);
  const good = await Promise.all(lines.map(({ raw }) => {
    if (key.kind === 1) return raw.length === 64 && holds(key.raw, raw, utf8(note.text));
    const message = `cosignature/v1\ntime ${BigInt(`0x${hex(raw.slice(0, 8))}`)}\n${note.text}`;
    return key.kind === 4 && raw.length === 72 && raw[0] < 128 && holds(key.raw, raw.slice(8), utf8(message));
  }));
  return lines.length ? good.every(Boolean) : undefined;
}
async function judged(note, policy) { // who confirmed it, and whether that is enough
  must(policy, "not_in_log");
  const known = (some) => some.map((one) => readKey(one)).filter(({ kind }) => kind < 6); // no browser knows ML-DSA (6) yet
  const logs = known([{ key: policy.log }, ...(policy.earlier ?? [])]), keys = known(policy.witnesses), [origin, size] = note.text.split("\n");
  const [byLog, found] = await Promise.all([logs, keys].map((some) => Promise.all(some.map((key) => signed(key, note)))));
  must(![...byLog, ...found].includes(false), "forged");
  must(logs.some((key, at) => byLog[at] && !(BigInt(size) > key.until)) && origin === (policy.origin || logs[0].name), "not_in_log");
  const confirmed = keys.filter((_, at) => found[at]), names = [...new Set(confirmed.map((key) => key.name))].sort();
  return { names, met: !policy.needed || (names.length >= policy.needed && confirmed.some((key) => !key.ours)) };
}
async function included(leaf, index, size, path, root) { // RFC 9162
  const bits = (number) => (number ? number.toString(2) : ""), inner = BigInt(bits(index ^ (size - 1n)).length);
  if (index >= size || BigInt(path.length) !== inner + BigInt(bits(index >> inner).replaceAll("0", "").length)) return false;
  const isLeft = (at) => at >= inner || (index >> at) & 1n;
  for (const [at, hash] of path.entries()) leaf = await sha([1], ...(isLeft(BigInt(at)) ? [hash, leaf] : [leaf, hash]));
  return hex(leaf) === hex(root);
}
async function opened(extra) { // the entry, and the fields that its keyed marks show
  const found = JSON.parse(fromUtf8(extra)), { entry, key, marks, fields } = found, told = JSON.parse(entry);
  must(canonical(found) === fromUtf8(extra) && Object.keys(found).length === 4 && /^([0-9a-f]{2}){0,64}$/.test(key) && plain(fields));
  must(plain(marks) && Object.values(marks).every((one) => typeof one === "string") && canonical(told) === entry);
  must(told.v === 1 && Number.isInteger(told.index) && "commitment" in told);
  for (const [name, value] of Object.entries(fields)) {
    const mark = await hmac(unhex(key), joined(utf8(name), [0], utf8(canonical(value))));
    must(Object.hasOwn(marks, name) && marks[name] === mark, "forged");
  }
  must(told.commitment === await hmac(unhex(key), utf8(canonical(marks))), "forged");
  return { told, fields, leaf: await sha([0], utf8(entry)) };
}
async function proved(text, trust) {
  const gap = text.indexOf("\n\n"), lines = text.slice(0, gap).split("\n").slice(1), note = readNote(text.slice(gap + 2));
  const extra = lines[0]?.startsWith("extra ") ? base64(lines.shift().slice(6)) : [], place = lines.shift() ?? "";
  const path = lines.map((line) => base64(line)), [origin, size, coded, ...more] = note.text.split("\n"), root = base64(coded);
  must(place.startsWith("index ") && isNumber(place.slice(6)) && isNumber(size) && more.pop() === "" && origin);
  must(more.every(Boolean) && path.length <= 64 && [root, ...path].every((hash) => hash.length === 32));
  const index = BigInt(place.slice(6)), { told, fields, leaf } = await opened(extra), { names, met } = await judged(note, trust.policy);
  must(BigInt(told.index) === index && await included(leaf, index, BigInt(size), path, root), "not_in_log", "path");
  const state = met ? "valid" : "policy_not_met", { type, hour } = told;
  return { state, why: state, fact: { type: String(type), index: told.index, hour: String(hour), fields, witnesses: names } };
}
const PAPERS = { __proto__: null, "contract.registered": ["receipt", "receipt"], "clearance.pass": ["text", "pass"] };
const isOf = ({ contract, version, digest = "" }, whole) => contract === String(whole.contract_id) && digest.length >= 16 &&
  [undefined, String(whole.number)].includes(version) && whole.digest.toLowerCase().startsWith(digest.toLowerCase());
async function together(facts, answer, trust, on) { // do the facts of one file belong together?
  const isWhole = (fields) => ["id", "contract_id", "number", "terms", "digest"].every((name) => name in fields);
  const shown = facts.filter((fact) => fact.type === "contract.version").map((fact) => fact.fields), versions = shown.filter(isWhole);
  const papers = facts.filter(({ type }) => PAPERS[type]), first = papers[0]?.type, [version] = versions;
  const kind = shown.length ? (first ? "contract" : "offer") : PAPERS[first]?.[1] ?? "record";
  Object.assign(answer, { kind }, kind === "offer" && answer.state === "valid" ? { why: "offer" } : {});
  const bound = facts.filter(({ type }) => /^contract\.(registered|signed)$/.test(type));
  const alone = versions.length < 2 && (versions.length === shown.length || facts.length === 1);
  must(alone && papers.every(({ type, fields }) => PAPERS[type][0] in fields), "forged", "together"); // nothing was left out
  const ok = async ({ contract_id: contract, number, terms, digest }) => hex(await sha(utf8(canonical({ contract, number, terms })))) === digest;
  must(!version || (bound.every(({ fields }) => version.id === fields.version_id) && await ok(version)), "forged", "together");
  for (const { type, fields } of papers) {
    const unread = { state: "forged", why: "forged" }, paper = await readPaper(String(fields[PAPERS[type][0]]), trust, on).catch(() => unread);
    must(worse(paper.state, "expired") || (paper.kind === PAPERS[type][1] && (!version || isOf(paper.payload, version))), "forged", "together");
    answer.papers.push(paper);
    if (worse(paper.state, answer.state)) Object.assign(answer, { state: paper.state, why: paper.why });
  }
  return Object.assign(answer, worse(answer.state, "policy_not_met") ? { papers: [] } : { facts });
}

async function readList(text, trust) { // of passes taken back and slips closed
  const note = readNote(`${cleaned(text)}\n`), [name, on, count, ...lines] = note.text.slice(0, -1).split("\n");
  const rows = lines.map((line) => CODE.exec(line) ?? must(false)), days = [on, ...rows.map((row) => row[2])];
  const sorted = rows.every((row, at) => !at || rows[at - 1][1] < row[1]);
  must(name.endsWith("/revocations") && NAME.test(name) && days.every(isDay) && sorted && count === `${rows.length}`);
  const own = trust.keys.filter((key) => /^revocation-[^-]*$/.test(key.kid)).map((key) => unhex(key.public));
  const key = async (raw) => ({ name, kind: 1, raw, id: hex(await sha(utf8(`${name}\n\x01`), raw)).slice(0, 8) });
  const found = await Promise.all(own.map(async (raw) => signed(await key(raw), note)));
  must(found.includes(true) && !found.includes(false));
  return { on, codes: new Map(rows.map((row) => [row[1], row[2]])) };
}
async function worth(text, trust, on) {
  const one = ({ state, kind, why }, papers) => ({ state, kind, why, papers, facts: [] });
  if (!text.startsWith(HEADER)) return readPaper(text, trust, on).then((paper) => one(paper, [paper]));
  const parts = `\n${text}\n`.split(`\n${HEADER}`).slice(1).map((part) => `${HEADER}${part.replace(/\n?$/, "\n")}`);
  must(parts.length <= 20 && parts.every((part) => part.length <= 1e6));
  const found = await Promise.all(parts.map((part) => proved(part, trust).catch(refusal))), facts = found.map(({ fact }) => fact);
  const worst = one({ kind: "", ...found.reduce((before, next) => (worse(next.state, before.state) ? next : before)) }, []);
  return facts.every(Boolean) ? together(facts, worst, trust, on) : worst;
}
async function check(given, trust, on) {
  if (!(await able(trust))) throw Error("Ed25519");
  const tidy = cleaned(given), read = /^[{"]/.test(tidy) ? json(tidy) : undefined, held = plain(read) ? read.text : read;
  const found = await worth(typeof held === "string" ? cleaned(held) : tidy, trust, on).catch(refusal);
  const answer = { kind: "", revocation: "", age: null, papers: [], facts: [], ...found };
  if (answer.state === "unreadable" && read?.terms) answer.why = "unsigned";
  const passes = answer.papers.filter((one) => ["pass", "blank"].includes(one.kind) && !worse(one.state, "expired"));
  if (!passes.length || worse(answer.state, "policy_not_met")) return answer;
  const list = trust.revoked ? await readList(trust.revoked, trust).catch(() => null) : undefined;
  if (!list) return { ...answer, revocation: list === null ? "false" : "none" };
  const age = Math.max(0, (Date.parse(on) - Date.parse(list.on)) / 864e5), lost = passes.find((one) => list.codes.has(one.short_code));
  const why = lost?.kind === "blank" ? "closed" : "revoked", taken = list.codes.get(lost?.short_code);
  const back = lost && !worse(answer.state, "revoked") ? { state: "revoked", why, taken } : {};
  return { ...answer, age, revocation: age > FRESH_DAYS ? "old" : "checked", ...back };
}

function termsIn(text, { clauses }) { // of a second paper beside the contract: what differs, and what less money costs
  const read = json(cleaned(text)), found = plain(read) && "terms" in read ? read.terms : read;
  return plain(found) && Object.keys(found).some((name) => clauses.includes(name)) ? found : undefined;
}
function minor(name, paper, digits) { // a sum in its smallest units; undefined for kind, silence and other words
  const text = name !== "basic_wage" && paper[name] === "none" ? "0" : paper[name], isMoney = /^(basic_wage|allowance_.*)$/.test(name);
  const found = isMoney && typeof text === "string" && RegExp(`^(\\d{1,15})(?:\\.(?=\\d)(\\d{0,${digits}})0*)?$`).exec(text.trim());
  return found ? BigInt(found[1] + (found[2] ?? "").padEnd(digits, "0")) : undefined;
}
function beside(here, there, { clauses, minor: units }) {
  const digits = units[here.currency], same = digits !== undefined && here.currency === there.currency;
  const months = /^ *\d{1,6} *$/.test(here.contract_months) ? BigInt(String(here.contract_months).trim()) : undefined;
  const byMonth = [here, there].every((paper) => (paper.pay_period ?? "month") === "month");
  const sums = (name) => [here, there].map((paper) => (same ? minor(name, paper, digits) : undefined));
  const tidy = (one = null) => (typeof one === "string" ? cleaned(one) : one);
  const said = (name) => [here, there].map((paper, at) => sums(name)[at] ?? canonical(tidy(paper[name]), true));
  const rows = clauses.filter((name) => said(name)[0] !== said(name)[1]).map((clause) => {
    const [before, after] = sums(clause), month = before > after && (byMonth || clause !== "basic_wage") ? before - after : undefined;
    const term = month && months !== undefined ? month * months : undefined;
    return { clause, here: here[clause] ?? null, there: there[clause] ?? null, month, term };
  });
  const total = (name) => rows.reduce((all, row) => (row[name] === undefined ? all : (all ?? 0n) + row[name]), undefined);
  return { rows, month: total("month"), term: total("term"), months, digits, currency: here.currency };
}
