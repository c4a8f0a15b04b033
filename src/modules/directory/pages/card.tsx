import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, textField, type Fields, type FormState } from '../../../kit/http.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { SelectField, TextField } from '../../../kit/ui/inputs.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { callOf, read, type CaisseEnv } from '../../caisses/web.ts'
import { noteConsent, withdrawConsent } from '../actions/consents.ts'
import {
  addContact,
  changeContact,
  confirmCard,
  forgetContact,
  giveRole,
  tagContact,
  takeRole,
} from '../actions/contacts.ts'
import { CONTACT_ROLES } from '../rules/words.ts'
import { findInBook, listTags } from '../store/book.ts'
import { keptInstead } from '../store/merge.ts'
import { listPartners } from '../store/partners.ts'
import { cardPage } from './card-page.tsx'
import { CARD, cardHref, frame, HOME, hrefOf, territoryOptions, trailOf } from './frame.tsx'
import { WhoFields } from './who-fields.tsx'

export const card = new Hono<CaisseEnv>()

const readWho = (fields: Fields) => ({
  givenName: textField(fields, 'givenName'),
  familyName: textField(fields, 'familyName'),
  email: textField(fields, 'email'),
  phone: textField(fields, 'phone'),
  territoryId: textField(fields, 'territoryId'),
})

card.get(`${HOME}/ajouter`, async (c) => html(await addPage(c, freshForm())))

card.post(`${HOME}/ajouter`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      addContact(callOf(c, key), {
        ...readWho(fields),
        tags: textField(fields, 'tags'),
        role: textField(fields, 'role') as 'other',
        partnerId: textField(fields, 'partnerId'),
        title: textField(fields, 'title'),
      }),
    done: ({ contactId }) => `${hrefOf(c, `/personnes/${contactId}`)}?fait=ajoute`,
    again: (form) => addPage(c, form),
  }),
)

async function addPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { territories, partners, tags } = await read(c, async (tx) => ({
    territories: await territoryOptions(tx, t('directory.filter.everywhere')),
    partners: (await listPartners(tx, c.get('today'))).filter(({ ended }) => !ended),
    tags: await listTags(tx),
  }))
  return (
    <DeskPage
      {...frame(c, form)}
      title={t('directory.add.title')}
      lead={t('directory.add.lead')}
      breadcrumb={trailOf(c)}
    >
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <WhoFields c={c} territories={territories} />
        <div class="form-row">
          <SelectField
            name="role"
            label={t('directory.role.what')}
            value=""
            options={[
              { value: '', label: t('directory.role.none') },
              ...CONTACT_ROLES.filter((role) => role !== 'team').map((value) => ({
                value,
                label: t(`directory.roles.${value}`),
              })),
            ]}
            optional
          />
          <SelectField
            name="partnerId"
            label={t('directory.role.partner')}
            value=""
            options={[
              { value: '', label: t('directory.role.noPartner') },
              ...partners.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            optional
          />
        </div>
        <TextField name="title" label={t('directory.role.title')} maxLength={120} optional />
        <TextField
          name="tags"
          label={t('directory.tags.label')}
          hint={t('directory.tags.hint')}
          suggestions={tags.map(({ tag }) => tag)}
          maxLength={400}
          optional
        />
        <Actions sticky>
          <Button kind="primary">{t('directory.add.confirm')}</Button>
        </Actions>
      </Form>
    </DeskPage>
  )
}

card.get(CARD, async (c) => {
  const kept = await read(c, (tx) => keptInstead(tx, c.req.param('contact')))
  // The card was brought into another one: its old address leads there.
  if (kept) return c.redirect(hrefOf(c, `/personnes/${kept}`), 303)
  return html(await cardPage(c, freshForm()))
})

card.post(`${CARD}/modifier`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      changeContact(callOf(c, key), { contactId: c.req.param('contact'), ...readWho(fields) }),
    done: () => cardHref(c, 'modifie'),
    again: (form) => cardPage(c, form, 'who'),
  }),
)

card.post(`${CARD}/etiquettes`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      tagContact(callOf(c, key), { contactId: c.req.param('contact'), tags: textField(fields, 'tags') }),
    done: () => cardHref(c, 'etiquettes'),
    again: (form) => cardPage(c, form, 'tags'),
  }),
)

card.post(`${CARD}/confirmer`, (c) =>
  answerForm(c, {
    act: (_, key) => confirmCard(callOf(c, key), { contactId: c.req.param('contact') }),
    done: () => cardHref(c, 'confirme'),
    again: (form) => cardPage(c, form),
  }),
)

card.post(`${CARD}/role`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      giveRole(callOf(c, key), {
        contactId: c.req.param('contact'),
        role: textField(fields, 'role') as 'other',
        partnerId: textField(fields, 'partnerId'),
        title: textField(fields, 'title'),
        workingPercent: textField(fields, 'workingPercent'),
        territoryId: textField(fields, 'roleTerritoryId'),
        fromOn: textField(fields, 'fromOn'),
      }),
    done: () => cardHref(c, 'role'),
    again: (form) => cardPage(c, form, 'role'),
  }),
)

card.post(`${CARD}/role/fin`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      takeRole(callOf(c, key), {
        contactId: c.req.param('contact'),
        roleId: textField(fields, 'roleId'),
      }),
    done: () => cardHref(c, 'fini'),
    again: (form) => cardPage(c, form),
  }),
)

card.post(`${CARD}/accord`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      noteConsent(callOf(c, key), {
        contactId: c.req.param('contact'),
        purpose: textField(fields, 'purpose') as 'newsletter',
        givenOn: textField(fields, 'givenOn'),
        source: textField(fields, 'source') as 'paper',
        untilOn: textField(fields, 'untilOn'),
      }),
    done: () => cardHref(c, 'accord'),
    again: (form) => cardPage(c, form, 'consent'),
  }),
)

card.post(`${CARD}/accord/retirer`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      withdrawConsent(callOf(c, key), {
        contactId: c.req.param('contact'),
        purpose: textField(fields, 'purpose') as 'newsletter',
      }),
    done: () => cardHref(c, 'retire'),
    again: (form) => cardPage(c, form),
  }),
)

card.get(`${CARD}/effacer`, async (c) => html(await forgetPage(c, freshForm())))

card.post(`${CARD}/effacer`, (c) =>
  answerForm(c, {
    act: (_, key) => forgetContact(callOf(c, key), { contactId: c.req.param('contact') }),
    done: () => `${hrefOf(c)}?efface=oui`,
    again: (form) => forgetPage(c, form),
  }),
)

async function forgetPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const one = await read(c, (tx) => findInBook(tx, c.get('today'), c.req.param('contact')!))
  if (!one) throw new Refusal('unknown_contact', {}, 404)
  return (
    <DeskPage
      {...frame(c, form)}
      title={t('directory.card.forgetTitle', { nameText: one.name })}
      lead={t('directory.card.forgetText')}
      breadcrumb={trailOf(c, { href: cardHref(c), label: one.name })}
    >
      <Form idempotencyKey={form.key}>
        <Actions>
          <Button
            kind="danger"
            icon="delete"
            refusal={one.fromPeople ? new Refusal('contact_is_resident') : null}
          >
            {t('directory.card.forgetConfirm')}
          </Button>
          <LinkButton kind="quiet" href={cardHref(c)}>
            {t('directory.card.forgetNot')}
          </LinkButton>
        </Actions>
      </Form>
    </DeskPage>
  )
}
