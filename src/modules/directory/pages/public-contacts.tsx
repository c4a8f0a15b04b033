import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import { Actions, Button } from '../../../kit/ui/button.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { DateField, SelectField, TextField } from '../../../kit/ui/inputs.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Badge, Card, EmptyState, Notice } from '../../../kit/ui/parts.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import { callOf, read, type CaisseEnv } from '../../caisses/web.ts'
import { keepPublicContact, removePublicContact } from '../actions/public-contacts.ts'
import { listBook } from '../store/book.ts'
import { whoAgrees } from '../store/consents.ts'
import { listPublicContacts, type KeptPublicContact } from '../store/public-contacts.ts'
import { findDuplicates, frame, HOME, hrefOf, isId, territoryOptions, trailOf, Views } from './frame.tsx'
import { Reach } from './reach.tsx'
import { ReachFields } from './who-fields.tsx'

export const publicContactPages = new Hono<CaisseEnv>()

const LIST = `${HOME}/contacts-publics` as const

publicContactPages.get(LIST, async (c) => html(await listPage(c, freshForm())))

publicContactPages.post(LIST, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      keepPublicContact(callOf(c, key), {
        publicContactId: textField(fields, 'publicContactId'),
        territoryId: textField(fields, 'territoryId'),
        name: textField(fields, 'name'),
        email: textField(fields, 'email'),
        phone: textField(fields, 'phone'),
        hours: textField(fields, 'hours'),
        contactId: textField(fields, 'contactId'),
        untilOn: textField(fields, 'untilOn'),
      }),
    done: () => `${hrefOf(c, '/contacts-publics')}?fait=oui`,
    again: (form) => listPage(c, form),
  }),
)

publicContactPages.post(`${LIST}/retirer`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      removePublicContact(callOf(c, key), { publicContactId: textField(fields, 'publicContactId') }),
    done: () => `${hrefOf(c, '/contacts-publics')}?fait=retire`,
    again: (form) => listPage(c, form),
  }),
)

/** More than ever agree to be shown to everyone. */
const MANY = 100_000

async function listPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const today = c.get('today')
  const { contacts, agreeing, territories, pairs } = await read(c, async (tx) => {
    const agreed = await whoAgrees(tx, 'public_contact', today)
    const everybody = agreed.size > 0 ? (await listBook(tx, today, { limit: MANY })).people : []
    return {
      contacts: await listPublicContacts(tx, today),
      agreeing: everybody.filter(({ id }) => agreed.has(id)),
      territories: await territoryOptions(tx, t('directory.public.wholeCaisse')),
      pairs: (await findDuplicates(tx, today)).length,
    }
  })
  const chosen = c.req.query('changer')
  const changed = isId(chosen) ? contacts.find(({ id }) => id === chosen) : undefined
  const done = c.req.query('fait')
  const shown = contacts.filter((one) => one.shown).length
  return (
    <DeskPage
      {...frame(
        c,
        form,
        done && t(done === 'retire' ? 'directory.public.removed' : 'directory.public.saved'),
      )}
      title={t('directory.public.title', { count: shown })}
      lead={t('directory.public.lead')}
      breadcrumb={trailOf(c)}
    >
      <Views c={c} current="/contacts-publics" pairs={pairs} />
      <DataTable
        caption={t('directory.public.caption')}
        rows={contacts}
        keyOf={(one) => one.id}
        columns={[
          {
            label: t('directory.public.name'),
            heading: true,
            cell: (one) => (
              <a href={`${hrefOf(c, '/contacts-publics')}?changer=${one.id}#field-name`}>{one.name}</a>
            ),
          },
          {
            label: t('directory.filter.territory'),
            cell: (one) => one.territoryName ?? t('directory.public.wholeCaisse'),
          },
          {
            label: t('directory.book.reach'),
            cell: (one) => <Reach of={[one.email, one.phone, one.hours]} />,
          },
          { label: t('directory.public.shown'), cell: (one) => <Shown c={c} one={one} /> },
          {
            label: t('directory.public.remove'),
            bare: true,
            cell: (one) => (
              <form method="post" action={hrefOf(c, '/contacts-publics/retirer')}>
                <input type="hidden" name="key" value={freshForm().key} />
                <input type="hidden" name="publicContactId" value={one.id} />
                <Button kind="quiet" icon="delete">
                  {t('directory.public.remove')}
                </Button>
              </form>
            ),
          },
        ]}
        empty={
          <EmptyState title={t('directory.public.none')} icon="mail">
            <p>{t('directory.public.noneText')}</p>
          </EmptyState>
        }
      />
      <Card
        title={changed ? t('directory.public.change', { nameText: changed.name }) : t('directory.public.add')}
        icon={changed ? 'edit' : 'add'}
      >
        <Form
          action={hrefOf(c, '/contacts-publics')}
          issues={form.issues}
          typed={form.typed}
          idempotencyKey={form.key}
        >
          <input
            type="hidden"
            name="publicContactId"
            value={form.typed.publicContactId ?? changed?.id ?? ''}
          />
          <div class="form-row">
            <TextField
              name="name"
              label={t('directory.public.name')}
              hint={t('directory.public.nameHint')}
              value={changed?.name ?? ''}
              maxLength={120}
            />
            <SelectField
              name="territoryId"
              label={t('directory.filter.territory')}
              value={changed?.territoryId ?? ''}
              options={territories}
              optional
            />
          </div>
          <ReachFields t={t} one={changed} />
          <TextField
            name="hours"
            label={t('directory.public.hours')}
            hint={t('directory.public.hoursHint')}
            value={changed?.hours ?? ''}
            maxLength={120}
            optional
          />
          {agreeing.length === 0 ? (
            <Notice title={t('directory.public.functionalOnly')}>
              <p>{t('directory.public.functionalText')}</p>
            </Notice>
          ) : (
            <div class="form-row">
              <SelectField
                name="contactId"
                label={t('directory.public.whose')}
                hint={t('directory.public.whoseHint')}
                value={changed?.contactId ?? ''}
                options={[
                  { value: '', label: t('directory.public.functional') },
                  ...agreeing.map(({ id, name }) => ({ value: id, label: name })),
                ]}
                optional
              />
              <DateField
                name="untilOn"
                label={t('directory.public.untilOn')}
                {...(changed?.untilOn && { value: changed.untilOn })}
                min={today}
                optional
              />
            </div>
          )}
          <Actions>
            <Button kind="primary">{t('directory.public.confirm')}</Button>
          </Actions>
        </Form>
      </Card>
    </DeskPage>
  )
}

function Shown({ c, one }: { c: Context<CaisseEnv>; one: KeptPublicContact }) {
  const t = c.get('t')
  if (!one.shown) return <Badge tone="wait">{t('directory.public.notShown')}</Badge>
  return (
    <>
      <Badge tone="success">{t('directory.public.isShown')}</Badge>{' '}
      {one.untilOn && t('directory.consent.until', { day: one.untilOn })}
    </>
  )
}
