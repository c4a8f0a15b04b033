import { markdownToHtml } from '../markdown.ts'

/** What somebody wrote in Markdown. `level`: the level of its first titles. */
export function Prose({ markdown, level = 2 }: { markdown: string; level?: number }) {
  // Safe: `markdownToHtml` lets no HTML of theirs pass.
  return <div class="prose" dangerouslySetInnerHTML={{ __html: markdownToHtml(markdown, { level }) }} />
}
