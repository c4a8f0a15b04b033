import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form, HiddenKey } from '../../../kit/ui/form.tsx'
import { TextField } from '../../../kit/ui/inputs.tsx'
import { RowLink, RowList } from '../../../kit/ui/navigation.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Badge, EmptyState, Notice } from '../../../kit/ui/parts.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import { callOf, read, type CaisseEnv } from '../../caisses/web.ts'
import { mergeContacts, tellApart, type FollowMerge } from '../actions/merge.ts'
import { keptFirst, mergeCards, refusalToMerge, type Mergeable } from '../rules/merge.ts'
import { roleWords } from '../say-role.ts'
import { findInBook, listBook, type Listed } from '../store/book.ts'
import { consentsOf, type Consent } from '../store/consents.ts'
import { cardTitle, findDuplicates, frame, HOME, hrefOf, trailOf, Views } from './frame.tsx'
import { Reach } from './reach.tsx'

const LIST = `${HOME}/doublons` as const
const PAIR = `${LIST}/:one{[0-9a-f-]{36}}/:other{[0-9a-f-]{36}}` as const
const SHOWN = 60

/** Cards that may be of one person, compared side by side, brought together or told apart. */
export function duplicatePages(follow: readonly FollowMerge[]) {
  const merge = mergeContacts(follow)
  return new Hono<CaisseEnv>()
    .get(LIST, async (c) => html(await listPage(c)))
    .get(`${LIST}/chercher/:one{[0-9a-f-]{36}}`, async (c) => html(await searchPage(c)))
    .get(PAIR, async (c) => html(await pairPage(c, freshForm())))
    .post(PAIR, (c) =>
      answerForm(c, {
        act: (fields, key) =>
          merge(callOf(c, key), {
            keptId: textField(fields, 'keptId'),
            goneId: textField(fields, 'goneId'),
          }),
        done: ({ keptId }) => `${hrefOf(c, `/personnes/${keptId}`)}?fait=reuni`,
        again: (form) => pairPage(c, form),
      }),
    )
    .post(`${PAIR}/distinctes`, (c) =>
      answerForm(c, {
        act: (_, key) =>
          tellApart(callOf(c, key), { oneId: c.req.param('one'), otherId: c.req.param('other') }),
        done: () => `${hrefOf(c, '/doublons')}?fait=distinctes`,
        again: (form) => pairPage(c, form),
      }),
    )
}

async function listPage(c: Context<CaisseEnv>) {
  const t = c.get('t')
  const today = c.get('today')
  const { pairs, named } = await read(c, async (tx) => {
    const pairs = await findDuplicates(tx, today)
    const named = []
    for (const pair of pairs.slice(0, SHOWN))
      named.push({
        ...pair,
        one: (await findInBook(tx, today, pair.oneId))!,
        other: (await findInBook(tx, today, pair.otherId))!,
      })
    return { pairs, named }
  })
  return (
    <DeskPage
      {...frame(c, undefined, c.req.query('fait') && t('directory.duplicates.apartDone'))}
      title={t('directory.duplicates.title', { count: pairs.length })}
      lead={t('directory.duplicates.lead')}
      breadcrumb={trailOf(c)}
    >
      <Views c={c} current="/doublons" pairs={pairs.length} />
      {pairs.length === 0 ? (
        <EmptyState title={t('directory.duplicates.none')} icon="people">
          <p>{t('directory.duplicates.noneText')}</p>
        </EmptyState>
      ) : (
        <RowList>
          {named.map(({ one, other, alike }) => (
            <RowLink
              key={`${one.id} ${other.id}`}
              href={hrefOf(c, `/doublons/${one.id}/${other.id}`)}
              icon="compare"
              title={t('directory.duplicates.pair', { oneText: one.name, otherText: other.name })}
              text={t('directory.duplicates.sameText', {
                whatText: alike.map((each) => t(`directory.duplicates.alike.${each}`)).join(', '),
              })}
            />
          ))}
        </RowList>
      )}
    </DeskPage>
  )
}

/** Somebody the desk knows to stand in it twice, though nothing looks alike. */
async function searchPage(c: Context<CaisseEnv>) {
  const t = c.get('t')
  const today = c.get('today')
  const search = c.req.query('q') ?? ''
  const id = c.req.param('one')!
  const { one, found } = await read(c, async (tx) => ({
    one: await findInBook(tx, today, id),
    found: search.trim() === '' ? [] : (await listBook(tx, today, { search, limit: 20 })).people,
  }))
  if (!one) throw new Refusal('unknown_contact', {}, 404)
  const others = found.filter((other) => other.id !== id)
  return (
    <DeskPage
      {...frame(c)}
      title={t('directory.duplicates.searchTitle', { nameText: one.name })}
      breadcrumb={trailOf(c, cardTitle(c, one))}
    >
      <Form method="get">
        <div class="form-row">
          <TextField name="q" type="search" label={t('directory.filter.search')} value={search} autofocus />
          <Button kind="primary" icon="search">
            {t('directory.filter.go')}
          </Button>
        </div>
      </Form>
      {search !== '' && others.length === 0 && <p>{t('directory.book.noneFound')}</p>}
      <RowList>
        {others.map((other) => (
          <RowLink
            key={other.id}
            href={hrefOf(c, `/doublons/${id}/${other.id}`)}
            icon="person"
            title={other.name}
            text={[...roleWords(t, other), other.email, other.phone].filter(Boolean).join(' · ')}
          />
        ))}
      </RowList>
    </DeskPage>
  )
}

const asMergeable = (one: Listed): Mergeable => ({
  ...one,
  resident: one.fromPeople,
  territoryId: one.fromPeople ? null : one.territoryId,
  confirmedOn: one.confirmedOn ?? '0000-00-00',
})

async function pairPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const today = c.get('today')
  const seen = await read(c, async (tx) => {
    const one = await findInBook(tx, today, c.req.param('one')!)
    const other = await findInBook(tx, today, c.req.param('other')!)
    if (!one || !other) throw new Refusal('unknown_contact', {}, 404)
    return {
      one,
      other,
      consents: new Map([
        [one.id, await consentsOf(tx, one.id)],
        [other.id, await consentsOf(tx, other.id)],
      ]),
    }
  })
  const sides = keptFirst(
    { ...seen.one, ...asMergeable(seen.one) },
    { ...seen.other, ...asMergeable(seen.other) },
  )
  // The desk may turn round which of two cards stays; a resident's always does.
  const turned = c.req.query('garder') === sides[1].id && !sides[0].fromPeople
  const [kept, gone] = turned ? [sides[1], sides[0]] : sides
  const refusal = refusalToMerge(kept, gone)
  const merged = mergeCards(kept, gone)
  const here = hrefOf(c, `/doublons/${c.req.param('one')}/${c.req.param('other')}`)
  const both = new Set([...kept.roles, ...gone.roles].map((held) => held.id)).size
  const rows = [
    {
      label: t('directory.book.name'),
      kept: kept.name,
      gone: gone.name,
      result: [kept.name, ...merged.otherNames],
    },
    {
      label: t('directory.import.field.email'),
      kept: lines(kept.email, kept.otherEmails),
      gone: lines(gone.email, gone.otherEmails),
      result: [merged.email, ...merged.otherEmails],
    },
    {
      label: t('directory.import.field.phone'),
      kept: lines(kept.phone, kept.otherPhones),
      gone: lines(gone.phone, gone.otherPhones),
      result: [merged.phone, ...merged.otherPhones],
    },
    {
      label: t('directory.filter.territory'),
      kept: kept.territoryName ?? '–',
      gone: gone.territoryName ?? '–',
      result: [kept.territoryName ?? gone.territoryName],
    },
    {
      label: t('directory.book.roles'),
      kept: roleWords(t, kept).join(' · ') || '–',
      gone: roleWords(t, gone).join(' · ') || '–',
      result: both + Number(kept.resident) === 0 ? [] : [...roleWords(t, kept), ...roleWords(t, gone)],
    },
    {
      label: t('directory.book.tags'),
      kept: kept.tags.join(', ') || '–',
      gone: gone.tags.join(', ') || '–',
      result: merged.tags,
    },
    {
      label: t('directory.consent.title'),
      kept: sayConsents(t, seen.consents.get(kept.id)!),
      gone: sayConsents(t, seen.consents.get(gone.id)!),
      result: [t('directory.duplicates.consentsKept')],
    },
  ]
  return (
    <DeskPage
      {...frame(c, form)}
      title={t('directory.duplicates.pair', { oneText: kept.name, otherText: gone.name })}
      lead={t('directory.duplicates.compareLead')}
      breadcrumb={trailOf(c, { href: hrefOf(c, '/doublons'), label: t('directory.tabs.duplicates') })}
    >
      <DataTable
        caption={t('directory.duplicates.compare')}
        rows={rows}
        keyOf={(row) => row.label}
        columns={[
          { label: t('directory.duplicates.what'), heading: true, cell: (row) => row.label },
          { label: t('directory.duplicates.stays'), cell: (row) => <Reach of={[row.kept]} /> },
          { label: t('directory.duplicates.joins'), cell: (row) => <Reach of={[row.gone]} /> },
          {
            label: t('directory.duplicates.result'),
            cell: (row) => (
              <strong>
                <Reach of={row.result} />
              </strong>
            ),
          },
        ]}
      />
      {kept.fromPeople && !refusal && (
        <Notice title={t('directory.duplicates.residentStays')}>
          <p>
            <Badge>{kept.name}</Badge> {t('directory.duplicates.residentText')}
          </p>
        </Notice>
      )}
      <Form idempotencyKey={form.key}>
        <input type="hidden" name="keptId" value={kept.id} />
        <input type="hidden" name="goneId" value={gone.id} />
        <Actions sticky>
          <Button kind="primary" icon="check" refusal={refusal}>
            {t('directory.duplicates.confirm')}
          </Button>
          {!kept.fromPeople && !gone.fromPeople && (
            <LinkButton icon="undo" href={`${here}?garder=${gone.id}`}>
              {t('directory.duplicates.turn')}
            </LinkButton>
          )}
        </Actions>
      </Form>
      <form method="post" action={`${here}/distinctes`}>
        <HiddenKey value={freshForm().key} />
        <Button kind="quiet" icon="people">
          {t('directory.duplicates.apart')}
        </Button>
      </form>
    </DeskPage>
  )
}

const lines = (first: string | null, others: readonly string[]): string =>
  [first, ...others].filter(Boolean).join(', ') || '–'

const sayConsents = (t: Translate, consents: readonly Consent[]): string =>
  consents
    .map(({ purpose, withdrawnAt }) =>
      withdrawnAt
        ? t('directory.duplicates.saidNo', { whatText: t(`directory.purposes.${purpose}.name`) })
        : t(`directory.purposes.${purpose}.name`),
    )
    .join(', ') || '–'
