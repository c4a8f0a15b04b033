import type { Context } from 'hono'
import type { Role } from '../../../kit/actor.ts'
import { formatNearDay } from '../../../kit/i18n/locale.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { dayAt } from '../../../kit/month.ts'
import { CheckboxField, RadioCards } from '../../../kit/ui/choices.tsx'
import { SelectField, TextField, type Option } from '../../../kit/ui/inputs.tsx'
import { Tabs } from '../../../kit/ui/navigation.tsx'
import { Badge } from '../../../kit/ui/parts.tsx'
import type { Tone } from '../../../kit/ui/tone.ts'
import { listTerritories } from '../../caisses/store.ts'
import { read, type CaisseEnv } from '../../caisses/web.ts'
import { textField, type Fields } from '../../../kit/http.ts'
import type { Step } from '../rules/outreach.ts'
import type { Contact } from '../store/contacts.ts'
import type { InformationMeeting } from '../store/funnel.ts'

/** Who goes to meet people in the name of the caisse. */
export const OUTREACH: readonly Role[] = ['coordinator', 'administrator']

export const home = (c: Context<CaisseEnv>): string => `/c/${c.get('caisse').slug}/mobilisation`

export const trail = (c: Context<CaisseEnv>, ...more: { href: string; label: string }[]) => [
  { href: home(c), label: c.get('t')('mobilisation.nav') },
  ...more,
]

const PLACES = ['', '/contacts', '/actions', '/affiches', '/inviter'] as const

/** The parts of the work, on each of its first pages. */
export function Parts({ c, current }: { c: Context<CaisseEnv>; current: (typeof PLACES)[number] }) {
  const t = c.get('t')
  return (
    <Tabs
      label={t('mobilisation.parts')}
      tabs={PLACES.map((path) => ({
        href: home(c) + path,
        label: t(
          `mobilisation.part.${path === '' ? 'funnel' : path === '/contacts' ? 'contacts' : path === '/actions' ? 'actions' : path === '/affiches' ? 'posters' : 'invite'}`,
        ),
        current: path === current,
      }))}
    />
  )
}

export const territoryOptions = async (c: Context<CaisseEnv>, none: string): Promise<Option[]> => {
  const territories = await read(c, listTerritories)
  return [{ value: '', label: none }, ...territories.map(({ id, name }) => ({ value: id, label: name }))]
}

const TONES: Record<Step, Tone | undefined> = {
  met: 'info',
  meeting: 'info',
  asked: 'wait',
  joined: 'success',
  left: undefined,
}

export function StepBadge({ t, contact }: { t: Translate; contact: Contact }) {
  if (contact.closedOn) return <Badge>{t(`mobilisation.reason.${contact.reason!}`)}</Badge>
  return <Badge tone={TONES[contact.step]}>{t(`mobilisation.step.${contact.step}`)}</Badge>
}

export const sayReach = (t: Translate, { reach, email, phone }: Contact): string =>
  reach === 'mail'
    ? email!
    : reach === 'phone'
      ? phone!
      : reach === 'desk'
        ? t('mobilisation.contact.atDesk')
        : '–'

export function sayMeeting(t: Translate, { startsAt, placeName }: InformationMeeting, zone: string): string {
  const dayText = formatNearDay(dayAt(startsAt, zone), t.locale)
  return t('mobilisation.meeting', { dayText, timeText: t.time(startsAt), placeText: placeName || '–' })
}

export const readContact = (fields: Fields) => ({
  givenName: textField(fields, 'givenName'),
  familyName: textField(fields, 'familyName'),
  reach: textField(fields, 'reach') as 'mail',
  email: textField(fields, 'email'),
  phone: textField(fields, 'phone'),
  language: textField(fields, 'language') || 'fr',
  territoryId: textField(fields, 'territoryId'),
  consent: textField(fields, 'consent'),
})

/** What one writes down while standing at a market: a first name and a way to be reached. */
export function ContactFields({ t, territories }: { t: Translate; territories: readonly Option[] }) {
  return (
    <>
      <div class="form-row">
        <TextField name="givenName" label={t('mobilisation.contact.givenName')} maxLength={80} />
        <TextField name="familyName" label={t('mobilisation.contact.familyName')} maxLength={80} optional />
      </div>
      <RadioCards
        name="reach"
        label={t('mobilisation.contact.reach')}
        options={[
          { value: 'phone', label: t('mobilisation.contact.byPhone'), icon: 'phone' },
          { value: 'mail', label: t('mobilisation.contact.byMail'), icon: 'mail' },
          { value: 'desk', label: t('mobilisation.contact.atDesk'), icon: 'agreement' },
        ]}
      />
      <div class="when-phone">
        <TextField name="phone" type="tel" label={t('mobilisation.contact.phone')} maxLength={30} optional />
      </div>
      <div class="when-mail">
        <TextField
          name="email"
          type="email"
          label={t('mobilisation.contact.email')}
          maxLength={200}
          optional
        />
      </div>
      <div class="form-row">
        {territories.length > 1 && (
          <SelectField
            name="territoryId"
            label={t('mobilisation.contact.territory')}
            value=""
            options={territories}
            optional
          />
        )}
        <TextField
          name="language"
          label={t('mobilisation.contact.language')}
          hint={t('mobilisation.contact.languageHint')}
          value="fr"
          maxLength={3}
          width="short"
        />
      </div>
      <CheckboxField
        name="consent"
        label={t('mobilisation.contact.consent')}
        hint={t('mobilisation.contact.consentHint')}
        mandatory
      />
    </>
  )
}
