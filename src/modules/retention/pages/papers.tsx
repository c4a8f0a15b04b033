import { Hono, type Context } from 'hono'
import { fileAnswer, html } from '../../../kit/http.ts'
import { DayValue } from '../../../kit/month.ts'
import type { Paper } from '../../../kit/pdf/paper.ts'
import { printPaper } from '../../../kit/pdf/paper.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { DateField } from '../../../kit/ui/inputs.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { deskFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { breachPaper, noticePaper, registerPaper, type Breach } from '../papers.ts'
import { PaperView } from './paper-view.tsx'

export const papers = new Hono<CaisseEnv>()

const HOME = '/c/:slug/donnees'

const SIMPLE = { registre: registerPaper, notice: noticePaper } as const

for (const name of ['registre', 'notice'] as const) {
  const paperOf = (c: Context<CaisseEnv>) => read(c, (tx) => SIMPLE[name](tx, c.get('t'), c.get('app').now()))
  papers.get(`${HOME}/${name}`, async (c) =>
    html(<PaperPage c={c} paper={await paperOf(c)} pdf={`${c.req.path}.pdf`} />),
  )
  papers.get(`${HOME}/${name}.pdf`, async (c) =>
    fileAnswer(await printPaper(await paperOf(c)), 'application/pdf', `${name}.pdf`),
  )
}

function PaperPage({ c, paper, pdf }: { c: Context<CaisseEnv>; paper: Paper; pdf: string }) {
  const t = c.get('t')
  return (
    <DeskPage
      {...deskFrame(c, '/donnees')}
      title={paper.title}
      lead={paper.sheets[0]!.subtitle}
      breadcrumb={[{ href: `/c/${c.get('caisse').slug}/donnees`, label: t('retention.nav') }]}
      actions={
        <LinkButton kind="primary" icon="print" href={pdf}>
          {t('retention.paper.pdf')}
        </LinkButton>
      }
    >
      <PaperView paper={paper} />
    </DeskPage>
  )
}

/** The three days of a breach; those that are missing or unreadable ask for them again. */
function breachAsked(c: Context<CaisseEnv>): { breach: Breach | null; backwards: boolean } {
  const day = (name: string) => DayValue.safeParse(c.req.query(name)).data
  const [seenOn, from, to] = [day('constatee'), day('du'), day('au')]
  if (!seenOn || !from || !to) return { breach: null, backwards: false }
  return from > to ? { breach: null, backwards: true } : { breach: { seenOn, from, to }, backwards: false }
}

papers.get(`${HOME}/fuite`, async (c) => {
  const { breach, backwards } = breachAsked(c)
  if (!breach) return html(<BreachForm c={c} backwards={backwards} />)
  const paper = await read(c, (tx) => breachPaper(tx, c.get('t'), c.get('app').now(), breach))
  const pdf = `${c.req.path}.pdf?${new URLSearchParams(c.req.query())}`
  return html(<PaperPage c={c} paper={paper} pdf={pdf} />)
})

papers.get(`${HOME}/fuite.pdf`, async (c) => {
  const { breach } = breachAsked(c)
  if (!breach) return c.redirect(`/c/${c.get('caisse').slug}/donnees/fuite`, 303)
  const paper = await read(c, (tx) => breachPaper(tx, c.get('t'), c.get('app').now(), breach))
  return fileAnswer(await printPaper(paper), 'application/pdf', `violation-${breach.seenOn}.pdf`)
})

function BreachForm({ c, backwards }: { c: Context<CaisseEnv>; backwards: boolean }) {
  const t = c.get('t')
  const today = c.get('today')
  const issues = backwards ? [{ field: 'au', message: 'breach_days' }] : []
  return (
    <DeskPage
      {...deskFrame(c, '/donnees')}
      title={t('retention.breach.title')}
      lead={t('retention.breach.lead')}
      breadcrumb={[{ href: `/c/${c.get('caisse').slug}/donnees`, label: t('retention.nav') }]}
    >
      <Form method="get" issues={issues} typed={c.req.query()} summary={false}>
        <DateField name="constatee" label={t('retention.breach.seenOn')} value={today} max={today} />
        <DateField name="du" label={t('retention.breach.from')} value={today} max={today} />
        <DateField name="au" label={t('retention.breach.to')} value={today} max={today} />
        <Actions>
          <Button kind="primary">{t('retention.breach.go')}</Button>
        </Actions>
      </Form>
    </DeskPage>
  )
}
