import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { dayAt } from '../../../kit/month.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { CheckboxField } from '../../../kit/ui/choices.tsx'
import { Form, HiddenKey } from '../../../kit/ui/form.tsx'
import { SelectField, TextField } from '../../../kit/ui/inputs.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Badge, Card, EmptyState, Notice } from '../../../kit/ui/parts.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import type { Tone } from '../../../kit/ui/tone.ts'
import { listTerritories } from '../../caisses/store.ts'
import { callOf, deskFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { leaveLetter, subscribeAtDesk } from '../actions/subscriptions.ts'
import { PARTS } from '../rules/letter.ts'
import { countSubscribers, listSubscribers, type Subscriber } from '../store/subscribers.ts'
import { lettersHref, publicHref, TeamTabs, trailOf } from './frame.tsx'

/** Who asked for the letter, by mail or on paper. */
export const subscribers = new Hono<CaisseEnv>()

const hrefOf = (c: Context<CaisseEnv>): string => `${lettersHref(c)}/abonnements`

subscribers.get('/c/:slug/lettre/abonnements', async (c) => html(await listPage(c, freshForm())))

subscribers.post('/c/:slug/lettre/abonnements/:subscriber{[0-9a-f-]{36}}/retirer', (c) =>
  answerForm(c, {
    act: (_, key) => leaveLetter(callOf(c, key), { subscriberId: c.req.param('subscriber'), by: 'desk' }),
    done: () => `${hrefOf(c)}?retire=oui`,
    again: (form) => listPage(c, form),
  }),
)

async function listPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const search = c.req.query('q') ?? ''
  const { counts, list } = await read(c, async (tx) => ({
    counts: await countSubscribers(tx),
    list: await listSubscribers(tx, search),
  }))
  return (
    <DeskPage
      {...deskFrame(c, '/lettre')}
      title={t('newsletter.subscribers.title', { count: counts.mail + counts.paper })}
      lead={t('newsletter.subscribers.lead', { mail: counts.mail, paper: counts.paper, asked: counts.asked })}
      notice={<Told c={c} form={form} />}
      actions={
        <LinkButton kind="primary" icon="add" href={`${hrefOf(c)}/nouveau`}>
          {t('newsletter.subscribers.add')}
        </LinkButton>
      }
    >
      <TeamTabs c={c} current="subscribers" />
      <Form method="get">
        <TextField
          name="q"
          type="search"
          label={t('newsletter.subscribers.search')}
          value={search}
          optional
        />
        <Actions>
          <Button icon="search">{t('newsletter.subscribers.find')}</Button>
        </Actions>
      </Form>
      <DataTable
        caption={t('newsletter.subscribers.caption')}
        dense
        rows={list}
        keyOf={({ id }) => id}
        empty={
          <EmptyState icon="mail" title={t('newsletter.subscribers.empty')}>
            {t('newsletter.subscribers.emptyText')}{' '}
            <a href={`${publicHref(c)}/abonnement`}>{t('newsletter.subscribers.form')}</a>
          </EmptyState>
        }
        columns={[
          { label: t('newsletter.subscribers.who'), heading: true, cell: nameOf(t) },
          {
            label: t('newsletter.subscribers.of'),
            cell: ({ part, territory }) =>
              [t(`newsletter.part.${part}`), territory].filter(Boolean).join(', '),
          },
          { label: t('newsletter.subscribers.state'), cell: (one) => <State c={c} one={one} /> },
          {
            label: t('newsletter.subscribers.remove'),
            bare: true,
            cell: (one) => <Remove c={c} one={one} />,
          },
        ]}
      />
    </DeskPage>
  )
}

const nameOf =
  (t: Translate) =>
  ({ name, email, address }: Subscriber) => (
    <>
      {name || email}
      <span class="letter-line">
        {email === null
          ? address === ''
            ? t('newsletter.subscribers.byHand')
            : address.replaceAll('\n', ', ')
          : name === ''
            ? ''
            : email}
      </span>
    </>
  )

function Told({ c, form }: { c: Context<CaisseEnv>; form: FormState }) {
  const t = c.get('t')
  if (form.refusal) return <Notice tone="refusal" title={t(form.refusal)} />
  const told = (['retire', 'inscrit'] as const).find((each) => c.req.query(each) === 'oui')
  return told ? <Notice tone="success" title={t(`newsletter.told.${told}`)} /> : null
}

const TONES: Record<Subscriber['status'], Tone | undefined> = {
  asked: 'wait',
  active: 'success',
  bounced: 'refusal',
  left: undefined,
}

function State({ c, one }: { c: Context<CaisseEnv>; one: Subscriber }) {
  const t = c.get('t')
  const day = (instant: Date | null) => (instant === null ? '' : dayAt(instant, c.get('caisse').time_zone))
  return (
    <>
      <Badge tone={TONES[one.status]}>{t(`newsletter.subscriber.${one.status}`)}</Badge>
      <span class="letter-line">
        {one.status === 'active' &&
          t(`newsletter.subscriber.since_${one.source}`, { day: day(one.confirmedAt) })}
        {one.status === 'asked' && t('newsletter.subscriber.askedOn', { day: day(one.askedAt) })}
        {one.status === 'bounced' && t('newsletter.subscriber.bouncedOn', { day: day(one.endedAt) })}
        {one.status === 'active' &&
          one.softBounces > 0 &&
          ` ${t('newsletter.subscriber.soft', { count: one.softBounces })}`}
      </span>
    </>
  )
}

function Remove({ c, one }: { c: Context<CaisseEnv>; one: Subscriber }) {
  const t = c.get('t')
  return (
    <form method="post" action={`${hrefOf(c)}/${one.id}/retirer`}>
      <HiddenKey value={freshForm().key} />
      <Button kind="quiet" icon="delete">
        {t('newsletter.subscribers.remove')}
        <span class="visually-hidden"> {one.name || one.email}</span>
      </Button>
    </form>
  )
}

// --- at the desk -------------------------------------------------------------------------------

subscribers.get('/c/:slug/lettre/abonnements/nouveau', async (c) => html(await addPage(c, freshForm())))

subscribers.post('/c/:slug/lettre/abonnements/nouveau', (c) =>
  answerForm(c, {
    act: (fields, key) =>
      subscribeAtDesk(callOf(c, key), {
        name: textField(fields, 'name'),
        email: textField(fields, 'email'),
        address: textField(fields, 'address'),
        territoryId: textField(fields, 'territoryId'),
        part: PARTS.find((part) => part === textField(fields, 'part')) ?? 'other',
        signed: textField(fields, 'signed'),
      }),
    done: () => `${hrefOf(c)}?inscrit=oui`,
    again: (form) => addPage(c, form),
  }),
)

async function addPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const territories = await read(c, listTerritories)
  return (
    <DeskPage
      {...deskFrame(c, '/lettre')}
      title={t('newsletter.desk.title')}
      lead={t('newsletter.desk.lead')}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
      breadcrumb={[...trailOf(c), { href: hrefOf(c), label: t('newsletter.tabs.subscribers') }]}
    >
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <Card>
          <TextField
            name="name"
            label={t('newsletter.desk.name')}
            hint={t('newsletter.desk.nameHint')}
            maxLength={100}
            optional
          />
          <TextField
            name="email"
            type="email"
            label={t('newsletter.desk.email')}
            hint={t('newsletter.desk.emailHint')}
            maxLength={200}
            optional
          />
          <TextField
            name="address"
            label={t('newsletter.desk.address')}
            hint={t('newsletter.desk.addressHint')}
            rows={3}
            maxLength={300}
            optional
          />
          <AboutFields t={t} territories={territories} />
          <CheckboxField
            name="signed"
            label={t('newsletter.desk.signed')}
            hint={t('newsletter.desk.signedHint')}
            mandatory
          />
        </Card>
        <Actions>
          <Button kind="primary" icon="check">
            {t('newsletter.desk.confirm')}
          </Button>
        </Actions>
      </Form>
    </DeskPage>
  )
}

type AboutProps = { t: Translate; territories: readonly { id: string; name: string }[] }

/** Where they live and from where they look at the caisse: so that a letter may be for some. */
export function AboutFields({ t, territories }: AboutProps) {
  return (
    <>
      <SelectField
        name="part"
        label={t('newsletter.ask.part')}
        value="other"
        options={PARTS.map((part) => ({ value: part, label: t(`newsletter.part.${part}`) }))}
      />
      {territories.length > 0 && (
        <SelectField
          name="territoryId"
          label={t('newsletter.ask.territory')}
          value=""
          optional
          options={[
            { value: '', label: t('newsletter.ask.territoryNone') },
            ...territories.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      )}
    </>
  )
}
