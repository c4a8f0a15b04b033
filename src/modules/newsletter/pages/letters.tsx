import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, textField, type Fields, type FormState } from '../../../kit/http.ts'
import { LANGUAGE_NAMES, LOCALES } from '../../../kit/i18n/locale.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { NumberField, SelectField, TextField } from '../../../kit/ui/inputs.tsx'
import { RowLink, RowList } from '../../../kit/ui/navigation.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { EmptyState, Notice } from '../../../kit/ui/parts.tsx'
import { callOf, deskFrame, read, readCaisse, type CaisseEnv } from '../../caisses/web.ts'
import { startLetter } from '../actions/letters.ts'
import { listIssues, nextNumber, type Issue } from '../store/letters.ts'
import { countSubscribers } from '../store/subscribers.ts'
import {
  forTeam,
  letterHref,
  lettersHref,
  publicHref,
  sayWhen,
  StatusBadge,
  TeamTabs,
  trailOf,
} from './frame.tsx'

/** What was written, what is being written. */
export const letters = new Hono<CaisseEnv>()

letters.use('/c/:slug/lettre', readCaisse, forTeam)
letters.use('/c/:slug/lettre/*', readCaisse, forTeam)

letters.get('/c/:slug/lettre', async (c) => {
  const t = c.get('t')
  const { issues, counts } = await read(c, async (tx) => ({
    issues: await listIssues(tx),
    counts: await countSubscribers(tx),
  }))
  const dropped = c.req.query('jetee') === 'oui'
  return html(
    <DeskPage
      {...deskFrame(c, '/lettre')}
      title={t('newsletter.home.title', { mail: counts.mail, paper: counts.paper })}
      lead={t('newsletter.home.lead')}
      notice={dropped && <Notice tone="success" title={t('newsletter.home.dropped')} />}
      actions={
        <LinkButton kind="primary" icon="add" href={`${lettersHref(c)}/nouvelle`}>
          {t('newsletter.home.start')}
        </LinkButton>
      }
    >
      <TeamTabs c={c} current="letters" />
      {issues.length === 0 ? (
        <EmptyState icon="mail" title={t('newsletter.home.empty')}>
          {t('newsletter.home.emptyText')}
        </EmptyState>
      ) : (
        <RowList>
          {issues.map((issue) => (
            <RowLink
              key={issue.id}
              icon="mail"
              href={letterHref(c, issue.id)}
              title={`${t('newsletter.issue', { number: issue.number })} – ${issue.title}`}
              text={sayState(c, issue)}
              aside={<StatusBadge t={t} status={issue.status} />}
            />
          ))}
        </RowList>
      )}
      <Actions>
        <LinkButton kind="quiet" icon="external" href={publicHref(c)}>
          {t('newsletter.home.archive')}
        </LinkButton>
      </Actions>
    </DeskPage>,
  )
})

function sayState(c: Context<CaisseEnv>, { status, sendAt, finishedAt, tally }: Issue): string {
  const t = c.get('t')
  const { time_zone } = c.get('caisse')
  if (status === 'draft') return t('newsletter.state.draft')
  if (status === 'sent' && tally)
    return t('newsletter.state.sentTo', { count: tally.mailed, printed: tally.printed })
  const instant = finishedAt ?? sendAt
  return instant === null ? '' : t(`newsletter.state.${status}`, { whenText: sayWhen(t, instant, time_zone) })
}

// --- a new one ---------------------------------------------------------------------------------

letters.get('/c/:slug/lettre/nouvelle', async (c) => html(await startPage(c, freshForm())))

letters.post('/c/:slug/lettre/nouvelle', (c) =>
  answerForm(c, {
    act: (fields, key) => {
      const fromId = textField(fields, 'fromId')
      return startLetter(callOf(c, key), { ...readHead(fields), ...(fromId !== '' && { fromId }) })
    },
    done: ({ letterId }) => letterHref(c, letterId),
    again: (form) => startPage(c, form),
  }),
)

async function startPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { number, issues } = await read(c, async (tx) => ({
    number: await nextNumber(tx),
    issues: await listIssues(tx),
  }))
  return (
    <DeskPage
      {...deskFrame(c, '/lettre')}
      title={t('newsletter.start.title')}
      lead={t('newsletter.start.lead')}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
      breadcrumb={trailOf(c)}
    >
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <HeadFields t={t} number={number} />
        {issues.length > 0 && (
          <SelectField
            name="fromId"
            label={t('newsletter.start.from')}
            hint={t('newsletter.start.fromHint')}
            value=""
            optional
            options={[
              { value: '', label: t('newsletter.start.fromNothing') },
              ...issues.map((issue) => ({
                value: issue.id,
                label: `${t('newsletter.issue', { number: issue.number })} – ${issue.title}`,
              })),
            ]}
          />
        )}
        <Actions>
          <Button kind="primary" icon="next">
            {t('newsletter.start.confirm')}
          </Button>
        </Actions>
      </Form>
    </DeskPage>
  )
}

export const readHead = (fields: Fields) => ({
  number: textField(fields, 'number'),
  title: textField(fields, 'title'),
  summary: textField(fields, 'summary'),
  language: textField(fields, 'language') as 'fr',
})

type HeadFieldsProps = { t: Translate; number: number; title?: string; summary?: string; language?: string }

export function HeadFields({ t, number, title, summary, language = 'fr' }: HeadFieldsProps) {
  return (
    <>
      <TextField
        name="title"
        label={t('newsletter.head.title')}
        hint={t('newsletter.head.titleHint')}
        maxLength={150}
        {...(title !== undefined && { value: title })}
      />
      <TextField
        name="summary"
        label={t('newsletter.head.summary')}
        hint={t('newsletter.head.summaryHint')}
        maxLength={250}
        optional
        {...(summary !== undefined && { value: summary })}
      />
      <div class="form-row">
        <NumberField name="number" label={t('newsletter.head.number')} value={number} />
        <SelectField
          name="language"
          label={t('newsletter.head.language')}
          value={language}
          options={LOCALES.map((locale) => ({ value: locale, label: LANGUAGE_NAMES[locale] }))}
        />
      </div>
    </>
  )
}
