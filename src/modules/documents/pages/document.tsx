import { Hono, type Context } from 'hono'
import { html, textField } from '../../../kit/http.ts'
import { dayAt } from '../../../kit/month.ts'
import { refuse, Refusal } from '../../../kit/refusal.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form, HiddenKey } from '../../../kit/ui/form.tsx'
import { TextField } from '../../../kit/ui/inputs.tsx'
import { RowItem, RowList } from '../../../kit/ui/navigation.tsx'
import { Badge, Disclosure, Notice } from '../../../kit/ui/parts.tsx'
import { formAt, type Sent } from '../../caisses/forms.tsx'
import { CaissePage } from '../../caisses/pages/caisse-page.tsx'
import { readCaisse, type CaisseEnv } from '../../caisses/web.ts'
import { BIN_DAYS, removeDocument } from '../actions/bin.ts'
import { changeDocument, replaceDocument, restoreVersion } from '../actions/deposit.ts'
import { kindOf } from '../rules/file-name.ts'
import { foldersWithContents } from '../rules/folders.ts'
import { mayKeep, refusalToKeep } from '../rules/rights.ts'
import type { Document } from '../store/documents.ts'
import { listFolders } from '../store/folders.ts'
import { findVersion, listVersions, type Version } from '../store/versions.ts'
import { groupsToKeepFor } from '../store/viewer.ts'
import {
  AudienceBadge,
  DOCUMENT,
  getDocument,
  hrefIn,
  iconOf,
  notHere,
  readFor,
  saySize,
  trailOf,
} from './env.tsx'
import { DocumentFile, readFile, readShelf, ShelfFields, type Choices } from './fields.tsx'
import { freshForm } from '../../../kit/http.ts'

export const documentPages = new Hono<CaisseEnv>()

/** What whoever keeps it does with it, behind the session guard. */
export const documentForms = new Hono<CaisseEnv>()

documentPages.get(DOCUMENT, readCaisse, async (c) => {
  try {
    return html(await documentPage(c, null))
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return html(notHere(c), 404)
    throw error
  }
})

const idOf = (c: Context<CaisseEnv>): string => c.req.param('document')!
const hrefOf = (c: Context<CaisseEnv>, path = ''): string => hrefIn(c, `/${idOf(c)}${path}`)

async function documentPage(c: Context<CaisseEnv>, sent: Sent) {
  const t = c.get('t')
  const seen = await readFor(c, async (tx, viewer) => {
    const document = await getDocument(tx, viewer, idOf(c))
    const all = await listFolders(tx)
    return {
      document,
      viewer,
      versions: await listVersions(tx, document.id),
      unread: (await findVersion(tx, document.id))?.content === null,
      folders: viewer.team
        ? all
        : foldersWithContents(all, new Set(document.folderId ? [document.folderId] : [])),
      groups: await groupsToKeepFor(tx, viewer),
    }
  })
  const { document, versions, viewer } = seen
  const [last] = versions
  const keeps = mayKeep(viewer, document)
  return (
    <CaissePage
      c={c}
      current="/documents"
      title={document.title}
      breadcrumb={trailOf(c, seen.folders, document.folderId)}
      notice={<Told c={c} sent={sent} />}
    >
      <p class="badges">
        <AudienceBadge t={t} document={document} />{' '}
        <Badge>{t(`documents.kind.${kindOf(last!.mediaType)}`)}</Badge>
      </p>
      {document.description && <p class="pre-line">{document.description}</p>}
      {kindOf(last!.mediaType) === 'picture' && (
        <img class="kept-picture" src={hrefOf(c, `/versions/${last!.number}`)} alt={document.title} />
      )}
      <Actions>
        <LinkButton kind="primary" icon="download" href={hrefOf(c, '/fichier')} download>
          {t('documents.download', { sizeText: saySize(t, last!.bytes) })}
        </LinkButton>
      </Actions>
      <p class="soft small">{sayVersion(c, last!)}</p>
      {versions.length > 1 && <Versions c={c} versions={versions} keeps={keeps} />}
      {keeps && <Keeping c={c} sent={sent} document={document} choices={seen} />}
    </CaissePage>
  )
}

function sayVersion(c: Context<CaisseEnv>, { depositedAt, depositedBy, restores }: Version): string {
  const t = c.get('t')
  const day = dayAt(depositedAt, c.get('caisse').time_zone)
  const said = depositedBy
    ? t('documents.depositedBy', { day, nameText: depositedBy })
    : t('documents.deposited', { day })
  return restores === null ? said : `${t('documents.restored', { numberText: restores })} ${said}`
}

function Versions({
  c,
  versions,
  keeps,
}: {
  c: Context<CaisseEnv>
  versions: readonly Version[]
  keeps: boolean
}) {
  const t = c.get('t')
  const [last] = versions
  return (
    <section class="stack">
      <h2>{t('documents.versions', { count: versions.length })}</h2>
      <RowList>
        {versions.map((version) => (
          <RowItem
            key={version.number}
            icon={iconOf(version.mediaType)}
            title={
              <a href={hrefOf(c, `/versions/${version.number}`)} download>
                {t('documents.version', { numberText: version.number })}
                {version.note && ` – ${version.note}`}
              </a>
            }
            text={`${sayVersion(c, version)} ${saySize(t, version.bytes)}`}
            aside={
              version === last ? (
                <Badge tone="success">{t('documents.lastOne')}</Badge>
              ) : (
                keeps && (
                  <form method="post" action={hrefOf(c, '/reprendre')}>
                    <HiddenKey value={freshForm().key} />
                    <input type="hidden" name="number" value={version.number} />
                    <Button kind="quiet" icon="undo">
                      {t('documents.restore')}
                    </Button>
                  </form>
                )
              )
            }
          />
        ))}
      </RowList>
    </section>
  )
}

type KeepingProps = { c: Context<CaisseEnv>; sent: Sent; document: Document; choices: Choices }

/** Another version, another place, other readers, or away. */
function Keeping({ c, sent, document, choices }: KeepingProps) {
  const t = c.get('t')
  const stateOf = (name: string) => (sent?.name === name ? sent.form : freshForm())
  const replacing = stateOf('remplacer')
  const changing = stateOf('changer')
  return (
    <section class="stack">
      <Disclosure summary={t('documents.replace')} open={sent?.name === 'remplacer'}>
        <Form
          files
          action={hrefOf(c, '/remplacer')}
          issues={replacing.issues}
          typed={replacing.typed}
          idempotencyKey={replacing.key}
        >
          <DocumentFile t={t} />
          <TextField
            name="note"
            label={t('documents.note')}
            hint={t('documents.noteHint')}
            maxLength={200}
            optional
          />
          <Actions>
            <Button icon="upload">{t('documents.replaceDo')}</Button>
          </Actions>
        </Form>
      </Disclosure>
      <Disclosure summary={t('documents.change')} open={sent?.name === 'changer'}>
        <Form
          action={hrefOf(c, '/changer')}
          issues={changing.issues}
          typed={changing.typed}
          idempotencyKey={changing.key}
        >
          <TextField name="title" label={t('documents.titleLabel')} value={document.title} maxLength={160} />
          <ShelfFields t={t} choices={choices} now={document} />
          <Actions>
            <Button icon="save">{t('documents.save')}</Button>
          </Actions>
        </Form>
      </Disclosure>
      <Disclosure summary={t('documents.remove')} open={sent?.name === 'retirer'}>
        <Form action={hrefOf(c, '/retirer')} idempotencyKey={freshForm().key}>
          <p>{t('documents.removeText', { days: BIN_DAYS })}</p>
          <Actions>
            <Button kind="danger" icon="delete">
              {t('documents.removeDo')}
            </Button>
          </Actions>
        </Form>
      </Disclosure>
    </section>
  )
}

function Told({ c, sent }: { c: Context<CaisseEnv>; sent: Sent }) {
  const t = c.get('t')
  if (sent?.form.refusal) return <Notice tone="refusal" title={t(sent.form.refusal)} />
  const done = c.req.query('fait')
  return done === 'depose' ||
    done === 'remplace' ||
    done === 'change' ||
    done === 'repris' ||
    done === 'remis' ? (
    <Notice tone="success" title={t(`documents.done.${done}`)} />
  ) : null
}

/** Whoever may not keep it is told before anything is read of what they sent. */
documentForms.use(`${DOCUMENT}/:form{remplacer|changer|reprendre|retirer}`, async (c, next) => {
  // Taken away already: the gesture says so again, to whoever sends the form twice.
  const sentTwice = c.req.method === 'POST' && c.req.param('form') === 'retirer'
  if (!sentTwice)
    await readFor(c, async (tx, viewer) => {
      refuse(refusalToKeep(viewer, await getDocument(tx, viewer, idOf(c))))
    })
  await next()
})

const page = documentPage
const home = (c: Context<CaisseEnv>) => hrefOf(c)

formAt(documentForms, `${DOCUMENT}/remplacer`, {
  name: 'remplacer',
  act: async (c, fields, call) =>
    replaceDocument(call, {
      documentId: idOf(c),
      ...(await readFile(fields)),
      note: textField(fields, 'note'),
    }),
  done: (c) => `${hrefOf(c)}?fait=remplace`,
  page,
  home,
})

formAt(documentForms, `${DOCUMENT}/changer`, {
  name: 'changer',
  act: (c, fields, call) => changeDocument(call, { documentId: idOf(c), ...readShelf(fields) }),
  done: (c) => `${hrefOf(c)}?fait=change`,
  page,
  home,
})

formAt(documentForms, `${DOCUMENT}/reprendre`, {
  name: 'reprendre',
  act: (c, fields, call) =>
    restoreVersion(call, { documentId: idOf(c), number: Number(textField(fields, 'number')) }),
  done: (c) => `${hrefOf(c)}?fait=repris`,
  page,
  home,
})

formAt(documentForms, `${DOCUMENT}/retirer`, {
  name: 'retirer',
  act: (c, _, call) => removeDocument(call, { documentId: idOf(c) }),
  done: (c, { folderId }) => `${hrefIn(c, folderId ? `/dossiers/${folderId}` : '')}?fait=retire`,
  page,
  home,
})
