import { textField, type Fields } from '../../../kit/http.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { CheckboxField } from '../../../kit/ui/choices.tsx'
import { NumberField, TextField } from '../../../kit/ui/inputs.tsx'
import { Disclosure } from '../../../kit/ui/parts.tsx'
import type { Meeting } from '../store/meetings.ts'
import type { Wishes } from '../store/registrations.ts'

export const readWishes = (fields: Fields) => ({
  needs: textField(fields, 'needs'),
  interpreter: textField(fields, 'interpreter'),
  children: textField(fields, 'children').trim() || '0',
  meal: textField(fields, 'meal'),
  mayBeNamed: textField(fields, 'mayBeNamed'),
})

export const readContact = (fields: Fields) => ({
  name: textField(fields, 'name'),
  email: textField(fields, 'email').trim(),
  phone: textField(fields, 'phone').trim(),
})

/** Who comes without an account: a name, and one way to be told. */
export function ContactFields({ t, atDesk = false }: { t: Translate; atDesk?: boolean }) {
  return (
    <>
      <TextField
        name="name"
        label={t(atDesk ? 'meetings.file.name' : 'meetings.comer.name')}
        autocomplete={atDesk ? 'off' : 'name'}
        maxLength={120}
      />
      {!atDesk && <p class="soft small">{t('meetings.comer.either')}</p>}
      <div class="form-row">
        <TextField
          name="email"
          type="email"
          label={t('meetings.comer.email')}
          autocomplete={atDesk ? 'off' : 'email'}
          maxLength={200}
          optional
        />
        <TextField
          name="phone"
          type="tel"
          label={t('meetings.comer.phone')}
          autocomplete={atDesk ? 'off' : 'tel'}
          maxLength={30}
          optional
        />
      </div>
    </>
  )
}

/** Asked of everybody alike; nothing is guessed from a name or a language. */
export function WishFields({
  t,
  meeting,
  wishes,
  open = false,
}: {
  t: Translate
  meeting: Pick<Meeting, 'childcare' | 'meal'>
  wishes?: Wishes
  open?: boolean
}) {
  return (
    <>
      {meeting.meal !== '' && (
        <CheckboxField
          name="meal"
          label={t('meetings.comer.meal')}
          hint={meeting.meal}
          checked={wishes?.meal ?? false}
          optional
        />
      )}
      {meeting.childcare && (
        <NumberField
          name="children"
          label={t('meetings.comer.children')}
          hint={t('meetings.comer.childrenHint')}
          optional
          {...(wishes && { value: wishes.children })}
        />
      )}
      <Disclosure summary={t('meetings.comer.more')} open={open}>
        <TextField
          name="interpreter"
          label={t('meetings.comer.interpreter')}
          hint={t('meetings.comer.interpreterHint')}
          value={wishes?.interpreter ?? ''}
          maxLength={120}
          optional
        />
        <TextField
          name="needs"
          label={t('meetings.comer.needs')}
          hint={t('meetings.comer.needsHint')}
          value={wishes?.needs ?? ''}
          maxLength={500}
          optional
        />
        <CheckboxField
          name="mayBeNamed"
          label={t('meetings.comer.mayBeNamed')}
          hint={t('meetings.comer.mayBeNamedHint')}
          checked={wishes?.mayBeNamed ?? false}
          optional
        />
      </Disclosure>
    </>
  )
}
