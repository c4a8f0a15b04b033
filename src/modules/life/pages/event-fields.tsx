import type { Context } from 'hono'
import { addDays, addMonths, monthOf, type Month } from '../../../kit/month.ts'
import { CheckboxField, RadioCards } from '../../../kit/ui/choices.tsx'
import { FieldGroup } from '../../../kit/ui/field.tsx'
import { DateField, MoneyField, MonthField, SelectField, TextField } from '../../../kit/ui/inputs.tsx'
import type { CaisseEnv } from '../../caisses/web.ts'
import type { Member } from '../../people/store/households.ts'
import type { WrittenEvent } from '../rules/event.ts'
import { readsContributions } from './frame.tsx'

export type EventContext = {
  members: readonly Member[]
  territories: readonly { id: string; name: string }[]
  /** The first month that is not issued yet. */
  from: Month
}

type Props = { c: Context<CaisseEnv>; kind: WrittenEvent; about: EventContext }

const nameOf = ({ givenName, familyName }: Member) => `${givenName} ${familyName}`.trim()

/** What each event asks, and no more than that. */
export function EventFields({ c, kind, about }: Props) {
  switch (kind) {
    case 'birth':
    case 'arrival':
      return <NewcomerFields c={c} kind={kind} about={about} />
    case 'of_age':
    case 'death':
      return <OnePersonFields c={c} kind={kind} about={about} />
    case 'departure':
    case 'split':
      return <SeveralFields c={c} kind={kind} about={about} />
    default:
      return <HouseholdFields c={c} kind={kind} about={about} />
  }
}

function On({ c, kind }: Pick<Props, 'c' | 'kind'>) {
  const t = c.get('t')
  const today = c.get('today')
  const ahead = kind === 'leaving'
  return (
    <DateField
      name="on"
      label={t(`life.on.${kind === 'pause' ? 'move' : kind}`)}
      value={today}
      {...(!ahead && { max: today })}
    />
  )
}

function NewcomerFields({ c, kind, about }: Props) {
  const t = c.get('t')
  const familyName = about.members[0]?.familyName ?? ''
  return (
    <>
      <div class="form-row">
        <TextField name="givenName" label={t('desk.register.givenName')} maxLength={120} />
        <TextField
          name="familyName"
          label={t('desk.register.familyName')}
          optional
          maxLength={120}
          {...(kind === 'birth' && { value: familyName })}
        />
      </div>
      <On c={c} kind={kind} />
      {kind === 'arrival' && (
        <div class="form-row">
          <TextField name="phone" type="tel" label={t('desk.register.phone')} optional maxLength={30} />
          <TextField name="email" type="email" label={t('desk.register.email')} optional maxLength={200} />
        </div>
      )}
    </>
  )
}

function OnePersonFields({ c, kind, about }: Props) {
  const t = c.get('t')
  const people = about.members.filter((one) => kind === 'death' || one.child)
  const adults = about.members.filter((one) => !one.child)
  return (
    <>
      <SelectField
        name="personId"
        label={t(`life.who.${kind === 'death' ? 'death' : 'of_age'}`)}
        value={c.req.query('personne') ?? people[0]?.personId ?? ''}
        options={people.map((one) => ({ value: one.personId, label: nameOf(one) }))}
        width="medium"
      />
      <On c={c} kind={kind} />
      {kind === 'death' && adults.length === 1 && (
        <DateField
          name="rightsUntil"
          label={t('life.field.deathRightsUntil')}
          hint={t('life.field.deathRightsUntilHint')}
          value={addDays(c.get('today'), 60)}
          optional
        />
      )}
    </>
  )
}

function SeveralFields({ c, kind, about }: Props) {
  const t = c.get('t')
  return (
    <>
      <FieldGroup name="persons" label={t(`life.who.${kind === 'split' ? 'split' : 'departure'}`)}>
        {about.members.map((member) => (
          <CheckboxField
            key={member.personId}
            name={`person.${member.personId}`}
            label={`${nameOf(member)} · ${t(member.child ? 'desk.file.child' : 'desk.file.adult')}`}
            optional
          />
        ))}
      </FieldGroup>
      <On c={c} kind={kind} />
      {kind === 'split' && <SplitFields c={c} about={about} />}
    </>
  )
}

function SplitFields({ c, about }: Omit<Props, 'kind'>) {
  const t = c.get('t')
  return (
    <>
      <RadioCards
        name="share"
        label={t('life.field.share')}
        value="per_head"
        options={[
          { value: 'per_head', label: t('life.share.per_head'), hint: t('life.share.per_headHint') },
          { value: 'agreed', label: t('life.share.agreed'), hint: t('life.share.agreedHint') },
        ]}
      />
      <MoneyField
        name="shareAmount"
        label={t('life.field.shareAmount')}
        hint={t('life.field.shareAmountHint')}
        suffix={c.get('caisse').unit_name}
        optional
      />
      {readsContributions(c) && (
        <MoneyField
          name="contribution"
          label={t('life.field.newContribution')}
          hint={t('life.field.newContributionHint')}
          optional
        />
      )}
      {about.territories.length > 0 && <TerritoryField c={c} about={about} optional />}
      <CheckboxField
        name="clearCodes"
        label={t('life.field.clearCodes')}
        hint={t('life.field.clearCodesHint')}
        optional
      />
    </>
  )
}

function TerritoryField({ c, about, optional = false }: Omit<Props, 'kind'> & { optional?: boolean }) {
  const t = c.get('t')
  return (
    <SelectField
      name="territoryId"
      label={t('desk.register.territory')}
      value=""
      width="medium"
      optional={optional}
      options={[
        { value: '', label: t('desk.register.choose') },
        ...about.territories.map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  )
}

function HouseholdFields({ c, kind, about }: Props) {
  const t = c.get('t')
  const today = c.get('today')
  if (kind === 'merge')
    return (
      <>
        <TextField
          name="otherReference"
          label={t('life.field.otherReference')}
          hint={t('life.field.otherReferenceHint')}
          maxLength={40}
          width="medium"
        />
        <On c={c} kind={kind} />
      </>
    )
  if (kind === 'move')
    return (
      <>
        <TerritoryField c={c} about={about} />
        <On c={c} kind={kind} />
      </>
    )
  if (kind === 'pause')
    return (
      <div class="form-row">
        <MonthField
          name="fromMonth"
          label={t('life.field.fromMonth')}
          from={about.from}
          to={addMonths(about.from, 12)}
          value={about.from}
        />
        <MonthField
          name="untilMonth"
          label={t('life.field.untilMonth')}
          from={about.from}
          to={addMonths(about.from, 23)}
          value={about.from}
        />
      </div>
    )
  return (
    <>
      <On c={c} kind={kind} />
      <DateField
        name="rightsUntil"
        label={t('life.field.rightsUntil')}
        hint={t('life.field.rightsUntilHint')}
        value={addDays(`${addMonths(monthOf(today), 2)}-01`, -1)}
        min={today}
      />
    </>
  )
}
