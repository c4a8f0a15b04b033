import { Hono, type Context } from 'hono'
import type { Role } from '../../../../kit/actor.ts'
import {
  answerForm,
  type Fields,
  type FormState,
  freshForm,
  html,
  requiredFile,
  textField,
} from '../../../../kit/http.ts'
import { RowLink, RowList } from '../../../../kit/ui/navigation.tsx'
import { DeskPage } from '../../../../kit/ui/pages.tsx'
import { Badge, Card, Notice } from '../../../../kit/ui/parts.tsx'
import { readColumns, UploadForm } from '../../../../kit/ui/table-import.tsx'
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
      const { name, bytes } = await requiredFile(fields)
      return uploadFile(callOf(c, key), { name: name.slice(0, 200), file: bytes })
    },
    done: ({ importId }) => `${home(c)}/${importId}`,
    again: (form) => uploadPage(c, form),
  }),
)

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
        mapping: readColumns(fields, FIELDS),
        enteredOn: textField(fields, 'enteredOn') || null,
      }),
    done: () => here(c),
    again: (form) => previewPage(c, form),
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
      <UploadForm
        t={t}
        action={home(c)}
        form={form}
        label={t('opening.import.file')}
        model={`${home(c)}/modele.csv`}
      />
      <Card title={t('kit.import.columns')} icon="help" look="sunk">
        <p>{t('opening.import.columnsText')}</p>
        <p>{t('opening.import.before')}</p>
      </Card>
      {list.length > 0 && (
        <section class="stack">
          <h2>{t('kit.import.files')}</h2>
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
