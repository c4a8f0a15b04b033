import { Hono } from 'hono'
import { answerForm, fileAnswer } from '../../../kit/http.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { callOf, read, type CaisseEnv } from '../../caisses/web.ts'
import { notePrinted, resumeSending, stopSending, unscheduleLetter } from '../actions/sending.ts'
import { printLetter } from '../render/print.ts'
import { paperRecipients } from '../store/deliveries.ts'
import { findIssue } from '../store/letters.ts'
import { readPictures } from '../store/pictures.ts'
import { letterPage } from './compose.tsx'
import { letterHref } from './frame.tsx'

/** What one does with a letter that is on its way. */
export const progress = new Hono<CaisseEnv>()

const GESTURES = {
  'reprendre-en-main': { act: unscheduleLetter, told: '' },
  arreter: { act: stopSending, told: '?arrete=oui' },
  reprendre: { act: resumeSending, told: '?repris=oui' },
  papier: { act: notePrinted, told: '?imprime=oui' },
} as const

for (const [path, { act, told }] of Object.entries(GESTURES))
  progress.post(`/c/:slug/lettre/:letter{[0-9a-f-]{36}}/${path}`, (c) =>
    answerForm(c, {
      act: async (_, key) => void (await act(callOf(c, key), { letterId: c.req.param('letter') ?? '' })),
      done: () => `${letterHref(c, c.req.param('letter') ?? '')}${told}`,
      again: (form) => letterPage(c, form),
    }),
  )

progress.get('/c/:slug/lettre/:letter{[0-9a-f-]{36}}/papier.pdf', async (c) => {
  const { issue, recipients, pictures } = await read(c, async (tx) => {
    const found = await findIssue(tx, c.req.param('letter'))
    if (found.frozen === null) throw new Refusal('nothing_on_paper', {}, 404)
    return {
      issue: found,
      recipients: await paperRecipients(tx, found.id),
      pictures: await readPictures(tx, found.frozen),
    }
  })
  if (recipients.length === 0) throw new Refusal('nothing_on_paper', {}, 404)
  const pdf = await printLetter(issue.frozen!, { format: 'a4', pictures, at: issue.publishedAt!, recipients })
  return fileAnswer(pdf, 'application/pdf', `lettre-${issue.number}-papier.pdf`)
})
