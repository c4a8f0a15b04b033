import { Hono, type Context } from 'hono'
import type { Role } from '../../../../kit/actor.ts'
import { InputError } from '../../../../kit/gesture.ts'
import { answerForm, freshForm, html, textField, type Fields, type FormState } from '../../../../kit/http.ts'
import { Actions, Button } from '../../../../kit/ui/button.tsx'
import { RadioCards } from '../../../../kit/ui/choices.tsx'
import { Form } from '../../../../kit/ui/form.tsx'
import { TextField } from '../../../../kit/ui/inputs.tsx'
import { RowLink, RowList } from '../../../../kit/ui/navigation.tsx'
import { DeskPage } from '../../../../kit/ui/pages.tsx'
import { Badge, EmptyState, Notice } from '../../../../kit/ui/parts.tsx'
import { listReglementVersions } from '../../../caisses/store.ts'
import {
  callOf,
  deskFrame,
  mayHere,
  read,
  readCaisse,
  requireRole,
  type CaisseEnv,
} from '../../../caisses/web.ts'
import {
  adoptDraft,
  chooseDraftKinds,
  dropDraft,
  proposeDraft,
  saveDraft,
  startDraft,
} from '../../actions/drafts.ts'
import { listDrafts, type DraftStatus } from '../../store/drafts.ts'
import { presetCards } from '../presets.ts'
import { adoptionPage, readProposal } from './adoption.tsx'
import { effectPage } from './effect.tsx'
import { fieldsPage } from './fields.tsx'
import { kindsPage } from './kinds.tsx'

const SEES: readonly Role[] = ['coordinator', 'treasurer', 'administrator']

export const drafts = new Hono<CaisseEnv>()

const HOME = '/c/:slug/projets-de-reglement'

drafts.use(HOME, readCaisse, async (c, next) => (requireRole(c, SEES), next()))
drafts.use(`${HOME}/*`, readCaisse, async (c, next) => (requireRole(c, SEES), next()))

const home = (c: Context<CaisseEnv>): string => `/c/${c.get('caisse').slug}/projets-de-reglement`
const here = (c: Context<CaisseEnv>): string => `${home(c)}/${c.req.param('draft')}`

drafts.get(HOME, async (c) => html(await listPage(c, freshForm())))

drafts.post(HOME, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      startDraft(callOf(c, key), { name: textField(fields, 'name'), from: textField(fields, 'from') }),
    done: ({ draftId }) => `${home(c)}/${draftId}/sortes`,
    again: (form) => listPage(c, form),
  }),
)

const DRAFT = `${HOME}/:draft{[0-9a-f-]{36}}` as const

drafts.get(`${DRAFT}/sortes`, async (c) => html(await kindsPage(c, freshForm())))

drafts.post(`${DRAFT}/sortes`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      chooseDraftKinds(callOf(c, key), {
        draftId: c.req.param('draft'),
        unit: textField(fields, 'unit'),
        contribution: textField(fields, 'contribution'),
        thirdParty: textField(fields, 'thirdParty') === 'yes',
        assessment: textField(fields, 'assessment'),
        share: textField(fields, 'share'),
        allocation: textField(fields, 'allocation'),
        carryOver: textField(fields, 'carryOver'),
      }),
    done: () => here(c),
    again: (form) => kindsPage(c, form),
  }),
)

drafts.get(DRAFT, async (c) => html(await fieldsPage(c, freshForm())))

drafts.post(DRAFT, (c) =>
  answerForm(c, {
    act: (fields, key) => saveDraft(callOf(c, key), readTyped(c.req.param('draft'), fields)),
    done: () => `${here(c)}?enregistre=oui`,
    again: (form) => fieldsPage(c, form),
  }),
)

const NOT_RULES = new Set(['key', 'name'])

function readTyped(draftId: string, fields: Fields) {
  const typed = Object.fromEntries(
    Object.keys(fields)
      .filter((name) => !NOT_RULES.has(name))
      .map((name) => [name, textField(fields, name)]),
  )
  for (const [field, value] of Object.entries(typed))
    if (value.length > 4_000) throw new InputError([{ field, message: 'too_long' }])
  return { draftId, name: textField(fields, 'name'), typed }
}

drafts.get(`${DRAFT}/effet`, async (c) => html(await effectPage(c)))

drafts.get(`${DRAFT}/adoption`, async (c) => html(await adoptionPage(c, freshForm())))

drafts.post(`${DRAFT}/adoption`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      proposeDraft(callOf(c, key), { draftId: c.req.param('draft'), ...readProposal(fields) }),
    done: () => `${here(c)}/adoption`,
    again: (form) => adoptionPage(c, form),
  }),
)

drafts.post(`${DRAFT}/adopter`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      adoptDraft(callOf(c, key), { draftId: c.req.param('draft'), digest: textField(fields, 'digest') }),
    done: ({ versionId }) => `/c/${c.get('caisse').slug}/reglement/${versionId}`,
    again: (form) => adoptionPage(c, form),
  }),
)

drafts.post(`${DRAFT}/abandonner`, (c) =>
  answerForm(c, {
    act: (_, key) => dropDraft(callOf(c, key), { draftId: c.req.param('draft') }),
    done: () => home(c),
    again: (form) => fieldsPage(c, form),
  }),
)

const TONES = {
  writing: 'info',
  proposed: 'wait',
  adopted: 'success',
  dropped: 'refusal',
} as const satisfies Record<DraftStatus, string>

async function listPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { slug, name } = c.get('caisse')
  const { list, versions } = await read(c, async (tx) => ({
    list: await listDrafts(tx),
    versions: await listReglementVersions(tx),
  }))
  const writes = mayHere(c, ['coordinator', 'administrator'])
  const open = list.filter(({ status }) => status !== 'adopted').length
  return (
    <DeskPage
      {...deskFrame(c, '/reglement')}
      title={t('draft.list.title', { count: open })}
      lead={t('draft.list.lead')}
      breadcrumb={[{ href: `/c/${slug}/reglement`, label: t('caisses.desk.reglement') }]}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      {list.length === 0 ? (
        <EmptyState title={t('draft.list.none')} icon="rules">
          <p>{t('draft.list.noneText')}</p>
        </EmptyState>
      ) : (
        <RowList>
          {list.map((draft) => (
            <RowLink
              key={draft.id}
              href={
                draft.versionId
                  ? `/c/${slug}/reglement/${draft.versionId}`
                  : draft.status === 'proposed'
                    ? `${home(c)}/${draft.id}/adoption`
                    : `${home(c)}/${draft.id}`
              }
              icon="rules"
              title={draft.name}
              text={t(draft.savedBy ? 'draft.list.savedBy' : 'draft.list.saved', {
                whenText: t.instant(draft.savedAt),
                nameText: draft.savedBy ?? '',
              })}
              aside={<Badge tone={TONES[draft.status]}>{t(`draft.status.${draft.status}`)}</Badge>}
            />
          ))}
        </RowList>
      )}
      {writes && (
        <section class="stack">
          <h2>{t('draft.start.title')}</h2>
          <Form action={home(c)} issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
            <TextField
              name="name"
              label={t('draft.start.name')}
              hint={t('draft.start.nameHint')}
              value={t('draft.start.nameOf', { nameText: name })}
              maxLength={120}
            />
            <RadioCards
              name="from"
              label={t('draft.start.from')}
              value={versions.length > 0 ? 'in_force' : 'blank'}
              options={[
                ...(versions.length > 0
                  ? [
                      {
                        value: 'in_force',
                        label: t('draft.start.inForce'),
                        hint: t('draft.start.inForceHint'),
                      },
                    ]
                  : []),
                { value: 'blank', label: t('draft.start.blank'), hint: t('draft.start.blankHint') },
                ...presetCards(t),
              ]}
            />
            <Actions>
              <Button kind="primary" icon="edit">
                {t('draft.start.go')}
              </Button>
            </Actions>
          </Form>
        </section>
      )}
    </DeskPage>
  )
}
