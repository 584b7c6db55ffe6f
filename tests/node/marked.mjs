// Renders each Markdown text of the JSON array on standard input with marked, as it comes.
import { readFileSync } from "node:fs";
import { marked } from "marked";

const texts = JSON.parse(readFileSync(0, "utf-8"));
process.stdout.write(JSON.stringify(texts.map((text) => marked.parse(text))));
