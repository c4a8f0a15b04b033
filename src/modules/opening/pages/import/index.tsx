import { Hono, type Context } from 'hono'
import type { Role } from '../../../../kit/actor.ts'
import { InputError } from '../../../../kit/gesture.ts'
import { answerForm, freshForm, html, textField, type Fields, type FormState } from '../../../../kit/http.ts'
import { Actions, Button, LinkButton } from '../../../../kit/ui/button.tsx'
import { Form } from '../../../../kit/ui/form.tsx'
import { FileField } from '../../../../kit/ui/inputs.tsx'
import { RowLink, RowList } from '../../../../kit/ui/navigation.tsx'
import { DeskPage } from '../../../../kit/ui/pages.tsx'
import { Badge, Card, Notice } from '../../../../kit/ui/parts.tsx'
import { callOf, deskFrame, read, readCaisse, requireRole, type CaisseEnv } from '../../../caisses/web.ts'
import { FIELDS } from '../../../people/rules/household-file/columns.ts'
import { dropImport, mapFile, proposeImport, runImport, uploadFile } from '../../actions/imports.ts'
import { listImports, type ImportStatus } from '../../store/imports.ts'
import { previewPage, trailOf } from './preview.tsx'

/** What each household contributes is in the table: not for whoever only looks after the software. */
const SEES: readonly Role[] = ['coordinator', 'treasurer']
const HOME = '/c/:slug/import'

export const imports = new Hono<CaisseEnv>()

imports.use(HOME, readCaisse, async (c, next) => (requireRole(c, SEES), next()))
imports.use(`${HOME}/*`, readCaisse, async (c, next) => (requireRole(c, SEES), next()))

const home = (c: Context<CaisseEnv>): string => `/c/${c.get('caisse').slug}/import`
const here = (c: Context<CaisseEnv>): string => `${home(c)}/${c.req.param('import')}`

imports.get(HOME, async (c) => html(await uploadPage(c, freshForm())))

imports.post(HOME, (c) =>
  answerForm(c, {
    act: async (fields, key) => {
      requireRole(c, ['coordinator'])
      return uploadFile(callOf(c, key), await readUpload(fields))
    },
    done: ({ importId }) => `${home(c)}/${importId}`,
    again: (form) => uploadPage(c, form),
  }),
)

async function readUpload(fields: Fields): Promise<{ name: string; file: Uint8Array<ArrayBuffer> }> {
  const { file } = fields
  if (!(file instanceof File) || file.size === 0)
    throw new InputError([{ field: 'file', message: 'required' }])
  return { name: file.name.slice(0, 200), file: new Uint8Array(await file.arrayBuffer()) }
}

/** What a table of households looks like, to be filled in: everybody in it is invented. */
imports.get(`${HOME}/modele.csv`, (c) => {
  const t = c.get('t')
  c.header('content-type', 'text/csv; charset=utf-8')
  c.header('content-disposition', 'attachment; filename="foyers.csv"')
  const headings = FIELDS.map((field) => t(`opening.import.field.${field}`)).join(';')
  return c.body(
    `\uFEFF${headings}\r\nF-1;;Anémone;Navet;adulte;;;;;;;20;86,50;;40\r\nF-1;;Lotus;Navet;enfant;03/2018;;;;;;;;;\r\n`,
  )
})

const IMPORT = `${HOME}/:import{[0-9a-f-]{36}}` as const

imports.get(IMPORT, async (c) => html(await previewPage(c, freshForm())))

imports.post(`${IMPORT}/colonnes`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      mapFile(callOf(c, key), {
        importId: c.req.param('import'),
        mapping: readMapping(fields),
        enteredOn: textField(fields, 'enteredOn') || null,
      }),
    done: () => here(c),
    again: (form) => previewPage(c, form),
  }),
)

const readMapping = (fields: Fields) =>
  Object.fromEntries(
    FIELDS.map((field) => {
      const typed = textField(fields, `column.${field}`)
      return [field, /^\d{1,3}$/.test(typed) ? Number(typed) : null]
    }),
  )

const asked = (c: Context<CaisseEnv>, fields: Fields) => ({
  importId: c.req.param('import')!,
  namesakesAreOthers: textField(fields, 'namesakes') === 'yes',
})

imports.post(`${IMPORT}/proposer`, (c) =>
  answerForm(c, {
    act: (fields, key) => proposeImport(callOf(c, key), asked(c, fields)),
    done: () => here(c),
    again: (form) => previewPage(c, form),
  }),
)

imports.post(`${IMPORT}/importer`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      runImport(callOf(c, key), { ...asked(c, fields), digest: textField(fields, 'digest') }),
    done: ({ households }) => `${home(c)}?importes=${households}`,
    again: (form) => previewPage(c, form),
  }),
)

imports.post(`${IMPORT}/abandonner`, (c) =>
  answerForm(c, {
    act: (_, key) => dropImport(callOf(c, key), { importId: c.req.param('import') }),
    done: () => home(c),
    again: (form) => previewPage(c, form),
  }),
)

const TONES = {
  read: 'info',
  proposed: 'wait',
  done: 'success',
  dropped: 'refusal',
} as const satisfies Record<ImportStatus, string>

async function uploadPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const list = await read(c, listImports)
  const imported = Number.parseInt(c.req.query('importes') ?? '', 10)
  return (
    <DeskPage
      {...deskFrame(c, '/foyers')}
      title={t('opening.import.title')}
      lead={t('opening.import.lead')}
      breadcrumb={trailOf(c)}
      notice={
        form.refusal ? (
          <Notice tone="refusal" title={t(form.refusal)} />
        ) : (
          imported > 0 && (
            <Notice tone="success" title={t('opening.import.done', { count: imported })}>
              <p>
                <a href={`/c/${slug}/tresorerie/banque`}>{t('opening.import.bank')}</a>
              </p>
            </Notice>
          )
        )
      }
    >
      <Form action={home(c)} issues={form.issues} typed={form.typed} idempotencyKey={form.key} files>
        <FileField
          name="file"
          label={t('opening.import.file')}
          hint={t('opening.import.fileHint')}
          accept=".csv,.xlsx,.txt,text/csv"
        />
        <Actions>
          <Button kind="primary" icon="upload">
            {t('opening.import.read')}
          </Button>
          <LinkButton href={`${home(c)}/modele.csv`} icon="download" download>
            {t('opening.import.model')}
          </LinkButton>
        </Actions>
      </Form>
      <Card title={t('opening.import.columns')} icon="help" look="sunk">
        <p>{t('opening.import.columnsText')}</p>
        <p>{t('opening.import.before')}</p>
      </Card>
      {list.length > 0 && (
        <section class="stack">
          <h2>{t('opening.import.files')}</h2>
          <RowList>
            {list.map((one) => (
              <RowLink
                key={one.id}
                href={one.status === 'done' ? `/c/${slug}/foyers` : `${home(c)}/${one.id}`}
                icon="document"
                title={one.name}
                text={t('draft.list.savedBy', {
                  whenText: t.instant(one.uploadedAt),
                  nameText: one.uploadedBy ?? '–',
                })}
                aside={<Badge tone={TONES[one.status]}>{t(`opening.import.status.${one.status}`)}</Badge>}
              />
            ))}
          </RowList>
        </section>
      )}
    </DeskPage>
  )
}
