import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, textField, type Fields, type FormState } from '../../../../kit/http.ts'
import { dayAt } from '../../../../kit/month.ts'
import { Refusal } from '../../../../kit/refusal.ts'
import { Actions, Button, LinkButton } from '../../../../kit/ui/button.tsx'
import { Form, HiddenKey } from '../../../../kit/ui/form.tsx'
import { SelectField, TextField } from '../../../../kit/ui/inputs.tsx'
import { RowLink, RowList } from '../../../../kit/ui/navigation.tsx'
import { Badge, Card, EmptyState } from '../../../../kit/ui/parts.tsx'
import { listTerritories } from '../../../caisses/store.ts'
import { callOf, read, type CaisseEnv } from '../../../caisses/web.ts'
import { changeNews, withdrawNews, writeNews } from '../../actions/news.ts'
import { findNews, listNews, type News } from '../../store/news.ts'
import { readBlocks } from '../blocks.tsx'
import { BlockList, PreviewOf, type Preview } from './editor.tsx'
import { SiteDesk } from './frame.tsx'

export const news = new Hono<CaisseEnv>()

const ALL = '/c/:slug/site/actualites'
const homeOf = (c: Context<CaisseEnv>): string => `/c/${c.get('caisse').slug}/site/actualites`

news.get(ALL, async (c) => {
  const t = c.get('t')
  const zone = c.get('caisse').time_zone
  const all = await read(c, listNews)
  const add = (
    <LinkButton kind="primary" icon="add" href={`${homeOf(c)}/nouvelle`}>
      {t('site.desk.news.add')}
    </LinkButton>
  )
  return html(
    <SiteDesk
      c={c}
      tab="news"
      title={t('site.desk.news.title')}
      lead={t('site.desk.news.lead')}
      actions={add}
    >
      {all.length === 0 ? (
        <EmptyState title={t('site.desk.news.none')} icon="announce">
          <p>{t('site.desk.news.noneText')}</p>
        </EmptyState>
      ) : (
        <RowList>
          {all.map((one) => (
            <RowLink
              key={one.id}
              href={`${homeOf(c)}/${one.id}`}
              icon="announce"
              title={one.title}
              text={one.territoryName ?? t('site.desk.news.everyone')}
              aside={
                one.publishedAt ? (
                  <Badge tone="success">
                    {t('site.desk.news.on', { day: dayAt(one.publishedAt, zone) })}
                  </Badge>
                ) : (
                  <Badge tone="wait">{t('site.desk.news.draft')}</Badge>
                )
              }
            />
          ))}
        </RowList>
      )}
    </SiteDesk>,
  )
})

const inputOf = (fields: Fields) => ({
  title: textField(fields, 'title'),
  body: textField(fields, 'body'),
  territoryId: textField(fields, 'territoryId') || null,
  publish: textField(fields, 'act') === 'publish',
})

const doneOf = (fields: Fields): string => (textField(fields, 'act') === 'publish' ? 'published' : 'saved')

async function previewed(c: Context<CaisseEnv>, fields: Fields, one: News | undefined): Promise<Response> {
  const { title, body, territoryId } = inputOf(fields)
  const preview = {
    text: { title, lead: '', body },
    data: await read(c, (tx) => readBlocks(c, tx, body, territoryId ?? undefined)),
  }
  const form = { ...freshForm(), typed: { title, body, territoryId: territoryId ?? '' } }
  return html(await editPage(c, form, one, preview))
}

news.get(`${ALL}/nouvelle`, async (c) => html(await editPage(c, freshForm(), undefined)))

news.post(`${ALL}/nouvelle`, (c) =>
  answerForm(c, {
    act: async (fields, key): Promise<string | Response> => {
      if (textField(fields, 'act') === 'preview') return previewed(c, fields, undefined)
      const { newsId } = await writeNews(callOf(c, key), inputOf(fields))
      return `${homeOf(c)}/${newsId}?fait=${doneOf(fields)}`
    },
    done: (answer) => answer,
    again: (form) => editPage(c, form, undefined),
  }),
)

const ONE = `${ALL}/:news{[0-9a-f-]{36}}`

async function known(c: Context<CaisseEnv>): Promise<News> {
  const one = await read(c, (tx) => findNews(tx, c.req.param('news')!))
  if (!one) throw new Refusal('unknown_news', {}, 404)
  return one
}

news.get(ONE, async (c) => html(await editPage(c, freshForm(), await known(c))))

news.post(ONE, (c) =>
  answerForm(c, {
    act: async (fields, key): Promise<string | Response> => {
      if (textField(fields, 'act') === 'preview') return previewed(c, fields, await known(c))
      const newsId = c.req.param('news')
      await changeNews(callOf(c, key), { newsId, ...inputOf(fields) })
      return `${homeOf(c)}/${newsId}?fait=${doneOf(fields)}`
    },
    done: (answer) => answer,
    again: async (form) => editPage(c, form, await known(c)),
  }),
)

news.post(`${ONE}/retirer`, (c) =>
  answerForm(c, {
    act: (_, key) => withdrawNews(callOf(c, key), { newsId: c.req.param('news') }),
    done: () => `${homeOf(c)}/${c.req.param('news')}?fait=withdrawn`,
    again: async (form) => editPage(c, form, await known(c)),
  }),
)

const DONE = ['saved', 'published', 'withdrawn'] as const

async function editPage(c: Context<CaisseEnv>, form: FormState, one: News | undefined, preview?: Preview) {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const territories = await read(c, listTerritories)
  const done = DONE.find((each) => each === c.req.query('fait'))
  return (
    <SiteDesk
      c={c}
      tab="news"
      title={one?.title ?? t('site.desk.news.new')}
      form={form}
      done={done && c.req.method === 'GET' ? t(`site.desk.news.${done}`) : undefined}
      breadcrumb={[{ href: homeOf(c), label: t('site.desk.news.title') }]}
      actions={
        one?.publishedAt && (
          <LinkButton href={`/c/${slug}/actualites/${one.slug}`} icon="external">
            {t('site.desk.news.see')}
          </LinkButton>
        )
      }
    >
      {preview && <PreviewOf c={c} preview={preview} note={t('site.desk.previewText')} />}
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <TextField name="title" label={t('site.desk.form.title')} value={one?.title ?? ''} maxLength={120} />
        <TextField
          name="body"
          label={t('site.desk.form.body')}
          hint={t('site.desk.form.bodyHint')}
          value={one?.body ?? ''}
          rows={14}
        />
        <BlockList c={c} />
        {territories.length > 0 && (
          <SelectField
            name="territoryId"
            label={t('site.desk.news.territory')}
            value={one?.territoryId ?? ''}
            optional
            options={[
              { value: '', label: t('site.desk.news.everyone') },
              ...territories.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        )}
        <Actions sticky>
          <Button
            kind="primary"
            icon={one?.publishedAt ? 'save' : 'send'}
            name="act"
            value={one?.publishedAt ? 'save' : 'publish'}
          >
            {t(one?.publishedAt ? 'site.desk.news.save' : 'site.desk.news.publish')}
          </Button>
          {!one?.publishedAt && (
            <Button icon="save" name="act" value="save">
              {t('site.desk.form.save')}
            </Button>
          )}
          <Button icon="show" name="act" value="preview">
            {t('site.desk.form.preview')}
          </Button>
        </Actions>
      </Form>
      {one?.publishedAt && (
        <Card title={t('site.desk.news.withdraw')} look="sunk">
          <form method="post" action={`${homeOf(c)}/${one.id}/retirer`}>
            <HiddenKey value={freshForm().key} />
            <Button kind="danger">{t('site.desk.news.withdraw')}</Button>
          </form>
        </Card>
      )}
    </SiteDesk>
  )
}
