import { Hono, type Context } from 'hono'
import type { CaisseTx } from '../../../../db/db.ts'
import { parseInput } from '../../../../kit/gesture.ts'
import { answerForm, freshForm, html, textField, type Fields, type FormState } from '../../../../kit/http.ts'
import { dayAt } from '../../../../kit/month.ts'
import { Refusal } from '../../../../kit/refusal.ts'
import { Actions, Button, LinkButton } from '../../../../kit/ui/button.tsx'
import { HiddenKey } from '../../../../kit/ui/form.tsx'
import { TextField } from '../../../../kit/ui/inputs.tsx'
import { RowItem, RowList } from '../../../../kit/ui/navigation.tsx'
import { Badge, Card } from '../../../../kit/ui/parts.tsx'
import { listTerritories } from '../../../caisses/store.ts'
import { callOf, read, type CaisseEnv } from '../../../caisses/web.ts'
import { createPage, givenAt, restoreVersion, savePage, withdrawPage } from '../../actions/pages.ts'
import { isEasy, PageSlug, PageText, publicPath, territoryPageSlug, type PageKind } from '../../rules/page.ts'
import {
  findPage,
  findValidation,
  versionsOf,
  type KeptVersion,
  type SitePage,
  type Validation,
} from '../../store/pages.ts'
import { readBlocks } from '../blocks.tsx'
import { givenText, territoryText } from '../given.ts'
import { EasyCard } from './easy.tsx'
import { Editor, PreviewOf, type Preview } from './editor.tsx'
import { SiteDesk } from './frame.tsx'

export const page = new Hono<CaisseEnv>()

const hrefOf = (c: Context<CaisseEnv>, slug = c.req.param('page') ?? ''): string =>
  `/c/${c.get('caisse').slug}/site/pages/${slug}`

const textOf = (fields: Fields) => ({
  title: textField(fields, 'title'),
  lead: textField(fields, 'lead'),
  body: textField(fields, 'body'),
})

// --- a page of the caisse's own ------------------------------------------------------------------

const NEW = '/c/:slug/site/nouvelle'

page.get(NEW, (c) => html(newPage(c, freshForm())))

page.post(NEW, (c) =>
  answerForm(c, {
    act: async (fields, key): Promise<string | Response> => {
      const input = { slug: textField(fields, 'slug'), ...textOf(fields) }
      if (textField(fields, 'act') === 'preview') {
        const text = parseInput(PageText.extend({ slug: PageSlug }), input)
        const form = { ...freshForm(), typed: input }
        return html(newPage(c, form, await previewOf(c, text)))
      }
      const publish = textField(fields, 'act') === 'publish'
      const { slug } = await createPage(callOf(c, key), { ...input, publish })
      return `${hrefOf(c, slug)}?fait=${publish ? 'published' : 'saved'}`
    },
    done: (answer) => answer,
    again: (form) => newPage(c, form),
  }),
)

function newPage(c: Context<CaisseEnv>, form: FormState, preview?: Preview) {
  const t = c.get('t')
  return (
    <SiteDesk
      c={c}
      tab="pages"
      title={t('site.desk.addTitle')}
      form={form}
      breadcrumb={[{ href: `/c/${c.get('caisse').slug}/site`, label: t('site.desk.title') }]}
    >
      {preview && <PreviewOf c={c} preview={preview} note={t('site.desk.previewText')} />}
      <Editor
        c={c}
        form={form}
        text={undefined}
        before={
          <TextField
            name="slug"
            label={t('site.desk.form.slug')}
            hint={t('site.desk.form.slugHint')}
            maxLength={60}
            width="medium"
          />
        }
      />
    </SiteDesk>
  )
}

const previewOf = async (c: Context<CaisseEnv>, text: PageText, territoryId?: string): Promise<Preview> => ({
  text,
  data: await read(c, (tx) => readBlocks(c, tx, text.body, territoryId)),
})

// --- one page ------------------------------------------------------------------------------------

const ONE = '/c/:slug/site/pages/:page{[a-z0-9-]+}'

/** A page as the team sees it: what is kept of it, or what it says before anybody wrote. */
type Opened = {
  kind: PageKind
  slug: string
  territoryId: string | null
  page: SitePage | undefined
  versions: KeptVersion[]
  text: PageText
  validation: Validation | undefined
}

async function open(c: Context<CaisseEnv>, tx: CaisseTx): Promise<Opened> {
  const t = c.get('t')
  const slug = c.req.param('page')!
  const kept = await findPage(tx, slug)
  const given = kept ?? (await givenAt(tx, slug))
  if (!given) throw new Refusal('unknown_page', {}, 404)
  const { kind, territoryId } = given
  const versions = kept ? await versionsOf(tx, kept.id) : []
  const start = async (): Promise<PageText> => {
    if (kind === 'free') return { title: '', lead: '', body: '' }
    if (kind !== 'territory') return givenText(t, kind, c.get('caisse'))
    const territory = (await listTerritories(tx)).find(({ name }) => territoryPageSlug(name) === slug)
    return territoryText(t, territory?.name ?? '')
  }
  return {
    kind,
    slug,
    territoryId,
    page: kept,
    versions,
    text: versions[0] ?? (await start()),
    validation:
      kept && kept.publishedVersion !== null && isEasy(kind)
        ? await findValidation(tx, kept.id, kept.publishedVersion)
        : undefined,
  }
}

page.get(ONE, async (c) => html(await onePage(c, freshForm())))

page.post(ONE, (c) =>
  answerForm(c, {
    act: async (fields, key): Promise<string | Response> => {
      const act = textField(fields, 'act')
      if (act === 'preview') {
        const text = parseInput(PageText, textOf(fields))
        const { territoryId } = await read(c, (tx) => open(c, tx))
        const form = { ...freshForm(), typed: { ...textOf(fields), base: textField(fields, 'base') } }
        return html(await onePage(c, form, await previewOf(c, text, territoryId ?? undefined)))
      }
      await savePage(callOf(c, key), {
        page: c.req.param('page'),
        base: textField(fields, 'base'),
        publish: act === 'publish',
        ...textOf(fields),
      })
      return `${hrefOf(c)}?fait=${act === 'publish' ? 'published' : 'saved'}`
    },
    done: (answer) => answer,
    again: (form) => onePage(c, form),
  }),
)

const DONE = ['saved', 'published', 'restored', 'withdrawn', 'validated'] as const

async function onePage(c: Context<CaisseEnv>, form: FormState, preview?: Preview) {
  const t = c.get('t')
  const { slug: caisse } = c.get('caisse')
  const opened = await read(c, (tx) => open(c, tx))
  const { kind, slug, page: kept, versions, text, validation } = opened
  const [last] = versions
  const isOnline = kept !== undefined && kept.publishedVersion !== null
  return (
    <SiteDesk
      c={c}
      tab="pages"
      title={text.title || t('site.desk.addTitle')}
      form={form}
      done={c.req.method === 'GET' ? sayDone(c, opened) : undefined}
      breadcrumb={[{ href: `/c/${caisse}/site`, label: t('site.desk.title') }]}
      actions={
        (isOnline || kind !== 'free') && (
          <LinkButton href={`/c/${caisse}${publicPath({ kind, slug })}`} icon="external">
            {t('site.desk.see')}
          </LinkButton>
        )
      }
    >
      {preview && <PreviewOf c={c} preview={preview} note={t('site.desk.previewText')} />}
      <Editor
        c={c}
        form={form}
        text={text}
        home={kind === 'home'}
        before={
          // Where somebody saved meanwhile, the next try is over what they saved: it was told.
          <input
            type="hidden"
            name="base"
            value={form.refusal ? (last?.number ?? 0) : (form.typed['base'] ?? last?.number ?? 0)}
          />
        }
      />
      {isEasy(kind) && <EasyCard c={c} page={kept} validation={validation} />}
      {versions.length > 0 && <History c={c} versions={versions} published={kept!.publishedVersion} />}
      {isOnline && (
        <Card title={t('site.desk.withdraw')} look="sunk">
          <p>{t(kind === 'free' ? 'site.desk.withdrawText' : 'site.desk.withdrawGiven')}</p>
          <form method="post" action={`${hrefOf(c)}/retirer`}>
            <HiddenKey value={freshForm().key} />
            <Button kind="danger">{t('site.desk.withdraw')}</Button>
          </form>
        </Card>
      )}
    </SiteDesk>
  )
}

function sayDone(c: Context<CaisseEnv>, { page: kept, versions }: Opened): string | undefined {
  const t = c.get('t')
  const done = DONE.find((each) => each === c.req.query('fait'))
  switch (done) {
    case 'saved':
      return t(kept?.publishedVersion ? 'site.desk.saved' : 'site.desk.savedDraft')
    case 'restored': {
      const earlier = versions.find(({ number }) => number === Number(c.req.query('texte')))
      return earlier && t('site.desk.restored', { day: dayAt(earlier.savedAt, c.get('caisse').time_zone) })
    }
    case 'validated':
      return t('site.desk.easy.done')
    case undefined:
      return undefined
    default:
      return t(`site.desk.${done}`)
  }
}

function History({
  c,
  versions,
  published,
}: {
  c: Context<CaisseEnv>
  versions: readonly KeptVersion[]
  published: number | null
}) {
  const t = c.get('t')
  return (
    <section class="stack">
      <h2>{t('site.desk.history')}</h2>
      <RowList>
        {versions.map((version, index) => (
          <RowItem
            key={version.number}
            icon="history"
            title={<a href={`${hrefOf(c)}/textes/${version.number}`}>{version.title}</a>}
            text={sayKept(c, version)}
            aside={
              version.number === published ? (
                <Badge tone="success">{t('site.desk.online')}</Badge>
              ) : (
                index === 0 && <Badge>{t('site.desk.last')}</Badge>
              )
            }
          />
        ))}
      </RowList>
    </section>
  )
}

function sayKept(c: Context<CaisseEnv>, { savedAt, by }: KeptVersion): string {
  const t = c.get('t')
  const instantText = t.instant(savedAt)
  return by ? t('site.desk.historyBy', { instantText, byName: by }) : instantText
}

page.get(`${ONE}/textes/:number{[0-9]{1,6}}`, async (c) => {
  const t = c.get('t')
  const { slug: caisse, time_zone: zone } = c.get('caisse')
  const opened = await read(c, (tx) => open(c, tx))
  const number = Number(c.req.param('number'))
  const version = opened.versions.find((each) => each.number === number)
  if (!version) throw new Refusal('unknown_page_version', {}, 404)
  const preview = await previewOf(c, version, opened.territoryId ?? undefined)
  return html(
    <SiteDesk
      c={c}
      tab="pages"
      title={t('site.desk.version', { day: dayAt(version.savedAt, zone) })}
      lead={sayKept(c, version)}
      breadcrumb={[
        { href: `/c/${caisse}/site`, label: t('site.desk.title') },
        { href: hrefOf(c), label: opened.text.title },
      ]}
    >
      {version !== opened.versions[0] && (
        <form method="post" action={`${hrefOf(c)}/reprendre`}>
          <HiddenKey value={freshForm().key} />
          <input type="hidden" name="version" value={version.number} />
          <Actions>
            <Button kind="primary" icon="undo">
              {t('site.desk.restore')}
            </Button>
            <LinkButton kind="quiet" href={hrefOf(c)}>
              {t('site.desk.back')}
            </LinkButton>
          </Actions>
        </form>
      )}
      <PreviewOf c={c} preview={preview} />
    </SiteDesk>,
  )
})

page.post(`${ONE}/reprendre`, (c) =>
  answerForm(c, {
    act: async (fields, key) => {
      const version = textField(fields, 'version')
      await restoreVersion(callOf(c, key), { page: c.req.param('page'), version })
      return version
    },
    done: (version) => `${hrefOf(c)}?fait=restored&texte=${encodeURIComponent(version)}`,
    again: (form) => onePage(c, form),
  }),
)

page.post(`${ONE}/retirer`, (c) =>
  answerForm(c, {
    act: (_, key) => withdrawPage(callOf(c, key), { page: c.req.param('page') }),
    done: () => `${hrefOf(c)}?fait=withdrawn`,
    again: (form) => onePage(c, form),
  }),
)
