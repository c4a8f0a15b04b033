import { h } from 'preact'

/** A drawing of the icon library: tags and their attributes. */
export type DrawingNode = readonly (readonly [
  tag: string,
  attributes: Readonly<Record<string, string | number>>,
])[]

export type DrawingProps = { node: DrawingNode; class: string; label?: string | undefined }

/** A 24-unit line drawing of 1.75 px, silent for screen readers unless it has a label. Light enough for islands. */
export function Drawing({ node, class: name, label }: DrawingProps) {
  const meaning = label
    ? ({ role: 'img', 'aria-label': label } as const)
    : ({ 'aria-hidden': 'true' } as const)
  return (
    <svg
      class={name}
      viewBox="0 0 24 24"
      width="24"
      height="24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.75"
      stroke-linecap="round"
      stroke-linejoin="round"
      {...meaning}
    >
      {node.map(([tag, attributes]) => h(tag, attributes))}
    </svg>
  )
}
