// Converts the texts on standard input (JSON: {"rounds": n, "texts": [...]}) with each converter that is installed
// and prints, as JSON, the CPU seconds of the best round of each: {"turndown with GFM": 0.12, ...}. Without a round
// it prints what each writes: {"turndown with GFM": ["# One", null, ...], ...}, null where it failed.
import { readFileSync } from 'node:fs'

const made = {
  'turndown with GFM': async () => {
    const { default: Turndown } = await import('turndown')
    const { gfm } = await import('turndown-plugin-gfm')
    const service = new Turndown({ headingStyle: 'atx', codeBlockStyle: 'fenced' })
    service.use(gfm)
    return (html) => service.turndown(html)
  },
  'rehype-remark with GFM': async () => {
    const names = ['unified', 'rehype-parse', 'rehype-remark', 'remark-gfm', 'remark-stringify']
    const [{ unified }, ...plugins] = await Promise.all(names.map((name) => import(name)))
    const processor = unified().use(plugins[0].default, { fragment: true })
    for (const plugin of plugins.slice(1)) processor.use(plugin.default)
    return (html) => String(processor.processSync(html))
  },
  mdream: async () => (await import('mdream')).htmlToMarkdown,
}

const tried = (convert, text) => {
  try {
    return convert(text)
  } catch {
    return null
  }
}

const seconds = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

const { rounds, texts } = JSON.parse(readFileSync(0, 'utf8'))
const best = {}
for (const [name, make] of Object.entries(made)) {
  let convert
  try {
    convert = await make()
  } catch (error) {
    console.error(`${name} is left out: ${error.message.split('\n')[0]}`)
    continue
  }
  if (rounds === 0) best[name] = texts.map((text) => tried(convert, text))
  for (let round = 0; round < rounds; round++) {
    const start = seconds()
    for (const text of texts) convert(text)
    best[name] = Math.min(best[name] ?? Infinity, seconds() - start)
  }
}
console.log(JSON.stringify(best))
