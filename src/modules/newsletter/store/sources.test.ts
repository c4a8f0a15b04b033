import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { expect } from 'vitest'
import { test, type TestApp } from '../../../../test/app.ts'
import { givenCaisse, type GivenCaisse } from '../../../../test/given.ts'
import { inCaisse } from '../../../db/db.ts'
import { translator } from '../../../kit/i18n/translate.ts'
import { recordGrant } from '../../treasury/actions.ts'
import { scheduleMeeting } from '../../meetings/actions/meetings.ts'
import { keepPublication } from '../../network/actions.ts'
import { choicesFor, itemsOf } from './sources.ts'
import type { Kind } from '../rules/letter.ts'

const look = (app: TestApp, caisse: GivenCaisse, kind: Kind, id: string | null = null) =>
  inCaisse(app.db, caisse.id, (tx) =>
    itemsOf(tx, kind, id, {
      t: translator('fr'),
      today: '2026-11-24',
      timeZone: 'Europe/Paris',
      address: 'https://tablee.example.org',
      slug: caisse.slug,
    }),
  )

test('a meeting is told as it stands; one that is not for everybody is not', async ({ app }) => {
  const caisse = await givenCaisse(app)
  const meeting = {
    kind: 'meeting',
    title: 'Rencontre',
    day: '2026-12-03',
    from: '18:00',
    until: '20:00',
    announce: true,
  } as const
  const open = await scheduleMeeting(caisse.call(), {
    ...meeting,
    audience: 'public',
    description: 'Un début.\n\nLa suite.',
  })
  const closed = await scheduleMeeting(caisse.call(), { ...meeting, audience: 'members' })
  const draft = await scheduleMeeting(caisse.call(), { ...meeting, audience: 'public', announce: false })
  expect(await look(app, caisse, 'meeting', open.meetingId)).toEqual([
    {
      title: 'Rencontre',
      facts: ['Le 3 décembre 2026, de 18 h à 20 h'.replace(/(\d) h/g, '$1\u00a0h')],
      text: 'Un début.',
      link: {
        href: `https://tablee.example.org/c/${caisse.slug}/rencontres/${open.meetingId}`,
        label: 'En savoir plus et s’inscrire',
      },
    },
  ])
  expect(await look(app, caisse, 'meeting', closed.meetingId)).toEqual([])
  expect(await look(app, caisse, 'meeting', draft.meetingId)).toEqual([])
  const choices = await inCaisse(app.db, caisse.id, (tx) => choicesFor(tx, 'meeting', app.now()))
  expect(choices.map(({ id }) => id)).toEqual([open.meetingId])
})

test('funders are named as they ask, without amounts, once it is signed', async ({ app }) => {
  const caisse = await givenCaisse(app)
  const grant = {
    promised: '9000',
    awardedOn: '2026-10-01',
    tranches: [{ expectedOn: '2026-12-01', amount: '9000' }],
  }
  await recordGrant(caisse.call(caisse.treasurer), {
    ...grant,
    funder: 'Fondation de la Table',
    purpose: 'Expérimentation',
    signed: true,
  })
  await recordGrant(caisse.call(caisse.treasurer), {
    ...grant,
    funder: 'Peut-être',
    purpose: '',
    signed: false,
  })
  await inCaisse(app.db, caisse.id, (tx) =>
    sql`
      insert into funder_mention (caisse_id, id, funder, mention, uses, from_on)
      values (${caisse.id}, ${uuid()}, 'Fondation de la Table', 'Avec le soutien de la Fondation', array['newsletter'], '2026-01-01')
    `.execute(tx),
  )
  const items = await look(app, caisse, 'funding')
  expect(items).toHaveLength(1)
  expect(items[0]).toMatchObject({ title: 'Fondation de la Table', text: 'Avec le soutien de la Fondation' })
  expect(JSON.stringify(items)).not.toMatch(/9\s?000|€/)
})

test('a webinar to come invites; one that is over is watched', async ({ app }) => {
  const caisse = await givenCaisse(app)
  const webinar = { kind: 'webinar', title: 'W', url: 'https://example.org/w', hour: '14:00' } as const
  const next = await keepPublication(caisse.call(), { ...webinar, day: '2026-12-10' })
  const past = await keepPublication(caisse.call(), { ...webinar, day: '2026-10-10' })
  const label = async (id: string) => (await look(app, caisse, 'publication', id))[0]!.link!.label
  expect(await label(next.publicationId)).toBe('S’inscrire au webinaire')
  expect(await label(past.publicationId)).toBe('Revoir le webinaire')
})

test('what is not there says nothing', async ({ app }) => {
  const caisse = await givenCaisse(app)
  for (const kind of ['poll', 'group', 'milestone', 'calendar', 'news', 'sister', 'contacts'] as const)
    expect(await look(app, caisse, kind, uuid())).toEqual([])
  for (const kind of ['poll', 'group', 'milestone', 'news', 'sister', 'publication'] as const)
    expect(await inCaisse(app.db, caisse.id, (tx) => choicesFor(tx, kind, app.now()))).toEqual([])
})
