import type { Context } from 'hono'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { SelectField, TextField, type Option } from '../../../kit/ui/inputs.tsx'
import type { CaisseEnv } from '../../caisses/web.ts'
import type { Listed } from '../store/book.ts'

/** Who somebody is and how they are reached. */
export function WhoFields({
  c,
  one,
  territories,
}: {
  c: Context<CaisseEnv>
  one?: Listed
  territories: readonly Option[]
}) {
  const t = c.get('t')
  return (
    <>
      <div class="form-row">
        <TextField
          name="givenName"
          label={t('directory.import.field.givenName')}
          value={one?.givenName ?? ''}
          maxLength={120}
          optional
        />
        <TextField
          name="familyName"
          label={t('directory.import.field.familyName')}
          value={one?.familyName ?? ''}
          maxLength={120}
        />
      </div>
      <ReachFields t={t} one={one} />
      {territories.length > 1 && (
        <SelectField
          name="territoryId"
          label={t('directory.import.field.territory')}
          value={one?.territoryId ?? ''}
          options={territories}
          optional
        />
      )}
    </>
  )
}

type ReachFieldsProps = { t: Translate; one: { email: string | null; phone: string | null } | undefined }

/** A mail address and a number, neither asked for. */
export function ReachFields({ t, one }: ReachFieldsProps) {
  return (
    <div class="form-row">
      <TextField
        name="email"
        type="email"
        label={t('directory.import.field.email')}
        value={one?.email ?? ''}
        maxLength={200}
        optional
      />
      <TextField
        name="phone"
        type="tel"
        label={t('directory.import.field.phone')}
        value={one?.phone ?? ''}
        maxLength={30}
        optional
      />
    </div>
  )
}
