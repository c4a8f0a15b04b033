import type { Context } from 'hono'
import type { CaisseEnv } from '../../caisses/web.ts'
import { SHOWN } from '../store/dues-seen.ts'
import { hrefIn, monthAsked } from './frame.tsx'

/** The address of the list as it is looked at, which its forms bring back. */
export function viewOf(c: Context<CaisseEnv>) {
  const search = c.req.query('q')?.slice(0, 100) ?? ''
  const shown = SHOWN.find((each) => each === c.req.query('voir')) ?? (search === '' ? 'attendues' : 'toutes')
  const from = Math.min(1_000_000, Math.max(0, Number.parseInt(c.req.query('apres') ?? '0', 10) || 0))
  return { month: monthAsked(c), search, shown, from }
}

export function hrefOf(c: Context<CaisseEnv>, path: string, change: Record<string, string> = {}): string {
  const { month, search, shown } = viewOf(c)
  const asked = { mois: month, ...(search !== '' && { q: search }), voir: shown, ...change }
  return `${hrefIn(c, path)}?${new URLSearchParams(asked)}`
}
