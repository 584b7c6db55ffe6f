import { readFileSync } from "node:fs";
import footnotes from "markdown-it-footnote";
import tasks from "markdown-it-task-lists";

const site = JSON.parse(readFileSync(new URL("./_data/site.json", import.meta.url), "utf8"));

export default function (config) {
  config.addPassthroughCopy({ static: "/" });
  config.addPreprocessor("drafts", "*", (data) => (data.draft ? false : undefined));
  config.amendLibrary("md", (md) => md.use(footnotes).use(tasks));
  config.addFilter("address", (path) => encodeURI(path));
  config.addFilter("day", (date) => String(date instanceof Date ? date.toISOString() : date).slice(0, 10));
  return {
    // Text that looks like a template stays text.
    markdownTemplateEngine: false,
    htmlTemplateEngine: "njk",
    pathPrefix: new URL(site.base_url).pathname,
    dir: { input: "content", includes: "../_includes", data: "../_data", output: "_site" },
  };
}
