import { Hono, type Context } from 'hono'
import { answerForm, type FormState, freshForm, html, requiredFile } from '../../../kit/http.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Actions, Button } from '../../../kit/ui/button.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { RowItem, RowLink, RowList } from '../../../kit/ui/navigation.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Badge, Card, Stat, Stats } from '../../../kit/ui/parts.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import {
  ColumnsForm,
  DropTable,
  LineProblems,
  readColumns,
  UploadForm,
} from '../../../kit/ui/table-import.tsx'
import { callOf, read, type CaisseEnv } from '../../caisses/web.ts'
import {
  dropContacts,
  mapContacts,
  previewContacts,
  runContacts,
  uploadContacts,
  type ContactFilePreview,
} from '../actions/imports.ts'
import { CONTACT_FIELDS } from '../rules/contact-file.ts'
import { findContactImport, listContactImports } from '../store/imports.ts'
import { frame, HOME, hrefOf, trailOf } from './frame.tsx'

export const imports = new Hono<CaisseEnv>()

const LIST = `${HOME}/import` as const
const SHOWN = 12

imports.get(LIST, async (c) => html(await uploadPage(c, freshForm())))

imports.post(LIST, (c) =>
  answerForm(c, {
    act: async (fields, key) => {
      const { name, bytes } = await requiredFile(fields)
      return uploadContacts(callOf(c, key), { name: name.slice(0, 200), file: bytes })
    },
    done: ({ importId }) => hrefOf(c, `/import/${importId}`),
    again: (form) => uploadPage(c, form),
  }),
)

/** What a list of contacts looks like, to be filled in: everybody in it is invented. */
imports.get(`${LIST}/modele.csv`, (c) => {
  const t = c.get('t')
  c.header('content-type', 'text/csv; charset=utf-8')
  c.header('content-disposition', 'attachment; filename="contacts.csv"')
  const headings = CONTACT_FIELDS.map((field) => t(`directory.import.field.${field}`)).join(';')
  return c.body(
    `\uFEFF${headings}\r\nAnémone;Navet;anemone@example.org;01 99 00 12 34;Jardin des Essais;${t('directory.roles.partner')};;;potager, presse;12/09/2026\r\n`,
  )
})

async function uploadPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const list = await read(c, listContactImports)
  const imported = Number.parseInt(c.req.query('importes') ?? '', 10)
  return (
    <DeskPage
      {...frame(c, form, imported > 0 && t('directory.import.done', { count: imported }))}
      title={t('directory.import.title')}
      lead={t('directory.import.lead')}
      breadcrumb={trailOf(c)}
    >
      <UploadForm
        t={t}
        action={hrefOf(c, '/import')}
        form={form}
        label={t('directory.import.file')}
        model={hrefOf(c, '/import/modele.csv')}
      />
      <Card title={t('kit.import.columns')} icon="help" look="sunk">
        <p>{t('directory.import.columnsText')}</p>
        <p>{t('directory.import.knownText')}</p>
      </Card>
      {list.length > 0 && (
        <section class="stack">
          <h2>{t('kit.import.files')}</h2>
          <RowList>
            {list.map((one) =>
              one.status === 'done' ? (
                <RowItem
                  key={one.id}
                  icon="document"
                  title={one.name}
                  text={t.instant(one.uploadedAt)}
                  aside={<Badge tone="success">{t('opening.import.status.done')}</Badge>}
                />
              ) : (
                <RowLink
                  key={one.id}
                  href={hrefOf(c, `/import/${one.id}`)}
                  icon="document"
                  title={one.name}
                  text={t.instant(one.uploadedAt)}
                  aside={<Badge tone="info">{t('opening.import.status.read')}</Badge>}
                />
              ),
            )}
          </RowList>
        </section>
      )}
    </DeskPage>
  )
}

const ONE = `${LIST}/:import{[0-9a-f-]{36}}` as const
const here = (c: Context<CaisseEnv>) => hrefOf(c, `/import/${c.req.param('import')}`)

imports.get(ONE, async (c) => html(await previewPage(c, freshForm())))

imports.post(`${ONE}/colonnes`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      mapContacts(callOf(c, key), {
        importId: c.req.param('import'),
        mapping: readColumns(fields, CONTACT_FIELDS),
      }),
    done: () => here(c),
    again: (form) => previewPage(c, form),
  }),
)

imports.post(`${ONE}/importer`, (c) =>
  answerForm(c, {
    act: (_, key) => runContacts(callOf(c, key), { importId: c.req.param('import') }),
    done: ({ contacts }) => `${hrefOf(c, '/import')}?importes=${contacts}`,
    again: (form) => previewPage(c, form),
  }),
)

imports.post(`${ONE}/abandonner`, (c) =>
  answerForm(c, {
    act: (_, key) => dropContacts(callOf(c, key), { importId: c.req.param('import') }),
    done: () => hrefOf(c, '/import'),
    again: (form) => previewPage(c, form),
  }),
)

async function previewPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { found, preview } = await read(c, async (tx) => {
    const found = await findContactImport(tx, c.req.param('import')!)
    if (!found?.file) throw new Refusal('unknown_import', {}, 404)
    const preview = await previewContacts(tx, { ...found, file: found.file }, c.get('today')).catch(
      (error: unknown) => {
        if (error instanceof Refusal) return error
        throw error
      },
    )
    return { found, preview }
  })
  const page = {
    ...frame(c, form),
    breadcrumb: trailOf(c, { href: hrefOf(c, '/import'), label: t('directory.import.nav') }),
  }
  if (preview instanceof Refusal)
    return (
      <DeskPage {...page} title={t('kit.import.unreadable')} lead={t(preview)}>
        <DropTable t={t} action={`${here(c)}/abandonner`} formKey={form.key} />
      </DeskPage>
    )
  const { problems, contacts, known, newOrganisations } = preview
  const people = contacts.filter(({ givenName, familyName }) => `${givenName}${familyName}` !== '')
  return (
    <DeskPage
      {...page}
      title={
        problems.length > 0
          ? t('kit.import.problems', { count: problems.length })
          : t('directory.import.ready', { count: people.length })
      }
      lead={t('kit.import.nothingYet', { nameText: found.name })}
    >
      <Stats>
        <Stat label={t('directory.import.fresh')} value={people.length - known.size} />
        <Stat label={t('directory.import.known')} value={known.size} />
        <Stat label={t('directory.import.newOrganisations')} value={newOrganisations.length} />
      </Stats>
      <LineProblems t={t} problems={problems} />
      <ColumnsForm
        t={t}
        action={`${here(c)}/colonnes`}
        form={{ ...form, key: freshForm().key }}
        open={problems.length > 0}
        header={preview.table.header}
        fields={CONTACT_FIELDS.map((field) => ({
          name: field,
          label: t(`directory.import.field.${field}`),
          column: preview.mapping[field],
        }))}
      />
      {problems.length === 0 && (
        <>
          <FirstContacts c={c} preview={preview} />
          <Form action={`${here(c)}/importer`} idempotencyKey={form.key}>
            <Actions sticky>
              <Button kind="primary" icon="check">
                {t('directory.import.go', { count: people.length })}
              </Button>
            </Actions>
          </Form>
        </>
      )}
      <DropTable t={t} action={`${here(c)}/abandonner`} formKey={form.key} />
    </DeskPage>
  )
}

function FirstContacts({
  c,
  preview: { contacts, known },
}: {
  c: Context<CaisseEnv>
  preview: ContactFilePreview
}) {
  const t = c.get('t')
  return (
    <section class="stack">
      <h2>{t('directory.import.first', { count: Math.min(SHOWN, contacts.length) })}</h2>
      <DataTable
        caption={t('directory.book.caption')}
        rows={contacts.slice(0, SHOWN)}
        keyOf={(one) => String(one.line)}
        columns={[
          {
            label: t('directory.book.name'),
            heading: true,
            cell: (one) => `${one.givenName} ${one.familyName}`.trim() || one.organisation,
          },
          {
            label: t('directory.book.reach'),
            cell: (one) => [one.email, one.phone].filter(Boolean).join(' · ') || '–',
          },
          { label: t('directory.import.field.organisation'), cell: (one) => one.organisation ?? '–' },
          {
            label: t('directory.import.becomes'),
            cell: (one) => {
              const card = known.get(one.line)
              if (!card) return <Badge tone="success">{t('directory.import.isNew')}</Badge>
              return (
                <a href={hrefOf(c, `/personnes/${card.id}`)}>
                  {t('directory.import.completes', { nameText: card.name })}
                </a>
              )
            },
          },
        ]}
      />
    </section>
  )
}
