
const $ = (id) => document.getElementById(id); // the page: nothing is sent or kept, every word stands in this file's dictionary
const trust = json($("trust").textContent), words = json($("words").textContent);
let language = Object.keys(words).find((code) => navigator.language.startsWith(code)) ?? "en", last, camera, finder;
const say = (key, fill = {}) => (words[language][key] ?? key).replace(/\{(\w+)\}/g, (_, name) => fill[name] ?? "");
const known = (group, name) => (words.en[`${group}.${name}`] ? say(`${group}.${name}`) : String(name));
const day = (one, text = String(one ?? "")) => (isDay(text.slice(0, 10)) ? dates().format(new Date(`${text.slice(0, 10)}T00:00Z`)) : text);
const visible = (text) => text.replace(/\s+/g, " ").replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "\ufffd");
const apart = (text) => `\u2068${text}\u2069`; // in a direction of its own
const MONTHS = { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" };
const dates = () => new Intl.DateTimeFormat(`${language.replace("en", "en-GB")}-u-nu-latn`, MONTHS);
const value = (one) => (one === null ? say("silent") : visible(typeof one === "object" ? JSON.stringify(one) : day(known("value", one))));
const node = (tag, ...inside) => { const made = document.createElement(tag); made.append(...inside); return made; };
const marked = (tag, name, text) => Object.assign(node(tag, text), { className: name, tabIndex: -1 });
const pairs = (rows) => node("dl", ...rows.map(([key, one]) => node("div", node("dt", key), node("dd", one.nodeType ? one : node("bdi", one)))));
const titled = (title, ...inside) => [node("h3", say(title)), ...inside];
const days = (text) => Math.max(0, Math.floor((Date.now() - Date.parse(text)) / 864e5));
const dated = (text, on = cleaned(text).split("\n")[1]) => (isDay(on) ? on : "9999"); // of two lists the newer counts; without a day: false
const newest = () => [trust.revoked, $("list").value].filter(cleaned).sort((one, other) => dated(one).localeCompare(dated(other))).pop() ?? "";
const compared = (...given) => { try { return differences(...given); } catch { return titled("differences", node("p", say("unread"))); } };
function differences(terms, text) {
  const other = termsIn(text, trust), money = (sum, { digits: minimumFractionDigits, currency }) =>
    `${(Number(sum) / 10 ** minimumFractionDigits).toLocaleString("en", { minimumFractionDigits })} ${currency}`;
  if (!terms || !other) return text.trim() ? titled("differences", node("p", say(terms ? "unread" : "no_terms"))) : [];
  const found = beside(terms, other, trust), { months } = found, lost = ({ month, term }) => [[month, "month"], [term, "term"]]
    .map(([sum, name]) => (sum === undefined ? "" : say(`loss.${name}`, { sum: money(sum, found), months }))).join(" ").trim();
  const differs = (one) => `${say("differs", { here: apart(value(one.here)), there: apart(value(one.there)) })} ${lost(one)}`;
  const rows = found.rows.map((one) => [say(`clause.${one.clause}`), differs(one)]);
  return titled("differences", marked("p", "lead", lost(found) || say(rows.length ? "loss.none" : "same")), pairs(rows));
}
function paperRows({ kind, kid, short_code: code, payload, state }) { // only a signature that holds has a signer
  const genuine = state !== "forged", from = genuine && day(trust.keys.find((one) => one.kid === kid)?.valid_from);
  const signer = from && node("span", say("signed_by", { kid: apart(kid), node: apart(trust.node), from }));
  const said = Object.entries(payload).map(([name, one]) => [known("field", name), value(one)]);
  return [[say("kind"), known("kind", kind)], ...said, [say("code"), code], [say(genuine ? "key" : "key_named"), signer || kid]];
}
function factRow({ type, hour, index, fields: { party = "", side = "", on }, witnesses }) {
  const names = witnesses.join(", ") || say("nobody"), time = `${day(hour)} ${hour.slice(11)}:00`;
  return [`${known("fact", type)} ${value(party || side)} ${day(on)}`, say("logged", { time, index, names })];
}
function told({ state, why, revocation, age, taken, papers, facts }) { // the answer as elements
  const unsure = state === "valid" && ["none", "false"].includes(revocation) ? "unchecked" : state;
  const said = { kid: papers[0]?.kid, from: day(papers[0]?.payload.valid_from), to: day(papers[0]?.payload.valid_to), day: day(taken) };
  const means = [say(`means.${words.en[`means.${why}`] ? why : state}`, said), revocation && say(`revocation.${revocation}`, { age })];
  const terms = facts.filter((one) => one.type === "contract.version").at(-1)?.fields.terms;
  const clauses = trust.clauses.filter((name) => plain(terms) && name in terms).map((name) => [say(`clause.${name}`), value(terms[name])]);
  return [marked("h2", `state is-${unsure}`, say(`state.${unsure}`)), ...means.filter(Boolean).map((text) => node("p", text)),
    ...compared(terms, $("second").value), pairs(papers.flatMap(paperRows)), ...(clauses.length ? titled("terms", pairs(clauses)) : []),
    ...(facts.length ? titled("log", pairs(facts.map(factRow))) : [])];
}
function show(focus = true) {
  Object.assign(document.documentElement, { lang: language, dir: language === "ar" ? "rtl" : "ltr" });
  for (const one of document.querySelectorAll("[data-say]")) one.textContent = say(one.dataset.say);
  for (const one of document.querySelectorAll("[data-language]")) one.ariaPressed = String(one.dataset.language === language);
  const listed = cleaned(newest()).split("\n")[1], aged = (text) => ({ day: day(text), age: days(text) });
  const about = [say("made", aged(trust.made)), say(listed ? "listed" : "unlisted", aged(listed))].map((text) => node("p", text));
  const early = Date.parse(trust.made) - Date.now() > 864e5 ? ["early"] : [], old = [trust.made, listed].some((text) => days(text) > FRESH_DAYS);
  $("about").replaceChildren(...about, ...early.concat(old ? "stale" : []).map((name) => marked("p", "warning", say(name))));
  if (last) $("result").replaceChildren(...(typeof last === "string" ? [marked("h2", "state is-unreadable", say(last))] : told(last)));
  if (focus) $("result").querySelector("h2")?.focus();
}
async function run() {
  const asked = $("paper").value.trim(), now = { ...trust, revoked: newest() };
  const short = /^[0-9A-Z]{5}-?[0-9A-Z]{5}$/i.test(asked) && "short_code";
  last = short || (asked ? await check($("paper").value, now, $("day").value || $("day").defaultValue).catch(() => "no_ed25519") : "nothing");
  show();
}
function take(text) { // a list, a contract to compare, or the paper itself
  const place = /^[^\n]*\/revocations\n/.test(cleaned(text)) ? "list" : termsIn(text, trust) ? "second" : "paper";
  Object.assign($(place), { value: text }).closest("details")?.setAttribute("open", "");
  return $("paper").value ? run() : show();
}
async function takeFile(file) {
  if (!file.type.startsWith("image/")) return take(await file.text());
  const found = finder ? await createImageBitmap(file).then((image) => finder.detect(image)).catch(() => []) : [];
  last = finder ? "no_code" : "no_barcode"; return found.length === 1 ? take(found[0].rawValue) : show();
}
async function film() { // on, until a code was read or the button is pressed again
  const start = () => navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }).catch(() => undefined);
  camera = camera ? camera.getTracks().forEach((one) => one.stop()) : await start();
  Object.assign($("film"), { hidden: !camera, srcObject: camera ?? null });
  while (camera) {
    const found = await finder.detect($("film")).catch(() => []);
    await (found.length === 1 ? film().then(() => take(found[0].rawValue)) : new Promise((done) => { setTimeout(done, 200); }));
  }
}
async function begin() {
  const on = (target, name, done) => target.addEventListener(name, (event) => { event.preventDefault(); done(event); });
  const files = async (list) => { for (const file of [...list]) await takeFile(file); };
  $("day").value = $("day").defaultValue = new Date(Date.now() - new Date().getTimezoneOffset() * 6e4).toISOString().slice(0, 10);
  const doings = { form: ["submit", run], file: ["change", () => files($("file").files)], camera: ["click", film] };
  for (const [id, [name, done]] of Object.entries(doings)) on($(id), name, done);
  for (const name of ["dragover", "drop"]) on(window, name, (event) => files(event.dataTransfer.files));
  for (const one of document.querySelectorAll("[data-language]")) on(one, "click", () => show(false, language = one.dataset.language));
  if (!(await able(trust).catch(() => false))) last = "no_ed25519";
  finder = (await window.BarcodeDetector?.getSupportedFormats())?.includes("qr_code") && new BarcodeDetector({ formats: ["qr_code"] });
  show(false, $("camera").hidden = !(finder && navigator.mediaDevices));
}
begin();
