import type { FormState } from '../../../kit/http.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { Button } from '../../../kit/ui/button.tsx'
import { Form, HiddenKey } from '../../../kit/ui/form.tsx'
import { SelectField, TextField } from '../../../kit/ui/inputs.tsx'
import { RowItem, RowList } from '../../../kit/ui/navigation.tsx'
import { Card, Disclosure } from '../../../kit/ui/parts.tsx'
import type { HeldRole } from '../../identity/store.ts'
import type { OutletRole } from '../people.ts'

type PeopleSectionProps = {
  t: Translate
  people: readonly HeldRole[]
  /** Whom whoever looks may invite and take out. */
  roles: readonly OutletRole[]
  /** The addresses of its two forms. */
  inviteHref: string
  endHref: string
  /** Keys and what was typed. */
  form: FormState
  newKey: () => string
  open: boolean
}

/** Who works at an outlet, and the invitation of one more. */
export function PeopleSection(props: PeopleSectionProps) {
  const { t, people, roles, inviteHref, endHref, form, newKey, open } = props
  return (
    <Card title={t('outlets.people.title', { count: people.length })} icon="people">
      {people.length > 0 && (
        <RowList>
          {people.map((person) => (
            <RowItem
              key={person.id}
              icon="person"
              title={person.name}
              text={[
                t(
                  `outlets.people.who.${person.role === 'outlet_manager' ? 'outlet_manager' : 'outlet_staff'}`,
                ),
                person.email,
              ]
                .filter(Boolean)
                .join(' · ')}
              aside={
                roles.some((role) => role === person.role) && (
                  <form method="post" action={endHref}>
                    <HiddenKey value={newKey()} />
                    <input type="hidden" name="roleId" value={person.id} />
                    <Button kind="quiet">
                      {t('outlets.people.end')}
                      <span class="visually-hidden"> {person.name}</span>
                    </Button>
                  </form>
                )
              }
            />
          ))}
        </RowList>
      )}
      <Disclosure summary={t('outlets.people.invite')} open={open}>
        <Form action={inviteHref} issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
          <TextField name="name" label={t('outlets.people.name')} autocomplete="off" maxLength={120} />
          <TextField name="email" type="email" label={t('outlets.people.email')} maxLength={254} />
          {roles.length > 1 ? (
            <SelectField
              name="role"
              label={t('outlets.people.role')}
              value={roles[0]!}
              options={roles.map((role) => ({ value: role, label: t(`outlets.people.roles.${role}`) }))}
            />
          ) : (
            <input type="hidden" name="role" value={roles[0]} />
          )}
          <Button icon="send">{t('outlets.people.send')}</Button>
        </Form>
      </Disclosure>
    </Card>
  )
}
