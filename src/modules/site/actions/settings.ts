import { z } from 'zod'
import { gesture } from '../../../kit/gesture.ts'
import { MonthValue } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { findCaisseAt, getCaisse, setCaissePublic } from '../../caisses/store.ts'
import { PublicHost } from '../rules/page.ts'
import { setSiteSetting } from '../store/settings.ts'
import { WRITERS } from './pages.ts'

const Line = z.string().trim().max(200).default('')

export const changeSiteSettings = gesture(
  'change_site_settings',
  WRITERS,
  z.object({
    host: PublicHost.default(null),
    accessibility: z.enum(['none', 'partial', 'full']),
    director: Line,
    hostName: Line,
    hostAddress: Line,
    figuresFrom: z
      .union([z.literal('').transform(() => null), MonthValue])
      .nullable()
      .default(null),
  }),
  async (tx, { app }, { host, accessibility, ...setting }) => {
    if (host !== null && host === new URL(app.address).hostname)
      throw new Refusal('host_is_installation', {}, 409)
    const { slug } = await getCaisse(tx, tx.caisseId)
    const holder = host === null ? undefined : await findCaisseAt(tx, host)
    if (holder !== undefined && holder !== slug) throw new Refusal('host_taken', {}, 409)
    await setCaissePublic(tx, { host, accessibility })
    await setSiteSetting(tx, setting)
  },
)
