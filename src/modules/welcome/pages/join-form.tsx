import type { Context } from 'hono'
import { textField, type Fields } from '../../../kit/http.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { CheckboxField, RadioCards } from '../../../kit/ui/choices.tsx'
import { SelectField, TextField } from '../../../kit/ui/inputs.tsx'
import { Card } from '../../../kit/ui/parts.tsx'
import { listTerritories } from '../../caisses/store.ts'
import { read, type CaisseEnv } from '../../caisses/web.ts'
import { openStructures, type Structure } from '../../people/store/structures.ts'

/** What the form asks: the same on the public page, at the desk and at a structure. */
export const readRequest = (fields: Fields, language: string) => {
  const typed = (name: string) => textField(fields, name)
  return {
    givenName: typed('givenName'),
    familyName: typed('familyName'),
    reach: typed('reach') as 'mail',
    email: typed('email'),
    phone: typed('phone'),
    structureId: typed('structureId'),
    adults: typed('adults'),
    children: typed('children'),
    territoryId: typed('territoryId'),
    consent: typed('consent'),
    flyer: typed('flyer'),
    language,
  }
}

export type JoinChoices = {
  territories: readonly { id: string; name: string }[]
  structures: readonly Structure[]
}

export const readChoices = (c: Context<CaisseEnv>): Promise<JoinChoices> =>
  read(c, async (tx) => ({
    territories: await listTerritories(tx),
    structures: await openStructures(tx),
  }))

const COUNTS = (from: number) =>
  Array.from({ length: 9 }, (_, i) => ({ value: String(from + i), label: String(from + i) }))

export type JoinFieldsProps = {
  t: Translate
  choices: JoinChoices
  /** What ticking the box says: the person themselves, or somebody for them. */
  consent: string
}

export function JoinFields({ t, choices: { territories, structures }, consent }: JoinFieldsProps) {
  return (
    <>
      <Card title={t('waiting.join.who')} icon="person">
        <div class="form-row">
          <TextField
            name="givenName"
            label={t('waiting.join.givenName')}
            autocomplete="given-name"
            maxLength={80}
          />
          <TextField
            name="familyName"
            label={t('waiting.join.familyName')}
            autocomplete="family-name"
            maxLength={80}
            optional
          />
        </div>
        <RadioCards
          name="reach"
          label={t('waiting.join.reach')}
          options={[
            { value: 'mail', label: t('waiting.join.reachMail'), icon: 'mail' },
            { value: 'phone', label: t('waiting.join.reachPhone'), icon: 'phone' },
            {
              value: 'desk',
              label: t('waiting.join.reachDesk'),
              hint: t('waiting.join.reachDeskHint'),
              icon: 'agreement',
            },
          ]}
        />
        <div class="when-mail">
          <TextField
            name="email"
            type="email"
            label={t('waiting.join.email')}
            autocomplete="email"
            maxLength={200}
            optional
          />
        </div>
        <div class="when-phone">
          <TextField
            name="phone"
            type="tel"
            label={t('waiting.join.phone')}
            autocomplete="tel"
            maxLength={30}
            optional
          />
        </div>
        {structures.length > 0 && (
          <SelectField
            name="structureId"
            label={t('waiting.join.structure')}
            value=""
            optional
            options={[
              { value: '', label: t('waiting.join.structureNone') },
              ...structures.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        )}
      </Card>
      <Card title={t('waiting.join.howMany')} icon="household">
        <p class="soft">{t('waiting.join.howManyHint')}</p>
        <div class="form-row">
          <SelectField name="adults" label={t('waiting.join.adults')} value="1" options={COUNTS(1)} />
          <SelectField name="children" label={t('waiting.join.children')} value="0" options={COUNTS(0)} />
        </div>
        {territories.length > 0 && (
          <SelectField
            name="territoryId"
            label={t('waiting.join.territory')}
            value=""
            optional
            options={[
              { value: '', label: t('waiting.join.territoryNone') },
              ...territories.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        )}
      </Card>
      <CheckboxField name="consent" label={consent} hint={t('waiting.join.consentHint')} mandatory />
    </>
  )
}
