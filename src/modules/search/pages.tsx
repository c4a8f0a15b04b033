import { Hono, type Context } from 'hono'
import type { Role } from '../../kit/actor.ts'
import { html } from '../../kit/http.ts'
import type { Module } from '../../kit/module.ts'
import { Actions, Button, LinkButton } from '../../kit/ui/button.tsx'
import type { IconName } from '../../kit/ui/icon.tsx'
import { RowLink, RowList } from '../../kit/ui/navigation.tsx'
import { EmptyState } from '../../kit/ui/parts.tsx'
import { CaissePage } from '../caisses/pages/caisse-page.tsx'
import { mayHere, read, readCaisse, type CaisseEnv } from '../caisses/web.ts'
import { viewerOf } from '../documents/store/viewer.ts'
import { listHouseholds } from '../people/store/listing.ts'
import { asked, piecesOf, readAloud } from './rules.ts'
import { find, KINDS, type Found, type Kind } from './store.ts'

const pages = new Hono<CaisseEnv>()

/** Who opens households' files, and so finds them. */
const FINDS_PEOPLE: readonly Role[] = ['coordinator', 'administrator']

const PER_KIND = 5
const PER_PAGE = 30
/** A name of two letters is a name; one letter is half the caisse. */
const SHORTEST_NAME = 2

pages.use('/c/:slug/recherche', readCaisse)
pages.get('/c/:slug/recherche', async (c) => html(await searchPage(c)))

async function readResults(c: Context<CaisseEnv>, question: string, only: Kind | undefined, page: number) {
  if (question === '') return { found: [], people: { households: [], total: 0 } }
  return read(c, async (tx) => {
    const viewer = await viewerOf(tx, c.get('actor'), c.get('today'))
    const options = only ? { only, perKind: PER_PAGE, offset: (page - 1) * PER_PAGE } : { perKind: PER_KIND }
    const looksForPeople = !only && question.length >= SHORTEST_NAME && mayHere(c, FINDS_PEOPLE)
    return {
      found: await find(tx, question, viewer, { now: c.get('app').now(), ...options }),
      people: looksForPeople
        ? await listHouseholds(tx, { search: question, on: c.get('today'), limit: PER_KIND })
        : { households: [], total: 0 },
    }
  })
}

async function searchPage(c: Context<CaisseEnv>) {
  const t = c.get('t')
  const question = asked(c.req.query('q') ?? '')
  const only = KINDS.find((kind) => kind === c.req.query('quoi'))
  const page = Math.max(1, Math.min(1000, Number.parseInt(c.req.query('page') ?? '1', 10) || 1))
  const { found, people } = await readResults(c, question, only, page)
  const kinds = KINDS.filter((kind) => found.some((one) => one.kind === kind))
  const total =
    people.total + kinds.reduce((sum, kind) => sum + found.find((one) => one.kind === kind)!.ofKind, 0)
  const title =
    question === ''
      ? t('search.title')
      : only
        ? t('search.foundOf', { count: total, kindText: t(`search.kind.${only}`), questionText: question })
        : t('search.found', { count: total, questionText: question })
  return (
    <CaissePage
      c={c}
      current="/recherche"
      title={title}
      {...(only && { breadcrumb: [{ href: hrefOf(c, { q: question }), label: t('search.all') }] })}
    >
      <SearchForm c={c} question={question} />
      {question !== '' && total === 0 && (
        <EmptyState title={t('search.none')} icon="search">
          <p>{t('search.noneText')}</p>
        </EmptyState>
      )}
      {question === '' && <p class="soft">{t('search.hint')}</p>}
      {people.total > 0 && <People c={c} people={people} question={question} />}
      {kinds.map((kind) => (
        <Results
          key={kind}
          c={c}
          kind={kind}
          found={found.filter((one) => one.kind === kind)}
          question={question}
          alone={only !== undefined}
        />
      ))}
      {only && <Pages c={c} question={question} only={only} page={page} total={total} />}
    </CaissePage>
  )
}

const hrefOf = (c: Context<CaisseEnv>, query: Readonly<Record<string, string>>): string =>
  `/c/${c.get('caisse').slug}/recherche?${new URLSearchParams(query)}`

function SearchForm({ c, question }: { c: Context<CaisseEnv>; question: string }) {
  const t = c.get('t')
  return (
    <form class="search-line" method="get" role="search">
      <label class="visually-hidden" for="search">
        {t('search.label')}
      </label>
      <input
        class="input"
        id="search"
        type="search"
        name="q"
        value={question}
        maxLength={200}
        enterkeyhint="search"
        autofocus={question === ''}
      />
      <Button kind="primary" icon="search">
        {t('search.go')}
      </Button>
    </form>
  )
}

const ICONS: Readonly<Record<Kind, IconName>> = {
  document: 'document',
  minutes: 'edit',
  news: 'announce',
  meeting: 'calendar',
  group: 'people',
}

type ResultsProps = {
  c: Context<CaisseEnv>
  kind: Kind
  found: readonly Found[]
  question: string
  alone: boolean
}

function Results({ c, kind, found, question, alone }: ResultsProps) {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const { ofKind } = found[0]!
  return (
    <section class="stack">
      {!alone && <h2>{t('search.of', { count: ofKind, kindText: t(`search.kind.${kind}`) })}</h2>}
      <RowList>
        {found.map((one) => (
          <RowLink
            key={one.id}
            href={`/c/${slug}${one.path}`}
            icon={ICONS[kind]}
            title={one.title}
            text={<Excerpt day={t.day(one.onDay)} excerpt={one.excerpt} />}
          />
        ))}
        {!alone && ofKind > found.length && (
          <RowLink
            href={hrefOf(c, { q: question, quoi: kind })}
            title={t('search.more', { count: ofKind, kindText: t(`search.kind.${kind}`) })}
          />
        )}
      </RowList>
    </section>
  )
}

/** When, and the words around what matched; plain text, whatever somebody wrote. */
function Excerpt({ day, excerpt }: { day: string; excerpt: string }) {
  return (
    <>
      {day}
      {excerpt !== '' && ' · '}
      {piecesOf(readAloud(excerpt)).map(({ text, matched }, index) =>
        matched ? <mark key={index}>{text}</mark> : text,
      )}
    </>
  )
}

type PeopleProps = {
  c: Context<CaisseEnv>
  people: Awaited<ReturnType<typeof listHouseholds>>
  question: string
}

function People({ c, people: { households, total }, question }: PeopleProps) {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  return (
    <section class="stack">
      <h2>{t('search.of', { count: total, kindText: t('search.kind.household') })}</h2>
      <RowList>
        {households.map(({ id, name, paymentReference }) => (
          <RowLink
            key={id}
            href={`/c/${slug}/foyers/${id}`}
            icon="household"
            title={name}
            text={paymentReference}
          />
        ))}
        {total > households.length && (
          <RowLink
            href={`/c/${slug}/foyers?${new URLSearchParams({ q: question })}`}
            title={t('search.more', { count: total, kindText: t('search.kind.household') })}
          />
        )}
      </RowList>
    </section>
  )
}

type PagesProps = { c: Context<CaisseEnv>; question: string; only: Kind; page: number; total: number }

function Pages({ c, question, only, page, total }: PagesProps) {
  const t = c.get('t')
  const last = Math.min(Math.ceil(total / PER_PAGE), Math.ceil(500 / PER_PAGE))
  const at = (next: number) => hrefOf(c, { q: question, quoi: only, page: String(next) })
  return last > 1 ? (
    <Actions>
      {page > 1 && (
        <LinkButton icon="back" href={at(page - 1)}>
          {t('documents.before')}
        </LinkButton>
      )}
      {page < last && (
        <LinkButton icon="forward" href={at(page + 1)}>
          {t('documents.after', { page, last })}
        </LinkButton>
      )}
    </Actions>
  ) : null
}

/** Public: a visitor finds what is public. */
export const search: Module = { publicPages: pages }
