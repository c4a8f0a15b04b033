import { Hono, type Context } from 'hono'
import { fileAnswer, html } from '../../../kit/http.ts'
import { LinkButton } from '../../../kit/ui/button.tsx'
import { Tabs } from '../../../kit/ui/navigation.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Card, Disclosure } from '../../../kit/ui/parts.tsx'
import { deskFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { subjectOf } from '../actions/letters.ts'
import { FORMATS, printLetter } from '../render/print.ts'
import { drawMail } from '../render/mail.ts'
import { letterText } from '../render/text.ts'
import { LetterBody } from '../render/web.tsx'
import type { Letter } from '../rules/letter.ts'
import { composeLetter } from '../store/compose.ts'
import { findIssue } from '../store/letters.ts'
import { readPictures } from '../store/pictures.ts'
import { letterHref, pictureHref, trailOf } from './frame.tsx'

/** The same letter in its three forms, before anybody receives it. */
export const preview = new Hono<CaisseEnv>()

const FORMS = ['courriel', 'web', 'papier'] as const

const readLetter = (c: Context<CaisseEnv>) =>
  read(c, async (tx) => {
    const issue = await findIssue(tx, c.req.param('letter') ?? '')
    return { issue, letter: issue.frozen ?? (await composeLetter(tx, c.get('app'), issue)) }
  })

preview.get('/c/:slug/lettre/:letter{[0-9a-f-]{36}}/apercu', async (c) => {
  const t = c.get('t')
  const { issue, letter } = await readLetter(c)
  const form = FORMS.find((each) => each === c.req.query('forme')) ?? 'courriel'
  const href = `${letterHref(c, issue.id)}/apercu`
  // The mail brings its own styles: it is shown in a frame of ours, under a policy of its own.
  c.set('contentPolicy', { 'frame-src': "'self'" })
  return html(
    <DeskPage
      {...deskFrame(c, '/lettre')}
      title={t(`newsletter.preview.title_${form}`)}
      lead={t(`newsletter.preview.lead_${form}`)}
      breadcrumb={trailOf(c, issue)}
    >
      <Tabs
        label={t('newsletter.preview.label')}
        wrap
        tabs={FORMS.map((each) => ({
          href: `${href}?forme=${each}`,
          label: t(`newsletter.preview.${each}`),
          current: each === form,
        }))}
      />
      {form === 'courriel' && <MailPreview c={c} href={href} letter={letter} subject={subjectOf(issue)} />}
      {form === 'web' && (
        <Card title={letter.title}>
          {letter.summary !== '' && <p class="lead">{letter.summary}</p>}
          <LetterBody letter={letter} pictureHref={pictureHref(c)} />
        </Card>
      )}
      {form === 'papier' && (
        <Card title={t('newsletter.preview.paperTitle')} icon="print">
          <p>{t('newsletter.preview.paperText')}</p>
          <div class="actions">
            {FORMATS.map((format) => (
              <LinkButton key={format} icon="download" href={`${href}/${format}.pdf`} download>
                {t('newsletter.print.download', { formatText: format.toUpperCase() })}
              </LinkButton>
            ))}
          </div>
        </Card>
      )}
    </DeskPage>,
  )
})

function MailPreview({
  c,
  href,
  letter,
  subject,
}: {
  c: Context<CaisseEnv>
  href: string
  letter: Letter
  subject: string
}) {
  const t = c.get('t')
  const leave = { reason: t('newsletter.preview.reason'), leaveHref: letter.subscribeHref }
  return (
    <>
      <p>
        <strong>{t('newsletter.preview.subject')}</strong> {subject}
      </p>
      <iframe class="letter-frame" src={`${href}/courriel`} title={t('newsletter.preview.frame')} />
      <Disclosure summary={t('newsletter.preview.asText')}>
        <pre class="letter-text">{letterText(letter, leave)}</pre>
      </Disclosure>
    </>
  )
}

preview.get('/c/:slug/lettre/:letter{[0-9a-f-]{36}}/apercu/courriel', async (c) => {
  const { letter } = await readLetter(c)
  const drawn = await drawMail(letter, { pictureHref: pictureHref(c) })
  c.set('contentPolicy', { 'style-src': "'unsafe-inline'", 'frame-ancestors': "'self'" })
  return c.html(drawn.forReader(`${letter.subscribeHref}?essai=oui`).html)
})

for (const format of FORMATS)
  preview.get(`/c/:slug/lettre/:letter{[0-9a-f-]{36}}/apercu/${format}.pdf`, async (c) => {
    const { issue, letter } = await readLetter(c)
    const pictures = await read(c, (tx) => readPictures(tx, letter))
    const pdf = await printLetter(letter, { format, pictures, at: issue.publishedAt ?? c.get('app').now() })
    return fileAnswer(pdf, 'application/pdf', `lettre-${letter.number}-${format}.pdf`)
  })
