// A listbox of many thousand rows, of which only those in sight are in the document.

import { $, fold, h, percent } from "./dom.js";

const HEIGHT = 76; // px, as in review.css
const BEYOND = 6; // rows above and below the ones in sight
const SAID = { person: "decided", declared: "declared", inferred: "inferred", "": "no sister" };

export const words = (row) =>
  fold(row.members.map((each) => `${each.title} ${each.path} ${each.key}`).join(" "));

export class List {
  constructor(onchange, onopen) {
    this.box = $("list");
    this.space = h("div", { class: "space", role: "presentation" });
    this.box.append(this.space);
    this.rows = [];
    this.at = -1;
    this.onchange = onchange;
    this.box.addEventListener("scroll", () => this.draw());
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (!option) return;
      this.choose(Number(option.dataset.at));
      onopen();
    });
    this.onopen = onopen;
    new ResizeObserver(() => this.draw()).observe(this.box);
  }

  get row() {
    return this.rows[this.at];
  }

  show(rows, id) {
    this.rows = rows;
    this.space.style.height = `${rows.length * HEIGHT}px`;
    const found = rows.findIndex((row) => row.id === id);
    this.at = -1;
    this.choose(found >= 0 ? found : 0);
  }

  choose(at) {
    const to = Math.max(0, Math.min(this.rows.length - 1, at));
    const changed = to !== this.at;
    this.at = this.rows.length ? to : -1;
    const top = this.at * HEIGHT;
    const { scrollTop, clientHeight } = this.box;
    if (top < scrollTop) this.box.scrollTop = top;
    else if (top + HEIGHT > scrollTop + clientHeight) this.box.scrollTop = top + HEIGHT - clientHeight;
    this.draw();
    if (changed || !this.rows.length) this.onchange(this.row);
  }

  key(event) {
    const page = Math.max(1, Math.floor(this.box.clientHeight / HEIGHT) - 1);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    if (event.key in steps) {
      event.preventDefault();
      this.choose(this.at + steps[event.key]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.onopen();
    }
  }

  draw() {
    const first = Math.max(0, Math.floor(this.box.scrollTop / HEIGHT) - BEYOND);
    const last = Math.min(this.rows.length, Math.ceil((this.box.scrollTop + this.box.clientHeight) / HEIGHT) + BEYOND);
    const shown = [];
    for (let at = first; at < last; at++) shown.push(this.option(at));
    if (this.at >= 0 && (this.at < first || this.at >= last)) shown.push(this.option(this.at));
    this.space.replaceChildren(...shown);
    if (this.at >= 0) this.box.setAttribute("aria-activedescendant", `row-${this.at}`);
    else this.box.removeAttribute("aria-activedescendant");
  }

  option(at) {
    const row = this.rows[at];
    const alone = row.members.length < 2;
    const option = h(
      "div",
      {
        id: `row-${at}`,
        role: "option",
        class: `row ${row.decided ? "decided" : alone ? "single" : row.by}`,
        "data-at": at,
        "aria-selected": String(at === this.at),
        "aria-setsize": this.rows.length,
        "aria-posinset": at + 1,
      },
      h(
        "div",
        { class: "titles" },
        ...row.members.slice(0, 2).map((each) =>
          h("div", { class: "title" }, h("span", { class: "code" }, each.language), " ", h("span", {}, each.title || each.path)),
        ),
        alone && h("div", { class: "path" }, row.members[0].path),
      ),
      h(
        "div",
        { class: "state" },
        alone ? null : h("span", { class: "sure" }, percent(row.confidence)),
        h("span", { class: "badge" }, row.decided ? (alone ? "alone" : "confirmed") : SAID[row.by]),
        row.members.length > 2 ? h("span", { class: "more" }, `+${row.members.length - 2}`) : null,
      ),
    );
    option.style.transform = `translateY(${at * HEIGHT}px)`;
    return option;
  }
}
