import { sql } from 'kysely'
import type { CaisseTx } from '../../db/db.ts'
import type { PersonalTable, Somebody } from '../../kit/module.ts'

/** Whether the letter goes to somebody's own address, since when, and which ones lately. */
export const newsletterPersonalData = (tx: CaisseTx, { personId }: Somebody): PersonalTable[] => [
  {
    name: 'lettre',
    heading: 'newsletter.personal.heading',
    columns: [
      { heading: 'newsletter.export.email', kind: 'text' },
      { heading: 'newsletter.export.status', kind: 'word' },
      { heading: 'newsletter.export.askedAt', kind: 'instant' },
      { heading: 'newsletter.export.confirmedAt', kind: 'instant' },
      { heading: 'newsletter.personal.received', kind: 'text' },
    ],
    async *rows() {
      const { rows } = await sql<{
        email: string
        status: string
        askedAt: Date
        confirmedAt: Date | null
        received: string
      }>`
        select s.email, s.status, s.asked_at as "askedAt", s.confirmed_at as "confirmedAt",
          coalesce((
            select string_agg(n.number::text, ', ' order by n.number) from newsletter_delivery d
            join newsletter n on n.caisse_id = d.caisse_id and n.id = d.newsletter_id
            where d.caisse_id = s.caisse_id and d.subscriber_id = s.id and d.status = 'sent'
          ), '') as received
        from newsletter_subscriber s
        join person p on p.caisse_id = s.caisse_id and lower(p.email) = lower(s.email)
        where s.caisse_id = ${tx.caisseId} and p.id = ${personId}
      `.execute(tx)
      for (const { email, status, askedAt, confirmedAt, received } of rows)
        yield [email, `newsletter.subscriber.${status}`, askedAt, confirmedAt, received]
    },
  },
]
