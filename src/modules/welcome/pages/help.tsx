import { Hono, type Context } from 'hono'
import { actorOf, answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import { LANGUAGE_NAMES, LOCALES } from '../../../kit/i18n/locale.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { SelectField, TextField } from '../../../kit/ui/inputs.tsx'
import { RowItem, RowList } from '../../../kit/ui/navigation.tsx'
import { PersonPage } from '../../../kit/ui/pages.tsx'
import { Badge, Card, EmptyState, Money, Notice } from '../../../kit/ui/parts.tsx'
import { callOf, frameOf, mayHere, read, readCaisse, requireRole, type CaisseEnv } from '../../caisses/web.ts'
import { accountOf } from '../../identity/account.tsx'
import { findPayer } from '../../payments/store/payers.ts'
import { preRegister, structureOf } from '../../people/actions/pre-registrations.ts'
import { mandatesHeld, type Mandate } from '../../people/store/mandates.ts'
import { listPreRegistrations } from '../../people/store/pre-registrations.ts'
import { helpBlock, helpContact } from '../actions/help.ts'
import { contactOf, leftForPerson } from '../store/helped.ts'
import { JoinFields, readChoices, readRequest } from './join-form.tsx'

/** For a relative under a mandate, and for the members of a structure: on a phone first. */
export const help = new Hono<CaisseEnv>()

help.use('/c/:slug/aide', readCaisse, async (c, next) => (requireHelper(c), next()))
help.use('/c/:slug/aide/*', readCaisse, async (c, next) => (requireHelper(c), next()))

const requireHelper = (c: Context<CaisseEnv>): void => requireRole(c, ['helper', 'partner_structure'])

const frame = (c: Context<CaisseEnv>) => ({
  ...frameOf(c),
  account: accountOf(c.get('t'), c.get('actor'), c.get('caisse').id),
})

const nameOf = ({ givenName, familyName }: { givenName: string; familyName: string }): string =>
  `${givenName} ${familyName}`.trim()

help.get('/c/:slug/aide', async (c) => html(await helpPage(c, freshForm())))

async function helpPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const actor = actorOf(c)
  const today = c.get('today')
  const { helped, requests } = await read(c, async (tx) => {
    const structureId = structureOf(actor, tx, today)
    const helped = []
    for (const mandate of await mandatesHeld(tx, actor, today)) {
      const payer = await findPayer(tx, mandate.personId)
      const leftCents = mandate.powers.includes('balance')
        ? await leftForPerson(tx, mandate.personId, today)
        : null
      helped.push({ mandate, hasNumber: payer !== undefined, blocked: payer?.blocked ?? false, leftCents })
    }
    return { helped, requests: structureId ? await listPreRegistrations(tx, { structureId }) : [] }
  })
  const people = new Set(helped.map(({ mandate }) => mandate.personId)).size
  const forStructure = mayHere(c, ['partner_structure'])
  return (
    <PersonPage
      {...frame(c)}
      title={t('mandates.help.title', { count: people })}
      lead={t('mandates.help.lead')}
      notice={form.refusal ? <Notice tone="refusal" title={t(form.refusal)} /> : doneNotice(c)}
    >
      {helped.length === 0 && (
        <EmptyState title={t('mandates.help.none')} icon="agreement">
          <p>{t('mandates.help.noneText')}</p>
        </EmptyState>
      )}
      {helped.map((one) => (
        <HelpedCard key={one.mandate.id} c={c} {...one} />
      ))}
      {forStructure && (
        <section class="stack">
          <h2>{t('mandates.help.requests')}</h2>
          {requests.length === 0 ? (
            <p>{t('mandates.help.requestsNone')}</p>
          ) : (
            <RowList>
              {requests.map((one) => (
                <RowItem
                  key={one.id}
                  icon="person"
                  title={nameOf(one)}
                  text={t(`waiting.status.${one.status}`)}
                />
              ))}
            </RowList>
          )}
          <Actions>
            <LinkButton kind="primary" icon="add" href={`/c/${slug}/aide/demande`}>
              {t('mandates.help.ask')}
            </LinkButton>
            <LinkButton icon="people" href={`/c/${slug}/aide/contacts`}>
              {t('mandates.help.brought')}
            </LinkButton>
          </Actions>
          <p class="soft small">{t('mandates.help.structureSees')}</p>
        </section>
      )}
    </PersonPage>
  )
}

function doneNotice(c: Context<CaisseEnv>) {
  const t = c.get('t')
  const done = (['note', 'bloque', 'garde'] as const).find((name) => c.req.query(name))
  if (!done) return null
  const nameText = c.req.query(done)!
  const keys = {
    note: 'mandates.help.asked',
    bloque: 'mandates.help.blockedDone',
    garde: 'mandates.help.saved',
  } as const
  return <Notice tone="success" title={t(keys[done], { nameText })} />
}

type HelpedProps = {
  c: Context<CaisseEnv>
  mandate: Mandate
  hasNumber: boolean
  blocked: boolean
  leftCents: number | null
}

function HelpedCard({ c, mandate, hasNumber, blocked, leftCents }: HelpedProps) {
  const t = c.get('t')
  const href = `/c/${c.get('caisse').slug}/aide/${mandate.personId}`
  const may = (power: Mandate['powers'][number]) => mandate.powers.includes(power)
  return (
    <Card title={nameOf(mandate)} icon="person">
      <p>
        <Badge>{t('mandates.help.until', { day: mandate.untilOn })}</Badge>{' '}
        {mandate.structureId && (
          <Badge>{t('mandates.help.forStructure', { nameText: mandate.helperName })}</Badge>
        )}
      </p>
      {leftCents !== null && (
        <p>
          {t('kit.label', { labelText: t('mandates.help.left') })}{' '}
          <strong>
            <Money cents={leftCents} rights />
          </strong>
        </p>
      )}
      <ul>
        {mandate.powers.map((power) => (
          <li key={power}>{t(`mandates.does.${power}`)}</li>
        ))}
      </ul>
      <div class="actions">
        {may('contact') && (
          <LinkButton icon="phone" href={`${href}/joindre`}>
            {t('mandates.help.contact')}
          </LinkButton>
        )}
        {may('number') && hasNumber && blocked && <Badge tone="refusal">{t('mandates.help.blocked')}</Badge>}
        {may('number') && hasNumber && !blocked && (
          <form method="post" action={`${href}/bloquer`}>
            <input type="hidden" name="key" value={freshForm().key} />
            <Button kind="danger" icon="lock">
              {t('mandates.help.block')}
            </Button>
          </form>
        )}
      </div>
    </Card>
  )
}

const PERSON = '/c/:slug/aide/:person{[0-9a-f-]{36}}'

/** The mandate by which whoever looks reaches the person of the address. */
async function mandateOf(c: Context<CaisseEnv>): Promise<Mandate> {
  const held = await read(c, (tx) => mandatesHeld(tx, actorOf(c), c.get('today')))
  const mandate = held.find(({ personId }) => personId === c.req.param('person'))
  if (!mandate) throw new Refusal('unknown_person', {}, 404)
  return mandate
}

help.post(`${PERSON}/bloquer`, async (c) => {
  const mandate = await mandateOf(c)
  return answerForm(c, {
    act: (_, key) => helpBlock(callOf(c, key), { personId: mandate.personId }),
    done: () => `/c/${c.get('caisse').slug}/aide?${new URLSearchParams({ bloque: mandate.givenName })}`,
    again: (form) => helpPage(c, form),
  })
})

help.get(`${PERSON}/joindre`, async (c) => html(await contactPage(c, freshForm())))

help.post(`${PERSON}/joindre`, async (c) => {
  const mandate = await mandateOf(c)
  return answerForm(c, {
    act: (fields, key) =>
      helpContact(callOf(c, key), {
        personId: mandate.personId,
        email: textField(fields, 'email'),
        phone: textField(fields, 'phone'),
        language: textField(fields, 'language'),
      }),
    done: () => `/c/${c.get('caisse').slug}/aide?${new URLSearchParams({ garde: mandate.givenName })}`,
    again: (form) => contactPage(c, form),
  })
})

async function contactPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const mandate = await mandateOf(c)
  if (!mandate.powers.includes('contact')) throw new Refusal('not_in_mandate', {}, 403)
  const contact = await read(c, (tx) => contactOf(tx, mandate.personId))
  return (
    <PersonPage
      {...frame(c)}
      title={t('mandates.help.contactTitle', { nameText: mandate.givenName })}
      breadcrumb={[{ href: `/c/${slug}/aide`, label: t('mandates.help.nav') }]}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <TextField
          name="phone"
          type="tel"
          label={t('mandates.help.phone')}
          value={contact.phone ?? ''}
          maxLength={30}
          optional
        />
        <TextField
          name="email"
          type="email"
          label={t('mandates.help.email')}
          value={contact.email ?? ''}
          maxLength={200}
          optional
        />
        <SelectField
          name="language"
          label={t('mandates.help.language')}
          value={contact.language}
          options={LOCALES.map((locale) => ({ value: locale, label: LANGUAGE_NAMES[locale] }))}
        />
        <Actions sticky>
          <Button kind="primary">{t('mandates.help.save')}</Button>
        </Actions>
      </Form>
    </PersonPage>
  )
}

help.get('/c/:slug/aide/demande', async (c) => html(await askPage(c, freshForm())))

help.post('/c/:slug/aide/demande', (c) =>
  answerForm(c, {
    act: async (fields, key) => {
      const asked = readRequest(fields, c.get('t').locale)
      await preRegister(callOf(c, key), asked)
      return asked
    },
    done: ({ givenName }) => `/c/${c.get('caisse').slug}/aide?${new URLSearchParams({ note: givenName })}`,
    again: (form) => askPage(c, form),
  }),
)

async function askPage(c: Context<CaisseEnv>, form: FormState) {
  requireRole(c, ['partner_structure'])
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const { territories } = await readChoices(c)
  return (
    <PersonPage
      {...frame(c)}
      title={t('mandates.help.askTitle')}
      lead={t('mandates.help.askLead')}
      breadcrumb={[{ href: `/c/${slug}/aide`, label: t('mandates.help.nav') }]}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <JoinFields t={t} choices={{ territories, structures: [] }} consent={t('waiting.add.consent')} />
        <Actions sticky>
          <Button kind="primary">{t('waiting.add.confirm')}</Button>
        </Actions>
      </Form>
    </PersonPage>
  )
}
