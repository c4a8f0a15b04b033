import { v7 as uuid } from 'uuid'
import { inCaisse } from '../src/db/db.ts'
import { insertTerritory } from '../src/modules/caisses/store.ts'
import { addMilestone } from '../src/modules/calendar/actions/milestones.ts'
import { writeNews } from '../src/modules/site/actions/news.ts'
import { savePage } from '../src/modules/site/actions/pages.ts'
import type { TestApp } from './app.ts'
import type { GivenCaisse } from './given.ts'

export const aPageText = (changes: Partial<{ title: string; lead: string; body: string }> = {}) => ({
  title: 'Nos partenaires',
  lead: 'Elles et ils nous aident.',
  body: 'Merci à **toutes et tous**.',
  ...changes,
})

/** A text that is online, over the version that was the last (none unless told). */
export const givenPage = (
  caisse: GivenCaisse,
  page: string,
  changes: Parameters<typeof aPageText>[0] = {},
  base = 0,
) => savePage(caisse.call(), { page, base, publish: true, ...aPageText(changes) })

/** Its id. */
export const givenNews = async (
  caisse: GivenCaisse,
  changes: Partial<Parameters<typeof writeNews>[1]> = {},
): Promise<string> => {
  const news = { title: 'La soupe était bonne', body: 'Il n’en reste pas.', publish: true, ...changes }
  return (await writeNews(caisse.call(), news)).newsId
}

/** Its id. */
export async function givenTerritory(app: TestApp, caisse: GivenCaisse, name: string): Promise<string> {
  const id = uuid()
  await inCaisse(app.db, caisse.id, (tx) => insertTerritory(tx, { id, name }))
  return id
}

/** Its id. */
export const givenMilestone = async (
  caisse: GivenCaisse,
  changes: Partial<Parameters<typeof addMilestone>[1]> = {},
): Promise<string> => {
  const milestone = {
    kind: 'milestone' as const,
    title: 'Première assemblée',
    startsOn: '2026-03-14',
    public: true,
    ...changes,
  }
  return (await addMilestone(caisse.call(), milestone)).milestoneId
}
