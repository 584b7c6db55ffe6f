// Elements from values. Text is always text: only `clean` takes HTML, and that has been through the allowlist.

export const $ = (id) => document.getElementById(id);

export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "class") element.className = value;
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value != null) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child != null && child !== false));
  return element;
}

// An inert document parses it: even if something had slipped through, nothing would load or run there.
export function clean(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  for (const link of body.querySelectorAll("a[href]")) link.target = "_blank";
  return [...body.childNodes];
}

// Wrap each of these words in <mark>, where it stands as a word of its own.
export function mark(element, words, title) {
  if (!words.length) return;
  const wanted = new Set(words);
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const text of texts) {
    const parts = text.data.split(/([\p{L}\p{N}_.+-]+@[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+|\p{Nd}+)/u);
    if (!parts.some((part) => wanted.has(part))) continue;
    text.replaceWith(...parts.map((part) => (wanted.has(part) ? h("mark", { title }, part) : part)));
  }
}

export const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

export const percent = (value) => {
  const rounded = Math.floor(value * 1000) / 10;
  return `${rounded >= 99 ? rounded : Math.floor(rounded)} %`;
};
