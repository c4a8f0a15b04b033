import { Hono, type Context } from 'hono'
import { actorOf, answerForm, freshForm, html, type FormState } from '../../../kit/http.ts'
import { Actions, Button } from '../../../kit/ui/button.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { RowItem, RowList } from '../../../kit/ui/navigation.tsx'
import { PersonPage } from '../../../kit/ui/pages.tsx'
import { Card, EmptyState, Notice } from '../../../kit/ui/parts.tsx'
import { callOf, frameOf, read, readCaisse, requireRole, type CaisseEnv } from '../../caisses/web.ts'
import { accountOf } from '../../identity/account.tsx'
import { structureOf } from '../../people/actions/pre-registrations.ts'
import { noteContact } from '../actions/contacts.ts'
import { listContacts } from '../store/contacts.ts'
import { ContactFields, readContact, StepBadge, territoryOptions } from './parts.tsx'

const HERE = '/c/:slug/aide/contacts'

/** For the members of a structure: those they brought, and nobody else. */
export const brought = new Hono<CaisseEnv>()

brought.use(HERE, readCaisse, async (c, next) => (requireRole(c, ['partner_structure']), next()))

brought.get(HERE, async (c) => html(await broughtPage(c, freshForm())))

brought.post(HERE, (c) =>
  answerForm(c, {
    act: (fields, key) => noteContact(callOf(c, key), readContact(fields)),
    done: () => `/c/${c.get('caisse').slug}/aide/contacts?note=oui`,
    again: (form) => broughtPage(c, form),
  }),
)

async function broughtPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const contacts = await read(c, async (tx) => {
    const structureId = structureOf(actorOf(c), tx, c.get('today'))
    return structureId ? listContacts(tx, { structureId }) : []
  })
  const named = contacts.filter(({ name }) => name !== null)
  return (
    <PersonPage
      {...frameOf(c)}
      account={accountOf(t, c.get('actor'), c.get('caisse').id)}
      title={t('mobilisation.brought.title', { count: contacts.length })}
      lead={t('mobilisation.brought.lead')}
      breadcrumb={[{ href: `/c/${slug}/aide`, label: t('mobilisation.brought.help') }]}
      notice={
        form.refusal ? (
          <Notice tone="refusal" title={t(form.refusal)} />
        ) : (
          c.req.query('note') && <Notice tone="success" title={t('mobilisation.contact.noted')} />
        )
      }
    >
      {named.length === 0 ? (
        <EmptyState title={t('mobilisation.brought.none')} icon="people" />
      ) : (
        <RowList>
          {named.map((contact) => (
            <RowItem
              key={contact.id}
              icon="person"
              title={contact.name}
              text={t('mobilisation.brought.since', { day: contact.metOn })}
              aside={<StepBadge t={t} contact={contact} />}
            />
          ))}
        </RowList>
      )}
      <Card title={t('mobilisation.contact.add')} icon="add">
        <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
          <ContactFields
            t={t}
            territories={await territoryOptions(c, t('mobilisation.contact.noTerritory'))}
          />
          <Actions>
            <Button kind="primary">{t('mobilisation.contact.save')}</Button>
          </Actions>
        </Form>
      </Card>
    </PersonPage>
  )
}
