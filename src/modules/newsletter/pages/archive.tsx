import { Hono, type Context } from 'hono'
import { fileAnswer, html } from '../../../kit/http.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { dayAt } from '../../../kit/month.ts'
import { Actions, LinkButton } from '../../../kit/ui/button.tsx'
import { RowLink, RowList } from '../../../kit/ui/navigation.tsx'
import { PublicPage } from '../../../kit/ui/pages.tsx'
import { EmptyState } from '../../../kit/ui/parts.tsx'
import { publicFrame, read, readCaisse, type CaisseEnv } from '../../caisses/web.ts'
import { findFile } from '../../documents/files.ts'
import { asJpeg } from '../pictures.ts'
import { FORMATS, printLetter } from '../render/print.ts'
import { LetterBody } from '../render/web.tsx'
import { relocated } from '../rules/letter.ts'
import { findPublished, isPictureOfALetter, listIssues } from '../store/letters.ts'
import { readPictures } from '../store/pictures.ts'
import { pictureHref, publicHref } from './frame.tsx'

/** Every letter that left, for everybody. */
export const archive = new Hono<CaisseEnv>()

archive.use('/c/:slug/lettres', readCaisse)
archive.use('/c/:slug/lettres/*', readCaisse)

archive.get('/c/:slug/lettres', async (c) => {
  const t = c.get('t')
  const { slug, name, time_zone } = c.get('caisse')
  const issues = (await read(c, listIssues)).filter(({ publishedAt }) => publishedAt !== null)
  return html(
    <PublicPage
      {...publicFrame(c)}
      title={t('newsletter.archive.title', { count: issues.length })}
      lead={t('newsletter.archive.lead', { nameText: name })}
      breadcrumb={[{ href: `/c/${slug}`, label: name }]}
    >
      {issues.length === 0 ? (
        <EmptyState icon="mail" title={t('newsletter.archive.empty')}>
          {t('newsletter.archive.emptyText')}
        </EmptyState>
      ) : (
        <RowList>
          {issues.map(({ id, number, title, summary, publishedAt }) => (
            <RowLink
              key={id}
              icon="mail"
              href={`${publicHref(c)}/${number}`}
              title={`${t('newsletter.issue', { number })} – ${title}`}
              text={[t.day(dayAt(publishedAt!, time_zone)), summary]
                .filter((part) => part !== '')
                .join(' · ')}
            />
          ))}
        </RowList>
      )}
      <Actions>
        <LinkButton kind="primary" icon="mail" href={`${publicHref(c)}/abonnement`}>
          {t('newsletter.archive.subscribe')}
        </LinkButton>
      </Actions>
    </PublicPage>,
  )
})

async function readPublished(c: Context<CaisseEnv>) {
  const issue = await read(c, (tx) => findPublished(tx, Number(c.req.param('number'))))
  return { ...issue, frozen: relocated(issue.frozen, c.get('app').address) }
}

archive.get('/c/:slug/lettres/:number{[1-9][0-9]{0,4}}', async (c) => {
  const t = c.get('t')
  const { slug, name, time_zone } = c.get('caisse')
  const { number, publishedAt, frozen: letter } = await readPublished(c)
  const href = `${publicHref(c)}/${number}`
  return html(
    <PublicPage
      {...publicFrame(c)}
      title={letter.title}
      lead={letter.summary}
      breadcrumb={[
        { href: `/c/${slug}`, label: name },
        { href: publicHref(c), label: t('newsletter.archive.all') },
      ]}
    >
      <p class="soft">{t('newsletter.archive.published', { number, day: dayAt(publishedAt!, time_zone) })}</p>
      <LetterBody letter={letter} pictureHref={pictureHref(c)} />
      <Actions>
        <LinkButton kind="primary" icon="mail" href={`${publicHref(c)}/abonnement`}>
          {t('newsletter.archive.subscribe')}
        </LinkButton>
        {FORMATS.map((format) => (
          <LinkButton key={format} icon="print" href={`${href}/${format}.pdf`} download>
            {t('newsletter.print.download', { formatText: format.toUpperCase() })}
          </LinkButton>
        ))}
      </Actions>
    </PublicPage>,
  )
})

for (const format of FORMATS)
  archive.get(`/c/:slug/lettres/:number{[1-9][0-9]{0,4}}/${format}.pdf`, async (c) => {
    const { number, publishedAt, frozen } = await readPublished(c)
    const pictures = await read(c, (tx) => readPictures(tx, frozen))
    const pdf = await printLetter(frozen, { format, pictures, at: publishedAt! })
    return fileAnswer(pdf, 'application/pdf', `lettre-${number}-${format}.pdf`)
  })

/** Named by its content: it never changes, and only pictures that a letter shows are given. */
archive.get('/c/:slug/lettres/images/:picture', async (c) => {
  const named = /^([0-9a-f]{64})\.jpg$/.exec(c.req.param('picture'))?.[1]
  const sha256 = Buffer.from(named ?? '', 'hex')
  const file = await read(c, async (tx) =>
    (await isPictureOfALetter(tx, sha256)) ? findFile(tx, sha256) : undefined,
  )
  if (!file) throw new Refusal('unknown_letter', {}, 404)
  return new Response(new Uint8Array(await asJpeg(file.bytes)), {
    headers: { 'content-type': 'image/jpeg', 'cache-control': 'public, max-age=31536000, immutable' },
  })
})
