import type { ComponentChildren } from 'preact'
import { asset } from './assets.ts'

/** JSON that cannot end the script element it stands in. */
export const escapedJson = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c')

export type IslandProps<Props> = {
  /** The script `src/browser/<name>.tsx`. */
  name: string
  props: Props
  /** The same component drawn by the server: what people see first, or all they see without JavaScript. */
  children: ComponentChildren
}

/** A part of a page that its script brings to life; see `src/browser/hydrate.ts`. */
export function Island<Props extends object>({ name, props, children }: IslandProps<Props>) {
  return (
    <div data-island={name}>
      <div data-island-root>{children}</div>
      <script type="application/json" dangerouslySetInnerHTML={{ __html: escapedJson(props) }} />
      <script type="module" src={asset(`${name}.js`)} />
    </div>
  )
}
