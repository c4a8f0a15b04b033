import { hydrate, h, type ComponentType } from 'preact'

/** Brings every island of a name to life with the values the server wrote beside it. */
export function hydrateIslands<Props extends object>(name: string, component: ComponentType<Props>): void {
  for (const island of document.querySelectorAll(`[data-island="${name}"]`)) {
    const root = island.querySelector('[data-island-root]')
    const json = island.querySelector('script[type="application/json"]')
    if (!root || !json?.textContent) continue
    hydrate(h(component, JSON.parse(json.textContent) as Props), root)
  }
}
