import { spawnSync } from 'node:child_process'
import { expect } from 'vitest'
import { givenMeeting } from '../../../test/given-meetings.ts'
import { givenAction } from '../../../test/given-outreach.ts'
import { givenCaisse } from '../../../test/given.ts'
import { test } from '../../../test/app.ts'
import { inCaisse } from '../../db/db.ts'
import { getCaisse } from '../caisses/store.ts'
import { savePoster } from './actions/posters.ts'
import { posterPdf } from './poster-paper.ts'
import type { Format } from './rules/poster.ts'
import { getPoster } from './store/posters.ts'

const pdftotext = spawnSync('pdftotext', ['-v']).error === undefined

const textOf = (pdf: Uint8Array): string =>
  spawnSync('pdftotext', ['-', '-'], { input: pdf }).stdout.toString()
const latin = (pdf: Uint8Array): string => Buffer.from(pdf).toString('latin1')

/** Width and height in points, as the file says them. */
const SHEETS = {
  a4: '595.28 841.89',
  a6: '297.64 419.53',
} as const satisfies Partial<Record<Format, string>>

const rounded = (box: string) => box.split(' ').map((points) => Math.round(Number(points)))

test('a poster is one tagged sheet of its format, however much is written', async ({ app }) => {
  const caisse = await givenCaisse(app)
  const actionId = await givenAction(caisse)
  for (const format of ['a4', 'a6'] as const) {
    const { posterId } = await savePoster(caisse.call(), {
      kind: 'poster',
      format,
      actionId,
      first: {
        language: 'fr',
        title: 'Anticonstitutionnellement bien manger, ensemble',
        text: 'Un mot. '.repeat(110),
      },
      second: { language: 'ar', title: 'لنأكل جيدا معا', text: 'كل شهر '.repeat(100) },
    })
    const pdf = await inCaisse(app.db, caisse.id, async (tx) =>
      posterPdf(await getPoster(tx, posterId), {
        caisse: await getCaisse(tx, caisse.id),
        sender: { name: 'Caisse d’essai' },
        link: 'http://localhost/c/essai/rejoindre?source=abcdefgh',
        calls: () => 'Visez ce carré',
        alt: 'QR code',
      }),
    )
    const file = latin(pdf)
    expect(file.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(1)
    expect(file).toMatch(/\/Marked true/)
    const [, box] = /\/MediaBox\s*\[\s*0 0 ([\d.]+ [\d.]+)/.exec(file)!
    expect(rounded(box!)).toEqual(rounded(SHEETS[format]))
  }
})

test.skipIf(!pdftotext)('an invitation says the day in both languages, and where', async ({ app }) => {
  const caisse = await givenCaisse(app)
  const meetingId = await givenMeeting(caisse, { kind: 'information' })
  const { posterId } = await savePoster(caisse.call(), {
    kind: 'invitation',
    format: 'a4',
    meetingId,
    first: { language: 'fr', title: 'Venez', text: 'On en parle' },
    second: { language: 'tr', title: 'Gelin', text: 'Konuşalım' },
  })
  const pdf = await inCaisse(app.db, caisse.id, async (tx) =>
    posterPdf(await getPoster(tx, posterId), {
      caisse: await getCaisse(tx, caisse.id),
      sender: { name: 'Caisse d’essai' },
      link: 'http://localhost/c/essai/rencontres/1',
      calls: () => '',
      alt: 'QR code',
    }),
  )
  const text = textOf(pdf).replaceAll(/\s+/g, ' ')
  expect(text).toContain('mardi 8 décembre à 18:00')
  expect(text).toContain('8 Aralık Salı 18:00')
  expect(text).toContain('Maison de quartier')
  expect(text).toContain('Konuşalım')
})
