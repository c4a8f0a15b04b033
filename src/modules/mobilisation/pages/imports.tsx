import { Hono, type Context } from 'hono'
import {
  answerForm,
  type Fields,
  type FormState,
  freshForm,
  html,
  requiredFile,
  textField,
} from '../../../kit/http.ts'
import { Actions, Button } from '../../../kit/ui/button.tsx'
import { Form, HiddenKey } from '../../../kit/ui/form.tsx'
import { FileField, SelectField } from '../../../kit/ui/inputs.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Card, Notice, Stat, Stats } from '../../../kit/ui/parts.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import { callOf, deskFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { importContacts, mapContacts, previewContacts, uploadContacts } from '../actions/imports.ts'
import { FILE_FIELDS, type FileField as Field } from '../rules/contact-file.ts'
import { listActions } from '../store/funnel.ts'
import { findImport } from '../store/imports.ts'
import { home, trail } from './parts.tsx'

const HOME = '/c/:slug/mobilisation/importer'
const ONE = `${HOME}/:import{[0-9a-f-]{36}}` as const

export const imports = new Hono<CaisseEnv>()

imports.get(HOME, async (c) => html(await uploadPage(c, freshForm())))

imports.post(HOME, (c) =>
  answerForm(c, {
    act: async (fields, key) => {
      const { name, bytes } = await requiredFile(fields)
      return uploadContacts(callOf(c, key), {
        name: name.slice(0, 200),
        file: bytes,
        actionId: textField(fields, 'actionId'),
      })
    },
    done: ({ importId }) => `${home(c)}/importer/${importId}`,
    again: (form) => uploadPage(c, form),
  }),
)

const steps = (c: Context<CaisseEnv>) =>
  trail(c, { href: `${home(c)}/contacts`, label: c.get('t')('mobilisation.part.contacts') })

async function uploadPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const actions = await read(c, (tx) => listActions(tx, { limit: 40 }))
  return (
    <DeskPage
      {...deskFrame(c, '/mobilisation')}
      title={t('mobilisation.file.title')}
      lead={t('mobilisation.file.lead')}
      breadcrumb={steps(c)}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key} files>
        <FileField name="file" label={t('mobilisation.file.file')} accept=".csv,.xlsx" />
        <SelectField
          name="actionId"
          label={t('mobilisation.contact.where')}
          value=""
          options={[
            { value: '', label: t('mobilisation.contact.noAction') },
            ...actions.map((one) => ({ value: one.id, label: `${one.title}, ${t.day(one.heldOn)}` })),
          ]}
          optional
        />
        <Actions>
          <Button kind="primary" icon="upload">
            {t('mobilisation.file.look')}
          </Button>
        </Actions>
      </Form>
      <p class="soft">{t('mobilisation.file.notRead')}</p>
    </DeskPage>
  )
}

imports.get(ONE, async (c) => html(await previewPage(c, freshForm())))

const readMapping = (fields: Fields): Partial<Record<Field, number>> =>
  Object.fromEntries(
    FILE_FIELDS.flatMap((field) => {
      const typed = textField(fields, `column.${field}`)
      return /^\d{1,3}$/.test(typed) ? [[field, Number(typed)]] : []
    }),
  )

imports.post(`${ONE}/colonnes`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      mapContacts(callOf(c, key), { importId: c.req.param('import'), mapping: readMapping(fields) }),
    done: () => `${home(c)}/importer/${c.req.param('import')}`,
    again: (form) => previewPage(c, form),
  }),
)

imports.post(`${ONE}/faire`, (c) =>
  answerForm(c, {
    act: (_, key) => importContacts(callOf(c, key), { importId: c.req.param('import') }),
    done: ({ contacts }) => `${home(c)}/contacts?importes=${contacts}`,
    again: (form) => previewPage(c, form),
  }),
)

/** Lines shown of a long file. */
const SHOWN = 20

async function previewPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { found, preview } = await read(c, async (tx) => {
    const found = await findImport(tx, c.req.param('import')!)
    return { found, preview: await previewContacts(tx, found) }
  })
  const base = `${home(c)}/importer/${found.id}`
  const { problems, fresh, known, twice, header } = preview
  return (
    <DeskPage
      {...deskFrame(c, '/mobilisation')}
      title={t('mobilisation.file.preview', { count: fresh.length })}
      lead={found.name}
      breadcrumb={steps(c)}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      <Stats>
        <Stat label={t('mobilisation.file.fresh')} value={fresh.length} tone="success" />
        <Stat label={t('mobilisation.file.known')} value={known.length} />
        <Stat label={t('mobilisation.file.twice')} value={twice.length} />
        <Stat
          label={t('mobilisation.file.wrong')}
          value={problems.length}
          {...(problems.length > 0 && { tone: 'refusal' as const })}
        />
      </Stats>
      {problems.length > 0 && (
        <DataTable
          caption={t('mobilisation.file.wrong')}
          showCaption
          dense
          rows={problems.slice(0, SHOWN)}
          keyOf={({ line }) => String(line)}
          columns={[
            { label: t('mobilisation.file.line'), heading: true, cell: ({ line }) => line },
            { label: t('mobilisation.file.why'), cell: ({ code }) => t(`mobilisation.file.problem.${code}`) },
          ]}
        />
      )}
      <DataTable
        caption={t('mobilisation.file.people')}
        showCaption
        dense
        rows={[...fresh, ...known].slice(0, SHOWN)}
        keyOf={({ line }) => String(line)}
        columns={[
          {
            label: t('mobilisation.contact.name'),
            heading: true,
            cell: (one) => `${one.givenName} ${one.familyName}`.trim(),
          },
          { label: t('mobilisation.contact.reached'), cell: (one) => one.email ?? one.phone },
          {
            label: t('mobilisation.file.state'),
            cell: (one) => t(known.includes(one) ? 'mobilisation.file.already' : 'mobilisation.file.new'),
          },
        ]}
      />
      <Card title={t('mobilisation.file.columns')} icon="filter">
        <Form action={`${base}/colonnes`} issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
          <div class="form-row form-row-wrap">
            {FILE_FIELDS.map((field) => (
              <SelectField
                key={field}
                name={`column.${field}`}
                label={t(`mobilisation.file.field.${field}`)}
                value={found.mapping[field]?.toString() ?? ''}
                options={[
                  { value: '', label: t('mobilisation.file.noColumn') },
                  ...header.map((name, i) => ({ value: String(i), label: name || String(i + 1) })),
                ]}
                optional
              />
            ))}
          </div>
          <Actions>
            <Button>{t('mobilisation.file.map')}</Button>
          </Actions>
        </Form>
      </Card>
      <form class="stack" method="post" action={`${base}/faire`}>
        <HiddenKey value={form.key} />
        <p class="soft">{t('mobilisation.file.consent')}</p>
        <Actions>
          <Button kind="primary" icon="check" disabled={problems.length > 0 || fresh.length === 0}>
            {t('mobilisation.file.import', { count: fresh.length })}
          </Button>
        </Actions>
      </form>
    </DeskPage>
  )
}
