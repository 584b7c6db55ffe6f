import { defineCollection } from "astro:content";
import { glob } from "astro/loaders";

// A document's id is its file, so that two of one slug stay two.
const documents = defineCollection({
  loader: glob({ pattern: "**/*.md", base: "./src/content/documents", generateId: ({ entry }) => entry }),
});

export const collections = { documents };
