// Compiles each text of the JSON array on standard input as MDX and tells what in it would run: the program's
// own imports, exports and expressions, or the error it fails with. An empty answer means: nothing but content.
import { json } from "node:stream/consumers";
import { createProcessor } from "@mdx-js/mdx";

const LIVE = new Set(["mdxjsEsm", "mdxFlowExpression", "mdxTextExpression"]);
const ELEMENTS = new Set(["mdxJsxFlowElement", "mdxJsxTextElement"]);

function live(node, found = []) {
  if (LIVE.has(node.type)) found.push(`${node.type} ${node.value}`);
  if (ELEMENTS.has(node.type)) {
    if (!/^[a-z][a-z0-9]*$/.test(node.name ?? "")) found.push(`component ${node.name}`);
    for (const each of node.attributes) {
      if (each.type !== "mdxJsxAttribute" || (each.value !== null && typeof each.value !== "string"))
        found.push(`expression in <${node.name}>`);
    }
  }
  for (const child of node.children ?? []) live(child, found);
  return found;
}

const processor = createProcessor();
const texts = await json(process.stdin);
const answers = texts.map((text) => {
  try {
    return live(processor.parse(text)).join("; ");
  } catch (error) {
    return `error: ${error.message}`;
  }
});
process.stdout.write(JSON.stringify(answers));
