import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import { LOCALES } from '../../../kit/i18n/locale.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form, HiddenKey } from '../../../kit/ui/form.tsx'
import { SelectField, TextField } from '../../../kit/ui/inputs.tsx'
import { RowItem, RowLink, RowList } from '../../../kit/ui/navigation.tsx'
import { PersonPage } from '../../../kit/ui/pages.tsx'
import { Badge, Card, DefinitionList, Notice } from '../../../kit/ui/parts.tsx'
import { callOf, personFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { choosePartPayment } from '../../payments/actions/payers.ts'
import { groupNumber } from '../../payments/rules/number.ts'
import { payersOfHousehold, type Payer } from '../../payments/store/payers.ts'
import { correctOwnContact } from '../../people/actions/own-contact.ts'
import { getHousehold, membersOf, type Member } from '../../people/store/households.ts'
import { mandatesOfPersons, type Mandate } from '../../people/store/mandates.ts'
import { languageName } from '../language-name.ts'
import { hrefOf, ownOf } from './env.tsx'

export const household = new Hono<CaisseEnv>()

const PATH = '/c/:slug/moi/foyer'

household.get(PATH, async (c) => html(await householdPage(c, freshForm())))

household.post(`${PATH}/en-partie`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      choosePartPayment(callOf(c, key), {
        personId: ownOf(c).personId,
        inPart: textField(fields, 'inPart') === 'oui',
      }),
    done: () => hrefOf(c, '/moi/foyer?fait=partie'),
    again: (form) => householdPage(c, form),
  }),
)

household.get(`${PATH}/coordonnees`, async (c) => html(await contactPage(c, freshForm())))

household.post(`${PATH}/coordonnees`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      correctOwnContact(callOf(c, key), {
        phone: textField(fields, 'phone').trim() || null,
        email: textField(fields, 'email').trim() || null,
        language: textField(fields, 'language'),
      }),
    done: () => hrefOf(c, '/moi/foyer?fait=coordonnees'),
    again: (form) => contactPage(c, form),
  }),
)

const DONE = ['code', 'bloque', 'coordonnees', 'partie', 'rendu'] as const

async function readHousehold(c: Context<CaisseEnv>) {
  const { householdId, personId } = ownOf(c)
  const today = c.get('today')
  return read(c, async (tx) => {
    const members = (await membersOf(tx, householdId)).filter(
      ({ fromOn, toOn }) => fromOn <= today && (toOn === null || toOn >= today),
    )
    return {
      household: await getHousehold(tx, householdId),
      members,
      me: members.find((one) => one.personId === personId)!,
      payers: await payersOfHousehold(tx, householdId),
      mandates: (
        await mandatesOfPersons(
          tx,
          members.map((one) => one.personId),
        )
      ).filter((one) => one.revokedAt === null && one.untilOn >= today),
    }
  })
}

async function householdPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { household: own, members, me, payers, mandates } = await readHousehold(c)
  const done = DONE.find((one) => one === c.req.query('fait'))
  return (
    <PersonPage
      {...personFrame(c, '/moi/foyer')}
      title={t('resident.household.title', { count: members.length })}
      lead={t('resident.household.since', { day: own.enteredOn })}
      notice={
        form.refusal ? (
          <Notice tone="refusal" title={t(form.refusal)} />
        ) : (
          done && <Notice tone="success" title={t(`resident.household.done.${done}`)} />
        )
      }
    >
      <RowList>
        {members.map((member) => (
          <RowItem
            key={member.personId}
            icon={member.child ? 'people' : 'person'}
            title={`${member.givenName} ${member.familyName}`.trim()}
            text={memberText(c, member)}
            aside={<NumberBadge c={c} payer={payers.find((one) => one.personId === member.personId)} />}
          />
        ))}
      </RowList>
      <MyNumber c={c} payer={payers.find((one) => one.personId === me.personId)} />
      <Card title={t('resident.contact.title')} icon="phone">
        <DefinitionList
          items={[
            { term: t('resident.contact.phone'), value: me.phone ?? t('resident.contact.none') },
            { term: t('resident.contact.email'), value: me.email ?? t('resident.contact.none') },
            { term: t('resident.contact.language'), value: languageName(me.language) },
          ]}
        />
        <Actions>
          <LinkButton href={hrefOf(c, '/moi/foyer/coordonnees')} icon="edit">
            {t('resident.contact.change')}
          </LinkButton>
        </Actions>
      </Card>
      <Helpers c={c} mandates={mandates} />
      <section class="stack">
        <h2>{t('resident.household.more')}</h2>
        <RowList>
          <RowLink href={hrefOf(c, '/moi/releve')} title={t('resident.statement.open')} icon="document" />
          <RowLink href={hrefOf(c, '/moi/accords')} title={t('directory.own.link')} icon="approve" />
          <RowLink href={hrefOf(c, '/moi/donnees')} title={t('resident.data.open')} icon="lock" />
          <RowLink href={hrefOf(c, '/moi/rendre')} title={t('resident.giveBack.open')} icon="meal" />
          <RowLink href={hrefOf(c, '/reglement')} title={t('caisses.person.reglement')} icon="rules" />
        </RowList>
      </section>
      <p class="soft small">{t('resident.household.changes')}</p>
    </PersonPage>
  )
}

function memberText(c: Context<CaisseEnv>, member: Member): string {
  const t = c.get('t')
  const who = t(member.child ? 'desk.file.child' : 'desk.file.adult')
  return member.personId === ownOf(c).personId ? `${who}, ${t('resident.household.you')}` : who
}

function NumberBadge({ c, payer }: { c: Context<CaisseEnv>; payer: Payer | undefined }) {
  const t = c.get('t')
  if (!payer) return null
  if (payer.blocked) return <Badge tone="refusal">{t('resident.household.blocked')}</Badge>
  return (
    <Badge tone={payer.hasCode ? 'success' : 'wait'}>
      {t(payer.hasCode ? 'resident.household.pays' : 'resident.household.noCode')}
    </Badge>
  )
}

/** The number one pays with, its code, and what to do when the card is lost. */
function MyNumber({ c, payer }: { c: Context<CaisseEnv>; payer: Payer | undefined }) {
  const t = c.get('t')
  if (!payer)
    return (
      <Card title={t('purchases.me.number')} icon="card">
        <p>{t('purchases.me.noNumber')}</p>
      </Card>
    )
  return (
    <Card title={t('purchases.me.number')} icon="card">
      <p class="payer-number">{groupNumber(payer.number)}</p>
      {payer.blocked && <p>{t('resident.home.blocked')}</p>}
      <p class="soft small">
        {t(payer.paysInPart ? 'resident.household.inPart' : 'resident.household.notInPart')}
      </p>
      <Actions>
        <LinkButton href={hrefOf(c, '/moi/foyer/code')} icon="code">
          {t(payer.hasCode ? 'resident.code.change' : 'resident.code.choose')}
        </LinkButton>
        {!payer.blocked && (
          <LinkButton kind="quiet" href={hrefOf(c, '/moi/foyer/bloquer')} icon="lock">
            {t('resident.block.open')}
          </LinkButton>
        )}
        <form method="post" action={hrefOf(c, '/moi/foyer/en-partie')}>
          <HiddenKey value={freshForm().key} />
          <Button kind="quiet" name="inPart" value={payer.paysInPart ? 'non' : 'oui'}>
            {t(payer.paysInPart ? 'resident.household.stopInPart' : 'resident.household.startInPart')}
          </Button>
        </form>
      </Actions>
    </Card>
  )
}

/** Who may see or do something for somebody of the household. */
function Helpers({ c, mandates }: { c: Context<CaisseEnv>; mandates: readonly Mandate[] }) {
  const t = c.get('t')
  return (
    <section class="stack">
      <h2>{t('resident.helpers.title')}</h2>
      {mandates.length === 0 ? (
        <p>{t('resident.helpers.none')}</p>
      ) : (
        <RowList>
          {mandates.map((one) => (
            <RowItem
              key={one.id}
              icon="people"
              title={one.helperName}
              text={t('resident.helpers.one', {
                nameText: one.givenName,
                day: one.untilOn,
                powersText: one.powers.map((power) => t(`mandates.power.${power}`).toLowerCase()).join(', '),
              })}
            />
          ))}
        </RowList>
      )}
      {mandates.length > 0 && <p class="soft small">{t('resident.helpers.end')}</p>}
    </section>
  )
}

async function contactPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { me } = await readHousehold(c)
  const languages = [...new Set<string>([...LOCALES, me.language])]
  return (
    <PersonPage
      {...personFrame(c, '/moi/foyer')}
      title={t('resident.contact.pageTitle')}
      lead={t('resident.contact.lead')}
      breadcrumb={[{ href: hrefOf(c, '/moi/foyer'), label: t('caisses.person.household') }]}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <TextField
          name="phone"
          type="tel"
          label={t('resident.contact.phone')}
          value={me.phone ?? ''}
          autocomplete="tel"
          maxLength={30}
          width="medium"
          optional
        />
        <TextField
          name="email"
          type="email"
          label={t('resident.contact.email')}
          hint={t('resident.contact.emailHint')}
          value={me.email ?? ''}
          autocomplete="email"
          maxLength={200}
          optional
        />
        <SelectField
          name="language"
          label={t('resident.contact.language')}
          value={me.language}
          width="medium"
          options={languages.map((value) => ({ value, label: languageName(value) }))}
        />
        <Actions>
          <Button kind="primary">{t('resident.contact.keep')}</Button>
          <LinkButton kind="quiet" href={hrefOf(c, '/moi/foyer')}>
            {t('resident.back')}
          </LinkButton>
        </Actions>
      </Form>
      <p class="soft small">{t('resident.contact.names')}</p>
    </PersonPage>
  )
}
