// Renders each Markdown text of the JSON array on standard input with marked, as it comes.
import { json } from "node:stream/consumers";
import { marked } from "marked";

const texts = await json(process.stdin);
process.stdout.write(JSON.stringify(texts.map((text) => marked.parse(text))));
