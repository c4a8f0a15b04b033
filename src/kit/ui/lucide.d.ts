/** Icons are imported one by one: the library's index loads all 1,700. */
declare module 'lucide/dist/esm/icons/*.mjs' {
  const node: readonly (readonly [tag: string, attributes: Readonly<Record<string, string | number>>])[]
  export default node
}
