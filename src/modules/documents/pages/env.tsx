import type { Context } from 'hono'
import type { CaisseTx } from '../../../db/db.ts'
import { formatNumber } from '../../../kit/i18n/locale.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { LinkButton } from '../../../kit/ui/button.tsx'
import type { IconName } from '../../../kit/ui/icon.tsx'
import type { Link } from '../../../kit/ui/navigation.tsx'
import { Badge, EmptyState } from '../../../kit/ui/parts.tsx'
import type { Tone } from '../../../kit/ui/tone.ts'
import { CaissePage } from '../../caisses/pages/caisse-page.tsx'
import { read, type CaisseEnv } from '../../caisses/web.ts'
import { kindOf } from '../rules/file-name.ts'
import { trailTo, type Folder } from '../rules/folders.ts'
import { mayRead, type Audience, type Viewer } from '../rules/rights.ts'
import { findDocument, type Document } from '../store/documents.ts'
import { viewerOf } from '../store/viewer.ts'

export const HOME = '/c/:slug/documents'
export const DOCUMENT = `${HOME}/:document{[0-9a-f-]{36}}` as const

export const hrefIn = (c: Context<CaisseEnv>, path = ''): string =>
  `/c/${c.get('caisse').slug}/documents${path}`

/** What is read of the library, with what whoever looks may see of it. */
export const readFor = <T,>(
  c: Context<CaisseEnv>,
  query: (tx: CaisseTx, viewer: Viewer) => Promise<T>,
): Promise<T> => read(c, async (tx) => query(tx, await viewerOf(tx, c.get('actor'), c.get('today'))))

/** The document of the address, to whoever may read it; to all others it is not there. */
export async function getDocument(tx: CaisseTx, viewer: Viewer, id: string): Promise<Document> {
  const document = await findDocument(tx, id)
  if (!document || document.deletedAt !== null || !mayRead(viewer, document))
    throw new Refusal('unknown_document', {}, 404)
  return document
}

/** Not there, or not for whoever looks: nobody learns which. Somebody of the caisse who is not signed in finds the way. */
function NotHere({ c }: { c: Context<CaisseEnv> }) {
  const t = c.get('t')
  const visitor = c.get('actor') === null
  return (
    <CaissePage c={c} current="/documents" title={t('documents.notHere.title')}>
      <EmptyState
        title={t(visitor ? 'documents.notHere.visitor' : 'documents.notHere.text')}
        icon="lock"
        action={
          visitor ? (
            <LinkButton kind="primary" href="/connexion" icon="signIn">
              {t('app.signIn')}
            </LinkButton>
          ) : (
            <LinkButton href={hrefIn(c)}>{t('documents.notHere.all')}</LinkButton>
          )
        }
      />
    </CaissePage>
  )
}

export const notHere = (c: Context<CaisseEnv>) => <NotHere c={c} />

export function trailOf(c: Context<CaisseEnv>, folders: readonly Folder[], id: string | null): Link[] {
  return [
    { href: hrefIn(c), label: c.get('t')('caisses.desk.documents') },
    ...trailTo(folders, id).map((folder) => ({
      href: hrefIn(c, `/dossiers/${folder.id}`),
      label: folder.name,
    })),
  ]
}

export function saySize(t: Translate, bytes: number): string {
  const kilobytes = Math.max(1, Math.round(bytes / 1024))
  return kilobytes < 1024
    ? t('documents.kilobytes', { sizeText: formatNumber(kilobytes, t.locale) })
    : t('documents.megabytes', { sizeText: formatNumber(kilobytes / 1024, t.locale, 1) })
}

const ICONS: Readonly<Record<ReturnType<typeof kindOf>, IconName>> = {
  pdf: 'document',
  picture: 'camera',
  text: 'document',
  sheet: 'chart',
  slides: 'document',
  sound: 'announce',
  file: 'document',
}

export const iconOf = (mediaType: string): IconName => ICONS[kindOf(mediaType)]

const TONES: Readonly<Record<Audience, { tone?: Tone; icon: IconName }>> = {
  public: { icon: 'language' },
  members: { icon: 'household' },
  group: { icon: 'people' },
  team: { icon: 'lock' },
}

/** Who may read it. */
export function AudienceBadge({
  t,
  document: { audience, groupName },
}: {
  t: Translate
  document: Pick<Document, 'audience' | 'groupName'>
}) {
  return (
    <Badge {...TONES[audience]}>
      {audience === 'group' ? groupName : t(`documents.audience.${audience}`)}
    </Badge>
  )
}
