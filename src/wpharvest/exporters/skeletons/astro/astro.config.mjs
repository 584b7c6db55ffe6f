import { readFileSync } from "node:fs";
import { defineConfig } from "astro/config";
import plainAddresses from "./src/plugins/plain-addresses.mjs";

const facts = JSON.parse(readFileSync(new URL("./src/data/site.json", import.meta.url), "utf8"));
const { origin, pathname } = new URL(facts.base_url);

export default defineConfig({
  site: origin,
  base: pathname,
  trailingSlash: "ignore",
  markdown: {
    // The text is as its author wrote it: its quotes and dots too, and no English heading over its footnotes.
    smartypants: false,
    syntaxHighlight: false,
    remarkPlugins: [plainAddresses],
    remarkRehype: { footnoteLabel: " " },
  },
});
