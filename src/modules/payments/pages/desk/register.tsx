import type { Context } from 'hono'
import { parseInput, InputError } from '../../../../kit/gesture.ts'
import { freshForm, textField, type Fields, type FormState } from '../../../../kit/http.ts'
import { LANGUAGE_NAMES, LOCALES } from '../../../../kit/i18n/locale.ts'
import { monthOf } from '../../../../kit/month.ts'
import { Actions, Button, LinkButton } from '../../../../kit/ui/button.tsx'
import { CheckboxField } from '../../../../kit/ui/choices.tsx'
import { Form } from '../../../../kit/ui/form.tsx'
import { DateField, MoneyField, MonthField, SelectField, TextField } from '../../../../kit/ui/inputs.tsx'
import { DeskPage } from '../../../../kit/ui/pages.tsx'
import { Card, Notice } from '../../../../kit/ui/parts.tsx'
import { listReglementVersions, listTerritories } from '../../../caisses/store.ts'
import { deskFrame, read, type CaisseEnv } from '../../../caisses/web.ts'
import { NewHousehold } from '../../../contributions/actions/register.ts'
import { AssessmentIsland } from '../../../contributions/pages/assessment-island.tsx'
import { simpleScheme } from '../../../contributions/rules/suggestion.ts'
import { getPreRegistration } from '../../../people/store/pre-registrations.ts'
import { listWaves } from '../../../people/store/waves.ts'

const FEWEST = { adults: 2, children: 3 }
const MOST = 12

/** Rows to fill in: enough for most, more by the link at the end. */
function rowsAsked(c: Context<CaisseEnv>, { typed }: FormState): { adults: number; children: number } {
  const count = (asked: string | undefined, least: number) =>
    Math.min(MOST, Math.max(least, Number.parseInt(asked ?? '', 10) || least))
  return {
    adults: count(c.req.query('adultes') ?? typed['adults'], FEWEST.adults),
    children: count(c.req.query('enfants') ?? typed['children'], FEWEST.children),
  }
}

/** What was typed, as a household that joins. Empty rows are nobody. */
export function readRegistration(fields: Fields): ReturnType<typeof NewHousehold.parse> {
  const typed = (name: string) => textField(fields, name).trim()
  const orNull = (name: string) => typed(name) || null
  const rows = Array.from({ length: MOST }, (_, i) => i + 1)
  const adults = rows.flatMap((n) =>
    typed(`adult${n}Given`) || typed(`adult${n}Family`)
      ? {
          givenName: typed(`adult${n}Given`),
          familyName: typed(`adult${n}Family`),
          ...(n === 1
            ? { phone: orNull('phone'), email: orNull('email'), language: typed('language') || 'fr' }
            : {}),
        }
      : [],
  )
  const familyName = adults[0]?.familyName ?? ''
  const children = rows.flatMap((n) =>
    typed(`child${n}Given`) || typed(`child${n}Born`)
      ? {
          givenName: typed(`child${n}Given`) || '–',
          familyName,
          child: true,
          birthMonth: orNull(`child${n}Born`),
        }
      : [],
  )
  if (!adults[0]?.givenName) throw new InputError([{ field: 'adult1Given', message: 'required' }])
  const alone = adults.length + children.length === 1
  const kind = typed('shared') ? 'shared_budget_group' : alone ? 'single' : 'household'
  try {
    return parseInput(NewHousehold, {
      kind,
      enteredOn: typed('enteredOn'),
      waveId: orNull('waveId'),
      territoryId: orNull('territoryId'),
      contribution: orNull('contribution'),
      preRegistrationId: orNull('preRegistrationId'),
      members: [...adults, ...children],
    })
  } catch (error) {
    throw error instanceof InputError ? new InputError(error.issues.map(atField(adults.length))) : error
  }
}

/** The field of the form that a value of the household came from. */
const atField =
  (adults: number) =>
  ({ field, message }: { field: string; message: string }) => {
    const [, place, part = ''] = /^members\.(\d+)\.(.+)$/.exec(field) ?? []
    if (place === undefined) return { field, message }
    const n = Number(place)
    if (part === 'phone' || part === 'email') return { field: part, message }
    if (n >= adults)
      return { field: `child${n - adults + 1}${part === 'birthMonth' ? 'Born' : 'Given'}`, message }
    return { field: `adult${n + 1}${part === 'familyName' ? 'Family' : 'Given'}`, message }
  }

/** A fresh form; with what a request to join already says, where it comes from one (`?demande=`). */
export async function freshRegistration(c: Context<CaisseEnv>): Promise<FormState> {
  const asked = c.req.query('demande') ?? ''
  if (!/^[0-9a-f-]{36}$/.test(asked)) return freshForm()
  const one = await read(c, (tx) => getPreRegistration(tx, asked))
  return {
    ...freshForm(),
    typed: {
      preRegistrationId: one.id,
      adult1Given: one.givenName,
      adult1Family: one.familyName,
      email: one.email ?? '',
      phone: one.phone ?? '',
      language: one.language,
      ...(one.waveId && { waveId: one.waveId }),
      territoryId: one.territoryId ?? '',
      adults: String(one.adults),
      children: String(one.children),
    },
  }
}

/** One screen, with the person beside you. */
export async function registerPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const today = c.get('today')
  const rows = rowsAsked(c, form)
  const { preRegistrationId = '' } = form.typed
  const persons = preRegistrationId === '' ? 1 : Number(form.typed['adults']) + Number(form.typed['children'])
  const { waves, territories, scheme } = await read(c, async (tx) => {
    const inForce = (await listReglementVersions(tx)).find((version) => version.validFrom <= monthOf(today))
    return {
      waves: await listWaves(tx),
      territories: await listTerritories(tx),
      scheme: inForce && simpleScheme(inForce.content.contribution),
    }
  })
  const inMoney = scheme && !['time', 'grant', 'price_choice'].includes(scheme.kind)
  const none = { value: '', label: t('desk.register.choose') }
  return (
    <DeskPage
      {...deskFrame(c, '/foyers')}
      title={t('desk.register.title')}
      lead={t('desk.register.lead')}
      breadcrumb={[{ href: `/c/${slug}/foyers`, label: t('desk.nav') }]}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <input type="hidden" name="preRegistrationId" value={preRegistrationId} />
        <input type="hidden" name="adults" value={rows.adults} />
        <input type="hidden" name="children" value={rows.children} />
        <Card title={t('desk.register.adults')} icon="household">
          {Array.from({ length: rows.adults }, (_, i) => (
            <fieldset class="form-row" key={i}>
              <legend>{t('desk.register.adult', { numberText: i + 1 })}</legend>
              <TextField
                name={`adult${i + 1}Given`}
                label={t('desk.register.givenName')}
                optional={i > 0}
                maxLength={120}
                autofocus={i === 0}
              />
              <TextField
                name={`adult${i + 1}Family`}
                label={t('desk.register.familyName')}
                optional
                maxLength={120}
              />
            </fieldset>
          ))}
          <CheckboxField name="shared" label={t('desk.register.shared')} optional />
        </Card>
        <Card title={t('desk.register.children')} icon="people">
          <p class="soft">{t('desk.register.childrenHint')}</p>
          {Array.from({ length: rows.children }, (_, i) => (
            <fieldset class="form-row" key={i}>
              <legend>{t('desk.register.child', { numberText: i + 1 })}</legend>
              <TextField
                name={`child${i + 1}Given`}
                label={t('desk.register.givenName')}
                optional
                maxLength={120}
              />
              <MonthField name={`child${i + 1}Born`} label={t('desk.register.birthMonth')} optional />
            </fieldset>
          ))}
          <LinkButton
            kind="quiet"
            icon="add"
            href={`/c/${slug}/foyers/inscrire?${new URLSearchParams({
              adultes: String(rows.adults + 2),
              enfants: String(rows.children + 3),
              ...(preRegistrationId && { demande: preRegistrationId }),
            })}`}
          >
            {t('desk.register.moreAdults')}
          </LinkButton>
        </Card>
        <Card title={t('desk.register.contact')} icon="phone">
          <p class="soft">{t('desk.register.contactHint')}</p>
          <div class="form-row">
            <TextField name="phone" type="tel" label={t('desk.register.phone')} optional maxLength={30} />
            <TextField name="email" type="email" label={t('desk.register.email')} optional maxLength={200} />
          </div>
          <SelectField
            name="language"
            label={t('desk.register.language')}
            value="fr"
            width="medium"
            options={LOCALES.map((locale) => ({ value: locale, label: LANGUAGE_NAMES[locale] }))}
          />
        </Card>
        <Card title={t('desk.register.contribution')} icon="wheat">
          <p class="soft">
            <a href={`/c/${slug}/bareme`}>{t('desk.register.scale')}</a>
          </p>
          {inMoney && (
            <AssessmentIsland
              t={t}
              scheme={scheme}
              household={{ adults: persons, children: [] }}
              currency={c.get('caisse').currency}
              amount="contribution"
              asksPersons
            />
          )}
          {inMoney ? (
            <MoneyField
              name="contribution"
              label={t('desk.register.contribution')}
              hint={t('desk.register.contributionHint')}
              optional={scheme.kind !== 'free' && scheme.kind !== 'steps'}
            />
          ) : (
            <p>{t('desk.register.contributionNone')}</p>
          )}
          <div class="form-row">
            <DateField name="enteredOn" label={t('desk.register.enteredOn')} value={today} />
            {waves.length > 0 && (
              <SelectField
                name="waveId"
                label={t('desk.register.wave')}
                optional
                value={waves.at(-1)!.id}
                options={[none, ...waves.map((wave) => ({ value: wave.id, label: wave.name }))]}
              />
            )}
            {territories.length > 0 && (
              <SelectField
                name="territoryId"
                label={t('desk.register.territory')}
                optional
                value=""
                options={[none, ...territories.map((one) => ({ value: one.id, label: one.name }))]}
              />
            )}
          </div>
        </Card>
        <Actions sticky>
          <Button kind="primary">{t('desk.register.confirm')}</Button>
        </Actions>
      </Form>
    </DeskPage>
  )
}
