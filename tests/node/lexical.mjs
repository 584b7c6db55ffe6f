// For each line of standard input, a Lexical state as JSON, writes one line: its HTML as Ghost shows it, as JSON.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const require = createRequire(import.meta.url);
const Renderer = require("@tryghost/kg-lexical-html-renderer");
const { DEFAULT_NODES } = require("@tryghost/kg-default-nodes");

let errors = [];
const renderer = new Renderer({ nodes: DEFAULT_NODES, onError: (error) => errors.push(String(error)) });
for await (const line of createInterface({ input: process.stdin })) {
    errors = [];
    const html = await renderer.render(line, {}).catch((error) => String(error.stack));
    process.stdout.write(JSON.stringify(errors.length ? errors.join(" ") : html) + "\n");
}
