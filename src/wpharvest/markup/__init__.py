"""HTML to a tree, a tree to Markdown, HTML and text, and the proof that nothing was lost on the way."""
