import { Hono, type Context } from 'hono'
import { freshForm, html, textField } from '../../../kit/http.ts'
import { dayAt } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { HiddenKey } from '../../../kit/ui/form.tsx'
import { SelectField, TextField } from '../../../kit/ui/inputs.tsx'
import { RowItem, RowLink, RowList } from '../../../kit/ui/navigation.tsx'
import { Disclosure, EmptyState, Notice } from '../../../kit/ui/parts.tsx'
import { CaissePage } from '../../caisses/pages/caisse-page.tsx'
import { ActForm, formAt, showing, type Sent } from '../../caisses/forms.tsx'
import { mayHere, readCaisse, requireRole, type CaisseEnv } from '../../caisses/web.ts'
import { changeFolder, openFolder, removeFolder } from '../actions/folders.ts'
import { BIN_DAYS, putBackDocument } from '../actions/bin.ts'
import { kindOf } from '../rules/file-name.ts'
import { foldersWithContents, trailTo, type Folder } from '../rules/folders.ts'
import { LIBRARIANS, mayDepositAnything, type Viewer } from '../rules/rights.ts'
import {
  countByFolder,
  latestDocuments,
  listDeleted,
  listDocuments,
  type ListedDocument,
} from '../store/documents.ts'
import { listFolders } from '../store/folders.ts'
import { AudienceBadge, HOME, hrefIn, iconOf, notHere, readFor, saySize, trailOf } from './env.tsx'
import { folderOptions } from './fields.tsx'

export const library = new Hono<CaisseEnv>()

/** What the team does with folders, behind the session guard. */
export const shelving = new Hono<CaisseEnv>()

const FOLDER = `${HOME}/dossiers/:folder{[0-9a-f-]{36}}` as const

for (const path of [HOME, FOLDER]) library.use(path, readCaisse)
shelving.use(`${HOME}/*`, readCaisse)
const PER_PAGE = 50
const LATEST = 5

library.get(HOME, showing(shelfPage))
library.get(FOLDER, async (c) => {
  try {
    return html(await shelfPage(c, null))
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return html(notHere(c), 404)
    throw error
  }
})

/** Folders and documents of one place: the top, or a folder. */
async function shelfPage(c: Context<CaisseEnv>, sent: Sent) {
  const t = c.get('t')
  const folderId = c.req.param('folder') ?? null
  const page = Math.max(1, Number(c.req.query('page')) || 1)
  const seen = await readFor(c, async (tx, viewer) => {
    const all = await listFolders(tx)
    const counts = await countByFolder(tx, viewer)
    const held = new Set([...counts.keys()].filter((id): id is string => id !== null))
    const folders = viewer.team ? all : foldersWithContents(all, held)
    if (folderId !== null && !folders.some(({ id }) => id === folderId))
      throw new Refusal('unknown_folder', {}, 404)
    return {
      viewer,
      folders,
      counts,
      ...(await listDocuments(tx, viewer, folderId, { limit: PER_PAGE, offset: (page - 1) * PER_PAGE })),
      latest: folderId === null ? await latestDocuments(tx, viewer, LATEST) : [],
    }
  })
  const { viewer, folders, counts, documents, total } = seen
  const folder = folders.find(({ id }) => id === folderId)
  const here = folders.filter(({ parentId }) => parentId === folderId)
  const inAll = [...counts.values()].reduce((sum, count) => sum + count, 0)
  return (
    <CaissePage
      c={c}
      current="/documents"
      title={folder?.name ?? t('documents.title', { count: inAll })}
      {...(folderId !== null && { breadcrumb: trailOf(c, folders, folder!.parentId) })}
      notice={<Told c={c} sent={sent} />}
      actions={
        mayDepositAnything(viewer) && (
          <LinkButton
            kind="primary"
            icon="upload"
            href={hrefIn(c, `/deposer${folderId ? `?dossier=${folderId}` : ''}`)}
          >
            {t('documents.deposit')}
          </LinkButton>
        )
      }
    >
      {inAll > 0 && folderId === null && <SearchBox c={c} />}
      {here.length + documents.length === 0 ? (
        <EmptyState title={t('documents.none')} icon="folder">
          <p>{t(mayDepositAnything(viewer) ? 'documents.noneKeeper' : 'documents.noneText')}</p>
        </EmptyState>
      ) : (
        <RowList>
          {here.map((one) => (
            <RowLink
              key={one.id}
              href={hrefIn(c, `/dossiers/${one.id}`)}
              icon="folder"
              title={one.name}
              text={t('documents.held', { count: heldIn(folders, counts, one.id) })}
            />
          ))}
          {documents.map((one) => (
            <DocumentRow key={one.id} c={c} document={one} viewer={viewer} />
          ))}
        </RowList>
      )}
      <Pages c={c} page={page} total={total} />
      {seen.latest.length > 0 && (here.length > 0 || total > LATEST) && (
        <section class="stack">
          <h2>{t('documents.latest')}</h2>
          <RowList>
            {seen.latest.map((one) => (
              <DocumentRow key={one.id} c={c} document={one} viewer={viewer} />
            ))}
          </RowList>
        </section>
      )}
      {viewer.team && <Keeping c={c} sent={sent} folders={folders} folder={folder ?? null} />}
    </CaissePage>
  )
}

const heldIn = (folders: readonly Folder[], counts: ReadonlyMap<string | null, number>, id: string): number =>
  [...counts].reduce(
    (sum, [at, count]) =>
      sum + (at !== null && trailTo(folders, at).some((folder) => folder.id === id) ? count : 0),
    0,
  )

type DocumentRowProps = { c: Context<CaisseEnv>; document: ListedDocument; viewer: Viewer }

function DocumentRow({ c, document, viewer }: DocumentRowProps) {
  const t = c.get('t')
  return (
    <RowLink
      href={hrefIn(c, `/${document.id}`)}
      icon={iconOf(document.mediaType)}
      title={document.title}
      text={t('documents.line', {
        kindText: t(`documents.kind.${kindOf(document.mediaType)}`),
        sizeText: saySize(t, document.bytes),
        day: dayAt(document.depositedAt, c.get('caisse').time_zone),
      })}
      aside={(viewer.team || document.audience === 'group') && <AudienceBadge t={t} document={document} />}
    />
  )
}

function SearchBox({ c }: { c: Context<CaisseEnv> }) {
  const t = c.get('t')
  return (
    <form class="search-line" method="get" action={`/c/${c.get('caisse').slug}/recherche`} role="search">
      <label class="visually-hidden" for="search-documents">
        {t('documents.search')}
      </label>
      <input
        class="input"
        id="search-documents"
        type="search"
        name="q"
        placeholder={t('documents.search')}
        maxLength={200}
      />
      <Button icon="search">{t('search.go')}</Button>
    </form>
  )
}

function Pages({ c, page, total }: { c: Context<CaisseEnv>; page: number; total: number }) {
  const t = c.get('t')
  if (total <= PER_PAGE) return null
  const last = Math.ceil(total / PER_PAGE)
  return (
    <Actions>
      {page > 1 && (
        <LinkButton icon="back" href={`?page=${page - 1}`}>
          {t('documents.before')}
        </LinkButton>
      )}
      {page < last && (
        <LinkButton icon="forward" href={`?page=${page + 1}`}>
          {t('documents.after', { page, last })}
        </LinkButton>
      )}
    </Actions>
  )
}

/** What was just done, or why it could not be. */
function Told({ c, sent }: { c: Context<CaisseEnv>; sent: Sent }) {
  const t = c.get('t')
  if (sent?.form.refusal) return <Notice tone="refusal" title={t(sent.form.refusal)} />
  const done = c.req.query('fait')
  if (done !== 'dossier' && done !== 'retire' && done !== 'range' && done !== 'remis') return null
  return (
    <Notice tone="success" title={t(`documents.done.${done}`)}>
      {done === 'retire' && mayKeepAll(c) && (
        <p>
          <a href={hrefIn(c, '/corbeille')}>{t('documents.bin.open')}</a>
        </p>
      )}
    </Notice>
  )
}

const mayKeepAll = (c: Context<CaisseEnv>): boolean => mayHere(c, LIBRARIANS)

type KeepingProps = { c: Context<CaisseEnv>; sent: Sent; folders: readonly Folder[]; folder: Folder | null }

/** For the team: folders, and what was taken away. */
function Keeping({ c, sent, folders, folder }: KeepingProps) {
  const t = c.get('t')
  const hidden = (name: string, value: string) => <input type="hidden" name={name} value={value} />
  return (
    <section class="stack">
      <Disclosure summary={t('documents.folders.add')} open={sent?.name === 'ouvrir'}>
        <ActForm sent={sent} name="ouvrir" action={hrefIn(c, '/dossiers/ouvrir')}>
          {hidden('parentId', folder?.id ?? '')}
          <TextField name="name" label={t('documents.folders.name')} maxLength={80} />
          <Actions>
            <Button icon="folder">{t('documents.folders.open')}</Button>
          </Actions>
        </ActForm>
      </Disclosure>
      {folder && (
        <Disclosure summary={t('documents.folders.change')} open={sent?.name === 'changer'}>
          <ActForm sent={sent} name="changer" action={hrefIn(c, '/dossiers/changer')}>
            {hidden('folderId', folder.id)}
            <TextField name="name" label={t('documents.folders.name')} value={folder.name} maxLength={80} />
            <SelectField
              name="parentId"
              label={t('documents.folders.in')}
              value={folder.parentId ?? ''}
              optional
              options={folderOptions(
                t,
                folders.filter(({ id }) => !trailTo(folders, id).some((one) => one.id === folder.id)),
              )}
            />
            <Actions>
              <Button icon="save">{t('documents.save')}</Button>
            </Actions>
          </ActForm>
          <ActForm sent={sent} name="enlever" action={hrefIn(c, '/dossiers/enlever')}>
            {hidden('folderId', folder.id)}
            <Actions>
              <Button kind="danger" icon="delete">
                {t('documents.folders.remove')}
              </Button>
            </Actions>
          </ActForm>
        </Disclosure>
      )}
      {!folder && (
        <p>
          <a href={hrefIn(c, '/corbeille')}>{t('documents.bin.open')}</a>
        </p>
      )}
    </section>
  )
}

// --- what the team does with folders -----------------------------------------------------------------

for (const path of [
  `${HOME}/dossiers/:form{ouvrir|changer|enlever}`,
  `${HOME}/corbeille`,
  `${HOME}/corbeille/remettre`,
])
  shelving.use(path, async (c, next) => (requireRole(c, LIBRARIANS), next()))

/** The page on which the form stood: the folder it was about, or the top. */
const shelfOf = (c: Context<CaisseEnv>, folderId: string): string =>
  hrefIn(c, folderId === '' ? '' : `/dossiers/${folderId}`)

formAt(shelving, `${HOME}/dossiers/ouvrir`, {
  name: 'ouvrir',
  act: (_, fields, call) =>
    openFolder(call, { name: textField(fields, 'name'), parentId: textField(fields, 'parentId') }),
  done: (c, { folderId }) => `${shelfOf(c, folderId)}?fait=dossier`,
  page: shelfPage,
  home: (c) => hrefIn(c),
})

formAt(shelving, `${HOME}/dossiers/changer`, {
  name: 'changer',
  act: async (_, fields, call) => {
    const folderId = textField(fields, 'folderId')
    await changeFolder(call, {
      folderId,
      name: textField(fields, 'name'),
      parentId: textField(fields, 'parentId'),
    })
    return folderId
  },
  done: (c, folderId) => `${shelfOf(c, folderId)}?fait=range`,
  page: shelfPage,
  home: (c) => hrefIn(c),
})

formAt(shelving, `${HOME}/dossiers/enlever`, {
  name: 'enlever',
  act: (_, fields, call) => removeFolder(call, { folderId: textField(fields, 'folderId') }),
  done: (c, { parentId }) => `${shelfOf(c, parentId ?? '')}?fait=range`,
  page: shelfPage,
  home: (c) => hrefIn(c),
})

// --- what was taken away -----------------------------------------------------------------------------

const DELETED_SHOWN = 200

shelving.get(`${HOME}/corbeille`, showing(binPage))

async function binPage(c: Context<CaisseEnv>, sent: Sent) {
  const t = c.get('t')
  const zone = c.get('caisse').time_zone
  const deleted = await readFor(c, (tx) => listDeleted(tx, DELETED_SHOWN))
  const waiting = deleted.filter(({ forgottenAt }) => forgottenAt === null)
  const gone = deleted.filter(({ forgottenAt }) => forgottenAt !== null)
  const line = ({ deletedAt, deletedBy }: (typeof deleted)[number]) =>
    t(deletedBy ? 'documents.bin.line' : 'documents.bin.lineNobody', {
      day: dayAt(deletedAt, zone),
      nameText: deletedBy ?? '',
    })
  return (
    <CaissePage
      c={c}
      current="/documents"
      title={t('documents.bin.title', { count: waiting.length })}
      lead={t('documents.bin.lead', { days: BIN_DAYS })}
      breadcrumb={[{ href: hrefIn(c), label: t('caisses.desk.documents') }]}
      notice={sent?.form.refusal && <Notice tone="refusal" title={t(sent.form.refusal)} />}
    >
      {waiting.length > 0 && (
        <RowList>
          {waiting.map((one) => (
            <RowItem
              key={one.id}
              icon="delete"
              title={one.title}
              text={line(one)}
              aside={
                <form method="post" action={hrefIn(c, '/corbeille/remettre')}>
                  <HiddenKey value={freshForm().key} />
                  <input type="hidden" name="documentId" value={one.id} />
                  <Button icon="undo">{t('documents.bin.putBack')}</Button>
                </form>
              }
            />
          ))}
        </RowList>
      )}
      {gone.length > 0 && (
        <section class="stack">
          <h2>{t('documents.bin.gone')}</h2>
          <RowList>
            {gone.map((one) => (
              <RowItem key={one.id} title={one.title} text={line(one)} />
            ))}
          </RowList>
        </section>
      )}
    </CaissePage>
  )
}

formAt(shelving, `${HOME}/corbeille/remettre`, {
  act: async (_, fields, call) => {
    const documentId = textField(fields, 'documentId')
    await putBackDocument(call, { documentId })
    return documentId
  },
  done: (c, documentId) => `${hrefIn(c, `/${documentId}`)}?fait=remis`,
  page: binPage,
  home: (c) => hrefIn(c, '/corbeille'),
})
