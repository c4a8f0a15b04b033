import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, textField, type Fields, type FormState } from '../../../kit/http.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form, HiddenKey } from '../../../kit/ui/form.tsx'
import { DateField, SelectField, TextField } from '../../../kit/ui/inputs.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Card, Notice } from '../../../kit/ui/parts.tsx'
import { callOf, deskFrame, read, readCaisse, requireRole, type CaisseEnv } from '../../caisses/web.ts'
import {
  addKnown,
  keepFigure,
  keepPublication,
  keepSister,
  readAgain,
  removeFigure,
  removePublication,
  removeSister,
  TEAM,
} from '../actions.ts'
import { PUBLICATION_KINDS, STAGES } from '../rules/sister.ts'
import { getSister, listFigures, listSisters, type Figure, type Sister } from '../store.ts'
import { elsewhereHref, FigureLine } from './elsewhere.tsx'

/** What the team writes down about other caisses. */
export const keep = new Hono<CaisseEnv>()

keep.use('/c/:slug/ailleurs/*', readCaisse, async (c, next) => (requireRole(c, TEAM), next()))

const refused = (c: Context<CaisseEnv>, form: FormState) =>
  form.refusal && <Notice tone="refusal" title={c.get('t')(form.refusal)} />

const trail = (c: Context<CaisseEnv>) => [{ href: elsewhereHref(c), label: c.get('t')('network.nav') }]

// --- a caisse ----------------------------------------------------------------------------------

const readSisterFields = (fields: Fields) => ({
  name: textField(fields, 'name'),
  place: textField(fields, 'place'),
  stage: textField(fields, 'stage') as 'running',
  website: textField(fields, 'website'),
  feedUrl: textField(fields, 'feedUrl'),
})

keep.get('/c/:slug/ailleurs/nouvelle', (c) => html(newPage(c, freshForm())))

keep.post('/c/:slug/ailleurs/nouvelle', (c) =>
  answerForm(c, {
    act: (fields, key) => keepSister(callOf(c, key), readSisterFields(fields)),
    done: ({ sisterId }) => `${elsewhereHref(c)}/${sisterId}`,
    again: (form) => newPage(c, form),
  }),
)

keep.post('/c/:slug/ailleurs/connues', (c) =>
  answerForm(c, {
    act: (_, key) => addKnown(callOf(c, key), {}),
    done: () => `${elsewhereHref(c)}?garde=oui`,
    again: (form) => newPage(c, form),
  }),
)

function newPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  return (
    <DeskPage
      {...deskFrame(c, '/ailleurs')}
      title={t('network.sister.newTitle')}
      notice={refused(c, form)}
      breadcrumb={trail(c)}
    >
      <SisterForm c={c} form={form} />
    </DeskPage>
  )
}

function SisterForm({ c, form, sister }: { c: Context<CaisseEnv>; form: FormState; sister?: Sister }) {
  const t = c.get('t')
  return (
    <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
      <TextField
        name="name"
        label={t('network.sister.name')}
        maxLength={120}
        {...(sister && { value: sister.name })}
      />
      <TextField
        name="place"
        label={t('network.sister.place')}
        maxLength={150}
        {...(sister && { value: sister.place })}
      />
      <SelectField
        name="stage"
        label={t('network.sister.stage')}
        value={sister?.stage ?? 'running'}
        options={STAGES.map((stage) => ({ value: stage, label: t(`network.stage.${stage}`) }))}
      />
      <TextField
        name="website"
        type="url"
        label={t('network.sister.website')}
        maxLength={500}
        optional
        {...(sister?.website && { value: sister.website })}
      />
      <TextField
        name="feedUrl"
        type="url"
        label={t('network.sister.feed')}
        hint={t('network.sister.feedHint')}
        maxLength={500}
        optional
        {...(sister?.feedUrl && { value: sister.feedUrl })}
      />
      <Actions>
        <Button kind="primary" icon="check">
          {t('network.sister.keep')}
        </Button>
      </Actions>
    </Form>
  )
}

const ID = ':sister{[0-9a-f-]{36}}'

keep.get(`/c/:slug/ailleurs/${ID}`, async (c) => html(await sisterPage(c, freshForm())))

keep.post(`/c/:slug/ailleurs/${ID}`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      keepSister(callOf(c, key), { sisterId: c.req.param('sister') ?? '', ...readSisterFields(fields) }),
    done: () => `${elsewhereHref(c)}?garde=oui`,
    again: (form) => sisterPage(c, form),
  }),
)

keep.post(`/c/:slug/ailleurs/${ID}/chiffres`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      keepFigure(callOf(c, key), {
        sisterId: c.req.param('sister') ?? '',
        label: textField(fields, 'label'),
        value: textField(fields, 'value'),
        sourceUrl: textField(fields, 'sourceUrl'),
        readOn: textField(fields, 'readOn'),
      }),
    done: () => `${elsewhereHref(c)}/${c.req.param('sister')}`,
    again: (form) => sisterPage(c, form),
  }),
)

keep.post(`/c/:slug/ailleurs/${ID}/chiffres/:figure{[0-9a-f-]{36}}/retirer`, (c) =>
  answerForm(c, {
    act: (_, key) => removeFigure(callOf(c, key), { figureId: c.req.param('figure') ?? '' }),
    done: () => `${elsewhereHref(c)}/${c.req.param('sister')}`,
    again: (form) => sisterPage(c, form),
  }),
)

keep.post(`/c/:slug/ailleurs/${ID}/relire`, (c) =>
  answerForm(c, {
    act: (_, key) => readAgain(callOf(c, key), { sisterId: c.req.param('sister') ?? '' }),
    done: () => `${elsewhereHref(c)}?relu=oui`,
    again: (form) => sisterPage(c, form),
  }),
)

keep.post(`/c/:slug/ailleurs/${ID}/retirer`, (c) =>
  answerForm(c, {
    act: (_, key) => removeSister(callOf(c, key), { sisterId: c.req.param('sister') ?? '' }),
    done: () => `${elsewhereHref(c)}?retire=oui`,
    again: (form) => sisterPage(c, form),
  }),
)

async function sisterPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { sister, figures } = await read(c, async (tx) => {
    const found = await getSister(tx, c.req.param('sister') ?? '')
    return { sister: found, figures: (await listFigures(tx)).filter(({ sisterId }) => sisterId === found.id) }
  })
  const ofFigure = 'sourceUrl' in form.typed
  return (
    <DeskPage
      {...deskFrame(c, '/ailleurs')}
      title={sister.name}
      lead={sister.place}
      notice={refused(c, form)}
      breadcrumb={trail(c)}
    >
      <Figures c={c} sister={sister} figures={figures} form={ofFigure ? form : freshForm()} />
      <Card title={t('network.sister.about')} icon="edit">
        {sister.feedUrl !== null && <FeedState c={c} sister={sister} />}
        <SisterForm c={c} form={ofFigure ? freshForm() : form} sister={sister} />
      </Card>
      <Actions>
        <PostButton
          action={`${elsewhereHref(c)}/${sister.id}/retirer`}
          label={t('network.sister.remove')}
          danger
        />
      </Actions>
    </DeskPage>
  )
}

function PostButton({ action, label, danger = false }: { action: string; label: string; danger?: boolean }) {
  return (
    <form method="post" action={action}>
      <HiddenKey value={freshForm().key} />
      <Button kind={danger ? 'danger' : 'quiet'}>{label}</Button>
    </form>
  )
}

function FeedState({ c, sister }: { c: Context<CaisseEnv>; sister: Sister }) {
  const t = c.get('t')
  const failure = FAILURES.find((each) => each === sister.feedFailure)
  return (
    <>
      <p>
        {sister.feedReadAt === null
          ? t('network.feed.never')
          : t('network.feed.readAt', { whenText: t.instant(sister.feedReadAt) })}
      </p>
      {failure && <Notice tone="wait" title={t(`network.feed.failure.${failure}`)} />}
      <PostButton action={`${elsewhereHref(c)}/${sister.id}/relire`} label={t('network.feed.again')} />
    </>
  )
}

const FAILURES = ['address', 'answer', 'redirects', 'size', 'time', 'network'] as const

type FiguresProps = {
  c: Context<CaisseEnv>
  sister: Sister
  figures: readonly Figure[]
  form: FormState
}

function Figures({ c, sister, figures, form }: FiguresProps) {
  const t = c.get('t')
  const href = `${elsewhereHref(c)}/${sister.id}/chiffres`
  return (
    <Card title={t('network.figure.title', { count: figures.length })} icon="chart">
      {figures.map((figure) => (
        <div class="figure-kept" key={figure.id}>
          <dl class="sister-figures">
            <FigureLine c={c} figure={figure} />
          </dl>
          <PostButton
            action={`${href}/${figure.id}/retirer`}
            label={t('network.figure.remove', { labelText: figure.label })}
          />
        </div>
      ))}
      <Form action={href} issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <div class="form-row">
          <TextField
            name="label"
            label={t('network.figure.label')}
            hint={t('network.figure.labelHint')}
            maxLength={80}
          />
          <TextField
            name="value"
            label={t('network.figure.value')}
            hint={t('network.figure.valueHint')}
            maxLength={120}
          />
        </div>
        <div class="form-row">
          <TextField name="sourceUrl" type="url" label={t('network.figure.source')} maxLength={500} />
          <DateField
            name="readOn"
            label={t('network.figure.readOn')}
            value={c.get('today')}
            max={c.get('today')}
          />
        </div>
        <Actions>
          <Button icon="add">{t('network.figure.keep')}</Button>
        </Actions>
      </Form>
    </Card>
  )
}

// --- what they publish -------------------------------------------------------------------------

keep.get('/c/:slug/ailleurs/publication', async (c) => html(await publicationPage(c, freshForm())))

keep.post('/c/:slug/ailleurs/publication', (c) =>
  answerForm(c, {
    act: (fields, key) =>
      keepPublication(callOf(c, key), {
        sisterId: textField(fields, 'sisterId'),
        kind: textField(fields, 'kind') as 'article',
        title: textField(fields, 'title'),
        url: textField(fields, 'url'),
        day: textField(fields, 'day'),
        hour: textField(fields, 'hour'),
      }),
    done: () => `${elsewhereHref(c)}?garde=oui`,
    again: (form) => publicationPage(c, form),
  }),
)

keep.post(`/c/:slug/ailleurs/publication/:publication{[0-9a-f-]{36}}/retirer`, (c) =>
  answerForm(c, {
    act: (_, key) => removePublication(callOf(c, key), { publicationId: c.req.param('publication') ?? '' }),
    done: () => `${elsewhereHref(c)}?retire=oui`,
    again: (form) => publicationPage(c, form),
  }),
)

async function publicationPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const sisters = await read(c, listSisters)
  return (
    <DeskPage
      {...deskFrame(c, '/ailleurs')}
      title={t('network.publication.title')}
      lead={t('network.publication.lead')}
      notice={refused(c, form)}
      breadcrumb={trail(c)}
    >
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <SelectField
          name="kind"
          label={t('network.publication.kind')}
          value="article"
          options={PUBLICATION_KINDS.map((kind) => ({ value: kind, label: t(`network.kind.${kind}`) }))}
        />
        <TextField name="title" label={t('network.publication.name')} maxLength={200} />
        <TextField
          name="url"
          type="url"
          label={t('network.publication.url')}
          hint={t('network.publication.urlHint')}
          maxLength={500}
          optional
        />
        <SelectField
          name="sisterId"
          label={t('network.publication.of')}
          value=""
          optional
          options={[
            { value: '', label: t('network.publication.ofAll') },
            ...sisters.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <div class="form-row">
          <DateField name="day" label={t('network.publication.day')} />
          <TextField
            name="hour"
            label={t('network.publication.hour')}
            hint={t('network.publication.hourHint')}
            width="short"
            maxLength={5}
            optional
          />
        </div>
        <Actions>
          <Button kind="primary" icon="check">
            {t('network.publication.keep')}
          </Button>
          <LinkButton kind="quiet" href={elsewhereHref(c)}>
            {t('network.back')}
          </LinkButton>
        </Actions>
      </Form>
    </DeskPage>
  )
}
