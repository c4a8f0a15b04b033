import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, type FormState } from '../../../kit/http.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Actions, Button } from '../../../kit/ui/button.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { TextField } from '../../../kit/ui/inputs.tsx'
import { Notice } from '../../../kit/ui/parts.tsx'
import { CaissePage } from '../../caisses/pages/caisse-page.tsx'
import { callOf, type CaisseEnv } from '../../caisses/web.ts'
import { depositDocument } from '../actions/deposit.ts'
import { mayDepositAnything } from '../rules/rights.ts'
import { listFolders } from '../store/folders.ts'
import { groupsToKeepFor } from '../store/viewer.ts'
import { HOME, hrefIn, readFor, trailOf } from './env.tsx'
import { DocumentFile, readFile, readShelf, ShelfFields } from './fields.tsx'

export const deposit = new Hono<CaisseEnv>()

const PATH = `${HOME}/deposer` as const

deposit.get(PATH, async (c) => html(await depositPage(c, freshForm())))

deposit.post(PATH, (c) =>
  answerForm(c, {
    act: async (fields, key) =>
      depositDocument(callOf(c, key), { ...(await readFile(fields)), ...readShelf(fields) }),
    done: ({ documentId }) => `${hrefIn(c, `/${documentId}`)}?fait=depose`,
    again: (form) => depositPage(c, form),
  }),
)

async function depositPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const choices = await readFor(c, async (tx, viewer) => {
    if (!mayDepositAnything(viewer)) throw new Refusal('not_allowed', {}, 403)
    return { viewer, folders: await listFolders(tx), groups: await groupsToKeepFor(tx, viewer) }
  })
  const asked = c.req.query('dossier')
  const folder = choices.folders.find(({ id }) => id === asked)
  return (
    <CaissePage
      c={c}
      current="/documents"
      title={t('documents.depositTitle')}
      breadcrumb={trailOf(c, choices.folders, folder?.id ?? null)}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      <Form files issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <DocumentFile t={t} />
        <TextField
          name="title"
          label={t('documents.titleLabel')}
          hint={t('documents.titleHint')}
          maxLength={160}
          optional
        />
        <ShelfFields t={t} choices={choices} now={{ folderId: folder?.id ?? null }} />
        <Actions>
          <Button kind="primary" icon="upload">
            {t('documents.deposit')}
          </Button>
        </Actions>
      </Form>
    </CaissePage>
  )
}
