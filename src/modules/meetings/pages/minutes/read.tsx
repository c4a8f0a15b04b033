import { Hono, type Context } from 'hono'
import { fileAnswer, html } from '../../../../kit/http.ts'
import { printPaper } from '../../../../kit/pdf/paper.ts'
import { Refusal } from '../../../../kit/refusal.ts'
import { Actions, LinkButton } from '../../../../kit/ui/button.tsx'
import { PublicPage } from '../../../../kit/ui/pages.tsx'
import { Prose } from '../../../../kit/ui/prose.tsx'
import { paperWords } from '../../../caisses/letterhead.ts'
import { mayHere, publicFrame, read, readCaisse, type CaisseEnv } from '../../../caisses/web.ts'
import { readPublishable, WRITERS } from '../../actions/minutes.ts'
import { minutesPaper } from '../../minutes-paper.ts'
import { placeOf } from '../../rules/when.ts'
import type { Meeting } from '../../store/meetings.ts'
import { findMinutes, getMinutes, keptMarks, sectionsOf } from '../../store/minutes.ts'
import { MEETING, meetingHref, only, sayWhen } from '../shared.tsx'
import { readVisible } from '../visible.ts'
import { getMeeting } from '../../store/meetings.ts'

/** Minutes as they were published, for those for whom they are. */
export const readMinutes = new Hono<CaisseEnv>()

async function readPublished(c: Context<CaisseEnv>) {
  const { meeting, personId, organises } = await readVisible(c)
  const found = await read(c, async (tx) => {
    const minutes = await findMinutes(tx, meeting.id)
    if (minutes?.status !== 'published') throw new Refusal('unknown_minutes', {}, 404)
    return {
      minutes,
      sections: (await sectionsOf(tx, meeting.id)).map(({ id, title, published }) => ({
        id,
        title,
        text: published ?? '',
      })),
      marks: await keptMarks(tx, meeting.id),
    }
  })
  if (found.minutes.audience === 'members' && !personId && !organises && !mayHere(c, WRITERS)) {
    if (c.get('actor') === null) throw new Refusal('not_signed_in', {}, 401)
    throw new Refusal('unknown_minutes', {}, 404)
  }
  return { meeting, ...found }
}

readMinutes.get(`${MEETING}/compte-rendu`, readCaisse, async (c) => {
  const t = c.get('t')
  const { meeting, sections, marks, minutes } = await readPublished(c)
  const decisions = marks.filter(({ kind }) => kind === 'decision')
  return html(
    <PublicPage
      {...publicFrame(c)}
      {...(minutes.audience !== 'public' && { meta: undefined })}
      title={t('minutes.paper.title', { titleText: meeting.title })}
      lead={`${sayWhen(c, meeting)}, ${placeOf(t, meeting)}`}
      breadcrumb={[{ href: meetingHref(c), label: meeting.title }]}
    >
      {decisions.length > 0 && (
        <section class="stack">
          <h2>{t('minutes.decisions')}</h2>
          <ul>
            {decisions.map(({ id, text, decisionNumber }) => (
              <li key={id}>
                <strong>{t('minutes.decisionNumber', { number: decisionNumber ?? 0 })}</strong> {text}
              </li>
            ))}
          </ul>
        </section>
      )}
      {sections
        .filter(({ text }) => text.trim() !== '')
        .map(({ id, title, text }) => (
          <section key={id} class="stack">
            <h2>{title}</h2>
            <Prose markdown={text} level={3} />
          </section>
        ))}
      <p class="soft small">
        {t('minutes.publishedOn', { whenText: t.instant(minutes.publishedAt!) })} {t('minutes.withoutNames')}
      </p>
      <Actions>
        <LinkButton icon="print" href={meetingHref(c, '/compte-rendu/publie.pdf')} download>
          {t('minutes.pdf')}
        </LinkButton>
      </Actions>
    </PublicPage>,
  )
})

type Printed = { meeting: Meeting; sections: readonly { title: string; text: string }[] }

async function print(c: Context<CaisseEnv>, { meeting, sections }: Printed): Promise<Response> {
  const caisse = c.get('caisse')
  const paper = await read(c, async (tx) =>
    minutesPaper(tx, paperWords(caisse), {
      caisse,
      meeting,
      sections,
      marks: await keptMarks(tx, meeting.id),
      at: c.get('app').now(),
    }),
  )
  return fileAnswer(await printPaper(paper), 'application/pdf', 'compte-rendu.pdf')
}

readMinutes.get(`${MEETING}/compte-rendu/publie.pdf`, readCaisse, async (c) =>
  print(c, await readPublished(c)),
)

/** Before it is published: what leaves the team on paper is without names too. */
export const printMinutes = new Hono<CaisseEnv>()

printMinutes.get(`${MEETING}/compte-rendu/imprimer.pdf`, only(WRITERS), async (c) => {
  const t = c.get('t')
  const found = await read(c, async (tx) => {
    await getMinutes(tx, c.req.param('meeting'))
    return {
      meeting: await getMeeting(tx, c.req.param('meeting')),
      sections: await readPublishable(tx, c.req.param('meeting'), t('minutes.somebody')),
    }
  })
  return print(c, found)
})
