// One family: what it is, why, and its two sides laid beside each other.

import { clean, h, mark, percent } from "./dom.js";

const VERDICTS = { together: "belong together", apart: "don’t belong together", alone: "has no sister" };
const BY = { person: "a person decided", declared: "declared by the site", inferred: "inferred from the documents", "": "no sister is known" };
const name = new Intl.DisplayNames(["en"], { type: "language", fallback: "code" });

export function languageName(code) {
  try {
    return name.of(code);
  } catch {
    return code;
  }
}

const tongue = (code) => (code === "und" ? {} : { lang: code });

export function sheet(view, { markdown, actions, onlanguages, onmarkdown }) {
  return [head(view, actions, onlanguages), evidence(view), sides(view, markdown, onmarkdown)];
}

function head(view, actions, onlanguages) {
  const { row } = view;
  const alone = row.members.length < 2;
  const sure = alone || row.decided ? BY[row.by] : `${percent(row.confidence)} sure, ${BY[row.by]}`;
  return h(
    "header",
    { class: "head" },
    h("p", { class: "state" }, h("span", { class: `dot ${row.decided ? "decided" : alone ? "single" : row.by}` }), sure),
    h(
      "div",
      { class: "documents" },
      ...view.row.members.map(({ language: code }) => [code, view.documents[code]]).map(([code, each]) =>
        h(
          "div",
          { class: "document" },
          h("p", { class: "code" }, languageName(code)),
          h("h3", tongue(code), each.title || each.key),
          h(
            "p",
            { class: "meta" },
            h("code", {}, each.key),
            each.modified ? ` · changed ${each.modified}` : "",
            " · ",
            h("a", { href: each.url, target: "_blank", rel: "noopener noreferrer" }, "on the site"),
          ),
        ),
      ),
    ),
    h("div", { class: "actions", role: "group", "aria-label": "Verdicts" }, ...actions),
    row.members.length > 2 ? choice(view, onlanguages) : null,
    ...view.verdicts.map((each) =>
      h(
        "p",
        { class: "verdict" },
        `pairs.toml, line ${each.line}: ${each.documents.join(", ")} ${VERDICTS[each.kind]}${each.note ? ` (${each.note})` : ""}`,
      ),
    ),
  );
}

function choice(view, onlanguages) {
  const codes = view.row.members.map((each) => each.language);
  const select = (label, chosen, change) =>
    h(
      "label",
      {},
      `${label} `,
      h(
        "select",
        { onchange: (event) => change(event.target.value) },
        ...codes.map((code) => h("option", { value: code, selected: code === chosen }, languageName(code))),
      ),
    );
  return h(
    "div",
    { class: "languages" },
    // Whoever chooses what stands on the other side already means to swap the two.
    select("Left", view.left, (code) => onlanguages(code, code === view.right ? view.left : view.right)),
    select("Right", view.right, (code) => onlanguages(code === view.left ? view.right : view.left, code)),
  );
}

function evidence(view) {
  if (!view.evidence.length) return "";
  const most = Math.max(...view.evidence.map((each) => Math.min(12, Math.abs(each.weight))));
  return h(
    "details",
    { class: "evidence", open: true },
    h("summary", {}, "Why"),
    h(
      "ul",
      {},
      ...view.evidence.map((each) => {
        const meter = h("span", { class: `weight ${each.weight < 0 ? "against" : ""}`, "aria-hidden": "true" }, h("i"));
        meter.firstChild.style.width = `${Math.max(4, (100 * Math.min(12, Math.abs(each.weight))) / most)}%`;
        const between = view.row.members.length > 2 ? ` (${each.between.join(", ")})` : "";
        return h("li", {}, meter, h("b", {}, each.signal.replaceAll("_", " ")), h("span", {}, `${each.weight < 0 ? "against: " : ""}${each.why}${between}`));
      }),
    ),
  );
}

function sides(view, markdown, onmarkdown) {
  const both = Boolean(view.right);
  const missing = { left: 0, right: 0, foreign: 0, differs: 0 };
  const body = view.pairs.filter((pair) => ![...pair.left, ...pair.right].every((each) => each.kind === "title"));
  const lines = body.map((pair) => line(pair, view, markdown, both, missing));
  const told = [
    missing.right && `${missing.right} only in ${languageName(view.left)}`,
    missing.left && `${missing.left} only in ${languageName(view.right)}`,
    missing.foreign && `${missing.foreign} in the other language`,
    missing.differs && `${missing.differs} with other numbers or addresses`,
  ].filter(Boolean);
  return h(
    "div",
    { class: `sides ${both ? "" : "one"}` },
    h(
      "div",
      { class: "bar" },
      h("p", { class: "told" }, both ? told.join(" · ") || "Nothing is missing on either side" : ""),
      h(
        "button",
        { type: "button", id: "markdown", "aria-pressed": String(markdown), onclick: onmarkdown },
        "Markdown ",
        h("kbd", {}, "m"),
      ),
    ),
    lines.length ? h("ol", { class: "lines", "aria-label": "Sections and blocks, side by side" }, ...lines) : h("p", {}, "Both are empty."),
  );
}

function line(pair, view, markdown, both, missing) {
  const empty = { left: both && !pair.left.length, right: both && !pair.right.length };
  if (empty.left) missing.left++;
  if (empty.right) missing.right++;
  const pieces = [...pair.left, ...pair.right];
  if (pieces.some((each) => each.foreign || each.left_over.length)) missing.foreign++;
  if (pieces.some((each) => each.only.length)) missing.differs++;
  const heading = pieces.some((each) => each.level);
  return h(
    "li",
    { class: heading ? "line heading" : "line" },
    pair.moved ? h("span", { class: "tag moved" }, "stands elsewhere on the other side") : null,
    cell(pair.left, view.left, view.right, empty.left, markdown),
    both ? cell(pair.right, view.right, view.left, empty.right, markdown) : null,
  );
}

function cell(pieces, code, other, empty, markdown) {
  const box = h("div", { class: empty ? "cell nothing" : "cell" }, h("span", { class: "side" }, code));
  if (empty) box.append(h("p", { class: "none" }, `nothing in ${languageName(code)}`));
  for (const piece of pieces) box.append(shown(piece, code, other, markdown));
  return box;
}

function shown(piece, code, other, markdown) {
  const own = piece.foreign || code;
  const kind = piece.level ? `heading l${piece.level}` : piece.kind;
  const body = markdown
    ? h("pre", { class: "source", ...tongue(own) }, h("code", {}, piece.markdown))
    : h(piece.level ? "p" : "div", { class: `piece ${kind}`, ...tongue(own) }, ...clean(piece.html));
  mark(body, piece.only, "the other side hasn’t this");
  for (const link of body.querySelectorAll("a"))
    if (piece.left_over.includes(link.textContent)) link.classList.add("left-over");
  if (piece.left_over.length && !piece.foreign) {
    const said = piece.left_over.map((words) => `“${words}”`).join(", ");
    return h("div", {}, body, h("p", { class: "chip" }, h("span", { class: "tag" }, `in ${languageName(other)}`), ` ${said}`));
  }
  if (!piece.foreign) return body;
  return h("div", { class: "foreign" }, h("span", { class: "tag" }, `in ${languageName(piece.foreign)}`), body);
}
