import { Hono, type Context } from 'hono'
import { textField } from '../../../kit/http.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { HiddenKey } from '../../../kit/ui/form.tsx'
import { freshForm } from '../../../kit/http.ts'
import { DateField, MoneyField, SelectField, TextField } from '../../../kit/ui/inputs.tsx'
import { RowItem, RowLink, RowList } from '../../../kit/ui/navigation.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Card, Disclosure, EmptyState, Money, Notice } from '../../../kit/ui/parts.tsx'
import { ActForm, formAt, showing, type Sent } from '../../caisses/forms.tsx'
import { deskFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { changeRunningCost, giveReport, planReport } from '../actions.ts'
import type { Surety } from '../rules/forecast.ts'
import { readFunding, type Funding } from '../seen.ts'
import { listReports, type Application, type Report } from '../store.ts'
import { MonthsAhead, spansOf, Years } from './figures.tsx'

export const HOME = '/c/:slug/financements'

export const hrefIn = (c: Context<CaisseEnv>, path = ''): string =>
  `/c/${c.get('caisse').slug}/financements${path}`

export const home = new Hono<CaisseEnv>()

home.get(HOME, showing(homePage))

async function homePage(c: Context<CaisseEnv>, sent: Sent) {
  const t = c.get('t')
  const { funding, reports } = await read(c, async (tx) => ({
    funding: await readFunding(tx, { today: c.get('today'), now: c.get('app').now() }),
    reports: await listReports(tx),
  }))
  const { applications } = funding
  const open = applications.filter(({ status }) => status === 'preparing' || status === 'sent')
  const spans = spansOf(funding, {
    grants: `/c/${c.get('caisse').slug}/tresorerie/subventions`,
    application: (id) => hrefIn(c, `/${id}`),
  })
  const done = c.req.query('fait')
  return (
    <DeskPage
      {...deskFrame(c, '/financements')}
      title={sayUntil(c, funding)}
      lead={t('funding.lead')}
      notice={
        sent?.form.refusal ? (
          <Notice tone="refusal" title={t(sent.form.refusal)} />
        ) : (
          done === 'oui' && <Notice tone="success" title={t('funding.saved')} />
        )
      }
      actions={
        <LinkButton kind="primary" icon="add" href={hrefIn(c, '/noter')}>
          {t('funding.add')}
        </LinkButton>
      }
    >
      <Card>
        <MonthsAhead c={c} funding={funding} />
        {!funding.standing && <p>{t('funding.noMonth')}</p>}
        <Disclosure summary={t('funding.running.change')} open={sent?.name === 'fonctionnement'}>
          <ActForm sent={sent} name="fonctionnement" action={hrefIn(c, '/fonctionnement')}>
            <MoneyField
              name="running"
              label={t('funding.running.label')}
              hint={t('funding.running.hint')}
              value={funding.runningCents}
            />
            <Actions>
              <Button icon="save">{t('funding.save')}</Button>
            </Actions>
          </ActForm>
        </Disclosure>
      </Card>
      <section class="stack">
        <h2>{t('funding.open', { count: open.length })}</h2>
        {open.length === 0 ? (
          <EmptyState title={t('funding.none')} icon="money">
            <p>{t('funding.noneText')}</p>
          </EmptyState>
        ) : (
          <RowList>
            {open.map((one) => (
              <RowLink
                key={one.id}
                href={hrefIn(c, `/${one.id}`)}
                icon="money"
                title={one.funder}
                text={sayApplication(c, one)}
                aside={<Money cents={one.askedCents} />}
              />
            ))}
          </RowList>
        )}
      </section>
      <Reports c={c} sent={sent} reports={reports} funding={funding} />
      {spans.length > 0 && (
        <Card>
          <Years c={c} spans={spans} />
        </Card>
      )}
      <p>
        <a href={hrefIn(c, '/mentions')}>{t('funding.mentions.open')}</a>
      </p>
    </DeskPage>
  )
}

/** Until which month the money is certain, likely, hoped for. */
function sayUntil(c: Context<CaisseEnv>, { standing }: Funding): string {
  const t = c.get('t')
  if (!standing) return t('funding.title')
  const { until, covers } = standing.forecast
  const say = (surety: Surety): string => {
    if (!covers[surety]) return t('funding.until.notEven')
    const month = until[surety]
    return month === null ? t('funding.until.noEnd') : t('funding.until.month', { month })
  }
  return t('funding.until.title', {
    certainText: say('certain'),
    likelyText: say('likely'),
    hopedText: say('hoped'),
  })
}

function sayApplication(c: Context<CaisseEnv>, one: Application): string {
  const t = c.get('t')
  const odds = t(`funding.surety.${one.odds}`)
  if (one.status === 'preparing')
    return one.deadlineOn
      ? t('funding.line.preparingUntil', { day: one.deadlineOn, oddsText: odds })
      : t('funding.line.preparing', { oddsText: odds })
  return t('funding.line.sent', { day: one.expectedOn, oddsText: odds })
}

type ReportsProps = { c: Context<CaisseEnv>; sent: Sent; reports: readonly Report[]; funding: Funding }

/** What funders are owed in return. */
function Reports({ c, sent, reports, funding: { grants } }: ReportsProps) {
  const t = c.get('t')
  const due = reports.filter(({ doneOn }) => doneOn === null)
  if (grants.length === 0) return null
  return (
    <section class="stack">
      <h2>{t('funding.reports.title', { count: due.length })}</h2>
      {due.length > 0 && (
        <RowList>
          {due.map(({ id, funder, title, dueOn }) => (
            <RowItem
              key={id}
              icon="document"
              title={title}
              text={t('funding.reports.line', { funderText: funder, day: dueOn })}
              aside={
                <form method="post" action={hrefIn(c, '/rapports/rendu')}>
                  <HiddenKey value={freshForm().key} />
                  <input type="hidden" name="reportId" value={id} />
                  <Button icon="check">{t('funding.reports.give')}</Button>
                </form>
              }
            />
          ))}
        </RowList>
      )}
      <Disclosure summary={t('funding.reports.add')} open={sent?.name === 'rapports'}>
        <ActForm sent={sent} name="rapports" action={hrefIn(c, '/rapports')}>
          <SelectField
            name="grantId"
            label={t('funding.reports.grant')}
            value={grants[0]!.id}
            options={grants.map(({ id, funder, purpose }) => ({
              value: id,
              label: purpose === '' ? funder : `${funder} – ${purpose}`,
            }))}
          />
          <TextField name="title" label={t('funding.reports.what')} maxLength={200} />
          <DateField name="dueOn" label={t('funding.reports.due')} />
          <Actions>
            <Button icon="save">{t('funding.save')}</Button>
          </Actions>
        </ActForm>
      </Disclosure>
    </section>
  )
}

const saved = (c: Context<CaisseEnv>): string => hrefIn(c, '?fait=oui')
const page = homePage

formAt(home, `${HOME}/fonctionnement`, {
  name: 'fonctionnement',
  act: (_, fields, call) => changeRunningCost(call, { running: textField(fields, 'running') }),
  done: saved,
  page,
  home: (c) => hrefIn(c),
})

formAt(home, `${HOME}/rapports`, {
  name: 'rapports',
  act: (_, fields, call) =>
    planReport(call, {
      grantId: textField(fields, 'grantId'),
      title: textField(fields, 'title'),
      dueOn: textField(fields, 'dueOn'),
    }),
  done: saved,
  page,
  home: (c) => hrefIn(c),
})

formAt(home, `${HOME}/rapports/rendu`, {
  act: (_, fields, call) => giveReport(call, { reportId: textField(fields, 'reportId') }),
  done: saved,
  page,
  home: (c) => hrefIn(c),
})
