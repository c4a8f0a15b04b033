import { Hono, type Context } from 'hono'
import { fileAnswer, html } from '../../../kit/http.ts'
import { printPaper } from '../../../kit/pdf/paper.ts'
import { writeXlsx } from '../../../kit/table-file/write.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { SelectField, TextField } from '../../../kit/ui/inputs.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Disclosure, EmptyState } from '../../../kit/ui/parts.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import { read, type CaisseEnv } from '../../caisses/web.ts'
import { contactsExport } from '../exports.ts'
import { bookPaper } from '../papers.ts'
import { CONTACT_ROLES } from '../rules/words.ts'
import { listBook, listTags, type BookFilter, type Listed } from '../store/book.ts'
import { roleWords } from '../say-role.ts'
import { Reach } from './reach.tsx'
import { findDuplicates, frame, HOME, hrefOf, isId, oneOf, territoryOptions, Views } from './frame.tsx'

export const book = new Hono<CaisseEnv>()

const PAGE = 100
/** More than any address book holds. */
const ALL = 100_000

const ROLE_FILTERS = ['resident', ...CONTACT_ROLES] as const

/** What the address asks for, and the words by which it is asked again. */
function asked(c: Context<CaisseEnv>): { filter: BookFilter; words: Record<string, string> } {
  const search = c.req.query('q') ?? ''
  const role = oneOf(ROLE_FILTERS, c.req.query('role'))
  const territoryId = isId(c.req.query('territoire')) ? c.req.query('territoire')! : undefined
  const tag = c.req.query('etiquette') ?? ''
  return {
    filter: { search, ...(role && { role }), ...(territoryId && { territoryId }), ...(tag && { tag }) },
    words: {
      ...(search && { q: search }),
      ...(role && { role }),
      ...(territoryId && { territoire: territoryId }),
      ...(tag && { etiquette: tag }),
    },
  }
}

book.get(HOME, async (c) => {
  const t = c.get('t')
  const { filter, words } = asked(c)
  const offset = Math.max(0, Number.parseInt(c.req.query('apres') ?? '0', 10) || 0)
  const { people, total, tags, territories, pairs } = await read(c, async (tx) => ({
    ...(await listBook(tx, c.get('today'), { ...filter, limit: PAGE, offset })),
    tags: await listTags(tx),
    territories: await territoryOptions(tx, t('directory.filter.everywhere')),
    pairs: (await findDuplicates(tx, c.get('today'))).length,
  }))
  const filtered = Object.keys(words).length > 0
  const query = (changes: Record<string, string> = {}) => {
    const text = new URLSearchParams({ ...words, ...changes }).toString()
    return text && `?${text}`
  }
  return html(
    <DeskPage
      {...frame(c, undefined, c.req.query('efface') && t('directory.card.forgotten'))}
      title={t(filtered ? 'directory.book.found' : 'directory.book.title', { count: total })}
      lead={t('directory.book.lead')}
      actions={
        <>
          <LinkButton kind="primary" icon="add" href={hrefOf(c, '/ajouter')}>
            {t('directory.book.add')}
          </LinkButton>
          <LinkButton icon="upload" href={hrefOf(c, '/import')}>
            {t('directory.import.nav')}
          </LinkButton>
        </>
      }
    >
      <Views c={c} current="" pairs={pairs} />
      <Form method="get" action={hrefOf(c)}>
        <div class="form-row">
          <TextField
            name="q"
            type="search"
            label={t('directory.filter.search')}
            value={filter.search ?? ''}
            optional
          />
          <Button icon="search">{t('directory.filter.go')}</Button>
        </div>
        <Disclosure
          summary={t('directory.filter.more')}
          open={Boolean(filter.role ?? filter.territoryId ?? filter.tag)}
        >
          <div class="form-row">
            <SelectField
              name="role"
              label={t('directory.filter.role')}
              value={filter.role ?? ''}
              options={[
                { value: '', label: t('directory.filter.everyone') },
                ...ROLE_FILTERS.map((value) => ({ value, label: t(`directory.roles.${value}`) })),
              ]}
              optional
            />
            <SelectField
              name="territoire"
              label={t('directory.filter.territory')}
              value={filter.territoryId ?? ''}
              options={territories}
              optional
            />
            <SelectField
              name="etiquette"
              label={t('directory.filter.tag')}
              value={filter.tag ?? ''}
              options={[
                { value: '', label: t('directory.filter.anyTag') },
                ...tags.map(({ tag, count }) => ({ value: tag, label: `${tag} (${count})` })),
              ]}
              optional
            />
          </div>
        </Disclosure>
      </Form>
      <People c={c} people={people} filtered={filtered} />
      <Actions>
        {offset + people.length < total && (
          <LinkButton href={`${hrefOf(c)}${query({ apres: String(offset + PAGE) })}`}>
            {t('directory.book.more')}
          </LinkButton>
        )}
        <LinkButton icon="print" href={`${hrefOf(c, '/annuaire.pdf')}${query()}`}>
          {t('directory.book.print')}
        </LinkButton>
        <LinkButton icon="download" href={`${hrefOf(c, '/annuaire.xlsx')}${query()}`} download>
          {t('directory.book.export')}
        </LinkButton>
      </Actions>
    </DeskPage>,
  )
})

function People({
  c,
  people,
  filtered,
}: {
  c: Context<CaisseEnv>
  people: readonly Listed[]
  filtered: boolean
}) {
  const t = c.get('t')
  return (
    <DataTable
      caption={t('directory.book.caption')}
      dense
      rows={people}
      keyOf={(one) => one.id}
      columns={[
        {
          label: t('directory.book.name'),
          heading: true,
          cell: (one) => <a href={hrefOf(c, `/personnes/${one.id}`)}>{one.name}</a>,
        },
        { label: t('directory.book.roles'), cell: (one) => roleWords(t, one).join(' · ') || '–' },
        {
          label: t('directory.book.reach'),
          cell: (one) => <Reach of={[one.email, one.phone]} />,
        },
        { label: t('directory.book.territory'), cell: (one) => one.territoryName ?? '–' },
        {
          label: t('directory.book.tags'),
          cell: (one) => (one.tags.length === 0 ? '–' : one.tags.join(', ')),
        },
      ]}
      empty={
        <EmptyState title={t(filtered ? 'directory.book.noneFound' : 'directory.book.none')} icon="people">
          <p>{t(filtered ? 'directory.book.noneFoundText' : 'directory.book.noneText')}</p>
        </EmptyState>
      }
    />
  )
}

book.get(`${HOME}/annuaire.pdf`, async (c) => {
  const paper = await read(c, async (tx) => {
    const { people } = await listBook(tx, c.get('today'), { ...asked(c).filter, limit: ALL })
    return bookPaper(tx, c.get('t'), c.get('app').now(), people)
  })
  return fileAnswer(await printPaper(paper), 'application/pdf', 'annuaire.pdf')
})

book.get(`${HOME}/annuaire.xlsx`, async (c) => {
  const bytes = await read(c, async (tx) => {
    const { people } = await listBook(tx, c.get('today'), { ...asked(c).filter, limit: ALL })
    return writeXlsx([contactsExport(c.get('t'), people)], c.get('t'))
  })
  return fileAnswer(
    bytes,
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'annuaire.xlsx',
  )
})
