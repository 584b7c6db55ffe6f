// Re-pair by search, and which of several documents is alone.

import { $, fold, h } from "./dom.js";
import { languageName } from "./family.js";

const SHOWN = 30;

// Asks for the document that `member` belongs together with; `documents` are all, with their words folded.
export function search(members, documents, done) {
  const dialog = $("search");
  const field = $("search-words");
  const box = $("search-found");
  let member = members[0];
  let found = [];
  let at = 0;

  function draw() {
    const asked = fold(field.value).split(/\s+/).filter(Boolean);
    const fits = documents.filter(
      (each) => each.language !== member.language && asked.every((word) => each.words.includes(word)),
    );
    found = fits.slice(0, SHOWN);
    at = Math.max(0, Math.min(at, found.length - 1));
    box.replaceChildren(
      ...found.map((each, place) =>
        h(
          "div",
          { id: `found-${place}`, role: "option", "aria-selected": String(place === at), onclick: () => take(each) },
          h("span", { class: "code" }, each.language),
          h("span", { class: "what" }, h("b", {}, each.title || each.path), h("small", {}, each.path, each.paired ? " · has a sister" : "")),
        ),
      ),
    );
    box.hidden = !found.length;
    field.setAttribute("aria-expanded", String(found.length > 0));
    if (found.length) field.setAttribute("aria-activedescendant", `found-${at}`);
    else field.removeAttribute("aria-activedescendant");
    const more = fits.length > found.length ? `${found.length} of ${fits.length} shown: more words narrow it down` : "";
    $("search-none").textContent = found.length ? more : "No document has these words.";
    box.children[at]?.scrollIntoView({ block: "nearest" });
  }

  function take(other) {
    dialog.close();
    done(member, other);
  }

  field.value = "";
  field.oninput = () => {
    at = 0;
    draw();
  };
  field.onkeydown = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      at += step;
      draw();
    } else if (event.key === "Enter" && found[at]) {
      event.preventDefault();
      take(found[at]);
    }
  };
  $("search-for").replaceChildren(
    ...(members.length > 1
      ? members.map((each, place) =>
          h(
            "label",
            {},
            h("input", {
              type: "radio",
              name: "search-for",
              checked: place === 0,
              onchange: () => {
                member = each;
                draw();
              },
            }),
            h("span", {}, `${languageName(each.language)}: ${each.title || each.path}`),
          ),
        )
      : [h("p", {}, `What says the same as “${member.title || member.path}”?`)]),
  );
  draw();
  dialog.showModal();
  field.focus();
}

// Asks which of these has no sister.
export function which(members, done) {
  const dialog = $("alone");
  $("alone-for").replaceChildren(
    ...members.map((each) =>
      h(
        "button",
        {
          type: "button",
          class: "wide",
          onclick: () => {
            dialog.close();
            done([each]);
          },
        },
        h("span", { class: "code" }, each.language),
        " ",
        each.title || each.path,
      ),
    ),
  );
  dialog.showModal();
}
