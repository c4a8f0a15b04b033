import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import { dayAt } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { RadioCards } from '../../../kit/ui/choices.tsx'
import { FieldGroup } from '../../../kit/ui/field.tsx'
import { Form, HiddenKey } from '../../../kit/ui/form.tsx'
import { DateField, SelectField, TextField } from '../../../kit/ui/inputs.tsx'
import { DeskPage, PrintPage } from '../../../kit/ui/pages.tsx'
import { Badge, Card, Notice } from '../../../kit/ui/parts.tsx'
import {
  callOf,
  deskFrame,
  frameOf,
  read,
  readCaisse,
  requireRole,
  type CaisseEnv,
} from '../../caisses/web.ts'
import { recordMandate, revokeMandate } from '../../people/actions/mandates.ts'
import { lastPossibleDay, POWERS } from '../../people/rules/mandate.ts'
import { getHousehold, membersOf, type Member } from '../../people/store/households.ts'
import { mandatesOfPersons, type Mandate } from '../../people/store/mandates.ts'
import { openStructures } from '../../people/store/structures.ts'
import { objectToMessages } from '../actions/messages.ts'
import { objectorsAmong } from '../store/texts.ts'
import { WELCOMERS } from './waiting.tsx'

/** Who helps whom of a household, and whether the caisse writes to them: at the desk. */
export const householdHelp = new Hono<CaisseEnv>()

const PAGE = '/c/:slug/foyers/:household{[0-9a-f-]{36}}/aide'
const PERSON = `${PAGE}/:person{[0-9a-f-]{36}}`

householdHelp.use(PAGE, readCaisse, async (c, next) => (requireRole(c, WELCOMERS), next()))
householdHelp.use(`${PAGE}/*`, readCaisse, async (c, next) => (requireRole(c, WELCOMERS), next()))

const hrefOf = (c: Context<CaisseEnv>): string =>
  `/c/${c.get('caisse').slug}/foyers/${c.req.param('household')}/aide`

const fullName = ({ givenName, familyName }: Pick<Member, 'givenName' | 'familyName'>): string =>
  `${givenName} ${familyName}`.trim()

householdHelp.get(PAGE, async (c) => html(await listPage(c, freshForm())))

async function adultsNow(c: Context<CaisseEnv>) {
  const id = c.req.param('household')!
  const today = c.get('today')
  return read(c, async (tx) => {
    const household = await getHousehold(tx, id)
    const adults = (await membersOf(tx, id)).filter(
      (one) => !one.child && (one.toOn === null || one.toOn >= today),
    )
    const mandates = await mandatesOfPersons(
      tx,
      adults.map(({ personId }) => personId),
    )
    const objectors = await objectorsAmong(
      tx,
      adults.map(({ personId }) => personId),
    )
    return { household, adults, mandates, objectors }
  })
}

async function listPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const { household, adults, mandates, objectors } = await adultsNow(c)
  return (
    <DeskPage
      {...deskFrame(c, '/foyers')}
      title={t('mandates.desk.title')}
      lead={t('mandates.desk.lead')}
      breadcrumb={[
        { href: `/c/${slug}/foyers`, label: t('desk.nav') },
        { href: `/c/${slug}/foyers/${household.id}`, label: household.name },
      ]}
      notice={
        form.refusal ? (
          <Notice tone="refusal" title={t(form.refusal)} />
        ) : c.req.query('note') ? (
          <Notice tone="success" title={t('mandates.desk.recorded')} />
        ) : (
          c.req.query('arrete') && <Notice tone="success" title={t('mandates.desk.stopped')} />
        )
      }
    >
      {adults.map((adult) => (
        <AdultCard
          key={adult.personId}
          c={c}
          adult={adult}
          objects={objectors.has(adult.personId)}
          mandates={mandates.filter(({ personId }) => personId === adult.personId)}
        />
      ))}
    </DeskPage>
  )
}

type AdultProps = {
  c: Context<CaisseEnv>
  adult: Member
  mandates: readonly Mandate[]
  /** They asked not to be written to. */
  objects: boolean
}

function AdultCard({ c, adult, mandates, objects }: AdultProps) {
  const t = c.get('t')
  const href = `${hrefOf(c)}/${adult.personId}`
  return (
    <Card
      title={fullName(adult)}
      icon="person"
      actions={
        <>
          <LinkButton icon="add" href={`${href}/mandat`}>
            {t('mandates.desk.record')}
          </LinkButton>
          <LinkButton kind="quiet" icon="print" href={`${href}/papier`}>
            {t('mandates.desk.paper')}
          </LinkButton>
        </>
      }
    >
      {mandates.length === 0 ? (
        <p>{t('mandates.desk.none')}</p>
      ) : (
        mandates.map((mandate) => <MandateLine key={mandate.id} c={c} mandate={mandate} />)
      )}
      <form class="actions" method="post" action={`${href}/messages`}>
        <HiddenKey value={freshForm().key} />
        <span>{t(objects ? 'mandates.desk.writesNot' : 'mandates.desk.writes')}</span>
        <Button kind="quiet" name="objects" value={objects ? 'no' : 'yes'}>
          {t(objects ? 'mandates.desk.writeAgain' : 'mandates.desk.stopWriting')}
        </Button>
      </form>
    </Card>
  )
}

function MandateLine({ c, mandate }: { c: Context<CaisseEnv>; mandate: Mandate }) {
  const t = c.get('t')
  const { signedOn, untilOn, revokedAt } = mandate
  const over = untilOn < c.get('today')
  return (
    <section class="stack">
      <h3>{mandate.helperName}</h3>
      <p>{t('mandates.desk.line', { signedOn, untilOn })}</p>
      <ul>
        {mandate.powers.map((power) => (
          <li key={power}>{t(`mandates.power.${power}`)}</li>
        ))}
      </ul>
      {revokedAt ? (
        <p>
          <Badge>{t('mandates.desk.revoked', { day: dayAt(revokedAt, c.get('caisse').time_zone) })}</Badge>
        </p>
      ) : over ? (
        <p>
          <Badge>{t('mandates.desk.over', { day: untilOn })}</Badge>
        </p>
      ) : (
        <form method="post" action={`${hrefOf(c)}/${mandate.personId}/arreter`}>
          <input type="hidden" name="key" value={freshForm().key} />
          <input type="hidden" name="mandateId" value={mandate.id} />
          <Button kind="danger">{t('mandates.desk.revoke')}</Button>
        </form>
      )}
    </section>
  )
}

householdHelp.post(`${PERSON}/arreter`, (c) =>
  answerForm(c, {
    act: (fields, key) => revokeMandate(callOf(c, key), { mandateId: textField(fields, 'mandateId') }),
    done: () => `${hrefOf(c)}?arrete=oui`,
    again: (form) => listPage(c, form),
  }),
)

householdHelp.post(`${PERSON}/messages`, async (c) => {
  const { personId } = await adultOf(c)
  return answerForm(c, {
    act: (fields, key) =>
      objectToMessages(callOf(c, key), { personId, objects: textField(fields, 'objects') === 'yes' }),
    done: () => hrefOf(c),
    again: (form) => listPage(c, form),
  })
})

/** The adult of the household that the address names. */
async function adultOf(c: Context<CaisseEnv>): Promise<Member> {
  const { adults } = await adultsNow(c)
  const adult = adults.find(({ personId }) => personId === c.req.param('person'))
  if (!adult) throw new Refusal('unknown_person', {}, 404)
  return adult
}

householdHelp.get(`${PERSON}/mandat`, async (c) => html(await recordPage(c, freshForm())))

householdHelp.post(`${PERSON}/mandat`, async (c) => {
  const { personId } = await adultOf(c)
  return answerForm(c, {
    act: (fields, key) => {
      const typed = (name: string) => textField(fields, name)
      return recordMandate(callOf(c, key), {
        personId,
        helper:
          typed('who') === 'structure'
            ? { kind: 'structure', structureId: typed('structureId') }
            : { kind: 'relative', name: typed('helperName'), email: typed('helperEmail') },
        powers: POWERS.filter((power) => typed(`power_${power}`) !== ''),
        signedOn: typed('signedOn'),
        untilOn: typed('untilOn'),
      })
    },
    done: () => `${hrefOf(c)}?note=oui`,
    again: (form) => recordPage(c, { ...form, issues: form.issues.map(atField) }),
  })
})

const atField = ({ field, message }: { field: string; message: string }) => ({
  field:
    { 'helper.name': 'helperName', 'helper.email': 'helperEmail', 'helper.structureId': 'structureId' }[
      field
    ] ?? field,
  message,
})

async function recordPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const adult = await adultOf(c)
  const structures = await read(c, openStructures)
  const today = c.get('today')
  return (
    <DeskPage
      {...deskFrame(c, '/foyers')}
      title={t('mandates.desk.recordTitle', { nameText: fullName(adult) })}
      lead={t('mandates.desk.recordLead')}
      breadcrumb={[{ href: hrefOf(c), label: t('mandates.desk.title') }]}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        {structures.length > 0 ? (
          <RadioCards
            name="who"
            label={t('mandates.desk.who')}
            value="relative"
            columns
            options={[
              { value: 'relative', label: t('mandates.desk.relative'), icon: 'person' },
              { value: 'structure', label: t('mandates.desk.structure'), icon: 'agreement' },
            ]}
          />
        ) : (
          <input type="hidden" name="who" value="relative" />
        )}
        <div class="when-relative form-row">
          <TextField name="helperName" label={t('mandates.desk.relativeName')} maxLength={120} optional />
          <TextField
            name="helperEmail"
            type="email"
            label={t('mandates.desk.relativeEmail')}
            hint={t('mandates.desk.relativeEmailHint')}
            maxLength={200}
            optional
          />
        </div>
        {structures.length > 0 && (
          <div class="when-structure">
            <SelectField
              name="structureId"
              label={t('mandates.desk.structureChoose')}
              value={structures[0]!.id}
              optional
              options={structures.map(({ id, name }) => ({ value: id, label: name }))}
            />
          </div>
        )}
        <FieldGroup name="powers" label={t('mandates.desk.powers')} hint={t('mandates.desk.powersHint')}>
          {POWERS.map((power) => (
            <label class="choice choice-check" key={power}>
              <input
                type="checkbox"
                name={`power_${power}`}
                value="yes"
                checked={form.typed[`power_${power}`] === 'yes'}
              />
              <span class="choice-label">{t(`mandates.power.${power}`)}</span>
            </label>
          ))}
        </FieldGroup>
        <div class="form-row">
          <DateField name="signedOn" label={t('mandates.desk.signedOn')} value={today} max={today} />
          <DateField
            name="untilOn"
            label={t('mandates.desk.untilOn')}
            hint={t('mandates.desk.untilHint')}
            value={lastPossibleDay(today)}
          />
        </div>
        <Actions sticky>
          <Button kind="primary">{t('mandates.desk.confirm')}</Button>
        </Actions>
      </Form>
    </DeskPage>
  )
}

householdHelp.get(`${PERSON}/papier`, async (c) => {
  const t = c.get('t')
  const adult = await adultOf(c)
  const caisse = c.get('caisse')
  return html(
    <PrintPage
      t={t}
      title={t('mandates.paper.title')}
      caisse={frameOf(c).caisse}
      practice={c.get('caisse').practice}
      help={t('mandates.paper.help')}
    >
      <h1>{t('mandates.paper.title')}</h1>
      <p>{t('mandates.paper.me', { nameText: fullName(adult), caisseText: caisse.name })}</p>
      <p>{t('mandates.paper.helper')}</p>
      <p class="write-line" />
      <h2>{t('mandates.paper.powers')}</h2>
      <ul class="tick-list">
        {POWERS.map((power) => (
          <li key={power}>{t(`mandates.power.${power}`)}</li>
        ))}
      </ul>
      <p>{t('mandates.paper.structure')}</p>
      <h2>{t('mandates.paper.until')}</h2>
      <p class="write-line" />
      <p>{t('mandates.paper.stop')}</p>
      <div class="sign-boxes">
        <p>{t('mandates.paper.date')}</p>
        <p>{t('mandates.paper.signature')}</p>
        <p>{t('mandates.paper.helperSignature')}</p>
      </div>
    </PrintPage>,
  )
})
