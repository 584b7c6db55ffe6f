/** Addresses that the text only mentions stay text: a link is what is written as one (`[a](b)`, `<b>`). */
export default function plainAddresses() {
  return (tree, file) => plain(tree, String(file));
}

function plain(node, source) {
  for (const child of node.children ?? []) plain(child, source);
  node.children = node.children?.flatMap((child) => (isMention(child, source) ? child.children : child));
}

function isMention(node, source) {
  const start = node.position?.start.offset;
  return node.type === "link" && (start === undefined || !"[<".includes(source[start]));
}
