import { Hono, type Context } from 'hono'
import { InputError } from '../../../../kit/gesture.ts'
import { actorOf, answerForm, freshForm, html, textField, type FormState } from '../../../../kit/http.ts'
import { LinkButton } from '../../../../kit/ui/button.tsx'
import { PrintPage } from '../../../../kit/ui/pages.tsx'
import { Card, DefinitionList, Disclosure, Money, Notice } from '../../../../kit/ui/parts.tsx'
import { callOf, frameOf, mayHere, type CaisseEnv } from '../../../caisses/web.ts'
import { chooseCode } from '../../../payments/actions/payers.ts'
import { noteReading } from '../../../payments/store/readings.ts'
import { FILE, fileHref, HouseholdPage, readsContributions } from '../frame.tsx'
import { Timeline } from '../timeline.tsx'
import { HouseholdFacts } from './facts.tsx'
import { Movements } from './movements.tsx'
import { codePage, MemberCard, ON_PERSON } from './people.tsx'
import { readFile } from './read-file.ts'

export const file = new Hono<CaisseEnv>()

file.get(FILE, async (c) => {
  await noteReading(c.get('app'), actorOf(c), c.get('caisse').id, c.req.param('household'))
  return html(await filePage(c, freshForm()))
})

file.post(`${FILE}/:person{[0-9a-f-]{36}}/:act{numero|effacer|bloquer|debloquer}`, (c) =>
  answerForm(c, {
    act: async (_, key): Promise<unknown> => {
      const act = ON_PERSON[c.req.param('act') as keyof typeof ON_PERSON]
      return act(callOf(c, key), { personId: c.req.param('person') })
    },
    done: () => fileHref(c),
    again: (form) => filePage(c, form),
  }),
)

file.get(`${FILE}/:person{[0-9a-f-]{36}}/code`, async (c) => html(await codePage(c, freshForm())))

file.post(`${FILE}/:person{[0-9a-f-]{36}}/code`, (c) =>
  answerForm(c, {
    act: async (fields, key) => {
      const code = textField(fields, 'code')
      if (code !== textField(fields, 'again')) {
        throw new InputError([{ field: 'again', message: c.get('t')('desk.code.different') }])
      }
      await chooseCode(callOf(c, key), { personId: c.req.param('person'), code })
    },
    done: () => fileHref(c),
    again: (form) => codePage(c, form),
    secret: ['code', 'again'],
  }),
)

file.get(`${FILE}/solde`, async (c) => {
  await noteReading(c.get('app'), actorOf(c), c.get('caisse').id, c.req.param('household'))
  return html(await balanceSheet(c))
})

const DONE = ['evenement', 'annule', 'rendu', 'cotisation', 'derogation'] as const

/** Who lives here, what is due and received, what is left, what happened. */
async function filePage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const seen = await readFile(c, 10)
  const { household, members, payers, events, movements } = seen
  const href = fileHref(c)
  const nameText = household.name
  const done = DONE.find((each) => each === c.req.query('fait'))
  return (
    <HouseholdPage
      c={c}
      household={household}
      form={form}
      trail={null}
      title={nameText}
      lead={t('life.file.lead', {
        adults: members.filter((one) => !one.child).length,
        children: members.filter((one) => one.child).length,
        day: household.enteredOn,
      })}
      notice={
        c.req.query('inscrit') ? (
          <Notice tone="success" title={t('desk.register.done', { nameText })}>
            <p>
              <a href={`/c/${c.get('caisse').slug}/donnees/notice.pdf`}>{t('desk.register.notice')}</a>
            </p>
          </Notice>
        ) : (
          done && <Notice tone="success" title={t(`life.done.${done}`)} />
        )
      }
      actions={
        <>
          <LinkButton kind="primary" icon="add" href={`${href}/vie`}>
            {t('life.file.happened')}
          </LinkButton>
          <LinkButton icon="print" href={`${href}/solde`}>
            {t('desk.file.print')}
          </LinkButton>
          <LinkButton icon="agreement" href={`${href}/aide`}>
            {t('mandates.desk.link')}
          </LinkButton>
        </>
      }
    >
      <HouseholdFacts c={c} seen={seen} />
      <section class="stack">
        <h2>{t('desk.file.members')}</h2>
        <div class="card-grid">
          {members.map((member) => (
            <MemberCard
              key={member.personId}
              c={c}
              member={member}
              payer={payers.find((one) => one.personId === member.personId)}
              href={`${href}/${member.personId}`}
            />
          ))}
        </div>
      </section>
      <div class="card-grid">
        {mayHere(c, ['coordinator']) && readsContributions(c) && (
          <Card
            title={t('life.file.contribution')}
            icon="wheat"
            level={2}
            actions={<LinkButton href={`${href}/cotisation`}>{t('life.file.changeContribution')}</LinkButton>}
          >
            <p>{t('life.file.contributionText')}</p>
          </Card>
        )}
        <Card
          title={t('life.file.rights')}
          icon="basket"
          level={2}
          actions={<LinkButton href={`${href}/rendre`}>{t('life.file.giveBack')}</LinkButton>}
        >
          <p>{t('life.file.rightsText')}</p>
        </Card>
      </div>
      <section class="stack">
        <h2>{t('life.timeline.title')}</h2>
        <Timeline c={c} events={events} />
      </section>
      <DefinitionList
        items={[
          { term: t('desk.file.reference'), value: household.paymentReference },
          { term: t('desk.file.since'), value: t.day(household.enteredOn) },
          ...(household.waveName ? [{ term: t('desk.file.wave'), value: household.waveName }] : []),
          ...(household.territoryName
            ? [{ term: t('desk.file.territory'), value: household.territoryName }]
            : []),
        ]}
      />
      <Disclosure summary={t('desk.file.history')}>
        <Movements c={c} movements={movements} />
      </Disclosure>
      <p class="soft small">{t('desk.file.readingLogged')}</p>
    </HouseholdPage>
  )
}

async function balanceSheet(c: Context<CaisseEnv>) {
  const t = c.get('t')
  const { household, leftCents, movements } = await readFile(c, 12)
  return (
    <PrintPage
      t={t}
      title={t('desk.print.title')}
      caisse={frameOf(c).caisse}
      practice={c.get('caisse').practice}
      help={t('desk.print.help')}
    >
      <h1>{household.name}</h1>
      <p>{t('desk.print.asOf', { instantText: t.instant(c.get('app').now()) })}</p>
      <p>{t('desk.print.left')}</p>
      <p class="amount-hero">
        <Money cents={leftCents} rights />
      </p>
      <p>
        {t('kit.label', { labelText: t('desk.print.reference') })} {household.paymentReference}
      </p>
      <h2>{t('desk.print.last')}</h2>
      <Movements c={c} movements={movements} />
    </PrintPage>
  )
}
