import type { Context } from 'hono'
import { actorOf, type FormState } from '../../../../kit/http.ts'
import { Refusal } from '../../../../kit/refusal.ts'
import { Actions, Button } from '../../../../kit/ui/button.tsx'
import { CheckboxField } from '../../../../kit/ui/choices.tsx'
import { Form } from '../../../../kit/ui/form.tsx'
import { DateField } from '../../../../kit/ui/inputs.tsx'
import type { Link } from '../../../../kit/ui/navigation.tsx'
import { DeskPage } from '../../../../kit/ui/pages.tsx'
import { Card, Money, Notice, Stat, Stats } from '../../../../kit/ui/parts.tsx'
import { DataTable } from '../../../../kit/ui/table.tsx'
import { ColumnsForm, DropTable, LineProblems } from '../../../../kit/ui/table-import.tsx'
import { deskFrame, mayHere, read, type CaisseEnv } from '../../../caisses/web.ts'
import { bringsMoney, type HouseholdFilePreview } from '../../../contributions/actions/import.ts'
import { signatures } from '../../../identity/approvals.ts'
import { FIELDS } from '../../../people/rules/household-file/columns.ts'
import { IMPORT, previewImport } from '../../actions/imports.ts'
import { findImport } from '../../store/imports.ts'

const SHOWN = 12

const total = (list: readonly (number | null)[]): number =>
  list.reduce<number>((sum, one) => sum + (one ?? 0), 0)

/** Households are the desk's: whoever imports as a treasurer does not come from there. */
export const trailOf = (c: Context<CaisseEnv>): Link[] =>
  mayHere(c, ['coordinator'])
    ? [{ href: `/c/${c.get('caisse').slug}/foyers`, label: c.get('t')('desk.nav') }]
    : []

/** What the file would do, line by line where something is wrong; nothing is written yet. */
export async function previewPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { slug, practice } = c.get('caisse')
  const home = `/c/${slug}/import`
  const seen = await read(c, async (tx) => {
    const found = await findImport(tx, c.req.param('import')!)
    if (!found?.file) throw new Refusal('unknown_import', {}, 404)
    const preview = await previewImport(tx, { ...found, file: found.file }, c.get('app').now()).catch(
      asRefusal,
    )
    const signed = found.proposalId ? await signatures(tx, { kind: IMPORT, id: found.proposalId }) : []
    return { found, preview, signed }
  })
  const { found, preview, signed } = seen
  const href = `${home}/${found.id}`
  const frame = {
    ...deskFrame(c, '/foyers'),
    breadcrumb: [...trailOf(c), { href: home, label: t('opening.import.nav') }],
    notice: form.refusal && <Notice tone="refusal" title={t(form.refusal)} />,
  }
  if (preview instanceof Refusal)
    return (
      <DeskPage {...frame} title={t('kit.import.unreadable')}>
        <Notice tone="refusal" title={t(preview)} />
        <DropTable t={t} action={`${href}/abandonner`} formKey={form.key} />
      </DeskPage>
    )
  const { households, problems, duplicates } = preview
  const persons = households.flatMap(({ members }) => members).length
  const withMoney = bringsMoney(households)
  const actor = actorOf(c)
  const mine = actor.kind === 'account' && signed.some(({ accountId }) => accountId === actor.accountId)
  const two = withMoney && !practice
  return (
    <DeskPage
      {...frame}
      title={
        problems.length > 0
          ? t('kit.import.problems', { count: problems.length })
          : t('opening.import.ready', { count: households.length })
      }
      lead={t('kit.import.nothingYet', { nameText: found.name })}
    >
      <Stats>
        <Stat label={t('opening.import.households')} value={households.length} />
        <Stat label={t('opening.import.persons')} value={persons} />
        <Stat
          label={t('opening.import.field.rightsLeft')}
          value={<Money cents={total(households.map((one) => one.rightsLeft))} rights bare />}
        />
        <Stat
          label={t('opening.import.field.arrears')}
          value={<Money cents={total(households.map((one) => one.arrears))} />}
        />
        <Stat
          label={t('opening.import.field.paidAhead')}
          value={<Money cents={total(households.map((one) => one.paidAhead))} />}
        />
      </Stats>
      <LineProblems t={t} problems={problems} />
      <ColumnsForm
        t={t}
        action={`${href}/colonnes`}
        form={form}
        open={problems.length > 0}
        header={preview.table.header}
        fields={FIELDS.map((field) => ({
          name: field,
          label: t(`opening.import.field.${field}`),
          column: preview.mapping[field],
          needed: field === 'givenName',
        }))}
      >
        <DateField
          name="enteredOn"
          label={t('opening.import.enteredOn')}
          hint={t('opening.import.enteredOnHint')}
          {...(found.enteredOn && { value: found.enteredOn })}
          optional
        />
      </ColumnsForm>
      {problems.length === 0 && <FirstHouseholds c={c} households={households} />}
      {problems.length === 0 && (
        <Form
          action={`${href}/${two && found.status !== 'proposed' ? 'proposer' : 'importer'}`}
          typed={form.typed}
          idempotencyKey={form.key}
        >
          {duplicates.length > 0 && found.status !== 'proposed' && (
            <Card title={t('opening.import.namesakes', { count: duplicates.length })} icon="people">
              <ul>
                {duplicates.slice(0, SHOWN).map((one) => (
                  <li key={one.line}>
                    {one.householdName
                      ? t('opening.import.namesakeKnown', {
                          lineNumber: one.line,
                          nameText: one.name,
                          otherText: one.householdName,
                        })
                      : t('opening.import.namesakeHere', {
                          lineNumber: one.line,
                          nameText: one.name,
                          otherText: one.otherLine ?? '',
                        })}
                  </li>
                ))}
              </ul>
              <CheckboxField name="namesakes" label={t('opening.import.namesakesAreOthers')} optional />
            </Card>
          )}
          {two && (
            <Notice tone={found.status === 'proposed' ? 'wait' : 'info'} title={t('opening.import.two')}>
              {signed.map((one) => (
                <p key={one.accountId}>
                  {t('opening.tickedBy', { nameText: one.name, whenText: t.instant(one.at) })}
                </p>
              ))}
            </Notice>
          )}
          <input type="hidden" name="digest" value={found.digest?.toString('hex') ?? ''} />
          <Actions sticky>
            {two && found.status !== 'proposed' ? (
              <Button kind="primary" icon="approve">
                {t('opening.import.propose')}
              </Button>
            ) : (
              <Button
                kind="primary"
                icon="check"
                refusal={two && mine ? new Refusal('already_signed', {}, 409) : null}
              >
                {t('opening.import.go', { count: households.length })}
              </Button>
            )}
          </Actions>
        </Form>
      )}
      <DropTable t={t} action={`${href}/abandonner`} formKey={form.key} />
    </DeskPage>
  )
}

function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  throw error
}

function FirstHouseholds({
  c,
  households,
}: {
  c: Context<CaisseEnv>
  households: HouseholdFilePreview['households']
}) {
  const t = c.get('t')
  const nameOf = (one: (typeof households)[number]) =>
    one.name ?? one.members.map(({ givenName, familyName }) => `${givenName} ${familyName}`.trim()).join(', ')
  return (
    <section class="stack">
      <h2>{t('opening.import.first', { count: Math.min(SHOWN, households.length) })}</h2>
      <DataTable
        caption={t('opening.import.households')}
        columns={[
          { label: t('opening.import.field.household'), heading: true, cell: nameOf },
          { label: t('opening.import.persons'), numeric: true, cell: (one) => one.members.length },
          { label: t('opening.import.field.enteredOn'), cell: (one) => t.day(one.enteredOn) },
          {
            label: t('opening.import.field.contribution'),
            numeric: true,
            cell: (one) => (one.contribution === null ? '–' : <Money cents={one.contribution} />),
          },
          {
            label: t('opening.import.field.rightsLeft'),
            numeric: true,
            cell: (one) => (one.rightsLeft === null ? '–' : <Money cents={one.rightsLeft} rights />),
          },
          {
            label: t('opening.import.field.arrears'),
            numeric: true,
            cell: (one) => (one.arrears === null ? '–' : <Money cents={one.arrears} />),
          },
          {
            label: t('opening.import.field.paidAhead'),
            numeric: true,
            cell: (one) => (one.paidAhead === null ? '–' : <Money cents={one.paidAhead} />),
          },
        ]}
        rows={households.slice(0, SHOWN)}
      />
    </section>
  )
}
