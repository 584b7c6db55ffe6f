// The page: what is shown, what the keys do, what is sent.

import * as api from "./api.js";
import { which, search } from "./dialogs.js";
import { $, fold, h } from "./dom.js";
import { sheet } from "./family.js";
import { List, words } from "./list.js";

const PAUSE = 90; // ms: whoever runs through the list isn't shown each family on the way
const LETTERS = "wpharvest-letters";
const state = { rows: [], documents: [], view: null, markdown: false, shown: "" };
const list = new List((row) => later(row), () => enter());
let waiting = 0;
let last = -PAUSE;
let asked = 0;

// ── what is shown ──

function take(answer, keep) {
  state.rows = answer.rows.map((row) => ({ ...row, words: words(row) }));
  state.documents = state.rows.flatMap((row) =>
    row.members.map((each) => ({ ...each, paired: row.members.length > 1, words: fold(`${each.title} ${each.path} ${each.key}`) })),
  );
  $("site").textContent = answer.site;
  document.title = `review · ${answer.site}`;
  if ($("language").length === 1)
    $("language").append(
      ...answer.languages.flatMap((code) => [
        h("option", { value: `+${code}` }, `Has ${code}`),
        h("option", { value: `-${code}` }, `Lacks ${code}`),
      ]),
    );
  const decided = state.rows.filter((row) => row.decided).length;
  $("progress").max = Math.max(1, state.rows.length);
  $("progress").value = decided;
  $("progress-text").textContent = `${decided} of ${state.rows.length} decided`;
  filter(keep);
}

const STATUS = {
  "": () => true,
  open: (row) => !row.decided,
  pair: (row) => row.members.length > 1,
  alone: (row) => row.members.length < 2,
  decided: (row) => row.decided,
};

function filter(keep = list.row?.id) {
  const wanted = fold($("words").value).split(/\s+/).filter(Boolean);
  const status = STATUS[$("status").value];
  const [sign, code] = [$("language").value[0], $("language").value.slice(1)];
  const below = Number($("confidence").value);
  const by = $("by").value;
  const rows = state.rows.filter(
    (row) =>
      status(row) &&
      (!by || row.by === by) &&
      row.confidence < below &&
      (!code || row.members.some((each) => each.language === code) === (sign === "+")) &&
      wanted.every((word) => row.words.includes(word)),
  );
  $("count").textContent = rows.length === 1 ? "1 family" : `${rows.length} families and documents`;
  list.show(rows, keep);
}

function later(row) {
  clearTimeout(waiting);
  const running = performance.now() - last < PAUSE;
  last = performance.now();
  waiting = setTimeout(() => show(row), running ? PAUSE : 0);
}

async function show(row, left = "", right = "") {
  const mine = ++asked;
  if (!row) {
    state.view = null;
    $("sheet").replaceChildren(h("p", { class: "empty" }, "Nothing is here with these filters."));
    return;
  }
  try {
    const view = await api.family({ id: row.id, left, right });
    if (mine !== asked || !view) return; // a later one was asked for meanwhile, or a verdict has dissolved it
    const same = state.view?.row.id === view.row.id;
    state.view = view;
    draw();
    if (!same) $("family").scrollTop = 0;
  } catch (error) {
    if (mine === asked) wrong(error);
  }
}

function draw() {
  const { view } = state;
  const alone = view.row.members.length < 2;
  const action = (label, key, act, kind = "") =>
    h("button", { type: "button", class: kind, id: `do-${key}`, onclick: act }, `${label} `, h("kbd", {}, key));
  $("family-title").textContent = `Family: ${view.row.members.map((each) => each.title).join(", ")}`;
  $("sheet").replaceChildren(
    h("button", { type: "button", class: "back", onclick: leave }, "← All families"),
    ...sheet(view, {
      markdown: state.markdown,
      onmarkdown: turn,
      onlanguages: (left, right) => show(view.row, left, right),
      actions: [
        alone ? null : action("Confirm", "c", confirm, "yes"),
        alone ? null : action("Reject", "r", reject, "no"),
        action(alone ? "Pair" : "Pair anew", "p", repair),
        action("No sister", "a", alone ? () => mark(view.row.members) : () => which(view.row.members, mark)),
      ].filter(Boolean),
    }),
  );
}

function turn() {
  const focused = document.activeElement?.id === "markdown";
  state.markdown = !state.markdown;
  draw();
  if (focused) $("markdown").focus();
  say(state.markdown ? "Markdown" : "rendered");
}

function enter() {
  document.body.classList.add("inside");
  $("family").focus();
}

function leave() {
  document.body.classList.remove("inside");
  list.box.focus();
}

let quiet = 0;
function say(text) {
  clearTimeout(quiet);
  $("wrong").textContent = "";
  $("said").textContent = text;
  quiet = setTimeout(() => ($("said").textContent = ""), 5000);
}

function wrong(error) {
  $("said").textContent = "";
  $("wrong").replaceChildren(h("p", {}, error.message), h("button", { type: "button", onclick: () => $("wrong").replaceChildren() }, "Close"));
}

// ── what is decided ──

const titles = (members) => members.map((each) => `“${each.title || each.key}”`).join(" and ");

async function send(verdict, text, next) {
  if (!state.view) return;
  try {
    const answer = await api.decide({ ...verdict, family: state.view.row.id });
    const inFamily = $("family").contains(document.activeElement);
    take(answer, next);
    say(text);
    if (inFamily) $("family").focus();
  } catch (error) {
    wrong(error);
  }
}

// Where a verdict leads: to what came next in the list.
const following = () => (list.rows[list.at + 1] ?? list.rows[list.at - 1])?.id;
const keys = (members) => members.map((each) => each.key);

function confirm() {
  const { members } = state.view.row;
  if (members.length > 1) send({ kind: "together", documents: keys(members) }, `Confirmed: ${titles(members)}`, following());
}

function reject() {
  const { members } = state.view.row;
  if (members.length > 1) send({ kind: "apart", documents: keys(members) }, `Rejected: ${titles(members)}`, following());
}

function mark(members) {
  send({ kind: "alone", documents: keys(members) }, `No sister: ${titles(members)}`, following());
}

function repair() {
  search(state.view.row.members, state.documents, (member, other) =>
    send({ kind: "together", documents: [member.key, other.key] }, `Paired: ${titles([member, other])}`, following()),
  );
}

async function undo() {
  try {
    const answer = await api.undo();
    const [first] = answer.undone.documents;
    take(answer, answer.rows.find((row) => row.members.some((each) => each.key === first))?.id);
    say("Undone");
  } catch (error) {
    wrong(error);
  }
}

async function refresh() {
  try {
    take(await api.rows());
  } catch (error) {
    wrong(error);
  }
}

// ── keys ──

const KEYS = {
  j: () => list.choose(list.at + 1),
  k: () => list.choose(list.at - 1),
  ArrowDown: () => list.choose(list.at + 1),
  ArrowUp: () => list.choose(list.at - 1),
  c: () => $("do-c")?.click(),
  r: () => $("do-r")?.click(),
  p: () => $("do-p")?.click(),
  a: () => $("do-a")?.click(),
  u: undo,
  m: () => $("markdown")?.click(),
  "/": () => $("words").focus(),
  "?": () => $("help").showModal(),
};

document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (key === "Escape") {
    event.preventDefault();
    if (target === $("words")) {
      target.value = "";
      filter();
    }
    leave();
    return;
  }
  if (target.closest("input, select, textarea") || !KEYS[key]) return;
  if (key.startsWith("Arrow") ? target !== document.body : !$("letters").checked) return;
  event.preventDefault();
  KEYS[key]();
});

$("letters").checked = localStorage.getItem(LETTERS) !== "no";
$("letters").addEventListener("change", () => localStorage.setItem(LETTERS, $("letters").checked ? "yes" : "no"));
$("help-open").addEventListener("click", () => $("help").showModal());
$("undo").addEventListener("click", undo);
$("filters").addEventListener("input", () => filter());
$("filters").addEventListener("submit", (event) => event.preventDefault());
$("words").addEventListener("keydown", (event) => {
  if (event.key === "Enter" || event.key === "ArrowDown") {
    event.preventDefault();
    list.box.focus();
  }
});
addEventListener("focus", refresh); // a person may have edited pairs.toml meanwhile

await refresh();
list.box.focus();
